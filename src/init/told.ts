// Who was told to stop, so that nobody is told twice. A process is known by its id and its start time, as ids are used again.

import { SIGCONT } from "../core/signal.ts";
import { Sink } from "../core/target.ts";
import { nowMs } from "./clock.ts";
import { EPERM, ESRCH } from "./constants.ts";
import { text } from "./files.ts";
import { isKilledHook } from "./hook.ts";
import { relayToProcess, signalProcess } from "./kill.ts";
import { begin, end, Level, logs, say, saySignal } from "./log.ts";
import { processes, STOPPED, stat } from "./processes.ts";
import {
  MARKS_BYTES,
  marks,
  NAME_BYTES,
  TOLD_LENGTH,
  toldName,
  toldPids,
  toldSignals,
  toldStarts,
  toldTimes,
} from "./scratch.ts";
import { getpgid } from "./sys.ts";

/** Start times of a process that was told a moment ago, and of one that was gone before it could be read. */
const UNKNOWN: f64 = -1;
const GONE: f64 = -2;

/** Told by us; spared ones hear it from a shell that traps the signal. */
const enum How {
  Told = 0,
  Spared = 1,
}

/** Tells processes to stop, and keeps account. */
export class Told implements Sink {
  /** The signal of the search that is under way, and how it came (siginfo_t; 0: by kill). */
  signal: i32 = 0;
  info: usize = 0;
  /** How many programs were told, and the first of them; its name is in static memory. */
  programs: i32 = 0;
  firstPid: i32 = 0;
  nameLength: i32 = 0;
  /** What recall() has found. */
  toldSignal: i32 = 0;
  toldAtMs: f64 = 0;
  private count: i32 = 0;
  private finished: i32 = 0;

  /**
   * Also for one that is spared, unless it shows that nobody told it: the signal would have ended it, as it neither catches nor
   * ignores it.
   */
  knows(pid: i32): bool {
    if (!isMarked(pid)) return false;
    const index = this.indexOf(pid);
    if (index < 0) return false;
    if (this.startedAt(index) !== UNKNOWN && !(processes.lives(pid) && this.isSame(index))) return false;
    return this.how(index) === How.Told || processes.catches(pid, this.signal) || processes.ignores(pid, this.signal);
  }

  spare(pid: i32): void {
    this.remember(pid, How.Spared, 0);
  }

  /** Spares a process of the group `group`, which was told as a whole; its leader was named before. */
  spareMember(pid: i32, group: i32): void {
    if (getpgid(pid) !== group) return;
    this.remember(pid, How.Spared, this.signal);
    if (pid !== group) this.programs++;
  }

  /** Counts a program, before it is told: the first one's name is kept, as it may be gone when the stop is summed up. */
  name(pid: i32): void {
    if (this.programs++ > 0) return;
    this.firstPid = pid;
    if (!processes.lives(pid)) return;
    this.nameLength = stat.nameTo - stat.nameFrom;
    if (this.nameLength > NAME_BYTES) this.nameLength = NAME_BYTES;
    memory.copy(toldName, text.dataStart + stat.nameFrom, this.nameLength);
  }

  /** Sees whether it can be told, and puts it down: finish() does the telling. */
  tell(pid: i32): bool {
    if (isKilledHook(pid)) return false;
    const result = signalProcess(pid, 0);
    if (result < 0) {
      if (result !== ESRCH) this.say(Level.Warning, result === EPERM ? "not permitted to send " : "cannot send ", pid);
      return false;
    }
    // With the account full nobody is left untold for it.
    if (this.count >= TOLD_LENGTH) relayToProcess(pid, this.signal, this.info);
    this.name(pid);
    this.remember(pid, How.Told, this.signal);
    return true;
  }

