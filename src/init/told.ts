// Who was told to stop, so that nobody is told twice. A process is known by its id and its start time, as ids are used again.

import { SIGCONT } from "../core/signal.ts";
import { Sink } from "../core/target.ts";
import { EPERM } from "./constants.ts";
import { text } from "./files.ts";
import { relayToProcess, signalProcess } from "./kill.ts";
import { begin, end, Level, say, sayBytes, sayNumber, saySignal } from "./log.ts";
import { Processes } from "./processes.ts";
import { TOLD_LENGTH, toldPids, toldStarts } from "./scratch.ts";
import { getpgid } from "./sys.ts";

const STOPPED: i32 = 84;

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
  private count: i32 = 0;

  constructor(private processes: Processes) {}

  /**
   * Also for one that is spared, unless it shows that nobody told it: the signal would have ended it, as it neither catches nor
   * ignores it.
   */
  knows(pid: i32): bool {
    const index = this.indexOf(pid);
    const processes = this.processes;
    if (index < 0 || !processes.lives(pid) || processes.stat.started !== this.startedAt(index)) return false;
    return this.how(index) === How.Told || processes.catches(pid, this.signal) || processes.ignores(pid, this.signal);
  }

  spare(pid: i32): void {
    if (this.processes.lives(pid)) this.remember(pid, How.Spared);
  }

  /** Spares a process of the group `group`, which is told as a whole. */
  spareMember(pid: i32, group: i32): void {
    if (getpgid(pid) === group) this.spare(pid);
  }

  tell(pid: i32): bool {
    const processes = this.processes;
    if (!processes.lives(pid)) return false;
    const result = relayToProcess(pid, this.signal, this.info);
    begin(result < 0 ? Level.Warning : Level.Debug, result < 0 ? "cannot-signal" : "told");
    say(result === EPERM ? "not permitted to send " : result < 0 ? "cannot send " : "sent ");
    saySignal("signal", this.signal);
    say(" to ");
    sayBytes("name", text.dataStart + processes.stat.nameFrom, processes.stat.nameTo - processes.stat.nameFrom);
    say(" (pid ");
    sayNumber("pid", pid);
    say(")");
    end();
    if (result < 0) return false;
    // A stopped process takes no signal but KILL and CONT.
    if (processes.stat.state === STOPPED) signalProcess(pid, SIGCONT);
    this.remember(pid, How.Told);
    return true;
  }

  /** Whether a program that we told is alive. */
  anyAlive(): bool {
    for (let i = 0; i < this.count; i++) {
      if (this.how(i) !== How.Told) continue;
      const pid = load<i32>(toldPids + (i << 2));
      if (this.processes.lives(pid) && this.processes.stat.started === this.startedAt(i)) return true;
    }
    return false;
  }

  private remember(pid: i32, how: How): void {
    if (this.count >= TOLD_LENGTH) return;
    store<i32>(toldPids + (this.count << 2), how === How.Told ? pid : -pid);
    store<f64>(toldStarts + (this.count << 3), this.processes.stat.started);
    this.count++;
  }

  /** A spared process is kept with a negative id. */
  private how(index: i32): How {
    return load<i32>(toldPids + (index << 2)) < 0 ? How.Spared : How.Told;
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
