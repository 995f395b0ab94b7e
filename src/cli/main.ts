// The command line's beginning and end: the only file that knows process.argv, process.env and process.exit.

import { isSea } from "node:sea";
import { Failure, OWN_FAILURE } from "./failure.ts";
import { output } from "./output.ts";

export interface Context {
  /** The words after `lastcall`. */
  words: string[];
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
  /** Whether this is dist/lastcall, not the npm package on somebody's Node. */
  packed: boolean;
}

export async function main(): Promise<void> {
  const { env, platform, arch } = process;
  const context: Context = { words: process.argv.slice(2), env, platform, arch, packed: isSea() };
  try {
    process.exitCode = await dispatch(context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    output.err(error.message);
    process.exitCode = OWN_FAILURE;
  }
}

/** `run` is an ENTRYPOINT and should be gone soon: it does without commander, which would route it here anyway. */
async function dispatch(context: Context): Promise<number> {
  if (context.words[0] === "run") return (await import("./commands/run.ts")).run(context, output);
  return (await import("./program.ts")).interpret(context, output);
}
