// Words and variables in, a Plan or one line of error out. The init and `lastcall run` both parse with this.

import { FlagId, flagNamed, isSwitch, options, settingOf } from "./flags.ts";
import { OptionValues, Parsed } from "./option-values.ts";
import { Plan } from "./plan.ts";
import { behind, endsItem, wordEnd } from "./word-list.ts";

/** The words after the program's own name. */
export interface Words {
  count(): i32;
  at(index: i32): string;
}

/** The environment. */
export interface Variables {
  /** Whether any setting may have one. Most have none, and then nobody is asked about each. */
  any(): bool;
  /** The variable of a setting (src/core/flags.ts, variableName) as NAME=value; "" if it is unset. */
  entry(setting: string): string;
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
      if (this.done()) return this;
    }
    this.commandAt = this.cursor;
    // Past the last one where there is none.
    let id: i32 = this.variables.any() ? 0 : FlagId.Help;
    for (let from: i32 = 0; id < FlagId.Help; ) {
      const to = wordEnd(options, from);
      if (options.startsWith("--", from)) this.variable(id, options.substring(from + 2, to));
      if (endsItem(options, to)) id++;
      from = to + 1;
    }
    this.contradictions();
    if (this.cursor >= count) this.fail("no COMMAND given: expected [options] [--] COMMAND [ARG...]");
    return this;
  }

  private long(word: string): void {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.substring(0, equals);
    const id = flagNamed(name);
    if (id < 0) this.unknown(word, name);
    else if (equals < 0) this.set(id, name, this.next(id));
    else this.set(id, name, behind(word, equals));
  }

  private cluster(word: string): void {
    for (let at: i32 = 1; at < word.length; ) {
      const name = "-" + word.charAt(at++);
      const id = flagNamed(name);
      if (id < 0) {
        this.unknown(word, word);
        return;
      }
      if (isSwitch(id) || at === word.length) this.set(id, name, this.next(id));
      else {
        this.set(id, name, behind(word, at - 1));
        return;
      }
    }
  }

  /** The value of a flag that stands alone: the next word. None is as wrong as an empty one. */
  private next(id: FlagId): string {
    if (isSwitch(id)) return "1";
    return this.cursor < this.words.count() ? this.words.at(this.cursor++) : "";
  }

  private variable(id: FlagId, long: string): void {
    if (this.overruled(id)) return;
    const variable = this.variables.entry(settingOf(id, long));
    const equals = variable.indexOf("=");
    if (variable.length > equals + 1) this.set(id, variable.substring(0, equals), behind(variable, equals));
  }

  /** A flag on the command line overrules its variable, and those that would contradict it. */
  private overruled(id: FlagId): bool {
    if (this.isTyped(id)) return true;
    return (
      (id === FlagId.Verbose && this.isTyped(FlagId.Quiet)) || (id === FlagId.Quiet && this.isTyped(FlagId.Verbose))
    );
  }
}
