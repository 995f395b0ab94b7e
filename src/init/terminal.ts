// The controlling terminal: the command gets the foreground if we have it, and we follow when it is stopped from the keyboard.
// See credentials(7) for sessions and foreground groups, and the GNU C library's "Implementing a Job Control Shell".

import { SIGCONT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU } from "../core/signal.ts";
import { O_CLOEXEC, O_NOCTTY, O_RDWR, SIG_SETMASK, TIOCGPGRP, TIOCNOTTY, TIOCSCTTY, TIOCSPGRP } from "./constants.ts";
import { beginPath, endPath } from "./files.ts";
import { signalGroup, signalOwnGroup } from "./kill.ts";
import { begin, end, Level, say } from "./log.ts";
import { everySignal, small } from "./scratch.ts";
import { getpgid, ioctl, open, setpgid, setsid, sigmask, sigtimedwait } from "./sys.ts";

let descriptor: i32 = -1;
/** The foreground belongs to the command because we gave it. */
let given: bool = false;
/** The group we were started in, or one of our own if that is outside of our PID namespace. */
let ownGroup: i32 = 0;
let startedOutside: bool = false;
/** Somebody else in our group, another member of a pipeline, has asked for the terminal since the command had it. */
let shared: bool = false;

/** Finds the controlling terminal. Without one every other function here does nothing. */
export function openTerminal(): void {
  ownGroup = getpgid(0);
  beginPath("/dev/tty");
  // ENXIO: no controlling terminal. ENOENT: an image without /dev; a standard descriptor may still be it.
  descriptor = open(endPath(), O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
  for (let fd = 0; descriptor < 0 && fd <= 2; fd++) {
    if (ioctl(fd, TIOCGPGRP, small) === 0) descriptor = fd;
  }
  // A group outside shows as 0, and no foreground can be given back to that.
  if (descriptor < 0 || ownGroup !== 0) return;
  startedOutside = true;
  setpgid(0, 0);
  ownGroup = getpgid(0);
}

/** Instead of openTerminal(), for a command with a session of its own (dumb-init): nobody else may have its terminal. */
export function leaveTerminalToChild(): void {
  if (ioctl(0, TIOCNOTTY, 0) < 0) return;
  // The kernel sends these two to the foreground if its session's leader does this, and that was us (disassociate_ctty).
  store<u64>(small, ((1 as u64) << (SIGHUP - 1)) | ((1 as u64) << (SIGCONT - 1)));
  memory.fill(small + 16, 0, 16);
  for (let signals = 2; signals > 0; signals--) sigtimedwait(small, 0, small + 16);
}

/** In the child: a session of its own, and the terminal that was left to it. */
export function takeTerminal(): void {
  setsid();
  ioctl(0, TIOCSCTTY, 0);
}

/** Gives the command's group the foreground, unless it is somebody else's: started with `&`, we leave the shell its terminal. */
export function giveForeground(group: i32): void {
  if (descriptor < 0) return;
  const front = foreground();
  if (front !== ownGroup && (front !== 0 || !startedOutside)) return;
  setForeground(group);
  given = true;
}

/** Takes the foreground back from the command's group. */
function takeForeground(): void {
  if (!given) return;
  setForeground(ownGroup);
  given = false;
}

/**
 * The kernel has stopped our group because somebody in it who is not the command reads or sets the terminal: `lastcall-init
 * app | less`. Gives it to them. False if the command does not have it either.
 */
export function shareTerminal(): bool {
  if (!given) return false;
  shared = true;
  takeForeground();
  signalOwnGroup(SIGCONT);
  return true;
}

/** Before we end: takes the foreground back, for those too who have asked for it a moment ago. */
export function leaveTerminal(): void {
  if (!given) return;
  takeForeground();
  // From now on the kernel stops nobody in our group for it.
  store<u64>(small, ((1 as u64) << (SIGTTIN - 1)) | ((1 as u64) << (SIGTTOU - 1)));
  memory.fill(small + 16, 0, 16);
  if (sigtimedwait(small, 0, small + 16) > 0) signalOwnGroup(SIGCONT);
}

/**
 * The command was stopped by `signal`. Under a job-control shell we stop too, so that it shows a prompt, and come back by its
 * SIGCONT. Nobody could continue us as PID 1 or in an orphaned group, where the kernel ignores SIGTSTP: then Ctrl-C comes to us.
 * False if the command goes on.
 */
export function followStop(group: i32, signal: i32): bool {
  if (descriptor < 0) return true;
  const front = foreground();
  if (front === group) {
    given = true;
    takeForeground();
  } else if (front === ownGroup && !shared && (signal === SIGTTIN || signal === SIGTTOU)) {
    // Started in the background and brought to the foreground since, of which a job that runs is not told.
    resume(group);
    return false;
  }
  begin(Level.Debug, "command-stopped");
  say("the command was stopped; SIGCONT continues it");
  end();
  const without = load<u64>(everySignal) & ~((1 as u64) << (SIGTSTP - 1));
  store<u64>(small, without, 16);
  sigmask(SIG_SETMASK, small + 16, 0);
  signalOwnGroup(SIGTSTP);
  sigmask(SIG_SETMASK, everySignal, 0);
  return true;
}

/** SIGCONT came, or the command must run to end: it gets the foreground if we have it, and goes on. */
export function resume(group: i32): void {
  if (descriptor < 0) return;
  shared = false;
  giveForeground(group);
  signalGroup(group, SIGCONT);
}

function foreground(): i32 {
  return ioctl(descriptor, TIOCGPGRP, small) < 0 ? -1 : load<i32>(small);
}

/** SIGTTOU, which the kernel sends to a background group that does this, is blocked. */
function setForeground(group: i32): void {
  store<i32>(small, group);
  ioctl(descriptor, TIOCSPGRP, small);
}
