// Signals by name. Records, options and manifests write TERM, SIGTERM or 15; here all are SIGTERM.

import { parseSignal, signalName } from "../../core/signal.ts";

/** `SIGTERM` for `TERM`, `sigterm` or `15`; what is no signal stays as it is. */
export function fullName(signal: string): string {
  const number = parseSignal(signal);
  return number < 0 ? signal : signalName(number);
}

/** `TERM` for `SIGTERM`, as lastcall-init's options are written. */
export function shortName(signal: string): string {
  return fullName(signal).replace(/^SIG/, "");
}

/** Whether `signals` has this one, however each is written. */
export function includes(signals: readonly string[], signal: string): boolean {
  return signals.some((each) => fullName(each) === fullName(signal));
}

/** Its number; -1 if it is none. */
export function numberOf(signal: string): number {
  return parseSignal(signal);
}

/** Whether a program can do anything about it: nobody can catch KILL and STOP (signal(7)). */
export function canBeCaught(signal: string): boolean {
  return numberOf(signal) > 0 && !["KILL", "STOP"].includes(shortName(signal));
}
