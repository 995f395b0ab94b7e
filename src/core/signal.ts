// Signal numbers and names as Linux has them on x86-64 and arm64 (signal(7)), and sets of them.

import { decimal, upper } from "./ascii.ts";
import { behind, indexOfWord, itemStart, wordEnd } from "./word-list.ts";

export const SIGHUP: i32 = 1;
export const SIGINT: i32 = 2;
export const SIGQUIT: i32 = 3;
export const SIGKILL: i32 = 9;
export const SIGTERM: i32 = 15;
export const SIGCHLD: i32 = 17;
export const SIGCONT: i32 = 18;
export const SIGSTOP: i32 = 19;
export const SIGTSTP: i32 = 20;
export const SIGTTIN: i32 = 21;
export const SIGTTOU: i32 = 22;
/** The first real-time signal a C library leaves to programs: glibc and musl keep 32 and 33 (musl also 34) to themselves. */
export const SIGRTMIN: i32 = 34;
export const SIGRTMAX: i32 = 64;

/** Said after an unknown signal. */
export const signalForms = "a name like TERM or SIGTERM, RTMIN+1 to RTMAX, or a number from 1 to 64";

/** The names of 1..31 without SIG. */
export const signalNames =
  "\
HUP,INT,QUIT,ILL,TRAP,ABRT,BUS,FPE,\
KILL,USR1,SEGV,USR2,PIPE,ALRM,TERM,STKFLT,\
CHLD,CONT,STOP,TSTP,TTIN,TTOU,URG,XCPU,\
XFSZ,VTALRM,PROF,WINCH,IO,PWR,SYS,";

/** "TERM", "sigterm", "15", "RTMIN+3" → its number; -1 if there is none. */
export function parseSignal(text: string): i32 {
  let name = upper(text);
  if (name.startsWith("SIG")) name = behind(name, 2);
  const number = parseCount(name);
  if (number >= 0) return number >= 1 && number <= SIGRTMAX && name === text ? number : -1;
  const index = indexOfWord(signalNames, name);
  if (index >= 0) return index + 1;
  if (name === "IOT") return 6;
  if (name === "POLL") return 29;
  const upwards = name.startsWith("RTMIN");
  if (!upwards && !name.startsWith("RTMAX")) return -1;
  let offset: i32 = 0;
  if (name.length > 5) {
    if (name.charCodeAt(5) !== (upwards ? 43 : 45)) return -1;
    offset = parseCount(behind(name, 5));
  }
  if (offset < 0 || offset > SIGRTMAX - SIGRTMIN) return -1;
  return upwards ? SIGRTMIN + offset : SIGRTMAX - offset;
}

/** Where in `signalNames` the name of a signal from 1 to 31 begins; a comma ends it. */
export function signalNameAt(signal: i32): i32 {
  return itemStart(signalNames, signal - 1);
}

/** The name without SIG; empty for real-time signals, 32 and 33, which have none of their own. */
export function signalBaseName(signal: i32): string {
  if (signal < 1 || signal > 31) return "";
  const from = signalNameAt(signal);
  return signalNames.substring(from, wordEnd(signalNames, from));
}

/** "SIGTERM", "SIGRTMIN+3", "signal 32". */
export function signalName(signal: i32): string {
  if (signal >= 1 && signal <= 31) return "SIG" + signalBaseName(signal);
  if (signal === SIGRTMIN) return "SIGRTMIN";
  if (signal > SIGRTMIN && signal <= SIGRTMAX) return "SIGRTMIN+" + decimal(signal - SIGRTMIN);
  return "signal " + decimal(signal);
}

/** A decimal number of at most 9 digits; -1 for anything else. */
export function parseCount(text: string): i32 {
  if (text.length === 0 || text.length > 9) return -1;
  let value: i32 = 0;
  for (let at: i32 = 0; at < text.length; at++) {
    const digit: i32 = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = (value * 10 + digit) | 0;
  }
  return value;
}

/** A set of the signals 1..64, bit n - 1 for signal n, as /proc/PID/status prints it; in two halves because a JS number has no 64 bits. */
export class SignalSet {
  low: i32 = 0;
  high: i32 = 0;

  add(signal: i32): void {
    if (signal <= 32) this.low = this.low | (1 << (signal - 1));
    else this.high = this.high | (1 << (signal - 33));
  }

  has(signal: i32): bool {
    const half: i32 = signal <= 32 ? this.low >>> (signal - 1) : this.high >>> (signal - 33);
    return (half & 1) !== 0;
  }

  clear(): void {
    this.low = 0;
    this.high = 0;
  }
}
