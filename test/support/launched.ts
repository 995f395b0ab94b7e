// Starts a client of an engine and reads what it prints, or runs one to its end.
import { spawn } from "node:child_process";
import { until } from "./until.ts";

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Launched {
  stdout(): string;
  stderr(): string;
  /** Waits for the first match in stdout. */
  line(re: RegExp): Promise<RegExpMatchArray>;
  errLine(re: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code; -1 if a signal ended it. */
  readonly exited: Promise<number>;
}

export function launch(words: readonly string[], env: NodeJS.ProcessEnv = process.env): Launched {
  const child = spawn(words[0], words.slice(1), { env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  let over = false;
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    err += text;
  });
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    // "close", not "exit": by then everything printed has been read.
    child.on("close", (code) => {
      over = true;
      resolve(code ?? -1);
    });
  });
  const waitFor = (text: () => string, re: RegExp) => {
    const probe = () => {
      const found = text().match(re);
      if (found === null && over) throw new Error(`ended without ${re}`);
      return found;
    };
    // Engines are slow to start a container while they start others.
    return until(`${re} from ${words[0]}`, probe, 20_000).catch((error: Error) => {
      throw new Error(`${error.message}; stdout ${JSON.stringify(out)} stderr ${JSON.stringify(err)}`);
    });
  };
  return {
    exited,
    stdout: () => out,
    stderr: () => err,
    line: (re) => waitFor(() => out, re),
    errLine: (re) => waitFor(() => err, re),
  };
}

/** Runs a command to its end. */
export async function outcome(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Outcome> {
  const launched = launch(words, env);
  const code = await launched.exited;
  return { code, stdout: launched.stdout(), stderr: launched.stderr() };
}

/** The same for a command that has to succeed; answers with what it printed. */
export async function succeeded(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await outcome(words, env);
  if (code !== 0) throw new Error(`${words.join(" ")}: ${code}: ${stdout}${stderr}`);
  return stdout.trim();
}
