// Who was told to stop, so that nobody is told twice. A process is known by its id and its start time, as ids are used again.

import { SIGCONT } from "../core/signal.ts";
import { nowMs } from "./clock.ts";
import { EPERM, ESRCH } from "./constants.ts";
import { isKilledHook } from "./hook.ts";
import { relayToProcess, signalProcess } from "./kill.ts";
import { begin, end, Level, logs, say, saySignal } from "./log.ts";
import { processes, STOPPED, stat } from "./processes.ts";
import { ACCOUNTS_BYTES, accounts, MARKS_BYTES, marks, NAME_BYTES, textStart, toldName } from "./scratch.ts";
import { getpgid } from "./sys.ts";

/** An entry: the process id, negated for one that is spared; by which signal and when it was told; when it was started. */
const SIGNAL: usize = 4;
const TOLD_AT: usize = 8;
const STARTED: usize = 16;
const ENTRY_BYTES: i32 = 24;

/** Start times of a process that was told a moment ago, and of one that was gone before it could be read. */
const UNKNOWN: f64 = -1;
const GONE: f64 = -2;

/** Tells processes to stop, and keeps account. */
export class Told {
  /** The signal of the search that is under way, and how it came (siginfo_t; 0: by kill). */
  signal: i32 = 0;
  info: usize = 0;
  /** Without an account: what somebody sends us anew is passed on anew. */
  relays: bool = false;
  /** How many programs were told, and the first of them; its name is in static memory. */
  programs: i32 = 0;
  firstPid: i32 = 0;
  nameLength: i32 = 0;
  /** What recall() has found. */
  toldSignal: i32 = 0;
  toldAtMs: f64 = 0;
  /** In bytes. */
  private length: i32 = 0;
  private finished: i32 = 0;

  /**
   * Also for one that is spared, unless it shows that nobody told it: the signal would have ended it, as it neither catches nor
   * ignores it.
   */
  knows(pid: i32): bool {
    if (this.relays) return false;
    const entry = this.entryOf(pid);
    if (entry === 0) return false;
    if (load<f64>(entry, STARTED) !== UNKNOWN && !(processes.lives(pid) && isSame(entry))) return false;
    return load<i32>(entry) > 0 || processes.catches(pid, this.signal) || processes.ignores(pid, this.signal);
  }

  /** Those hear it from a shell that traps the signal. */
  spare(pid: i32): void {
    if (!this.relays) this.remember(pid, -pid, 0);
  }

  /** Spares a process of the group `group`, which was told as a whole; its leader was named before. Counts it once. */
  spareMember(pid: i32, group: i32): void {
    if (!isUnknown(pid) || getpgid(pid) !== group) return;
    this.remember(pid, -pid, this.signal);
    if (pid !== group) this.programs++;
  }

  /** Counts a program, before it is told: the first one's name is kept, as it may be gone when the stop is summed up. */
  name(pid: i32): void {
    if (this.programs++ > 0) return;
    this.firstPid = pid;
    if (!processes.lives(pid)) return;
    this.nameLength = stat.nameTo - stat.nameFrom;
    if (this.nameLength > NAME_BYTES) this.nameLength = NAME_BYTES;
    memory.copy(toldName, textStart + stat.nameFrom, this.nameLength);
  }

  /** Sees whether it can be told, and puts it down: finish() does the telling. */
  tell(pid: i32): bool {
    if (this.relays) return this.relay(pid) >= 0;
    if (isKilledHook(pid)) return false;
    const result = signalProcess(pid, 0);
    if (result < 0) {
      if (result !== ESRCH) this.say(Level.Warning, result === EPERM ? "not permitted to send " : "cannot send ", pid);
      return false;
    }
    // With the account full nobody is left untold for it.
    if (this.length >= ACCOUNTS_BYTES) this.relay(pid);
    this.name(pid);
    this.remember(pid, pid, this.signal);
    return true;
  }

  private relay(pid: i32): i32 {
    return relayToProcess(pid, this.signal, this.info);
  }

