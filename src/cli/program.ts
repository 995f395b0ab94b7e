// Everything but `run`, by commander: its messages become one line, its exit codes ours.

import { Command, CommanderError } from "commander";
import { nearest } from "../core/suggest.ts";
import { version } from "../core/version.ts";
import { completion, shells } from "./commands/completion.ts";
import { install } from "./commands/install.ts";
import { describeRehearse } from "./commands/rehearse.ts";
import { run } from "./commands/run.ts";
import { Failure, quote } from "./failure.ts";
import type { Context } from "./main.ts";
import type { Output } from "./output.ts";
import { architectures } from "./platform.ts";

const examples = `
Examples:
  lastcall run --delay auto --deadline 25s -- /entrypoint.sh
  lastcall run -v npm start
  lastcall install ./lastcall-init --arch arm64
  lastcall rehearse --url :8080/ --prove -- /entrypoint.sh

Exit: run exits as its command does (128+n if signal n ended it), 127 not found, 126 not executable;
0 done; rehearse: 1 the app stops badly; 125 our own failure, said in one line.
`;

const installExamples = `
Examples:
  lastcall install /usr/local/bin/lastcall-init
  lastcall install ./lastcall-init --arch arm64
`;

const completionExamples = `
Examples:
  eval "$(lastcall completion bash)"       # in ~/.bashrc
  eval "$(lastcall completion zsh)"        # in ~/.zshrc, behind compinit
  lastcall completion fish | source        # in ~/.config/fish/config.fish
`;

export async function interpret(context: Context, output: Output): Promise<number> {
  let code = 0;
  const program = describeProgram(context, output, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(context.words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw new Failure(oneLine(error, program, context.words));
  }
  return code;
}

/** Every sub-command, for commander and for the completions; `done` gets the exit code of the one that ran. */
export function describeProgram(context: Context, output: Output, done: (code: number) => void): Command {
  const program = new Command("lastcall")
    .description("PID 1 for containers: tells the app behind your script to stop, and waits until it has.")
    .version(`lastcall ${version}`, "-V, --version", "print the version and exit")
    .helpOption("-h, --help", "print this help and exit")
    .addHelpText("after", examples)
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: () => {} })
    .showSuggestionAfterError(false)
    .enablePositionalOptions()
    .helpCommand(false);
  program
    .command("run")
    .description("run COMMAND under the init; 'lastcall run --help' lists the options")
    .usage("[options] [--] COMMAND [ARG...]")
    .argument("[words...]")
    .helpOption(false)
    .passThroughOptions()
    .allowUnknownOption()
    .action(async () => {
      done(await run(context, output));
    });
  program
    .command("install")
    .description("write the init to PATH, to copy it into an image")
    .argument("<path>", "the file to write, replaced if it exists")
    .option("--arch <name>", `${architectures.join(" or ")}, or Docker's word for it (default: this machine's)`)
    .helpOption("-h, --help", "print this help and exit")
    .version(`lastcall ${version}`, "-V, --version", "print the version and exit")
    .addHelpText("after", installExamples)
    .action((path: string, options: { arch?: string }) => {
      done(install(context, output, path, options.arch));
    });
  describeRehearse(program, context, output, done);
  program
    .command("completion")
    .description("print the completions for a shell, to be read by its rc file")
    .argument("<shell>", shells.join(", "))
    .helpOption("-h, --help", "print this help and exit")
    .addHelpText("after", completionExamples)
    .action((shell: string) => {
      done(completion(context, output, shell));
    });
  program
    .command("help")
    .description("print the help of a command, or this help")
    .argument("[command]")
    .action(async (name?: string) => {
      const command = program.commands.find((one) => one.name() === name);
      if (name === "run") done(await run({ ...context, words: [name, "--help"] }, output));
      else if (name === undefined) program.outputHelp();
      else if (command === undefined)
        throw new Failure(`unknown command ${quote(name)}: ${hint(name, names(program))}`);
      else command.outputHelp();
    });
  return program;
}

/** What was wrong, and what would be right. */
export function oneLine(error: CommanderError, program: Command, words: readonly string[]): string {
  if (error.code === "commander.help") return "no command given: expected run or install";
  const text = error.message.replace(/^error: /, "").replace(/\.$/, "");
  const typed = /'([^']*)'/.exec(text)?.[1] ?? "";
  const command = program.commands.find((one) => one.name() === words[0]) ?? program;
  if (error.code === "commander.unknownCommand") return `${text}: ${hint(typed, names(program))}`;
  if (error.code === "commander.unknownOption") {
    const options = command.options.map((option) => option.long ?? "");
    return `${text}: ${hint(typed, [...options, "--help"])}`;
  }
  return `${text}: usage: lastcall ${command.name()} ${command.usage()}`;
}

function names(program: Command): string[] {
  return program.commands.map((command) => command.name());
}

function hint(typed: string, known: string[]): string {
  const guess = nearest(typed, known.join(" "));
  return guess.length > 0 ? `did you mean ${guess}?` : `expected one of ${known.join(", ")}`;
}
