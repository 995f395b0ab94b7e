// Finds a Docker engine, or starts a private one in a temporary folder and takes it away again.
// dockerd is told to leave the machine's network and firewall alone, so containers have
// `--network none` or `host`; vfs is the one storage driver that works on any file system.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unmountBelow } from "./unmount.ts";
import { until } from "./until.ts";

export interface Engine {
  /** For DOCKER_HOST; empty where the client's own default already answers. */
  readonly host: string;
  stop(): Promise<void>;
}

const flags = ["--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs", "--log-level=warn"];

export function answers(host: string): boolean {
  const env = host === "" ? process.env : { ...process.env, DOCKER_HOST: host };
  const probe = ["version", "--format", "{{.Server.Version}}"];
  return spawnSync("docker", probe, { env, timeout: 20_000, stdio: "ignore" }).status === 0;
}

/** The engine that answers already, else one of our own; throws with the reason if there is none to be had. */
export async function findEngine(): Promise<Engine> {
  if (answers("")) return { host: "", stop: async () => {} };
  if (process.env.DOCKER_HOST) throw new Error("the engine that DOCKER_HOST names does not answer");
  if (process.getuid?.() !== 0) throw new Error("no engine answers, and starting one needs root");
  return startEngine();
}

/** A private dockerd, with flags and variables on top of ours. */
export async function startEngine(extra: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Engine> {
  const root = mkdtempSync(join(tmpdir(), "lastcall-docker-"));
  const host = `unix://${join(root, "docker.sock")}`;
  const log = join(root, "log");
  const places = ["--host", host, "--pidfile", join(root, "pid")];
  places.push("--data-root", join(root, "data"), "--exec-root", join(root, "exec"));
  const output = openSync(log, "w");
  // Its own process group: Ctrl-C in the terminal is for the tests, which then stop it in order.
  // The parent-death signal covers tests that are killed.
  const engine = spawn("setpriv", ["--pdeathsig", "TERM", "dockerd", ...flags, ...places, ...extra], {
    stdio: ["ignore", output, output],
    detached: true,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, ...env, DOCKER_HOST: undefined },
  });
  let ended = "";
  engine.on("error", (error) => {
    ended = error.message;
  });
  engine.on("exit", (code, signal) => {
    ended ||= `dockerd ended with ${signal ?? code}: ${lastWords(log)}`;
  });
  const stop = () => stopEngine(engine, host, root);
  try {
    await until(
      "dockerd to answer",
      () => {
        if (ended !== "") throw new Error(ended);
        return answers(host);
      },
      60_000,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, stop };
}

async function stopEngine(engine: ChildProcess, host: string, root: string): Promise<void> {
  const running = () => engine.pid !== undefined && engine.exitCode === null && !engine.signalCode;
  if (running() && answers(host)) {
    const env = { ...process.env, DOCKER_HOST: host };
    const ids = spawnSync("docker", ["ps", "-aq"], { env, encoding: "utf8" }).stdout.split(/\s+/);
    const left = ids.filter((id) => id !== "");
    if (left.length > 0) spawnSync("docker", ["rm", "-f", ...left], { env, stdio: "ignore" });
  }
  if (running()) engine.kill("SIGTERM");
  await until("dockerd to end", () => !running(), 30_000).catch(() => engine.kill("SIGKILL"));
  // dockerd leaves the mount of its host network namespace behind.
  unmountBelow(root);
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** The end of dockerd's log, where it says why it gave up. */
function lastWords(log: string): string {
  return readFileSync(log, "utf8").trim().split("\n").slice(-3).join(" | ");
}
