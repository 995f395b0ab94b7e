// The only callers of kill(2) and rt_sigqueueinfo(2). Each refuses the process ids that mean more than one process to the kernel.

import { EAGAIN, EPERM, SI_CODE, SI_QUEUE } from "./constants.ts";
import { getpgid, getpid, kill, sigqueue } from "./sys.ts";

/** Sends a signal to one process: 0, or -ESRCH, -EPERM. PID 1 is ourselves, or an init that is nobody's descendant. */
export function signalProcess(pid: i32, signal: i32): i32 {
  if (pid < 2) return EPERM;
  return kill(pid, signal);
}

/**
 * Sends a signal as `info` says that it came: one that was queued with a value keeps it (rt_sigqueueinfo(2)).
 * Others go by kill(2): the kernel lets nobody claim their si_code.
 */
export function relayToProcess(pid: i32, signal: i32, info: usize): i32 {
  if (pid < 2) return EPERM;
  if (info !== 0 && load<i32>(info + SI_CODE) === SI_QUEUE) {
    store<i32>(info, signal);
    const result = sigqueue(pid, signal, info);
    // The user's queue is full (RLIMIT_SIGPENDING): a signal without its value is better than none.
    if (result !== EAGAIN) return result;
  }
  return kill(pid, signal);
}

/** Asked for once: it changes at the start only, before anybody is signalled. -1 while it is not known, 0 outside of our namespace. */
let ownGroup: i32 = -1;

/** Sends a signal to a process group that is not our own. */
export function signalGroup(group: i32, signal: i32): i32 {
  if (ownGroup < 0) ownGroup = getpgid(0);
  // -1 would be every process, and our own group would end whoever started us.
  if (group < 2 || group === ownGroup) return EPERM;
  return kill(-group, signal);
}

/** Stops or continues our own job, as the kernel does on Ctrl-Z and a shell by `fg`. The kernel ignores TSTP for an orphaned group. */
export function signalOwnGroup(signal: i32): void {
  const group = getpgid(0);
  if (group > 1 && getpid() !== 1) kill(-group, signal);
}

/**
 * A signal to every process of our PID namespace. Only PID 1 may: from any other process kill(-1) takes the whole machine down.
 * False if we are not PID 1.
 */
export function signalNamespace(signal: i32): bool {
  if (getpid() !== 1) return false;
  kill(-1, signal);
  return true;
}
