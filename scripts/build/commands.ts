// Loads what commander knows of the sub-commands of `lastcall`: their options and arguments, from src/cli/program.ts.

import type { Command as CommanderCommand } from "commander";
import { importSource } from "./core.ts";

export interface Option {
  /** Without dashes; empty where there is none. */
  short: string;
  long: string;
  /** The placeholder of the value; empty for a switch. */
  value: string;
  help: string;
}

/** A sub-command, or `lastcall` itself. */
export interface Command {
  name: string;
  help: string;
  options: readonly Option[];
  operands: readonly string[];
}

export interface Commands {
  program: Command;
  commands: readonly Command[];
  architectures: readonly string[];
  /** What the value of an option of `rehearse` may be, by the option's name. */
  values: Readonly<Record<string, readonly string[]>>;
}

interface Source {
  describeProgram(context: unknown, output: unknown, done: () => void): CommanderCommand;
  architectures: readonly string[];
  engines: object;
  lags: object;
  formats: readonly string[];
  contestants: readonly string[];
}

export async function importCommands(): Promise<Commands> {
  const source = await importSource<Source>(`
    export { describeProgram } from "./src/cli/program.ts";
    export { architectures } from "./src/cli/platform.ts";
    export { engines } from "./src/rehearse/engines.ts";
    export { lags } from "./src/rehearse/lags.ts";
    export { formats } from "./src/rehearse/formats.ts";
    export { contestants } from "./src/rehearse/variants.ts";
  `);
  const program = source.describeProgram(null, null, () => {});
  return {
    program: plain(program),
    commands: program.commands.map(plain),
    architectures: source.architectures,
    values: {
      engine: Object.keys(source.engines),
      "endpoint-lag": Object.keys(source.lags),
      format: source.formats,
      compare: source.contestants,
    },
  };
}

function plain(command: CommanderCommand): Command {
  const options = command.createHelp().visibleOptions(command);
  return {
    name: command.name(),
    help: command.description(),
    options: options.map((option) => ({
      short: option.short?.slice(1) ?? "",
      long: option.long?.slice(2) ?? "",
      value: /<(.*)>/.exec(option.flags)?.[1] ?? "",
      help: option.description,
    })),
    operands: command.registeredArguments.map((argument) => argument.name()),
  };
}
