// What Node changed in this process before it handed over to us, as `lastcall run` tells it in one variable, and putting it right
// in the command. Node resets inherited ignored signals, ignores two itself, raises the soft limit of open files and opens closed 0..2.

import { RLIMIT_NOFILE, SIG_DFL, SIG_IGN } from "./constants.ts";
import { beginsWith } from "./cstring.ts";
import { environment } from "./environment.ts";
import { small } from "./scratch.ts";
import { close, peek8, rlimit, sigdispose } from "./sys.ts";

const NAME = "LASTCALL_HANDOVER";

/** 0 where nothing is told. */
let ignored: u64 = 0;
let defaults: u64 = 0;
let openFiles: u64 = 0;
let closed: u64 = 0;

/** Reads `ignored=HEX,defaults=HEX,nofile=DECIMAL,closed=HEX`, masks with bit n - 1 for signal n, bit n for descriptor n. */
export function readHandover(): void {
  let at = environment.find(NAME);
  if (at === 0) return;
  while (peek8(at) !== 0) {
    if (beginsWith(at, "ignored=")) ignored = number(at + 8, 16);
    else if (beginsWith(at, "defaults=")) defaults = number(at + 9, 16);
    else if (beginsWith(at, "nofile=")) openFiles = number(at + 7, 10);
    else if (beginsWith(at, "closed=")) closed = number(at + 7, 16);
    while (peek8(at) !== 0 && peek8(at) !== 44) at++;
    if (peek8(at) === 44) at++;
  }
  environment.remove(NAME);
}

/** In the child, before it becomes the command. */
export function restoreInherited(): void {
  for (let signal = 1; signal <= 64; signal++) {
    const bit = (1 as u64) << (signal - 1);
    if (ignored & bit) sigdispose(signal, SIG_IGN);
    else if (defaults & bit) sigdispose(signal, SIG_DFL);
  }
  if (openFiles > 0 && rlimit(RLIMIT_NOFILE, 0, small) === 0) {
    store<u64>(small, openFiles);
    rlimit(RLIMIT_NOFILE, small, 0);
  }
  for (let fd = 0; fd <= 2; fd++) if (closed & ((1 as u64) << fd)) close(fd);
}

function number(from: i64, base: i32): u64 {
  let value: u64 = 0;
  let digit = digitAt(from);
  for (let at = from + 1; digit >= 0 && digit < base; at++) {
    value = value * base + digit;
    digit = digitAt(at);
  }
  return value;
}

function digitAt(address: i64): i32 {
  const code = peek8(address);
  return code >= 97 ? code - 87 : code - 48;
}
