// Starts the init under test, always inside a PID namespace, and ends whatever is left with the test.
import { onTestFinished } from "vitest";
import { initPath } from "./elf.ts";
import { type Exit, inNamespace, type Options, type Running } from "./namespace.ts";
import { inTerminal, type Terminal, type TerminalOptions } from "./pty.ts";

/** Any command as PID 1 of a namespace that is gone after the test. */
export function startBare(argv: readonly string[], options?: Options): Running {
  const running = inNamespace(argv, options);
  onTestFinished(() => running.stop());
  return running;
}

/** The init as PID 1. */
export function start(flags: readonly string[], command: readonly string[], options?: Options): Running {
  return startBare([initPath, ...flags, "--", ...command], options);
}

/**
 * The init as PID 1, prepared by a line of shell that becomes it: `$@` are the init and its arguments,
 * so `exec "$@" 2>&-` closes its stderr.
 */
export function startFrom(
  line: string,
  flags: readonly string[],
  command: readonly string[],
  options?: Options,
): Running {
  return startBare(["sh", "-c", line, "sh", initPath, ...flags, "--", ...command], options);
}

export interface Finished extends Exit {
  out: string;
  err: string;
}

/** Waits for the end of a run. */
export async function finished(running: Running): Promise<Finished> {
  const exit = await running.exited;
  return { ...exit, out: running.stdout(), err: running.stderr() };
}

/** Runs the init to its end. */
export function run(flags: readonly string[], command: readonly string[], options?: Options): Promise<Finished> {
  return finished(start(flags, command, options));
}

/** Any command as PID 1 on a terminal of its own that is gone after the test. */
export function onTerminal(argv: readonly string[], options?: TerminalOptions): Terminal {
  const terminal = inTerminal(argv, options);
  onTestFinished(() => terminal.stop());
  return terminal;
}

/** How often a pattern occurs. */
export function count(text: string, re: RegExp): number {
  return [...text.matchAll(new RegExp(re, `${re.flags.replace("g", "")}g`))].length;
}
