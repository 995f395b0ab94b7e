// /etc/hosts as bytes: an address, blanks, names (hosts(5)).

import { parseAddress } from "./ip-address.ts";

/** Finds the first line that names `name`, and writes its address: 4 or 16 bytes, 0 if there is none. Only whole lines are to be given. */
export function findHost(bytes: Uint8Array, length: i32, name: string, address: Uint8Array): i32 {
  let found: i32 = 0;
  /** Which word of its line is being read; below 0 in a comment. */
  let word: i32 = 0;
  let from: i32 = 0;
  for (let at: i32 = 0; at <= length; at++) {
    const code: i32 = at < length ? bytes[at] : 10;
    if (code > 32 && code !== 35) continue;
    if (word >= 0 && at > from) {
      if (word === 0) found = parseAddress(bytes, from, at, address);
      else if (found > 0 && isName(bytes, from, at, name)) return found;
      word++;
    }
    from = at + 1;
    if (code === 35) word = -1;
    else if (code === 10) word = 0;
  }
  return 0;
}

/** Names have no case. */
function isName(bytes: Uint8Array, from: i32, to: i32, name: string): bool {
  if (to - from !== name.length) return false;
  for (let i: i32 = 0; i < name.length; i++) {
    if (lower(bytes[from + i]) !== lower(name.charCodeAt(i))) return false;
  }
  return true;
}

function lower(code: i32): i32 {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
