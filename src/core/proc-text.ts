// Reads what the kernel prints in /proc, as it stands in text.ts. Pure and without allocation: bytes in, numbers out.

import { SignalSet } from "./signal.ts";
import { byteAt, find, startsAt, until } from "./text.ts";

/** What /proc/PID/stat says (proc_pid_stat(5)). */
class ProcessStat {
  /** One letter: R, S, D, T (stopped), Z (zombie), X (dead). */
  state: i32 = 0;
  parent: i32 = 0;
  /** Clock ticks after boot: with the process id it names a process for good. */
  started: f64 = 0;
  /** comm, at most 15 bytes (TASK_COMM_LEN), as bytes[nameFrom, nameTo). */
  nameFrom: i32 = 0;
  nameTo: i32 = 0;
}

/** Of the line that was read last. */
export const stat: ProcessStat = new ProcessStat();

/** False if the text is no such line. The name may hold anything, so it ends at the last parenthesis. */
export function parseStat(): bool {
  const open = until(0, 40);
  let close: i32 = 0;
  for (let at = open; byteAt(at) !== 0; at++) if (byteAt(at) === 41) close = at;
  stat.state = byteAt(close + 2);
  if (close === 0 || stat.state === 0) return false;
  stat.nameFrom = open + 1;
  stat.nameTo = close;
  // Fields are counted from 1: state is the third, ppid the fourth, starttime the twenty-second.
  stat.parent = numberAt(fieldAt(close + 2, 1)) as i32;
  stat.started = numberAt(fieldAt(close + 2, 19));
  return true;
}

function fieldAt(from: i32, skip: i32): i32 {
  let at = from;
  for (let left = skip; left > 0 && byteAt(at) !== 0; at++) if (byteAt(at) === 32) left--;
  return at;
}

/** The decimal number that begins at `from`; 0 if there is none. */
export function numberAt(from: i32): f64 {
  let value: f64 = 0;
  for (let at = from; ; at++) {
    const digit: i32 = byteAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + (digit as f64);
  }
  return value;
}

/** The mask on the line `name` of /proc/PID/status: 16 hexadecimal digits. False if there is no such line, or it was cut. */
export function parseMask(name: string, mask: SignalSet): bool {
  const from = find(name);
  if (from < 0) return false;
  mask.clear();
  for (let at: i32 = 0; at < 16; at++) {
    const digit = hexDigit(byteAt(from + name.length + at));
    if (digit < 0) return false;
    mask.high = (mask.high << 4) | ((mask.low >>> 28) & 15);
    mask.low = (mask.low << 4) | digit;
  }
  return true;
}

/** The inode in "pipe:[12345]"; -1 for a link to anything else. */
export function parsePipe(): f64 {
  return startsAt(0, "pipe:[") ? numberAt(6) : -1;
}

/** The inode in "socket:[12345]"; -1 for a link to anything else. */
export function parseSocket(): f64 {
  return startsAt(0, "socket:[") ? numberAt(8) : -1;
}

/** Whether an open file was opened for reading only: "flags:\t0100000" of /proc/PID/fdinfo/FD, octal. */
export function isReadOnly(): bool {
  const from = find("flags:\t");
  if (from < 0) return false;
  let at: i32 = from + 7;
  while (byteAt(at) >= 48 && byteAt(at) <= 55) at++;
  return at > from + 7 && (byteAt(at - 1) & 3) === 0;
}

/** Columns of the Tcp lines in /proc/net/snmp (snmp4_tcp_list in the kernel's net/ipv4/proc.c). */
export const PASSIVE_OPENS: i32 = 6;
export const IN_SEGS: i32 = 10;

/** The number in a column of the second of /proc/net/snmp's two Tcp lines; -1 if there is no such line. */
export function parseTcpCounter(column: i32): f64 {
  // The first number, RtoAlgorithm, is always 1 (tcp_mib_init in the kernel's include/net/tcp.h); the other line has names.
  const from = find("Tcp: 1 ");
  return from < 0 ? -1 : numberAt(fieldAt(from, column));
}

/** Of either case, as some files have the one and some the other; -1 if it is none. */
export function hexDigit(code: i32): i32 {
  if (code >= 48 && code <= 57) return code - 48;
  const letter: i32 = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
