// /etc/hosts: in each line an address, blanks, names (hosts(5)).

import { upper } from "./ascii.ts";
import { readAddress } from "./ip-address.ts";

const HASH: i32 = 35;

/** The address in the first line that names `name`; empty if there is none. Names have no case. */
export function findHost(text: string, name: string): string {
  const wanted = upper(name);
  let found = "";
  /** Which word of its line is next. In a comment there are none. */
  let word: i32 = 0;
  let from: i32 = 0;
  for (let at: i32 = 0; at <= text.length; at++) {
    const code: i32 = at < text.length ? text.charCodeAt(at) : 10;
    if (code > 32 && code !== HASH) continue;
    if (at > from && word >= 0) {
      if (word === 0) found = text.substring(from, at);
      else if (at - from === wanted.length && upper(text.substring(from, at)) === wanted && readAddress(found) > 0) {
        return found;
      }
      word++;
    }
    from = at + 1;
    if (code === HASH) word = -1;
    else if (code === 10) word = 0;
  }
  return "";
}
