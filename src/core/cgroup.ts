// Reads what the kernel says about memory cgroups (cgroups(7)), as it stands in text.ts. Pure and without allocation: bytes in,
// numbers out.

import { numberAt } from "./proc-text.ts";
import { byteAt, find, startsAt, until } from "./text.ts";

const NEWLINE: i32 = 10;
const COMMA: i32 = 44;
const SLASH: i32 = 47;
const COLON: i32 = 58;

/**
 * Where the path begins on the line of /proc/self/cgroup that has this controller, as in "4:cpu,memory:/path"; it ends with its line.
 * -1 if there is none. "" is version 2: "0::/path".
 */
export function groupPath(controller: string): i32 {
  for (let at: i32 = 1; byteAt(at) !== 0; at++) {
    // A path may hold anything but a newline.
    if (byteAt(at) === SLASH) at = until(at, NEWLINE);
    if (!isEdge(byteAt(at - 1)) || !startsAt(at, controller) || !isEdge(byteAt(at + controller.length))) continue;
    return until(at, COLON) + 1;
  }
  return -1;
}

/** Between two controllers, and before and behind them all. */
function isEdge(byte: i32): bool {
  return byte === COLON || byte === COMMA;
}

/** How many processes the OOM killer ended: "oom_kill 2" in memory.events, and in memory.oom_control of version 1. -1 if it is not said. */
export function oomKillsIn(): f64 {
  const from = find("oom_kill ");
  return from < 0 ? -1 : numberAt(from + 9);
}
