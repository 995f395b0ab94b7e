// What each option's value means: text into the Plan, or one line of error. How words become options is src/core/options.ts' affair.

import { As, optionsOf, programs } from "./as.ts";
import { upper } from "./ascii.ts";
import { autoOrDuration, durationForms, parseDuration } from "./duration.ts";
import { FlagId, isList, isSwitch, options } from "./flags.ts";
import { Hook, HookKind } from "./hook.ts";
import { AUTO_DELAY_MS, Escalation, Plan, Target, Verbosity } from "./plan.ts";
import { parseCount, parseSignal, SIGKILL, SIGSTOP, signalForms, signalNames } from "./signal.ts";
import { nearest } from "./suggest.ts";
import { behind, indexOfWord } from "./word-list.ts";

/** What the words ask for. */
export const enum Action {
  Run = 0,
  Help = 1,
  Version = 2,
  License = 3,
  /** catatonit -P: no command, until SIGTERM or SIGINT. */
  Pause = 4,
  Install = 5,
}

export class Parsed {
  action: Action = Action.Run;
  /** Index of COMMAND among the words. */
  commandAt: i32 = 0;
  /** Empty, or the line to print before exiting with 125. */
  error: string = "";

  constructor(readonly plan: Plan) {}
}

/** In the order of Target. */
const targets = "app, child, group, all";
const waits = "all, command";
/** The first half is off. */
const switchValues = "0,FALSE,NO,OFF,1,TRUE,YES,ON";
const SWITCHED_ON: i32 = 4;
/** Said where times do not fit together. */
const EACH_AFTER_THE_OTHER = " (auto is 5s, escalations come after the delay)";

/** A flag as it was given, by a word or by its variable. */
class Given {
  constructor(
    readonly id: FlagId,
    /** As the user wrote it. */
    readonly label: string,
    /** The value; empty for a switch. */
    readonly text: string,
    readonly before: Given | null,
  ) {}

  shown(): string {
    return this.text.length > 0 ? shown(this.label, this.text) : this.label;
  }
}

/** Takes the options one by one. */
export class OptionValues extends Parsed {
  private latest: Given | null = null;
  private lastHook: Hook | null = null;
  private lastStep: Escalation | null = null;
  /** What is being read, for an error: a flag as it was given, and its value or the part of a list that is looked at. */
  private label: string = "";
  private text: string = "";

  done(): bool {
    return this.error.length > 0 || this.action !== Action.Run;
  }

  /** The first error is the one that is told. */
  fail(error: string): void {
    if (this.error.length === 0) this.error = error;
  }

  set(id: FlagId, label: string, text: string): void {
    if (this.done()) return;
    this.label = label;
    this.text = text;
    let value = text;
    if (isSwitch(id)) {
      const index = indexOfWord(switchValues, upper(text));
      if (index < 0) this.expected("1 or 0");
      if (index < SWITCHED_ON) return;
      text = "";
    }
    if (id === FlagId.Group || id === FlagId.Child) {
      value = id === FlagId.Group ? "group" : "child";
      // dumb-init makes no session for a child that it signals alone.
      this.plan.sharesGroup = id === FlagId.Child && this.plan.as === As.DumbInit;
      id = FlagId.Target;
    }
    const plan = this.plan;
    if (id === FlagId.StopSignals) plan.stopSignals.clear();
    if (id === FlagId.Escalate) {
      plan.escalations = null;
      this.lastStep = null;
    }
    for (let from: i32 = 0; from <= value.length; ) {
      const comma = isList(id) ? value.indexOf(",", from) : -1;
      const to = comma < 0 ? value.length : comma;
      this.text = value.substring(from, to);
      this.value(id);
      from = to + 1;
    }
    this.latest = new Given(id, label, text, this.latest);
  }

  /** Whether the flag was given on the command line. */
  isTyped(id: FlagId): bool {
    const given = this.given(id);
    return given !== null && given.label.startsWith("-");
  }

  /** A word that is no option. `name` is what looks like one in it. */
  unknown(word: string, name: string): void {
    this.label = "unknown option";
    this.text = word;
    const known = this.plan.as === As.Lastcall ? options : optionsOf(this.plan.as);
    this.mistaken(name, known, known);
  }