  /**
   * Tells those that a search has put down: after it, so that nobody's end changes what the search sees. Then completes the
   * account: when each was started. `child` is our own child until we have waited for it, so its id alone names it.
   */
  finish(child: i32): void {
    for (let i = this.finished; i < this.count; i++) {
      const pid = load<i32>(toldPids + (i << 2));
      if (pid > 0) relayToProcess(pid, this.signal, this.info);
    }
    for (; this.finished < this.count; this.finished++) {
      const entry = load<i32>(toldPids + (this.finished << 2));
      const pid = entry < 0 ? -entry : entry;
      if (pid === child && !logs(Level.Debug)) continue;
      const alive = processes.lives(pid);
      store<f64>(toldStarts + (this.finished << 3), alive ? stat.started : GONE);
      if (entry < 0) continue;
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
    for (let i = 0; i < this.count; i++) {
      if (this.how(i) !== How.Told) continue;
      const pid = load<i32>(toldPids + (i << 2));
      if (processes.lives(pid) && this.isSame(i)) return true;
    }
    return false;
  }

  /** Another signal for those of them who live, and for a stopped one the means to take it. */
  escalate(signal: i32): void {
    for (let i = 0; i < this.count; i++) {
      const pid = load<i32>(toldPids + (i << 2));
      if (this.how(i) !== How.Told || !processes.lives(pid) || !this.isSame(i)) continue;
      signalProcess(pid, signal);
      signalProcess(pid, SIGCONT);
      store<u8>(toldSignals + i, signal as u8);
      store<f64>(toldTimes + (i << 3), nowMs());
    }
  }

  /** Whether the process that was read last was told by us; toldSignal and toldAtMs say how and when. */
  recall(pid: i32): bool {
    if (!isMarked(pid)) return false;
    const index = this.indexOf(pid);
    if (index < 0 || !this.isSame(index)) return false;
    this.toldSignal = load<u8>(toldSignals + index);
    this.toldAtMs = load<f64>(toldTimes + (index << 3));
    return this.toldSignal !== 0;
  }

  private remember(pid: i32, how: How, signal: i32): void {
    if (this.count >= TOLD_LENGTH) return;
    store<u8>(toldSignals + this.count, signal as u8);
    store<f64>(toldTimes + (this.count << 3), nowMs());
    store<i32>(toldPids + (this.count << 2), how === How.Told ? pid : -pid);
    store<f64>(toldStarts + (this.count << 3), UNKNOWN);
    this.count++;
    mark(pid);
  }

  /** A spared process is kept with a negative id. */
  private how(index: i32): How {
    return load<i32>(toldPids + (index << 2)) < 0 ? How.Spared : How.Told;
  }

  /** Whether the process that was read last is the one of this entry, and not a later one with its id. */
  private isSame(index: i32): bool {
    const started = this.startedAt(index);
    return started === UNKNOWN || started === stat.started;
  }

  private startedAt(index: i32): f64 {
    return load<f64>(toldStarts + (index << 3));
  }

  /** The last entry for this id, which is the living process' if any is. */
  private indexOf(pid: i32): i32 {
    for (let i = this.count - 1; i >= 0; i--) {
      const known = load<i32>(toldPids + (i << 2));
      if (known === pid || known === -pid) return i;
    }
    return -1;
  }
}

/** Whether there may be an entry for this id: spares the search for most. */
function isMarked(pid: i32): bool {
  return pid >>> 3 >= MARKS_BYTES || ((load<u8>(marks + (pid >>> 3)) as i32) & (1 << (pid & 7))) !== 0;
}

function mark(pid: i32): void {
  const at = marks + (pid >>> 3);
  if (pid >>> 3 < MARKS_BYTES) store<u8>(at, ((load<u8>(at) as i32) | (1 << (pid & 7))) as u8);
}

/** Sends a signal on without keeping account: what somebody sends us anew is passed on anew. */
export class Relay implements Sink {
  signal: i32 = 0;
  info: usize = 0;

  knows(_pid: i32): bool {
    return false;
  }

  spare(_pid: i32): void {}

  tell(pid: i32): bool {
    return relayToProcess(pid, this.signal, this.info) >= 0;
  }
}
