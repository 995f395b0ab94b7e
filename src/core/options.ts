// Words and variables in, a Plan or one line of error out. The init and `lastcall run` both parse with this.

import { upper } from "./ascii.ts";
import { Flag, FlagId, flags, longNames } from "./flags.ts";
import { OptionValues, Parsed, partEnd, quote } from "./option-values.ts";
import { Plan } from "./plan.ts";
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

/** Reads options up to the first word that is not one, then the variables of the options not given; `plan` is a new one, to be filled. */
export function parseOptions(words: Words, variables: Variables, plan: Plan = new Plan()): Parsed {
  return new OptionParser<Words, Variables>(words, variables, plan).parse();
}

/** Parses once. Generic, so that asc calls the methods directly, and not by a table. */
export class OptionParser<W extends Words, V extends Variables> extends OptionValues {
  private cursor: i32 = 0;

  constructor(
    private words: W,
    private variables: V,
    plan: Plan,
  ) {
    super(plan);
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
}

function shortFlag(letter: string): Flag | null {
  for (let i: i32 = 0; i < flags.length; i++) {
    if (flags[i].short.length > 0 && flags[i].short === letter) return flags[i];
  }
  return null;
}
