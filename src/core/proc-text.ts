// Reads what the kernel prints in /proc. Pure and without allocation: bytes in, numbers out.

import { SignalSet } from "./signal.ts";

/** What /proc/PID/stat says (proc_pid_stat(5)). */
export class ProcessStat {
  /** One letter: R, S, D, T (stopped), Z (zombie), X (dead). */
  state: i32 = 0;
  parent: i32 = 0;
  /** Clock ticks after boot: with the process id it names a process for good. */
  started: f64 = 0;
  /** comm, at most 15 bytes (TASK_COMM_LEN), as bytes[nameFrom, nameTo). */
  nameFrom: i32 = 0;
  nameTo: i32 = 0;
}

/** False if the text is no such line. The name may hold anything, so it ends at the last parenthesis. */
export function parseStat(bytes: Uint8Array, length: i32, stat: ProcessStat): bool {
  let open: i32 = 0;
  while (open < length && bytes[open] !== 40) open++;
  let close: i32 = length - 1;
  while (close > open && bytes[close] !== 41) close--;
  if (open >= close || close + 2 >= length) return false;
  stat.nameFrom = open + 1;
  stat.nameTo = close;
  stat.state = bytes[close + 2];
  // Fields are counted from 1: state is the third, ppid the fourth, starttime the twenty-second.
  stat.parent = numberAt(bytes, length, fieldAt(bytes, length, close + 2, 1)) as i32;
  stat.started = numberAt(bytes, length, fieldAt(bytes, length, close + 2, 19));
  return true;
}

function fieldAt(bytes: Uint8Array, length: i32, from: i32, skip: i32): i32 {
  let at = from;
  let left = skip;
  while (at < length && left > 0) {
    if (bytes[at] === 32) left--;
    at++;
  }
  return at;
}

/** The decimal number that begins at `from`; 0 if there is none. */
export function numberAt(bytes: Uint8Array, length: i32, from: i32): f64 {
  let value: f64 = 0;
  for (let at = from; at < length; at++) {
    const digit: i32 = bytes[at] - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + (digit as f64);
  }
  return value;
}

/** The mask on the line `name` of /proc/PID/status: 16 hexadecimal digits. False if there is no such line, or it was cut. */
export function parseMask(bytes: Uint8Array, length: i32, name: string, mask: SignalSet): bool {
  const from = find(bytes, length, name);
  if (from < 0 || from + name.length + 16 > length) return false;
  let at: i32 = from + name.length;
  mask.clear();
  for (let digits: i32 = 0; digits < 16; at++) {
    const digit = hexDigit(bytes[at]);
    if (digit < 0) return false;
    mask.high = (mask.high << 4) | ((mask.low >>> 28) & 15);
    mask.low = (mask.low << 4) | digit;
    digits++;
  }
  return true;
}

/** The inode in "pipe:[12345]"; -1 for a link to anything else. */
export function parsePipe(bytes: Uint8Array, length: i32): f64 {
  return find(bytes, length, "pipe:[") === 0 ? numberAt(bytes, length, 6) : -1;
}

/** The inode in "socket:[12345]"; -1 for a link to anything else. */
export function parseSocket(bytes: Uint8Array, length: i32): f64 {
  return find(bytes, length, "socket:[") === 0 ? numberAt(bytes, length, 8) : -1;
}

/** Whether an open file was opened for reading only: "flags:\t0100000" of /proc/PID/fdinfo/FD, octal. */
export function isReadOnly(bytes: Uint8Array, length: i32): bool {
  const from = find(bytes, length, "flags:\t");
  if (from < 0) return false;
  let last: i32 = -1;
  for (let at: i32 = from + 7; at < length && bytes[at] >= 48 && bytes[at] <= 55; at++) last = bytes[at] - 48;
  return last >= 0 && (last & 3) === 0;
}

/** How many TCP connections were accepted (PassiveOpens): the sixth number on the second of /proc/net/snmp's two Tcp lines. -1 if it is not there. */
export function parseAccepted(bytes: Uint8Array, length: i32): f64 {
  // The first number, RtoAlgorithm, is always 1 (tcp_mib_init in the kernel's include/net/tcp.h); the other line has names.
  const from = find(bytes, length, "Tcp: 1 ");
  return from < 0 ? -1 : numberAt(bytes, length, fieldAt(bytes, length, from, 6));
}

/** Where `text` stands at the beginning of a line; -1 if it does not. */
export function find(bytes: Uint8Array, length: i32, text: string): i32 {
  for (let from: i32 = 0; from + text.length <= length; from++) {
    if ((from === 0 || bytes[from - 1] === 10) && startsAt(bytes, length, from, text)) return from;
  }
  return -1;
}

export function startsAt(bytes: Uint8Array, length: i32, from: i32, text: string): bool {
  let at: i32 = 0;
  while (at < text.length && from + at < length && bytes[from + at] === text.charCodeAt(at)) at++;
  return at === text.length;
}

/** Of either case, as some files have the one and some the other; -1 if it is none. */
export function hexDigit(code: i32): i32 {
  if (code >= 48 && code <= 57) return code - 48;
  const letter: i32 = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
