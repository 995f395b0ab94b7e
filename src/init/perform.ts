// Carries out what src/core/machine.ts wants done. The only place where effects become system calls.

import { Effect, EffectKind, Event, EventKind } from "../core/effects.ts";
import { HookKind } from "../core/hook.ts";
import { Target } from "../core/plan.ts";
import { SIGCONT, SIGKILL } from "../core/signal.ts";
import { SIGINFO_BYTES } from "./constants.ts";
import { killHook, startHook } from "./hook.ts";
import { beginHook } from "./http.ts";
import { relayToProcess, signalGroup, signalNamespace, signalProcess } from "./kill.ts";
import { relayToLeftovers, tellLeftovers } from "./leftovers.ts";
import { begin, end, Level, say, sayDuration, sayError, sayNumber, saySignal } from "./log.ts";
import { processes, STOPPED, stat } from "./processes.ts";
import { sayEnded, sayKilled, saySummary } from "./report.ts";
import { info, stopInfo } from "./scratch.ts";
import { list, listTree, prepare, targets, told } from "./search.ts";
import { FAILED } from "./start.ts";
import { state } from "./state.ts";
import { markStop } from "./stop-files.ts";
import { exit, getpid } from "./sys.ts";
import { leaveTerminal, resume } from "./terminal.ts";
import { beginTraffic, lookAtTraffic, trafficSource } from "./traffic.ts";

/** So often a group is listed at most, where its members' children go on coming to us. */
const LISTINGS: i32 = 4;

export class Performer {
  private own: i32 = 0;
  private command: i32 = 0;
  /** The process of the hook that was started last. */
  hook: i32 = 0;
  /** The command was stopped from the terminal or by SIGSTOP, and has not been continued by us. */
  commandStopped: bool = false;

  /** Before perform(): `command` is the command's process id. */
  begin(command: i32): void {
    this.own = getpid();
    this.command = command;
  }

  /** Performs one effect. True if `answer` was filled with an event that the machine is waiting for. */
  perform(effect: Effect, nowMs: f64, answer: Event): bool {
    const value = effect.value;
    const flag = effect.flag;
    answer.nowMs = nowMs;
    switch (effect.kind) {
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
        prepare(value, 0, false);
        told.tell(this.command);
        told.finish(this.command);
        return false;
      case EffectKind.TellLeftovers:
        answer.kind = EventKind.LeftoversTold;
        answer.flag = tellLeftovers(this.own, this.command, value, flag);
        return true;
      case EffectKind.KillAll:
        this.killAll(flag);
        return false;
      case EffectKind.MarkStop:
        markStop();
        return false;
      case EffectKind.RunHook:
        return this.runHook(value, answer);
      case EffectKind.KillHook:
        // It may have been waited for together with the command: then its id is nobody's, or somebody else's.
        if (this.hook > 0) killHook();
        return false;
      case EffectKind.LookAtTraffic:
        this.lookAtTraffic(flag, answer);
        return true;
      case EffectKind.Escalate:
        this.escalate(value);
        return false;
      case EffectKind.TellGroup:
        signalGroup(this.command, value);
        return false;
      case EffectKind.Exit:
        this.leave(value);
        return false;
      default:
        this.sayWhat(effect.kind, value, flag, effect.ms);
        return false;
    }
  }

  /** True if it could not be started, and so has ended. */
  private runHook(index: i32, answer: Event): bool {
    const pid = startHook(index);
    this.hook = pid;
    if (pid > 0) return false;
    begin(Level.Warning, "cannot-fork");
    say("cannot fork for a hook: ");
    sayError(pid);
    end();
    answer.kind = EventKind.HookEnded;
    answer.value = FAILED;
    return true;
  }

  private lookAtTraffic(first: bool, answer: Event): void {
    answer.kind = EventKind.TrafficSeen;
    answer.ms = lookAtTraffic();
    if (!first) return;
    begin(Level.Debug, "traffic");
    say("traffic is watched by ");
    say(trafficSource());
    end();
  }

  /** Those who were told and live get another signal, and are continued: a stopped process takes none but KILL and CONT. */
  private escalate(signal: i32): void {
    begin(Level.Info, "escalated");
    say("escalation: ");
    saySignal("signal", signal);
    say(" to those who were told");
    end();
    told.signal = signal;
    // The command's id is its group's, and nobody else's as long as it lives.
    if (state.plan.target === Target.Group && !state.commandEnded) {
      signalGroup(this.command, signal);
      signalGroup(this.command, SIGCONT);
    } else told.escalate(signal, state.commandEnded ? this.command : 0);
  }

