// Watching over the command: waits for signals and children, turns each into an event, and has the effects performed.
// From here on nothing is allocated, and nothing but the work's end leaves the loop.

import { As } from "../core/as.ts";
import { Effects, Event, EventKind } from "../core/effects.ts";
import { step } from "../core/machine.ts";
import { SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU } from "../core/signal.ts";
import { earlier } from "../core/state.ts";
import { nowMs, storeTimeout } from "./clock.ts";
import { ECHILD, EINTR, SI_CODE, SI_KERNEL, SI_PID, WALL, WNOHANG, WUNTRACED } from "./constants.ts";
import { signalGroup, signalProcess } from "./kill.ts";
import { begin, end, Level, say, sayNumber } from "./log.ts";
import { noteOomKills } from "./memory-events.ts";
import { Performer } from "./perform.ts";
import { everySignal, info } from "./scratch.ts";
import { state } from "./state.ts";
import { forgetStart, getpid, sigtimedwait, wait4 } from "./sys.ts";
import { followStop, shareTerminal } from "./terminal.ts";

const SIGILL: i32 = 4;
const SIGTRAP: i32 = 5;
const SIGBUS: i32 = 7;
const SIGFPE: i32 = 8;
const SIGSEGV: i32 = 11;
const SIGPIPE: i32 = 13;
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;
const SIGSYS: i32 = 31;

const timeout: usize = memory.data(16, 16);
const status: usize = memory.data(4, 16);

/** What can wait until the command is under way waits so long: the only time that we wake up for ourselves. */
const CALM_MS: f64 = 100;

const performer = new Performer();
const effects = new Effects();
const event = new Event();

export class Loop {
  private own: i32 = 0;
  private command: i32 = 0;
  /** When the start counts as over; Infinity once it does. */
  private calmAtMs: f64 = Infinity;

  /** Before run(): `command` is the command's process id. */
  begin(command: i32): void {
    this.own = getpid();
    this.command = command;
    performer.begin(command);
  }

  /** Runs until the Exit effect ends the process. */
  run(): void {
    this.calmAtMs = nowMs() + CALM_MS;
    for (;;) this.turn();
  }

  /** Waits for one signal or for the time that the machine asked for, and handles it. */
  turn(): void {
    const wake = earlier(state.nextWake(), this.calmAtMs);
    let until: usize = 0;
    if (wake !== Infinity) {
      storeTimeout(timeout, wake, nowMs());
      until = timeout;
    }
    const signal = sigtimedwait(everySignal, info, until);
    if (signal === SIGCHLD) this.reap();
    if (signal > 0 && this.wasSent(signal)) {
      this.feed(EventKind.SignalReceived, signal, false);
      // dumb-init stops with its child. The kernel lets nobody stop PID 1.
      if (state.plan.as === As.DumbInit && signal >= SIGTSTP && signal <= SIGTTOU) signalProcess(this.own, SIGSTOP);
    }
    if (this.calmAtMs !== Infinity && this.calmAtMs <= nowMs()) {
      this.calmAtMs = Infinity;
      forgetStart();
      noteOomKills();
    }
    // Also after a signal: a storm of them must not hold up the deadline.
    const due = state.nextWake();
    if (due !== Infinity && due <= nowMs()) this.feed(EventKind.TimeCame, 0, false);
  }

  /** Whether somebody sent it. What the kernel does to us because of our own doing is not the command's affair. */
  private wasSent(signal: i32): bool {
    const code = load<i32>(info + SI_CODE);
    if (code > 0 && code !== SI_KERNEL) return false;
    // Our own write to a closed pipe, or beyond a file's limit: the kernel names ourselves as the sender. Our own group continued.
    if (signal === SIGPIPE || signal === SIGXFSZ || signal === SIGCONT) return load<i32>(info + SI_PID) !== this.own;
    if (code !== SI_KERNEL) return true;
    switch (signal) {
      case SIGCHLD:
      case SIGILL:
      case SIGTRAP:
      case SIGBUS:
      case SIGFPE:
      case SIGSEGV:
      case SIGSYS:
      case SIGXCPU:
        return false;
      // Ctrl-Z, where the terminal is ours because the shell's `fg` could not know of the command: for its whole group.
      case SIGTSTP:
        if (state.plan.rewrites[signal] !== signal || state.plan.as === As.DumbInit) return true;
        if (!state.commandEnded) signalGroup(this.command, signal);
        return false;
      case SIGTTIN:
      case SIGTTOU:
        return !shareTerminal();
      default:
        return true;
    }
  }

  /** Takes the status of every child that has one: SIGCHLD stands for any number of them. */
  private reap(): void {
    let code = -1;
    let hookCode = -1;
    let orphans = false;
    let pid = this.next();
    for (; pid > 0; pid = this.next()) {
      const what = load<i32>(status);
      if ((what & 0xff) === 0x7f) {
        if (pid === this.command) {
          performer.commandStopped = followStop(pid, (what >> 8) & 0xff);
        }
      } else {
        const signal = what & 0x7f;
        const exitCode = signal === 0 ? (what >> 8) & 0xff : 128 + signal;
        if (pid === this.command) code = exitCode;
        else if (pid === performer.hook) {
          hookCode = exitCode;
          performer.hook = 0;
        } else {
          orphans = true;
          if (state.plan.warnsOfReaped) {
            begin(Level.Warning, "reaped");
            say("reaped orphan: pid ");
            sayNumber("pid", pid);
            end();
          }
        }
      }
    }
    // There is no child left, so no descendant either. Another error tells nothing.
    const last = pid === ECHILD;
    if (code >= 0) this.feed(EventKind.CommandEnded, code, last);
    else if (last) this.feed(EventKind.LastDescendantEnded, 0, false);
    else if (orphans) this.feed(EventKind.OrphanEnded, 0, false);
    // After the command's end: then the next hook is not run any more.
    if (hookCode >= 0) this.feed(EventKind.HookEnded, hookCode, false);
  }

  private next(): i32 {
    let pid = wait4(-1, status, WNOHANG | WUNTRACED | WALL);
    while (pid === EINTR) pid = wait4(-1, status, WNOHANG | WUNTRACED | WALL);
    return pid;
  }

  /** Gives the machine one event, and whatever its effects answer. */
  private feed(kind: EventKind, value: i32, flag: bool): void {
    event.kind = kind;
    event.value = value;
    event.flag = flag;
    // Another signal is there sooner without.
    if (kind !== EventKind.SignalReceived || state.plan.beginsStop(value)) event.nowMs = nowMs();
    let answered = true;
    while (answered) {
      answered = false;
      effects.reset();
      step(state, event, effects);
      // A step has at most one effect that is answered.
      for (let i = 0; i < effects.count; i++) {
        if (performer.perform(effects.at(i), event.nowMs, event)) answered = true;
      }
    }
  }
}
