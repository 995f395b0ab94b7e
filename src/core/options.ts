// Words and variables in, a Plan or one line of error out. The init and `lastcall run` both parse with this.

import { upper } from "./ascii.ts";
import { durationForms, formatDuration, parseDuration } from "./duration.ts";
import { Flag, FlagId, flags, longNames } from "./flags.ts";
import { AUTO_DELAY_MS, Plan, Target, Verbosity } from "./plan.ts";
import { parseCount, parseSignal, SIGKILL, SIGSTOP, signalForms, signalName, signalNames } from "./signal.ts";
import { nearest } from "./suggest.ts";

/** The words after the program's own name. */
export interface Words {
  count(): i32;
  at(index: i32): string;
}

/** The environment; "" for a variable that is unset or empty. */
export interface Variables {
  get(name: string): string;
}

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

/** Reads options up to the first word that is not one, then the variables of the options not given; `plan` is a new one, to be filled. */
export function parseOptions(words: Words, variables: Variables, plan: Plan = new Plan()): Parsed {
  return new OptionParser<Words, Variables>(words, variables, plan).parse();
}

/** Parses once. Generic, so that asc calls the methods directly, and not by a table. */
export class OptionParser<W extends Words, V extends Variables> {
  private parsed: Parsed;
  /** How each flag was given: as the user wrote it, or by its variable; empty where it was not. */
  private given: string[] = new Array<string>(flags.length).fill("");
  private targetSource: string = "";
  private cursor: i32 = 0;

  constructor(
    private words: W,
    private variables: V,
    plan: Plan,
  ) {
    this.parsed = new Parsed(plan);
  }

  parse(): Parsed {
    const count = this.words.count();
    while (this.cursor < count) {
      const word = this.words.at(this.cursor);
      if (word.length < 2 || !word.startsWith("-")) break;
      this.cursor++;
      if (word === "--") break;
      if (word.startsWith("--")) this.long(word);
      else this.cluster(word);
      if (this.done()) return this.parsed;
    }
    this.parsed.commandAt = this.cursor;
    for (let i: i32 = 0; i < flags.length; i++) {
      const flag = flags[i];
      const name = flag.variable;
      if (name.length === 0 || this.given[flag.id].length > 0 || this.overruled(flag.id)) continue;
      const text = this.variables.get(name);
      if (text.length > 0) this.variable(flag, name, text);
      if (this.done()) return this.parsed;
    }
    this.contradictions();
    if (!this.done() && this.cursor >= count) {
      this.fail("no COMMAND given: expected [options] [--] COMMAND [ARG...]");
    }
    return this.parsed;
  }

  private done(): bool {
    return this.parsed.error.length > 0 || this.parsed.action !== Action.Run;
  }

  private fail(error: string): void {
    if (this.parsed.error.length === 0) this.parsed.error = error;
  }

  private long(word: string): void {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    for (let i: i32 = 0; i < flags.length; i++) {
      const flag = flags[i];
      if (flag.long.length === 0 || flag.long !== name) continue;
      if (flag.value.length === 0) {
        if (equals < 0) this.set(flag, word, "");
        else this.fail("--" + name + " " + quote(word.substring(equals + 1)) + ": takes no value");
      } else if (equals >= 0) this.set(flag, "--" + name, word.substring(equals + 1));
      else this.set(flag, word, this.next(flag, word));
      return;
    }
    this.unknown(word, name);
  }

  private cluster(word: string): void {
    for (let at: i32 = 1; at < word.length; at++) {
      const flag = shortFlag(word.charAt(at));
      if (flag === null) {
        this.unknown(word, "");
        return;
      }
      const label = "-" + flag.short;
      if (flag.value.length === 0) {
        this.set(flag, label, "");
        continue;
      }
      this.set(flag, label, at + 1 < word.length ? word.substring(at + 1) : this.next(flag, label));
      return;
    }
  }

  private next(flag: Flag, label: string): string {
    if (this.cursor < this.words.count()) return this.words.at(this.cursor++);
    this.fail(label + ": needs a value: " + label + " " + flag.value);
    return "";
  }

