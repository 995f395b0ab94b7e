// What the init makes of a command line and an environment of deploy/: by the core's own parser.
import type { Parsed } from "./core.ts";
import { tsCore } from "./core-ts.ts";

const flagRows = tsCore.flagTable().split("\n");
const known = new Set(flagRows.map((row) => row.split("|")[6]).filter((name) => name !== ""));

export interface Stop {
  delayMs: number;
  deadlineMs: number;
  /** The command behind the options. */
  command: string[];
}

const isInit = (word: string | undefined): boolean => /(^|\/)lastcall-init$/.test(word ?? "");

/** Throws with the init's own line where it would not start, or where a variable is none of its own. */
export function stopOf(argv: readonly string[], variables: Readonly<Record<string, string>>): Stop {
  if (!isInit(argv[0])) throw new Error(`not lastcall-init: ${JSON.stringify(argv)}`);
  const words = argv.slice(1);
  const ours = Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith("LASTCALL_")));
  const strange = Object.keys(ours).filter((name) => !known.has(name));
  if (strange.length > 0) throw new Error(`no variable of lastcall-init: ${strange.join(", ")}`);
  const { error, plan, commandAt }: Parsed = tsCore.parseOptions(words, ours);
  if (error !== "") throw new Error(error);
  return { delayMs: plan.delayMs, deadlineMs: plan.deadlineMs, command: words.slice(commandAt) };
}

/** Between the deadline and SIGKILL of the platform, so that the exit code and the last line are seen. */
export const marginMs = 2_000;

/** What is wrong with the sum of a stop; none if it adds up. */
export function sumProblems({ delayMs, deadlineMs }: Stop, limitMs: number, alsoMs = 0): string[] {
  const problems: string[] = [];
  if (!Number.isFinite(deadlineMs)) problems.push("no deadline");
  if (delayMs + marginMs >= deadlineMs) problems.push(`delay ${delayMs} leaves no time before deadline ${deadlineMs}`);
  if (alsoMs + deadlineMs + marginMs > limitMs) {
    problems.push(`deadline ${deadlineMs} + ${alsoMs} + ${marginMs} is more than the limit ${limitMs}`);
  }
  return problems;
}
