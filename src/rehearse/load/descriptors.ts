// How many connections may be open at once. A load that takes every file descriptor there is leaves none to look at the app with, to start
// a replica, or to end one; so requests that would need more are not sent, and that is said (EMFILE).

import { readFileSync } from "node:fs";

/** RLIMIT_NOFILE, the soft limit (proc_pid_limits(5)); Infinity where none is said. */
export function descriptorLimit(limits = readFileSync("/proc/self/limits", "utf8")): number {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Half of all, shared by the generators; `each`: what one connection takes in this process. */
export function mostConnections(limit: number, generators: number, each: number): number {
  return Math.max(1, Math.floor(limit / 2 / generators / each));
}
