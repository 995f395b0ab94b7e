// The docker command for tests: one container with its output and exit code, images with names of
// their own, and the promise that nothing of it is left when the test file ends.
import { type ChildProcess, spawn } from "node:child_process";
import { until } from "./until.ts";

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Container {
  readonly name: string;
  stdout(): string;
  stderr(): string;
  /** Waits for the first match in stdout. */
  line(re: RegExp): Promise<RegExpMatchArray>;
  errLine(re: RegExp): Promise<RegExpMatchArray>;
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

function launch(args: readonly string[]): ChildProcess {
  // DOCKER_BUILDKIT=0: the classic builder is part of every engine, BuildKit is a plugin of some clients.
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  return spawn("docker", args, { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs `docker ARGS` to its end. */
export function docker(...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = launch(args);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text) => {
      stdout += text;
    });
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** As docker(), for commands that have to succeed; answers with what was printed. */
export async function dockerDone(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await docker(...args);
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${code}: ${stdout}${stderr}`);
  return stdout.trim();
}

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
  const child = launch(["run", "--name", name, ...network, ...options, image, ...argv]);
  let out = "";
  let err = "";
  let over = false;
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      over = true;
      resolve(code ?? -1);
    });
  });
  const waitFor = (text: () => string, re: RegExp) =>
    until(`${re} from the container`, () => {
      const found = text().match(re);
      if (found === null && over) throw new Error(`ended without ${re}`);
      return found;
    }).catch((error: Error) => {
      throw new Error(`${error.message}; stdout ${JSON.stringify(out)} stderr ${JSON.stringify(err)}`);
    });
  return {
    name,
    exited,
    stdout: () => out,
    stderr: () => err,
    line: (re) => waitFor(() => out, re),
    errLine: (re) => waitFor(() => err, re),
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
