// What each option's value means: text into the Plan, or one line of error. How words become options is src/core/options.ts' affair.

import { upper } from "./ascii.ts";
import { durationForms, parseDuration } from "./duration.ts";
import { Flag, FlagId, flags } from "./flags.ts";
import { Hook, HookKind } from "./hook.ts";
import { AUTO_DELAY_MS, Escalation, Plan, Target, Verbosity } from "./plan.ts";
import { parseCount, parseSignal, SIGKILL, SIGSTOP, signalForms, signalName, signalNames } from "./signal.ts";
import { nearest } from "./suggest.ts";

/** What the words ask for. */
export const enum Action {
  Run = 0,
  Help = 1,
  Version = 2,
}

export class Parsed {
  action: Action = Action.Run;
  /** Index of COMMAND among the words. */
  commandAt: i32 = 0;
  /** Empty, or the line to print before exiting with 125. */
  error: string = "";

  constructor(readonly plan: Plan) {}
}

const targetNames: string[] = ["app", "child", "group", "all"];

/** Takes the options one by one. */
export class OptionValues {
  readonly parsed: Parsed;
  /** How each flag was given: as the user wrote it, or by its variable; empty where it was not. */
  readonly given: string[] = new Array<string>(flags.length).fill("");
  /** With which value. */
  private texts: string[] = new Array<string>(flags.length).fill("");
  targetSource: string = "";

  constructor(plan: Plan) {
    this.parsed = new Parsed(plan);
  }

  done(): bool {
    return this.parsed.error.length > 0 || this.parsed.action !== Action.Run;
  }

  fail(error: string): void {
    if (this.parsed.error.length === 0) this.parsed.error = error;
  }

  set(flag: Flag, label: string, text: string): void {
    if (this.done()) return;
    const plan = this.parsed.plan;
    this.given[flag.id] = label;
    this.texts[flag.id] = text;
    switch (flag.id) {
      case FlagId.Delay:
        plan.delayMs = text === "auto" ? -1 : this.duration(label, text, "auto, or ");
        break;
      case FlagId.Deadline:
        plan.deadlineMs = this.duration(label, text, "");
        break;
      case FlagId.UntilIdle:
        plan.untilIdleMs = this.duration(label, text, "");
        break;
      case FlagId.DelayMin:
        plan.delayMinMs = this.duration(label, text, "");
        break;
      case FlagId.Port:
        this.ports(label, text);
        break;
      case FlagId.PreStop:
        this.hook(label, new Hook(HookKind.Exec, text));
        break;
      case FlagId.PreStopHttp:
        this.hook(label, new Hook(HookKind.Http, text));
        break;
      case FlagId.Escalate:
        this.escalations(label, text);
        break;
      case FlagId.ReadyFile:
        plan.readyFile = this.filled(label, text, "a path");
        break;
      case FlagId.StopFile:
        plan.stopFile = this.filled(label, text, "a path");
        break;
      case FlagId.TerminationLog:
        plan.terminationLog = this.filled(label, text, "a path");
        break;
      case FlagId.User:
        plan.user = this.filled(label, text, "a user's name or number, and perhaps :GROUP");
        plan.userAsGiven = shown(label, text);
        break;
      case FlagId.StopSignals:
        this.stopSignals(label, text);
        break;
      case FlagId.Target:
        this.target(label, targetNames.indexOf(text), text);
        break;
      case FlagId.Group:
        this.target(label, Target.Group, "");
        break;
      case FlagId.Child:
        this.target(label, Target.Child, "");
        break;
      case FlagId.Settle:
        plan.settleMs = this.duration(label, text, "");
        break;
      case FlagId.Linger:
        plan.lingerMs = this.duration(label, text, "");
        break;
      case FlagId.Rewrite:
        this.rewrite(label, text);
        break;
      case FlagId.SuccessCode:
        this.successCode(label, text);
        break;
      case FlagId.ParentSignal:
        plan.parentSignal = this.signal(label, text, text);
        break;
      case FlagId.NoSubreaper:
        plan.subreaper = false;
        break;
      case FlagId.Verbose:
        plan.verbosity = Verbosity.Verbose;
        break;
      case FlagId.Quiet:
        plan.verbosity = Verbosity.Quiet;
        break;
      case FlagId.Log:
        plan.json = text === "json";
        if (text !== "json" && text !== "text") this.expected(label, text, "text or json");
        break;
      case FlagId.Help:
        this.parsed.action = Action.Help;
        break;
      case FlagId.Version:
        this.parsed.action = Action.Version;
        break;
      default:
        break;
    }
  }

  private expected(label: string, text: string, valid: string): void {
    this.fail(shown(label, text) + ": expected " + valid);
  }

  private duration(label: string, text: string, also: string): f64 {
    const ms = parseDuration(text);
    if (ms < 0) this.expected(label, text, also + durationForms);
    return ms;
  }

  /** `part` is the signal within the flag's whole value `text`. */
  private signal(label: string, part: string, text: string): i32 {
    const signal = parseSignal(part);
    if (signal > 0) return signal;
    const name = upper(part);
    const guess = nearest(name.startsWith("SIG") ? name.substring(3) : name, signalNames());
    const hint = guess.length > 0 ? ": did you mean " + guess + "?" : ": expected " + signalForms;
    const where = part === text ? "" : ": unknown signal " + quote(part);
    this.fail(shown(label, text) + where + hint);
    return 0;
  }

  /** A signal that can be caught, so not KILL and not STOP. */
  private catchable(label: string, part: string, text: string): i32 {
    const signal = this.signal(label, part, text);
    if (signal === SIGKILL || signal === SIGSTOP) {
      this.expected(label, text, "signals that can be caught, and " + signalName(signal) + " cannot");
    }
    return signal;
  }

