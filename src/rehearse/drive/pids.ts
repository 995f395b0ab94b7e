// Signals processes by their exact ids on this machine. The only place of the sandbox that does: a group or -1 is never signalled.

import { readlinkSync } from "node:fs";

/** Nothing if it has ended. Throws for ids that would mean somebody else: 1, 0, and everything below. */
export function send(hostPid: number, signal: number): void {
  if (!(Number.isInteger(hostPid) && hostPid > 1)) throw new Error(`process ${hostPid} must not be signalled`);
  try {
    process.kill(hostPid, signal);
  } catch {
    // ESRCH: it ended between the look and the signal.
  }
}

/** The PID namespace that a process is in, like "pid:[4026531836]"; empty if that may not be seen, or it has ended. */
export function namespaceOf(pid: number | "self"): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return "";
  }
}

export const OWN_NAMESPACE: string = namespaceOf("self");
/** The first of all: PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h. */
export const FIRST_NAMESPACE = "pid:[4026531836]";
