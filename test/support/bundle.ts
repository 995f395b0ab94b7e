// OCI bundles: a config.json as the runtime itself writes it, with the few lines changed that a user changes.
import { globSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "./images.ts";
import { until } from "./until.ts";

export interface Contents {
  root: string;
  args: readonly string[];
  /** Added to the runtime's own, as NAME=VALUE. */
  env?: readonly string[];
  /** A file of the machine that appears in the container, read-only. */
  mount?: { source: string; destination: string };
}

/** Writes a bundle into a new folder. */
export function makeBundle(runtime: string, folder: string, contents: Contents): void {
  mkdirSync(folder, { recursive: true });
  output("sh", "-c", 'cd "$1" && exec "$2" spec', "sh", folder, runtime);
  const path = join(folder, "config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  config.process.terminal = false;
  config.process.args = contents.args;
  config.process.env.push(...(contents.env ?? []));
  config.root = { path: contents.root, readonly: true };
  if (contents.mount) config.mounts.push({ ...contents.mount, type: "bind", options: ["bind", "ro"] });
  writeFileSync(path, JSON.stringify(config));
}

/** Takes away the containers' cgroups that a runtime has left: it gives up on one that stays busy for a moment. */
export async function removeCgroups(prefix: string): Promise<void> {
  for (const folder of globSync(`/sys/fs/cgroup/**/${prefix}-*`)) {
    await until(`${folder} to be empty`, () => {
      if (readFileSync(join(folder, "cgroup.procs"), "utf8") !== "") return false;
      rmdirSync(folder);
      return true;
    });
  }
}