  private stopSignals(label: string, text: string): void {
    const chosen = this.parsed.plan.stopSignals;
    chosen.clear();
    for (let from: i32 = 0; from <= text.length; ) {
      const to = partEnd(text, from);
      const signal = this.catchable(label, text.substring(from, to), text);
      if (signal > 0) chosen.add(signal);
      from = to + 1;
    }
  }

  private target(label: string, target: i32, text: string): void {
    if (target < 0) {
      const guess = nearest(text, targetNames);
      const hint = guess.length > 0 ? ": did you mean " + guess + "?" : "";
      if (hint.length > 0) this.fail(shown(label, text) + hint);
      else this.expected(label, text, "app, child, group or all");
      return;
    }
    const source = text.length > 0 ? label + " " + text : label;
    if (this.targetSource.length > 0 && this.parsed.plan.target !== target) {
      this.fail(source + ": contradicts " + this.targetSource + ": give one of them");
    }
    this.targetSource = source;
    this.parsed.plan.target = target;
  }

  private rewrite(label: string, text: string): void {
    const colon = text.indexOf(":");
    if (colon < 0 || text.indexOf(":", colon + 1) >= 0) {
      this.expected(label, text, "FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal");
      return;
    }
    const from = this.catchable(label, text.substring(0, colon), text);
    const target = text.substring(colon + 1);
    const to = target === "0" ? 0 : this.signal(label, target, text);
    if (from === 0 || this.done()) return;
    const before = this.parsed.plan.rewrites[from];
    if (before !== from && before !== to) {
      this.fail(shown(label, text) + ": contradicts an earlier rewrite of " + signalName(from) + ": give one of them");
    }
    this.parsed.plan.rewrites[from] = to as u8;
  }

  private filled(label: string, text: string, valid: string): string {
    if (text.length === 0) this.expected(label, text, valid);
    return text;
  }

  private ports(label: string, text: string): void {
    for (let from: i32 = 0; from <= text.length; ) {
      const to = partEnd(text, from);
      const port = parseCount(text.substring(from, to));
      if (port >= 1 && port <= 65535) this.parsed.plan.ports.add(port);
      else this.expected(label, text, "ports from 1 to 65535, like 8080,8443");
      from = to + 1;
    }
  }

  private hook(label: string, hook: Hook): void {
    const error = hook.parse();
    if (error.length > 0) this.fail(shown(label, hook.text) + ": " + error);
    this.parsed.plan.hooks.push(hook);
  }

  private escalations(label: string, text: string): void {
    const steps = this.parsed.plan.escalations;
    steps.length = 0;
    for (let from: i32 = 0; from <= text.length; ) {
      const to = partEnd(text, from);
      const at = text.indexOf("@", from);
      const signal = at > from && at < to ? this.signal(label, text.substring(from, at), text) : 0;
      const afterMs = signal > 0 ? parseDuration(text.substring(at + 1, to)) : -1;
      if (afterMs < 0 || (steps.length > 0 && afterMs <= steps[steps.length - 1].afterMs)) {
        this.expected(label, text, "SIGNAL@TIME in the order of time, like INT@10s,QUIT@15s");
      }
      steps.push(new Escalation(signal, afterMs));
      from = to + 1;
    }
  }

  private successCode(label: string, text: string): void {
    const code = parseCount(text);
    if (code < 0 || code > 255) this.expected(label, text, "an exit code from 0 to 255");
    else this.parsed.plan.successCodes[code] = 1;
  }

  contradictions(): void {
    const plan = this.parsed.plan;
    const quiet = this.given[FlagId.Quiet];
    const verbose = this.given[FlagId.Verbose];
    if (quiet.length > 0 && verbose.length > 0) {
      this.fail(quiet + ": contradicts " + verbose + ": give one of them");
    }
    const delayMs = plan.delayMs < 0 ? AUTO_DELAY_MS : plan.delayMs;
    const steps = plan.escalations;
    let last: f64 = delayMs;
    let what = delayMs > 0 ? this.asGiven(FlagId.Delay) : "";
    if (steps.length > 0) {
      last += steps[steps.length - 1].afterMs;
      what = this.asGiven(FlagId.Escalate) + (delayMs > 0 ? " after " + what : "");
    }
    if (what.length > 0 && last >= plan.deadlineMs) {
      this.fail(what + ": leaves the app no time before " + this.asGiven(FlagId.Deadline));
    }
    if (plan.untilIdleMs < 0) {
      this.needs(FlagId.Port, "--until-idle");
      this.needs(FlagId.DelayMin, "--until-idle");
    } else if (delayMs === 0) {
      this.needs(FlagId.UntilIdle, "--delay");
    } else if (this.given[FlagId.DelayMin].length > 0 && plan.delayMinMs > delayMs) {
      this.fail(this.asGiven(FlagId.DelayMin) + ": is longer than " + this.asGiven(FlagId.Delay));
    }
  }

  /** A flag that does nothing without another. */
  private needs(id: FlagId, other: string): void {
    if (this.given[id].length > 0) this.fail(this.asGiven(id) + ": does nothing without " + other);
  }

  private asGiven(id: FlagId): string {
    const text = shown(this.given[id], this.texts[id]);
    return id === FlagId.Delay && this.parsed.plan.delayMs < 0 ? text + " (5s)" : text;
  }
}

/** A flag and its value, or a variable and its value, as the user would write them. */
function shown(label: string, text: string): string {
  return label + (label.startsWith("-") ? " " : "=") + quote(text);
}

/** Where the part of a list that begins at `from` ends: at a comma, or with the text. */
export function partEnd(text: string, from: i32): i32 {
  const comma = text.indexOf(",", from);
  return comma < 0 ? text.length : comma;
}

export function quote(text: string): string {
  return "'" + text + "'";
}
