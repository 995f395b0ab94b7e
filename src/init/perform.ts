// Carries out what src/core/machine.ts wants done. The only place where effects become system calls.

import { EffectKind, Effects, Event, EventKind } from "../core/effects.ts";
import { Target } from "../core/plan.ts";
import { SIGCONT, SIGKILL } from "../core/signal.ts";
import { Sink, TargetSearch } from "../core/target.ts";
import { StaticPidList } from "./children.ts";
import { SIGINFO_BYTES } from "./constants.ts";
import { path, procPath } from "./files.ts";
import { relayToProcess, signalGroup, signalNamespace, signalProcess } from "./kill.ts";
import {
  begin,
  beginItem,
  beginList,
  end,
  endItem,
  endList,
  forgetLog,
  Level,
  logs,
  say,
  sayDuration,
  sayNumber,
  saySignal,
} from "./log.ts";
import { Processes, pipeAtPath, processes, STOPPED, stat } from "./processes.ts";
import { info, stopInfo } from "./scratch.ts";
import { state } from "./state.ts";
import { close, exit, getpid } from "./sys.ts";
import { leaveTerminal, resume } from "./terminal.ts";
import { Relay, Told } from "./told.ts";

/** Names of that many leftovers are printed; the others are counted. */
const MOST_NAMED: i32 = 8;
/** Descriptors that we may have been given: what a shell opens is below. */
const MOST_DESCRIPTORS: i32 = 256;

const list = new StaticPidList();
const told = new Told();
const relay = new Relay();
const targets = new TargetSearch<Processes, StaticPidList>(processes, list, told);

export class Performer {
  private own: i32 = 0;
  private command: i32 = 0;
  /** The command was stopped from the terminal or by SIGSTOP, and has not been continued by us. */
  commandStopped: bool = false;

  /** Before perform(): `command` is the command's process id. */
  begin(command: i32): void {
    this.own = getpid();
    this.command = command;
  }

  /** Performs one effect. True if `answer` was filled with an event that the machine is waiting for. */
  perform(effects: Effects, index: i32, nowMs: f64, answer: Event): bool {
    const value = effects.valueAt(index);
    const flag = effects.flagAt(index);
    answer.nowMs = nowMs;
    switch (effects.kindAt(index)) {
      case EffectKind.ForwardStop:
        this.forwardStop(value, answer);
        return true;
      case EffectKind.PassOn:
        this.passOn(value);
        return false;
      case EffectKind.LookAtTold:
        answer.kind = EventKind.ToldSeen;
        answer.flag = told.anyAlive();
        return true;
      case EffectKind.TellWrapper:
        this.search(told, value, 0);
        told.tell(this.command);
        told.finish(this.command);
        return false;
      case EffectKind.TellLeftovers:
        answer.kind = EventKind.LeftoversTold;
        answer.flag = this.tellLeftovers(value, flag);
        return true;
      case EffectKind.KillAll:
        this.killAll(flag);
        return false;
      case EffectKind.Exit:
        this.leave(value);
        return false;
      default:
        this.sayWhat(effects.kindAt(index), value, flag, effects.msAt(index));
        return false;
    }
  }

  /** Prepares a search for `sink`: what was read about processes before is stale. */
  private search(sink: Sink, signal: i32, how: usize): void {
    targets.sink = sink;
    processes.forget();
    list.truncate(0);
    told.signal = signal;
    told.info = how;
    relay.signal = signal;
    relay.info = how;
  }

  private forwardStop(signal: i32, answer: Event): void {
    this.search(told, signal, stopInfo);
    const target = state.plan.target;
    answer.kind = EventKind.TargetsTold;
    if (target === Target.Group) this.tellGroup(signal);
    else if (target === Target.Child) told.tell(this.command);
    else if (!processes.showOurs(this.own)) this.tellBlindly(signal);
    else if (target === Target.All) this.tellTree(this.own);
    // With no descriptor left to read /proc with, nobody is found either.
    else if (targets.tell(this.command, signal) === 0 && !processes.lives(this.command)) this.tellBlindly(signal);
    told.finish(this.command);
    // In a group, or with all, the command is among them.
    answer.flag = target !== Target.App || told.knows(this.command);
    if (this.isStopped()) this.continueCommand();
  }

  /** Without a /proc of ours nobody can be found. The command's own id is certain, as it is our child until we have waited for it. */
  private tellBlindly(signal: i32): void {
    begin(Level.Warning, "no-proc");
    say("cannot read our own /proc: ");
    saySignal("signal", signal);
    say(" goes to the command itself");
    end();
    told.tell(this.command);
  }

  private tellGroup(signal: i32): void {
    signalGroup(this.command, signal);
    this.listTree(this.own);
    for (let i = 0; i < list.length(); i++) told.spareMember(list.at(i), this.command);
  }

  /** Tells every descendant of `root` by itself. */
  private tellTree(root: i32): void {
    this.listTree(root);
    for (let i = 0; i < list.length(); i++) {
      const pid = list.at(i);
      if (!told.knows(pid)) told.tell(pid);
    }
  }

  /** Fills the list with all descendants of `root`, breadth first. */
  private listTree(root: i32): void {
    list.truncate(0);
    processes.children(root, list);
    for (let i = 0; i < list.length(); i++) processes.children(list.at(i), list);
  }