  private forwardStop(signal: i32, answer: Event): void {
    prepare(signal, stopInfo, false);
    const target = state.plan.target;
    answer.kind = EventKind.TargetsTold;
    if (target === Target.Group) this.tellGroup(signal);
    else if (target === Target.Child) told.tell(this.command);
    else if (!processes.showOurs(this.own)) this.tellBlindly(signal);
    else if (target === Target.All) this.tellTree();
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
    say(" goes to the command");
    end();
    told.tell(this.command);
  }

  private tellGroup(signal: i32): void {
    told.name(this.command);
    signalGroup(this.command, signal);
    // Again if somebody came to us meanwhile: their parent has died of the signal, maybe before its own children were read.
    let ours = 0;
    for (let round = 0; round < LISTINGS; round++) {
      list.truncate(0);
      processes.children(this.own, list);
      const count = list.length();
      if (count === ours) return;
      ours = count;
      for (let i = 0; i < list.length(); i++) {
        processes.children(list.at(i), list);
        told.spareMember(list.at(i), this.command);
      }
    }
  }

  /** Tells every descendant by itself. */
  private tellTree(): void {
    listTree(this.own);
    for (let i = 0; i < list.length(); i++) {
      const pid = list.at(i);
      if (!told.knows(pid)) told.tell(pid);
    }
  }

  private passOn(signal: i32): void {
    prepare(signal, info, true);
    const target = state.plan.target;
    if (signal === SIGCONT && this.commandStopped) {
      this.commandStopped = false;
      resume(this.command);
      // Everywhere else the command is among those whom the signal goes to.
      if (target === Target.App) signalProcess(this.command, SIGCONT);
    }
    if (state.commandEnded) relayToLeftovers(this.own);
    else if (target === Target.Group) signalGroup(this.command, signal);
    else if (target === Target.Child || !processes.showOurs(this.own)) relayToProcess(this.command, signal, info);
    else if (target === Target.All) this.tellTree();
    else if (targets.tell(this.command, signal) === 0) relayToProcess(this.command, signal, info);
    if (state.plan.beginsStop(signal) && this.isStopped()) this.continueCommand();
  }

  /** Also where nobody has told us yet: the kernel gives a pending TERM out before the CHLD that tells of a stop. */
  private isStopped(): bool {
    if (this.commandStopped) return true;
    return !state.commandEnded && processes.lives(this.command) && stat.state === STOPPED;
  }

  private continueCommand(): void {
    this.commandStopped = false;
    resume(this.command);
    signalProcess(this.command, SIGCONT);
  }

  private killAll(again: bool): void {
    listTree(this.own);
    // Without a /proc of ours nobody is found.
    if (list.length() === 0 && !state.commandEnded) list.push(this.command);
    if (!again) sayKilled();
    if (signalNamespace(SIGKILL)) return;
    for (let i = 0; i < list.length(); i++) signalProcess(list.at(i), SIGKILL);
  }

  private leave(code: i32): void {
    leaveTerminal();
    exit(code);
  }

  private sayWhat(kind: EffectKind, value: i32, flag: bool, ms: f64): void {
    switch (kind) {
      case EffectKind.SayStop:
        memory.copy(stopInfo, info, SIGINFO_BYTES);
        // Before the hooks: one of them may well make the app stop listening.
        if (ms > 0) beginTraffic();
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
      case EffectKind.SayHook:
        this.sayHook(value, flag, ms);
        break;
      case EffectKind.SayIdle:
        begin(Level.Debug, "idle");
        say("no traffic: the delay ends after ");
        sayDuration("delayMs", ms);
        end();
        break;
      case EffectKind.SayDropped:
        begin(Level.Debug, "dropped");
        saySignal("signal", value);
        say(" dropped");
        end();
        break;
      case EffectKind.SayEnded:
        sayEnded(value);
        break;
      case EffectKind.SaySummary:
        saySummary(value, flag, ms);
        break;
      default:
        break;
    }
  }

  private sayHook(index: i32, failed: bool, ms: f64): void {
    const hook = state.plan.hookAt(index)!;
    // The process that made a request has said itself what was wrong.
    const told = hook.kind === HookKind.Http && state.hookCode === 1;
    beginHook(hook, failed && !told ? Level.Warning : Level.Debug, failed ? "hook-failed" : "hook-ended");
    say(failed ? "failed after " : "ended after ");
    sayDuration("tookMs", ms);
    if (failed) {
      say(": exit code ");
      sayNumber("code", state.hookCode);
      say("; the stop goes on");
    }
    end();
  }
}
