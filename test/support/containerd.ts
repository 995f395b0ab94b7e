// A containerd of our own in a temporary folder, and ctr, its client.
import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { containerd, ctr } from "./engine-programs.ts";
import { type Launched, launch, outcome, succeeded } from "./launched.ts";
import { unmountBelow } from "./unmount.ts";
import { until } from "./until.ts";

export interface Containerd {
  /** Starts `ctr run OPTIONS IMAGE NAME ARGV` in the foreground. */
  run(name: string, options: readonly string[], argv: readonly string[]): Launched;
  /** Any other command of ctr, which has to succeed. */
  done(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

export const containerdImage = "localhost/lastcall-test:latest";

// Without the CRI plugin, which wants a network.
const configuration = (home: string): string => `version = 2
root = "${join(home, "root")}"
state = "${join(home, "state")}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${join(home, "socket")}"
[ttrpc]
  address = "${join(home, "socket.ttrpc")}"
`;

export async function startContainerd(folder: string, archive: string): Promise<Containerd> {
  const home = join(folder, "containerd");
  mkdirSync(home);
  writeFileSync(join(home, "config.toml"), configuration(home));
  const log = join(home, "log");
  const output = openSync(log, "w");
  // Its own process group and a parent-death signal, as for dockerd.
  const words = ["--pdeathsig", "TERM", containerd, "--config", join(home, "config.toml")];
  const daemon = spawn("setpriv", words, { stdio: ["ignore", output, output], detached: true });
  let ended = false;
  daemon.on("exit", () => {
    ended = true;
  });
  const client = [ctr, "--address", join(home, "socket")];
  const done = (...args: string[]) => succeeded([...client, ...args]);
  const tasks = async () => (await outcome([...client, "tasks", "list", "--quiet"])).stdout.split("\n").filter(Boolean);
  const stop = async () => {
    // What a failed test has left: tasks outlive containerd.
    for (const task of await tasks()) await outcome([...client, "task", "kill", "--signal", "SIGKILL", task]);
    await until("the last task to end", async () => (await tasks()).length === 0).catch(() => {});
    daemon.kill("SIGTERM");
    await until("containerd to end", () => ended, 30_000).catch(() => daemon.kill("SIGKILL"));
    unmountBelow(home);
  };
  try {
    await until("containerd to answer", async () => {
      if (ended) throw new Error(`containerd ended: ${readFileSync(log, "utf8").slice(-1_000)}`);
      return (await outcome([...client, "version"])).code === 0;
    });
    await done("images", "import", "--snapshotter", "native", archive);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    done,
    stop,
    run: (name, options, argv) =>
      launch([...client, "run", "--rm", "--snapshotter", "native", ...options, containerdImage, name, ...argv]),
  };
}
