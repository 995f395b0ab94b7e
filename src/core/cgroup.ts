// Reads what the kernel says about memory cgroups (cgroups(7)). Pure and without allocation: bytes in, numbers out.

import { find, numberAt } from "./proc-text.ts";

const NEWLINE: i32 = 10;
const COMMA: i32 = 44;
const COLON: i32 = 58;

/**
 * Where the path begins on the line of /proc/self/cgroup that has this controller, as in "4:cpu,memory:/path"; it ends with its line.
 * -1 if there is none. "" is version 2: "0::/path".
 */
export function groupPath(bytes: Uint8Array, length: i32, controller: string): i32 {
  let colons: i32 = 0;
  let item: i32 = 0;
  let found = false;
  for (let at: i32 = 0; at < length; at++) {
    const byte: i32 = bytes[at];
    if (byte === NEWLINE) {
      colons = 0;
      found = false;
    } else if (colons < 2 && (byte === COLON || byte === COMMA)) {
      // The first item is the hierarchy's number. A path may hold colons of its own.
      if (colons === 1 && isItem(bytes, item, at, controller)) found = true;
      item = at + 1;
      if (byte === COLON) colons++;
      if (found && colons === 2) return at + 1;
    }
  }
  return -1;
}

function isItem(bytes: Uint8Array, from: i32, to: i32, name: string): bool {
  if (to - from !== name.length) return false;
  for (let at: i32 = 0; at < name.length; at++) if (bytes[from + at] !== name.charCodeAt(at)) return false;
  return true;
}

/** How many processes the OOM killer ended: "oom_kill 2" in memory.events, and in memory.oom_control of version 1. -1 if it is not said. */
export function oomKillsIn(bytes: Uint8Array, length: i32): f64 {
  const from = find(bytes, length, "oom_kill ");
  return from < 0 ? -1 : numberAt(bytes, length, from + 9);
}
