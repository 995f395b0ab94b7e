// Starting the command: a child, a process group of its own, the inherited mask, and then src/init/exec.ts.

import { As } from "../core/as.ts";
import { SIGCHLD, SIGKILL } from "../core/signal.ts";
import { isDigit } from "../core/text.ts";
import { EAGAIN, PR_SET_PDEATHSIG, SIG_DFL, SIG_SETMASK } from "./constants.ts";
import { environment } from "./environment.ts";
import { becomeCommand } from "./exec.ts";
import { restoreInherited } from "./handover.ts";
import { becomeIdentity, stayVisible } from "./identity.ts";
import { fields } from "./line.ts";
import { Level } from "./log.ts";
import { everySignal, inheritedMask, small } from "./scratch.ts";
import { plan } from "./state.ts";
import { addressOf, getpid, getppid, peek8, prctl, setpgid, sigdispose, sigmask, sigtimedwait, spawn } from "./sys.ts";
import { giveForeground, takeTerminal } from "./terminal.ts";

/** How often a fork that the kernel refuses for want of processes is tried again, and how long apart. */
const TRIES: i32 = 10;
const PAUSE_NS: i64 = 50000000;

const LISTEN_PID: string = "LISTEN_PID";

/** Our own failure, as env(1), timeout(1) and `docker run` have it. */
export const FAILED: i32 = 125;

/** The same before the command runs; other inits have 1 for it. */
export function failure(): i32 {
  return plan.as === As.Lastcall ? FAILED : 1;
}

/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV and SIGSYS. */
const FAULTS: u64 = 0x400004f8;

/** Blocks every signal from here on; the command gets the mask that was inherited. SIGCHLD must not be ignored, or no child could be waited for. */
export function takeSignals(): void {
  store<u64>(everySignal, u64.MAX_VALUE);
  sigmask(SIG_SETMASK, everySignal, inheritedMask);
  sigdispose(SIGCHLD, SIG_DFL);
}

/** tini and catatonit leave these to the kernel: whoever sends one ends them, unless they are PID 1, and nobody hears of it. */
export function takeFewerSignals(): void {
  if (plan.as !== As.Tini && plan.as !== As.Catatonit) return;
  store<u64>(everySignal, ~FAULTS);
  sigmask(SIG_SETMASK, everySignal, 0);
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
  if (pid > 0 && !plan.sharesGroup) {
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
  if (plan.as === As.DumbInit) {
    if (!plan.sharesGroup) takeTerminal();
  } else {
    setpgid(0, 0);
    giveForeground(getpid());
  }
  if (!becomeIdentity()) return failure();
  // After that, which would undo it. SIGKILL would end us without a word, so the command asks the kernel for the same.
  if (plan.parentSignal === SIGKILL) prctl(PR_SET_PDEATHSIG, SIGKILL);
  restoreInherited();
  if (plan.as === As.Catatonit) nameInListenPid();
  // A signal that came since the start is still pending, and takes effect here.
  sigmask(SIG_SETMASK, inheritedMask, 0);
  return becomeCommand(commandArgv, commandIndex, Level.Error);
}

/** sd_listen_fds(3) asks whether LISTEN_PID is the process's own id. If it was ours, it becomes the command's. */
function nameInListenPid(): void {
  const at = environment.find(LISTEN_PID);
  if (at === 0) return;
  let listener: i32 = 0;
  for (let digit = at; isDigit(peek8(digit)); digit++) listener = listener * 10 + peek8(digit) - 48;
  if (listener !== getppid()) return;
  // Free here: a line is said only where there is no becoming the command.
  fields.length = 0;
  fields.text(LISTEN_PID);
  fields.byte(61);
  fields.number(getpid());
  fields.byte(0);
  environment.replace(LISTEN_PID, addressOf(fields.start));
}

/** Waits for no signal at all: a sleep that loses none. */
function pause(): void {
  store<u64>(small, 0);
  store<i64>(small, 0, 16);
  store<i64>(small, PAUSE_NS, 24);
  sigtimedwait(small, 0, small + 16);
}
