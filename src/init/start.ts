// Starting the command: a child, a process group of its own, the inherited mask, and then src/init/exec.ts.

import { SIGCHLD, SIGKILL } from "../core/signal.ts";
import { EAGAIN, PR_SET_PDEATHSIG, SIG_DFL, SIG_SETMASK } from "./constants.ts";
import { becomeCommand } from "./exec.ts";
import { restoreInherited } from "./handover.ts";
import { becomeIdentity, stayVisible } from "./identity.ts";
import { Level } from "./log.ts";
import { everySignal, inheritedMask, small } from "./scratch.ts";
import { plan } from "./state.ts";
import { getpid, prctl, setpgid, sigdispose, sigmask, sigtimedwait, spawn } from "./sys.ts";
import { giveForeground } from "./terminal.ts";

/** How often a fork that the kernel refuses for want of processes is tried again, and how long apart. */
const TRIES: i32 = 10;
const PAUSE_NS: i64 = 50000000;

/** Our own failure, as env(1), timeout(1) and `docker run` have it. */
export const FAILED: i32 = 125;

/** Blocks every signal from here on; the command gets the mask that was inherited. SIGCHLD must not be ignored, or no child could be waited for. */
export function takeSignals(): void {
  store<u64>(everySignal, u64.MAX_VALUE);
  sigmask(SIG_SETMASK, everySignal, inheritedMask);
  sigdispose(SIGCHLD, SIG_DFL);
}

/** What becomeChild() needs to know. It runs in our own memory, so nothing has to be handed over. */
let commandArgv: i64 = 0;
let commandIndex: i32 = 0;

/** The command's process id, or -errno. */
export function startCommand(argv: i64, index: i32): i32 {
  commandArgv = argv;
  commandIndex = index;
  let pid = spawn();
  for (let tries = 1; pid === EAGAIN && tries < TRIES; tries++) {
    pause();
    pid = spawn();
  }
  if (pid > 0) {
    // In both processes, so that neither can be earlier than the group. EACCES: the child did it, and is the command already.
    setpgid(pid, pid);
    giveForeground(pid);
  }
  stayVisible();
  return pid;
}

/** The child, from spawn() to the command. Returns the exit code if there is no becoming that. */
export function becomeChild(): i32 {
  // The parent does both too: whoever is first, neither the command nor a signal to its group can come before them.
  setpgid(0, 0);
  giveForeground(getpid());
  if (!becomeIdentity()) return FAILED;
  // After that, which would undo it. SIGKILL would end us without a word, so the command asks the kernel for the same.
  if (plan.parentSignal === SIGKILL) prctl(PR_SET_PDEATHSIG, SIGKILL);
  restoreInherited();
  // A signal that came since the start is still pending, and takes effect here.
  sigmask(SIG_SETMASK, inheritedMask, 0);
  return becomeCommand(commandArgv, commandIndex, Level.Error);
}

/** Waits for no signal at all: a sleep that loses none. */
function pause(): void {
  store<u64>(small, 0);
  store<i64>(small, 0, 16);
  store<i64>(small, PAUSE_NS, 24);
  sigtimedwait(small, 0, small + 16);
}
