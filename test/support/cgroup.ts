// A memory cgroup of a test's own, below ours, where the machine lets us make one: version 1 or 2, whichever it has.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Need } from "./needs.ts";

export interface MemoryCgroup {
  /** Words in front of a command: a shell that enters the cgroup and becomes the command. */
  readonly enter: readonly string[];
  /** How many processes the kernel's OOM killer has ended in it. */
  kills(): number;
  /** Once nobody is in it any more. */
  remove(): void;
}

interface Version {
  parent: string;
  limit: string;
  events: string;
}

let count = 0;

function versions(): Version[] {
  const lines = readFileSync("/proc/self/cgroup", "utf8").split("\n");
  const pathOf = (pattern: RegExp) => lines.map((line) => line.match(pattern)?.[1]).find((path) => path !== undefined);
  const legacy = pathOf(/^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/);
  const unified = pathOf(/^0::(.*)$/);
  const found: Version[] = [];
  for (const path of [legacy, "/"].filter((one) => one !== undefined)) {
    found.push({
      parent: join("/sys/fs/cgroup/memory", path),
      limit: "memory.limit_in_bytes",
      events: "memory.oom_control",
    });
  }
  for (const path of [unified, "/"].filter((one) => one !== undefined)) {
    found.push({ parent: join("/sys/fs/cgroup", path), limit: "memory.max", events: "memory.events" });
  }
  return found;
}

/** Throws where no such cgroup can be made. */
export function memoryCgroup(bytes: number): MemoryCgroup {
  for (const { parent, limit, events } of versions()) {
    const folder = join(parent, `lastcall-test-${process.pid}-${++count}`);
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    // Below a parent that does not hand the controller on there is no such file (cgroups(7), cgroup.subtree_control).
    if (!existsSync(join(folder, limit)) || !existsSync(join(folder, events))) {
      rmdirSync(folder);
      continue;
    }
    writeFileSync(join(folder, limit), `${bytes}`);
    return {
      enter: ["sh", "-c", `echo 0 >${folder}/cgroup.procs && exec "$@"`, "sh"],
      kills: () => Number(readFileSync(join(folder, events), "utf8").match(/^oom_kill (\d+)$/m)?.[1]),
      remove: () => rmdirSync(folder),
    };
  }
  throw new Error("no memory cgroup can be made below /sys/fs/cgroup");
}

/** Probed by making one. */
export function needsMemoryCgroup(first: Need): Need {
  if (!first.ok) return first;
  try {
    memoryCgroup(1 << 26).remove();
    return first;
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
}
