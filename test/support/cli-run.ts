// Runs `lastcall rehearse` of the npm package's bundle, and sees whether it leaves anything behind: processes, by a variable that all of
// them inherit, and files, in a folder for temporary ones of its own.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./until.ts";

export const bundle = fileURLToPath(new URL("../../dist/lastcall.cjs", import.meta.url));

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of failure. */
  readonly failures: readonly string[];
  /** What is still there after it has ended. */
  readonly left: readonly string[];
}

export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** Words in front of `node`. */
  readonly before?: readonly string[];
  /** Is sent SIGINT once stderr matches. */
  readonly interruptAt?: RegExp;
  /** Nobody reads on once stderr matches. */
  readonly closeAt?: RegExp;
}

export async function rehearseCli(words: readonly string[], surroundings: Surroundings = {}): Promise<CliRun> {
  const { env = {}, stdin = "", before = [], interruptAt, closeAt } = surroundings;
  const mark = `LASTCALL_TEST=${randomUUID()}`;
  const [name = "", value] = mark.split("=");
  const folder = mkdtempSync(join(tmpdir(), "rehearse-cli-"));
  const temporary = join(folder, "tmp");
  mkdirSync(temporary, { mode: 0o777 });
  try {
    const [program = "", ...rest] = [...before, process.execPath, bundle, "rehearse", ...words];
    const child = spawn(program, rest, { env: { ...process.env, TMPDIR: temporary, [name]: value, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      const seen = interruptAt?.test(stderr);
      stderr += text;
      if (seen === false && interruptAt?.test(stderr)) child.kill("SIGINT");
      if (closeAt?.test(stderr)) {
        child.stderr.destroy();
        child.stdout.destroy();
      }
    });
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit) => resolve(exit ?? -1));
    });
    const failures = stderr.split("\n").filter((line) => /^lastcall: (?!note: )/.test(line));
    // What watches the kernel's trace ends by itself once we are gone, a moment later.
    if (closeAt !== undefined) await until("the last process to end", () => processesWith(mark).length === 0);
    return { code, stdout, stderr, failures, left: [...processesWith(mark), ...readdirSync(temporary)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words of every process that has this variable. */
function processesWith(mark: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ")];
      } catch {
        // It has gone, or is a zombie.
        return [];
      }
    });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
}