  /**
   * Tells those that a search has put down: after it, so that nobody's end changes what the search sees. Then completes the
   * account: when each was started. `child` is our own child until we have waited for it, so its id alone names it.
   */
  finish(child: i32): void {
    for (let at = this.finished; at < this.length; at += ENTRY_BYTES) {
      const pid = load<i32>(accounts + at);
      if (pid > 0) this.relay(pid);
    }
    for (; this.finished < this.length; this.finished += ENTRY_BYTES) {
      const entry = accounts + this.finished;
      const known = load<i32>(entry);
      const pid = known < 0 ? -known : known;
      if (pid === child && !logs(Level.Debug)) continue;
      const alive = processes.lives(pid);
      store<f64>(entry, alive ? stat.started : GONE, STARTED);
      if (known < 0) continue;
      // A stopped process takes no signal but KILL and CONT.
      if (alive && stat.state === STOPPED) signalProcess(pid, SIGCONT);
      if (logs(Level.Debug)) this.say(Level.Debug, "sent ", pid);
    }
  }

  private say(level: Level, what: string, pid: i32): void {
    begin(level, level === Level.Warning ? "cannot-signal" : "told");
    say(what);
    saySignal("signal", this.signal);
    say(" to ");
    processes.sayName(pid);
    end();
  }

  /** Whether a program that we told is alive. */
  anyAlive(): bool {
    for (let at = 0; at < this.length; at += ENTRY_BYTES) if (isToldAndAlive(accounts + at)) return true;
    return false;
  }

  /**
   * Another signal for those of them who live, and for a stopped one the means to take it. `gone` was waited for, so that its id
   * may be somebody else's: of our own child no start time was put down.
   */
  escalate(signal: i32, gone: i32): void {
    for (let at = 0; at < this.length; at += ENTRY_BYTES) {
      const entry = accounts + at;
      const pid = load<i32>(entry);
      if (pid === gone || !isToldAndAlive(entry)) continue;
      signalProcess(pid, signal);
      signalProcess(pid, SIGCONT);
      note(entry, signal);
    }
  }

  /** Whether the process that was read last was told by us; toldSignal and toldAtMs say how and when. */
  recall(pid: i32): bool {
    const entry = this.entryOf(pid);
    if (entry === 0 || !isSame(entry)) return false;
    this.toldSignal = load<i32>(entry, SIGNAL);
    this.toldAtMs = load<f64>(entry, TOLD_AT);
    return this.toldSignal !== 0;
  }

  private remember(pid: i32, known: i32, signal: i32): void {
    if (this.length >= ACCOUNTS_BYTES) return;
    const entry = accounts + this.length;
    this.length += ENTRY_BYTES;
    store<i32>(entry, known);
    store<f64>(entry, UNKNOWN, STARTED);
    note(entry, signal);
    const mark = markOf(pid);
    store<u8>(mark, ((load<u8>(mark) as i32) | (1 << (pid & 7))) as u8);
  }

  /** The last entry for this id, which is the living process' if any is; 0 if there is none. */
  private entryOf(pid: i32): usize {
    // Spares the search for most.
    if (isUnknown(pid)) return 0;
    for (let at = this.length - ENTRY_BYTES; at >= 0; at -= ENTRY_BYTES) {
      const known = load<i32>(accounts + at);
      if (known === pid || known === -pid) return accounts + at;
    }
    return 0;
  }
}

function markOf(pid: i32): usize {
  return marks + ((pid >>> 3) & (MARKS_BYTES - 1));
}

/** Whether no entry has this id. */
function isUnknown(pid: i32): bool {
  return ((load<u8>(markOf(pid)) as i32) & (1 << (pid & 7))) === 0;
}

function note(entry: usize, signal: i32): void {
  store<i32>(entry, signal, SIGNAL);
  store<f64>(entry, nowMs(), TOLD_AT);
}

/** Whether the process that was read last is the one of this entry, and not a later one with its id. */
function isSame(entry: usize): bool {
  const started = load<f64>(entry, STARTED);
  return started === UNKNOWN || started === stat.started;
}

function isToldAndAlive(entry: usize): bool {
  const pid = load<i32>(entry);
  return pid > 0 && processes.lives(pid) && isSame(entry);
}
