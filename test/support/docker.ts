// The docker command for tests: one container with its output and exit code, images with names of
// their own, and the promise that nothing of it is left when the test file ends.
import { type Launched, launch, type Outcome, outcome, succeeded } from "./launched.ts";

export interface Container extends Launched {
  readonly name: string;
  /** `docker stop`; resolves with the milliseconds it took. */
  stop(seconds: number): Promise<number>;
  /** `docker kill --signal`, with any name or number that Docker knows. */
  kill(signal: string): Promise<void>;
  /** The exit code of `docker run`, which is the container's, or 125 to 127 if it did not start. */
  readonly exited: Promise<number>;
}

// One prefix per test run, so that runs side by side on one engine do not meet.
const run = process.env.LASTCALL_TEST_RUN ?? `lastcall-test-${process.pid}`;
const containers = new Set<string>();
const built = new Set<string>();
let count = 0;

/** The name of an image that the docker set-up made: `scratch` or `node`. */
export const baseImage = (name: "scratch" | "node"): string => `${run}/${name}:latest`;

// DOCKER_BUILDKIT=0: the classic builder is part of every engine, BuildKit is a plugin of some clients.
const environment = () => ({ ...process.env, DOCKER_BUILDKIT: "0" });

/** Runs `docker ARGS` to its end. */
export const docker = (...args: string[]): Promise<Outcome> => outcome(["docker", ...args], environment());

/** As docker(), for commands that have to succeed; answers with what was printed. */
export const dockerDone = (...args: string[]): Promise<string> => succeeded(["docker", ...args], environment());

/** A name for a container of this test file; registered, so that removeAll() finds it. */
export function containerName(): string {
  const name = `${run}-${process.pid}-${++count}`;
  containers.add(name);
  return name;
}

/** `docker run OPTIONS IMAGE ARGV`, without a network unless the options say otherwise. */
export function runContainer(image: string, argv: readonly string[], options: readonly string[] = []): Container {
  const name = containerName();
  const network = options.includes("--network") ? [] : ["--network", "none"];
  const words = ["docker", "run", "--name", name, ...network, ...options, image, ...argv];
  return {
    ...launch(words, environment()),
    name,
    async stop(seconds) {
      const start = performance.now();
      await dockerDone("stop", "--time", String(seconds), name);
      return performance.now() - start;
    },
    kill: async (signal) => void (await dockerDone("kill", "--signal", signal, name)),
  };
}

/** `docker build` without network and cache; answers with the image's name. */
export async function buildImage(context: string, options: readonly string[] = []): Promise<string> {
  const name = `${run}/built-${process.pid}-${++count}`;
  built.add(name);
  await dockerDone("build", "--network", "none", "--quiet", "--tag", name, ...options, context);
  return name;
}

/** For afterAll: removes this file's containers, running or not, then its images. */
export async function removeAll(): Promise<void> {
  for (const name of containers) await docker("rm", "--force", "--volumes", name);
  for (const name of built) await docker("rmi", "--force", name);
  containers.clear();
  built.clear();
}