  private value(id: FlagId): void {
    const plan = this.plan;
    const text = this.text;
    switch (id) {
      case FlagId.Delay:
        plan.delayMs = text === "auto" ? -1 : this.duration(autoOrDuration);
        break;
      case FlagId.Deadline:
        plan.deadlineMs = this.duration(durationForms);
        break;
      case FlagId.UntilIdle:
        plan.untilIdleMs = this.duration(durationForms);
        break;
      case FlagId.DelayMin:
        plan.delayMinMs = this.duration(durationForms);
        break;
      case FlagId.Settle:
        plan.settleMs = this.duration(durationForms);
        break;
      case FlagId.Linger:
        plan.lingerMs = this.duration(durationForms);
        break;
      case FlagId.Port:
        plan.ports.add(this.count(1, 65535, "ports from 1 to 65535, like 8080,8443"));
        break;
      case FlagId.PreStop:
        this.hook(HookKind.Exec);
        break;
      case FlagId.PreStopHttp:
        this.hook(HookKind.Http);
        break;
      case FlagId.Escalate:
        this.escalation();
        break;
      case FlagId.StopSignals:
        plan.stopSignals.add(this.catchable(text));
        break;
      case FlagId.Target:
        this.target();
        break;
      case FlagId.Wait:
        plan.waitsForAll = this.word(waits) === 0;
        break;
      case FlagId.Rewrite:
        this.rewrite();
        break;
      case FlagId.SuccessCode:
        plan.successCodes[this.count(0, 255, "an exit code from 0 to 255")] = 1;
        break;
      case FlagId.ReadyFile:
        plan.readyFile = this.filled("a path");
        break;
      case FlagId.StopFile:
        plan.stopFile = this.filled("a path");
        break;
      case FlagId.TerminationLog:
        plan.terminationLog = this.filled("a path");
        break;
      case FlagId.User:
        plan.user = this.filled("a user's name or number, and perhaps :GROUP");
        plan.userAsGiven = shown(this.label, text);
        break;
      case FlagId.ParentSignal:
        plan.parentSignal = this.signal(text);
        break;
      case FlagId.NoSubreaper:
        plan.subreaper = false;
        break;
      case FlagId.WarnReaped:
        plan.warnsOfReaped = true;
        break;
      case FlagId.Verbose:
        plan.verbosity = Verbosity.Verbose;
        break;
      case FlagId.Quiet:
        plan.verbosity = Verbosity.Quiet;
        break;
      case FlagId.Log:
        plan.json = text === "json";
        if (!plan.json && text !== "text") this.expected("text or json");
        break;
      case FlagId.As:
        plan.behaveAs(this.word(programs));
        break;
      case FlagId.Help:
        this.action = Action.Help;
        break;
      case FlagId.Install:
        plan.installPath = this.filled("a path");
        this.action = Action.Install;
        break;
      case FlagId.Version:
        this.action = Action.Version;
        break;
      case FlagId.Subreaper:
        plan.subreaper = true;
        break;
      case FlagId.License:
        this.action = Action.License;
        break;
      case FlagId.Pause:
        this.action = Action.Pause;
        break;
      default:
        break;
    }
  }

  private complain(error: string): void {
    this.fail(shown(this.label, this.text) + ": " + error);
  }

  /** The latest flag is followed by what does not suit it, or has a value that does not. */
  expected(valid: string): void {
    this.complain("expected " + valid);
  }

  /** `typed` is no word of the list `known`. */
  private mistaken(typed: string, known: string, valid: string): void {
    const guess = nearest(typed, known);
    if (guess.length > 0) this.complain("did you mean " + guess + "?");
    else this.expected(valid);
  }

  /** Which item of a list the value is. */
  private word(valid: string): i32 {
    const index = indexOfWord(valid, this.text);
    if (index >= 0) return index;
    this.mistaken(this.text, valid, valid);
    return 0;
  }

  private duration(valid: string): f64 {
    const ms = parseDuration(this.text);
    if (ms < 0) this.expected(valid);
    return ms;
  }

  private filled(valid: string): string {
    if (this.text.length === 0) this.expected(valid);
    return this.text;
  }

  private count(least: i32, most: i32, valid: string): i32 {
    const count = parseCount(this.text);
    if (count >= least && count <= most) return count;
    this.expected(valid);
    return least;
  }

