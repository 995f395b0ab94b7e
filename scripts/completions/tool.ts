// What completions are about, for all shells alike: the options of the init, the sub-commands, and what each value may be.

import type { Commands, Option } from "../build/commands.ts";
import type { Core, Flag } from "../build/core.ts";
import { type Kind, kindOf, wordsOf } from "./values.ts";

/** An option of the init, or of a sub-command. */
export interface Choice extends Option {
  kind: Kind;
  /** For the kinds "words" and "list". */
  words: readonly string[];
  repeatable: boolean;
}

export interface SubCommand {
  name: string;
  help: string;
  choices: readonly Choice[];
  /** What its operands are; `run` has none, but a command line. */
  operands: readonly { name: string; kind: Kind; words: readonly string[] }[];
}

export interface Tool {
  /** Options of lastcall-init and `lastcall run`. */
  flags: readonly Choice[];
  /** Options of lastcall before a sub-command. */
  own: readonly Choice[];
  run: { name: string; help: string };
  /** All but `run`. */
  commands: readonly SubCommand[];
  /** The names of the signals, without SIG. */
  signals: readonly string[];
}

export function toolOf(core: Core, { program, commands, architectures, values }: Commands): Tool {
  const known = {
    command: commands.map(({ name }) => name),
    arch: architectures,
    as: core.programs.split(/, |\|/),
    ...values,
  };
  const choice = (option: Option): Choice => ({
    ...option,
    kind: option.value === "" ? "none" : kindOf(option.long, option.value, known),
    words: wordsOf(option.long, known),
    repeatable: /\brepeatable\b/.test(option.help),
  });
  const run = commands.find(({ name }) => name === "run");
  if (run === undefined) throw new Error("completions: there is no command 'run'");
  return {
    flags: core.flags.map((flag) => choice(fromFlag(flag, core))),
    own: program.options.map((option) => choice(option)),
    run,
    commands: commands
      .filter((command) => command !== run)
      .map(({ name, help, options, operands }) => ({
        name,
        help,
        choices: options.map((option) => choice(option)),
        operands: operands.map((operand) => ({
          name: operand,
          kind: kindOf(operand, "", known),
          words: wordsOf(operand, known),
        })),
      })),
    signals: [...core.signalNames.split(",").filter((name) => name !== ""), "RTMIN", "RTMAX"],
  };
}

function fromFlag({ id, short, long, value }: Flag, { helpOf, fallbackOf }: Core): Option {
  const fallback = fallbackOf(id);
  return { short, long, value, help: helpOf(id) + (fallback && ` [${fallback}]`) };
}

/** Each way to write an option: -r, --rewrite. */
export function spellings({ short, long }: Option): string[] {
  return [short && `-${short}`, long && `--${long}`].filter((name) => name !== "");
}
