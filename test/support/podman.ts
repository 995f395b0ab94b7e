// podman with all that it keeps in one temporary folder (but for a cache of digests, which has one place on a
// machine), and with as little asked of the machine as it can do with: no network, vfs as storage, resource limits
// that need no CAP_SYS_RESOURCE to be set.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { podman } from "./engine-programs.ts";
import { type Launched, launch, outcome, succeeded } from "./launched.ts";
import { unmountBelow } from "./unmount.ts";

export interface Podman {
  /** Starts `podman run OPTIONS IMAGE ARGV` in the foreground. */
  run(name: string, options: readonly string[], argv: readonly string[]): Launched;
  /** Any other command, which has to succeed. */
  done(...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

export const podmanImage = "localhost/lastcall-test";

export async function startPodman(folder: string, tar: string, settings: Settings): Promise<Podman> {
  const home = join(folder, "podman");
  for (const name of ["root", "run", "tmp"]) mkdirSync(join(home, name), { recursive: true });
  const file = join(home, "containers.conf");
  writeFileSync(file, configuration(settings));
  const places = ["--root", join(home, "root"), "--runroot", join(home, "run"), "--tmpdir", join(home, "tmp")];
  const words = [podman, ...places, "--storage-driver", "vfs"];
  const env = { ...process.env, CONTAINERS_CONF: file };
  const done = (...args: string[]) => succeeded([...words, ...args], env);
  await done("import", "--quiet", tar, podmanImage);
  return {
    done,
    run: (name, options, argv) =>
      launch([...words, "run", "--name", name, "--network", "none", ...options, podmanImage, ...argv], env),
    async remove() {
      await outcome([...words, "pod", "rm", "--all", "--force", "--time", "0"], env);
      await outcome([...words, "rm", "--all", "--force", "--time", "0"], env);
      unmountBelow(home);
    },
  };
}

export interface Settings {
  /** `init_path`. */
  init: string;
  /** A folder with programs of podman's own in the place of the installed ones. */
  helpers: string;
}

/** Where podman looks by itself (`helper_binaries_dir` in containers.conf(5)). */
const helperFolders = ["/usr/local/libexec/podman", "/usr/local/lib/podman", "/usr/libexec/podman", "/usr/lib/podman"];

function configuration({ init, helpers }: Settings): string {
  const folders = JSON.stringify([helpers, ...helperFolders]);
  return podmanSettings([`init_path = "${init}"`], [`helper_binaries_dir = ${folders}`]);
}

/** A containers.conf with as little asked of the machine as podman can do with, and more for each of the two tables. */
export function podmanSettings(containers: readonly string[] = [], engine: readonly string[] = []): string {
  const limits = `default_ulimits = ["nofile=${limit("open files", 1_024)}", "nproc=${limit("processes", 16_384)}"]`;
  return [
    "[containers]",
    limits,
    'log_driver = "k8s-file"',
    ...containers,
    "[engine]",
    'runtime = "crun"',
    'cgroup_manager = "cgroupfs"',
    'events_logger = "file"',
    // "shm" would be one segment for every podman of the machine.
    'lock_type = "file"',
    ...engine,
    "",
  ].join("\n");
}

/** `SOFT:HARD` for --ulimit: enough for a test, and no more than we may have; podman's own default often is. */
function limit(name: string, enough: number): string {
  const row = readFileSync("/proc/self/limits", "utf8").match(new RegExp(`^Max ${name} +\\S+ +(\\d+)`, "m"));
  const possible = Math.min(enough, Number(row?.[1] ?? enough));
  return `${possible}:${possible}`;
}