  private signal(name: string): i32 {
    const signal = parseSignal(name);
    if (signal < 0) {
      const typed = upper(name);
      this.mistaken(typed.startsWith("SIG") ? behind(typed, 2) : typed, signalNames, signalForms);
    }
    return signal;
  }

  private catchable(name: string): i32 {
    const signal = this.signal(name);
    if (signal === SIGKILL || signal === SIGSTOP) this.expected("a signal that can be caught");
    return signal;
  }

  private target(): void {
    const target = this.word(targets);
    const before = this.given(FlagId.Target);
    if (before !== null && target !== this.plan.target && this.isOurs()) this.complain("contradicts " + before.shown());
    this.plan.target = target;
    if (target === Target.Group) this.plan.sharesGroup = false;
  }

  private rewrite(): void {
    const colon = this.text.indexOf(":");
    if (colon < 0) {
      this.expected("FROM:TO, like TERM:QUIT, or FROM:0 to drop the signal");
      return;
    }
    const name = this.text.substring(0, colon);
    // dumb-init takes any signal, and the last of two.
    const from = this.isOurs() ? this.catchable(name) : this.signal(name);
    const passed = behind(this.text, colon);
    const to = passed === "0" ? 0 : this.signal(passed);
    if (from < 0 || to < 0) return;
    const before = this.plan.rewrites[from];
    if (before !== from && before !== to && this.isOurs()) this.complain("contradicts an earlier one");
    this.plan.rewrites[from] = to as u8;
  }

  private hook(kind: HookKind): void {
    const hook = new Hook(kind, this.label, this.text);
    const error = hook.parse();
    if (error.length > 0) this.complain(error);
    const last = this.lastHook;
    if (last === null) this.plan.hooks = hook;
    else last.next = hook;
    this.lastHook = hook;
  }

  private escalation(): void {
    const plan = this.plan;
    const at = this.text.indexOf("@");
    const signal = at > 0 ? this.signal(this.text.substring(0, at)) : -1;
    const step = new Escalation(signal, signal > 0 ? parseDuration(behind(this.text, at)) : -1);
    const last = this.lastStep;
    if (step.afterMs <= (last === null ? -1 : last.afterMs)) {
      this.expected("SIGNAL@TIME in the order of time, like INT@10s,QUIT@15s");
    }
    if (last === null) plan.escalations = step;
    else last.next = step;
    this.lastStep = step;
  }

  /** Whether the command line is our own. Whatever another init takes without a word, we take. */
  isOurs(): bool {
    return this.plan.as === As.Lastcall;
  }

  contradictions(): void {
    const plan = this.plan;
    if (!plan.waitsForAll) this.against(FlagId.Linger, "does nothing with --wait command");
    const verbose = this.given(FlagId.Verbose);
    if (verbose !== null && this.isOurs()) this.against(FlagId.Quiet, "contradicts " + verbose.shown());
    const delayMs = plan.delayMs < 0 ? AUTO_DELAY_MS : plan.delayMs;
    const step = this.lastStep;
    const lastMs = step === null ? delayMs : delayMs + step.afterMs;
    const deadline = this.given(FlagId.Deadline);
    if (deadline !== null && lastMs >= plan.deadlineMs && (step !== null || delayMs > 0)) {
      const what = "leaves the app no time before " + deadline.shown();
      this.against(step !== null ? FlagId.Escalate : FlagId.Delay, what + EACH_AFTER_THE_OTHER);
    }
    if (plan.untilIdleMs < 0) {
      this.against(FlagId.Port, "does nothing without --until-idle");
      this.against(FlagId.DelayMin, "does nothing without --until-idle");
    } else if (delayMs === 0) this.against(FlagId.UntilIdle, "does nothing without --delay");
    else if (plan.delayMinMs > delayMs) this.against(FlagId.DelayMin, "is longer than the delay");
  }

  /** An error about a flag, if it was given. */
  private against(id: FlagId, error: string): void {
    const given = this.given(id);
    if (given !== null) this.fail(given.shown() + ": " + error);
  }

  private given(id: FlagId): Given | null {
    let given = this.latest;
    while (given !== null && given.id !== id) given = given.before;
    return given;
  }
}

/** A flag and its value as the user gave them. */
function shown(label: string, text: string): string {
  return label + " '" + text + "'";
}
