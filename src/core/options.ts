// Words and variables in, a Plan or one line of error out. The init and `lastcall run` both parse with this.

import { As, asCalled, flagNamedAs } from "./as.ts";
import { FlagId, flagNamed, isSwitch, options, variableOf } from "./flags.ts";
import { Action, OptionValues, Parsed } from "./option-values.ts";
import { Plan, Target, Verbosity } from "./plan.ts";
import { parseCount } from "./signal.ts";
import { behind, endsItem, wordEnd } from "./word-list.ts";

/** The words after the program's own name. */
export interface Words {
  /** That name, perhaps with a path before it. */
  program(): string;
  count(): i32;
  at(index: i32): string;
}

/** The environment. */
export interface Variables {
  /** Whether any setting may have one. Most have none, and then nobody is asked about each. */
  any(): bool;
  /** A variable as NAME=value; "" if it is unset. `name` may have small letters and dashes instead (src/core/flags.ts, variableName). */
  entry(name: string): string;
}

/** Reads options up to the first word that is not one, then the variables of the options not given; `plan` is a new one, to be filled. */
export function parseOptions(words: Words, variables: Variables, plan: Plan = new Plan()): Parsed {
  return new OptionParser<Words, Variables>(words, variables, plan).parse();
}

/** Parses once. Generic, so that asc calls the methods directly, and not by a table. */
export class OptionParser<W extends Words, V extends Variables> extends OptionValues {
  private cursor: i32 = 0;
  /** Where the words of the program begin that --as names. */
  private begin: i32 = 0;

  constructor(
    private words: W,
    private variables: V,
    plan: Plan,
  ) {
    super(plan);
  }

  parse(): Parsed {
    this.read();
    // catatonit looks at that before anything else, help included.
    if (this.plan.as === As.Catatonit && this.isSet("CATATONIT_LOG")) this.error = "CATATONIT_LOG is set: unset it";
    return this;
  }

  private read(): void {
    const count = this.words.count();
    // Unless --as says otherwise, by its variable, else by the name that we were started by.
    if (!this.fromVariable(FlagId.As, this.variables.entry("LASTCALL_AS")))
      this.plan.behaveAs(asCalled(this.words.program()));
    while (this.cursor < count) {
      const word = this.words.at(this.cursor);
      if (word.length < 2 || !word.startsWith("-")) break;
      this.cursor++;
      if (word === "--") break;
      if (word.startsWith("--")) this.long(word);
      else this.cluster(word);
      if (this.done()) {
        if (this.action === Action.Install && this.cursor < count) this.expected("nothing behind it");
        return;
      }
    }
    this.commandAt = this.cursor;
    if (!this.isOurs()) this.theirVariables();
    // Past the last one where there is none.
    let id: i32 = this.variables.any() ? 0 : FlagId.Help;
    for (let from: i32 = 0; id < FlagId.Help; ) {
      const to = wordEnd(options, from);
      if (options.startsWith("--", from)) this.variable(id, options.substring(from + 2, to));
      if (endsItem(options, to)) id++;
      from = to + 1;
    }
    this.plan.finish();
    this.contradictions();
    if (this.cursor >= count) this.fail("no COMMAND given: expected [options] [--] COMMAND [ARG...]");
  }

  /** The option of a name as it is typed; -1 if there is none. */
  private idOf(name: string): i32 {
    if (this.isOurs() || name === "--as") return flagNamed(name);
    // tini knows one long name, and that as the only word.
    if (this.plan.as === As.Tini && name.length > 2 && this.words.count() - this.begin > 1) return -1;
    return flagNamedAs(this.plan.as, name);
  }

  private long(word: string): void {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.substring(0, equals);
    const id = this.idOf(name);
    // Before its value is taken.
    if (id === FlagId.As && this.cursor > 1) this.fail("--as: must come first");
    // getopt_long(3) refuses a value for a switch.
    if (id < 0 || (equals >= 0 && isSwitch(id) && !this.isOurs())) this.unknown(word, name);
    else if (equals < 0) this.set(id, name, this.next(id));
    else this.set(id, name, behind(word, equals));
    if (id === FlagId.As) this.begin = this.cursor;
  }

  private cluster(word: string): void {
    for (let at: i32 = 1; at < word.length && !this.done(); ) {
      const name = "-" + word.charAt(at++);
      const id = this.idOf(name);
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
    if (!this.fromVariable(id, this.variables.entry(variableOf(id, long))) || this.isOurs()) return;
    // Whoever says so wants more than the other init does.
    if (id === FlagId.Target || id === FlagId.Linger) this.plan.waitsForAll = true;
  }

  /** Whether it has a value. */
  private fromVariable(id: FlagId, variable: string): bool {
    const equals = variable.indexOf("=");
    if (variable.length <= equals + 1) return false;
    this.set(id, variable.substring(0, equals), behind(variable, equals));
    return true;
  }

  /** A flag on the command line overrules its variable, and those that would contradict it. */
  private overruled(id: FlagId): bool {
    if (id === FlagId.As) return true;
    // The command line of another init is an image's, that nobody may edit.
    if (!this.isOurs()) return false;
    if (this.isTyped(id)) return true;
    return (
      (id === FlagId.Verbose && this.isTyped(FlagId.Quiet)) || (id === FlagId.Quiet && this.isTyped(FlagId.Verbose))
    );
  }

  /** Also if it is empty. */
  private isSet(variable: string): bool {
    return this.variables.entry(variable).length > 0;
  }

  /** What another init reads from its environment, after its options. */
  private theirVariables(): void {
    const plan = this.plan;
    const variables = this.variables;
    if (plan.as === As.Tini) {
      if (this.isSet("TINI_SUBREAPER")) plan.subreaper = true;
      if (this.isSet("TINI_KILL_PROCESS_GROUP")) plan.target = Target.Group;
      const verbosity = variables.entry("TINI_VERBOSITY");
      // 1 is its default, and 0 leaves out warnings.
      if (verbosity.length > 0) {
        const count = parseCount(behind(verbosity, verbosity.indexOf("=")));
        plan.verbosity = count > 1 ? Verbosity.Verbose : count === 1 ? Verbosity.Normal : Verbosity.Quiet;
      }
    } else if (plan.as === As.DumbInit) {
      if (variables.entry("DUMB_INIT_DEBUG").endsWith("=1")) plan.verbosity = Verbosity.Verbose;
      if (variables.entry("DUMB_INIT_SETSID").endsWith("=0")) {
        plan.target = Target.Child;
        plan.sharesGroup = true;
      }
    } else if (this.isSet("CATATONIT_DEBUG")) plan.verbosity = Verbosity.Verbose;
  }
}