  private passOn(signal: i32): void {
    this.search(relay, signal, info);
    const target = state.plan.target;
    if (signal === SIGCONT && this.commandStopped) this.continueCommand();
    if (state.commandEnded) this.relayToLeftovers();
    else if (target === Target.Group) signalGroup(this.command, signal);
    else if (target === Target.Child || !processes.showOurs(this.own)) relayToProcess(this.command, signal, info);
    else if (target === Target.All) this.relayToTree();
    else if (targets.tell(this.command, signal) === 0) relayToProcess(this.command, signal, info);
    if (state.plan.beginsStop(signal) && this.isStopped()) this.continueCommand();
  }

  /** Also where nobody has told us yet: the kernel gives a pending TERM out before the CHLD that tells of a stop. */
  private isStopped(): bool {
    if (this.commandStopped) return true;
    return !state.commandEnded && processes.lives(this.command) && stat.state === STOPPED;
  }

  private relayToTree(): void {
    this.listTree(this.own);
    for (let i = 0; i < list.length(); i++) relay.tell(list.at(i));
  }

  private relayToLeftovers(): void {
    processes.children(this.own, list);
    const count = list.length();
    for (let i = 0; i < count; i++) targets.tell(list.at(i), relay.signal);
  }

  private continueCommand(): void {
    this.commandStopped = false;
    resume(this.command);
    signalProcess(this.command, SIGCONT);
  }

  /** Tells who is left and was not told; `all`: also readers of a pipe, unless somebody still writes it. True if some were passed over. */
  private tellLeftovers(signal: i32, all: bool): bool {
    this.search(told, signal, 0);
    if (!processes.showOurs(this.own)) {
      // Nobody can be found, so nobody can be left out; once is enough.
      if (!all && !signalNamespace(signal)) signalGroup(this.command, signal);
      return false;
    }
    processes.children(this.own, list);
    const count = list.length();
    const ownPipe = processes.inputPipe(this.own);
    let passedOver = false;
    let heard = 0;
    for (let i = 0; i < count; i++) {
      const pid = list.at(i);
      const pipe = processes.inputPipe(pid);
      const reads = pipe >= 0 && pipe !== ownPipe;
      if (reads && (!all || processes.writes(this.own, pipe) || this.isWritten(pipe, pid, count))) passedOver = true;
      else heard += targets.tell(pid, signal);
    }
    told.finish(this.command);
    for (let i = 0; passedOver && heard === 0 && i < count; i++) this.endInput(list.at(i));
    return passedOver;
  }

  /**
   * `exec lastcall-init app > >(reader)`: as long as we hold the pipe open too, its input does not end. (bash leaves it open
   * under its own number as well.) Where that is our stderr, nothing more is said: there is nobody but readers left.
   */
  private endInput(reader: i32): void {
    const pipe = processes.inputPipe(reader);
    for (let fd = 0; pipe >= 0 && fd < MOST_DESCRIPTORS; fd++) {
      procPath(this.own, "/fd/");
      path.number(fd);
      if (pipeAtPath() !== pipe) continue;
      close(fd);
      forgetLog(fd);
    }
  }

  /** Whether another leftover at the head of the list writes that pipe. */
  private isWritten(pipe: f64, reader: i32, count: i32): bool {
    for (let i = 0; i < count; i++) {
      const pid = list.at(i);
      if (pid !== reader && processes.writes(pid, pipe)) return true;
    }
    return false;
  }

  private killAll(again: bool): void {
    this.listTree(this.own);
    if (!again && logs(Level.Warning)) this.sayKilled();
    if (signalNamespace(SIGKILL)) return;
    for (let i = 0; i < list.length(); i++) signalProcess(list.at(i), SIGKILL);
    if (list.length() === 0 && !state.commandEnded) signalProcess(this.command, SIGKILL);
  }

  private sayKilled(): void {
    const count = list.length();
    begin(Level.Warning, "killed");
    say(state.stopSignal !== 0 ? "deadline passed: SIGKILL to " : "leftovers did not end: SIGKILL to ");
    sayNumber("processes", count);
    say(count === 1 ? " process" : " processes");
    beginList("left");
    for (let i = 0; i < count && i < MOST_NAMED; i++) {
      say(i === 0 ? ": " : ", ");
      beginItem(i === 0);
      processes.sayName(list.at(i));
      endItem();
    }
    endList();
    if (count > MOST_NAMED) say(", ...");
    end();
  }

  private leave(code: i32): void {
    leaveTerminal();
    exit(code);
  }

  private sayWhat(kind: EffectKind, value: i32, flag: bool, ms: f64): void {
    switch (kind) {
      case EffectKind.SayStop:
        memory.copy(stopInfo, info, SIGINFO_BYTES);
        begin(Level.Debug, "stop-began");
        saySignal("signal", value);
        say(" begins a stop");
        if (ms > 0) {
          say(": passed on in ");
          sayDuration("delayMs", ms);
        }
        end();
        break;
      case EffectKind.SayHurry:
        begin(Level.Debug, "delay-cut");
        saySignal("signal", value);
        say(" cuts the delay short");
        end();
        break;
      case EffectKind.SayDropped:
        begin(Level.Debug, "dropped");
        saySignal("signal", value);
        say(" dropped, as --rewrite says");
        end();
        break;
      case EffectKind.SayEnded:
        begin(Level.Debug, "command-ended");
        say("the command ended: exit code ");
        sayNumber("code", value);
        end();
        break;
      case EffectKind.SaySummary:
        this.saySummary(value, flag, ms);
        break;
      default:
        break;
    }
  }

  private saySummary(code: i32, forced: bool, ms: f64): void {
    begin(Level.Info, "stopped");
    say("stopped by ");
    saySignal("signal", state.stopSignal);
    say(forced ? ", by force" : "");
    say(" after ");
    sayDuration("tookMs", ms);
    say(": exit code ");
    sayNumber("code", code);
    end();
  }
}