  private unknown(word: string, name: string): void {
    let list = "";
    for (let i: i32 = 0; i < longNames.length; i++) {
      if (longNames[i].length > 0) list += (i > 0 ? ", --" : "--") + longNames[i];
    }
    const guess = name.length > 0 ? nearest(name, longNames) : "";
    if (guess.length > 0) this.fail("unknown option " + quote(word) + ": did you mean --" + guess + "?");
    else this.fail("unknown option " + quote(word) + ": expected one of " + list);
  }

  /** A flag on the command line overrules the variables that would contradict it. */
  private overruled(id: FlagId): bool {
    if (id === FlagId.Target) return this.targetSource.length > 0;
    if (id === FlagId.Verbose) return this.given[FlagId.Quiet].startsWith("-");
    if (id === FlagId.Quiet) return this.given[FlagId.Verbose].startsWith("-");
    return false;
  }

  private variable(flag: Flag, name: string, text: string): void {
    if (flag.value.length > 0) {
      if (flag.id !== FlagId.Rewrite && flag.id !== FlagId.SuccessCode) {
        this.set(flag, name, text);
        return;
      }
      for (let from: i32 = 0; from <= text.length; ) {
        const to = partEnd(text, from);
        this.set(flag, name, text.substring(from, to));
        from = to + 1;
      }
      return;
    }
    const word = upper(text);
    if (word === "1" || word === "TRUE" || word === "YES" || word === "ON") this.set(flag, name, "");
    else if (word !== "0" && word !== "FALSE" && word !== "NO" && word !== "OFF") {
      this.fail(name + "=" + quote(text) + ": expected 1 or 0");
    }
  }

  private set(flag: Flag, label: string, text: string): void {
    if (this.done()) return;
    const plan = this.parsed.plan;
    this.given[flag.id] = label;
    switch (flag.id) {
      case FlagId.Delay:
        plan.delayMs = text === "auto" ? -1 : this.duration(label, text, "auto, or ");
        break;
      case FlagId.Deadline:
        plan.deadlineMs = this.duration(label, text, "");
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

  private successCode(label: string, text: string): void {
    const code = parseCount(text);
    if (code < 0 || code > 255) this.expected(label, text, "an exit code from 0 to 255");
    else this.parsed.plan.successCodes[code] = 1;
  }

  private contradictions(): void {
    const plan = this.parsed.plan;
    const quiet = this.given[FlagId.Quiet];
    const verbose = this.given[FlagId.Verbose];
    if (quiet.length > 0 && verbose.length > 0) {
      this.fail(quiet + ": contradicts " + verbose + ": give one of them");
    }
    const delayMs = plan.delayMs < 0 ? AUTO_DELAY_MS : plan.delayMs;
    if (delayMs > 0 && delayMs >= plan.deadlineMs) {
      const delay = plan.delayMs < 0 ? "auto (" + formatDuration(delayMs) + ")" : formatDuration(delayMs);
      this.fail(
        shown(this.given[FlagId.Delay], delay) +
          ": leaves the app no time before " +
          shown(this.given[FlagId.Deadline], formatDuration(plan.deadlineMs)) +
          ": expected a delay shorter than the deadline",
      );
    }
  }
}

function shortFlag(letter: string): Flag | null {
  for (let i: i32 = 0; i < flags.length; i++) {
    if (flags[i].short.length > 0 && flags[i].short === letter) return flags[i];
  }
  return null;
}

/** A flag and its value, or a variable and its value, as the user would write them. */
function shown(label: string, text: string): string {
  return label + (label.startsWith("-") ? " " : "=") + quote(text);
}

/** Where the part of a list that begins at `from` ends: at a comma, or with the text. */
function partEnd(text: string, from: i32): i32 {
  const comma = text.indexOf(",", from);
  return comma < 0 ? text.length : comma;
}

function quote(text: string): string {
  return "'" + text + "'";
}
