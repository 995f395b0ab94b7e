// Reads what the kernel says about memory cgroups (cgroups(7)). Pure and without allocation: bytes in, numbers out.

import { find, numberAt, startsAt } from "./proc-text.ts";

const NEWLINE: i32 = 10;
const COMMA: i32 = 44;
const SLASH: i32 = 47;
const COLON: i32 = 58;

/**
 * Where the path begins on the line of /proc/self/cgroup that has this controller, as in "4:cpu,memory:/path"; it ends with its line.
 * -1 if there is none. "" is version 2: "0::/path".
 */
export function groupPath(bytes: Uint8Array, length: i32, controller: string): i32 {
  for (let at: i32 = 1; at < length; at++) {
    // A path may hold anything but a newline.
    if (bytes[at] === SLASH) while (at < length && bytes[at] !== NEWLINE) at++;
    const end = at + controller.length;
    if (end >= length || !isEdge(bytes[at - 1]) || !isEdge(bytes[end])) continue;
    if (!startsAt(bytes, length, at, controller)) continue;
    at = end;
    while (at < length && bytes[at] !== COLON) at++;
    return at + 1;
  }
  return -1;
}

/** Between two controllers, and before and behind them all. */
function isEdge(byte: i32): bool {
  return byte === COLON || byte === COMMA;
}

/** How many processes the OOM killer ended: "oom_kill 2" in memory.events, and in memory.oom_control of version 1. -1 if it is not said. */
export function oomKillsIn(bytes: Uint8Array, length: i32): f64 {
  const from = find(bytes, length, "oom_kill ");
  return from < 0 ? -1 : numberAt(bytes, length, from + 9);
}
