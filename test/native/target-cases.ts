// One stop, played once: a command runs under the init in its own PID namespace, the init gets a
// stop signal when everything in there has come to rest, and what the apps logged, what reached
// stdout and how it all ended is handed back. The tables of target-*.test.ts are made of these.
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { initPath } from "../support/elf.ts";
import { fixture } from "../support/fixtures.ts";
import { type Exit, inNamespace, type Running } from "../support/namespace.ts";
import { until } from "../support/until.ts";

export interface Case {
  argv: readonly string[];
  /** Options of the init. */
  options?: readonly string[];
  /** Executable files to write into the case's folder, which is also the working directory. */
  files?: Readonly<Record<string, string>>;
  /** Words between unshare and the init, for example setpriv and its options. */
  pre?: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  signal?: NodeJS.Signals;
  /** How many `ready` lines to wait for. */
  apps?: number;
}

export interface Outcome {
  /** What the apps themselves wrote, in order, whatever became of their stdout. */
  log: string[];
  stdout: string[];
  stderr: string;
  code: number | null;
  /** Lines of the file $OUT, which some commands write. */
  file: string[];
}

export async function play(one: Case): Promise<Outcome> {
  const dir = fs.mkdtempSync(join(tmpdir(), "lastcall-"));
  // `su nobody` runs in here as well.
  fs.chmodSync(dir, 0o777);
  fs.copyFileSync(fixture("apps/app"), join(dir, "app"));
  for (const [name, text] of Object.entries(one.files ?? {})) {
    fs.writeFileSync(join(dir, name), text, { mode: 0o755 });
  }
  const log = join(dir, "log");
  const out = join(dir, "out");
  const path = `${dir}:${one.env?.PATH ?? process.env.PATH}`;
  const run = inNamespace([initPath, ...(one.options ?? []), "--", ...one.argv], {
    cwd: one.cwd ?? dir,
    pre: one.pre,
    env: { HOME: dir, LOG: log, OUT: out, ...one.env, PATH: path },
  });
  try {
    await untilReady(run, log, one.apps ?? 1);
    await atRest(run);
    run.signal(one.signal ?? "SIGTERM");
    const { code } = await ended(run);
    const [stdout, stderr] = [split(run.stdout()), run.stderr()];
    return { log: lines(log), stdout, stderr, code, file: lines(out) };
  } finally {
    await run.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function untilReady(run: Running, log: string, apps: number): Promise<void> {
  let over = false;
  void run.exited.then(() => {
    over = true;
  });
  const words = () => `stdout ${run.stdout()} stderr ${run.stderr()}`;
  await until(
    "the apps to be ready",
    () => {
      if (over) throw new Error(`ended before the apps were ready: ${words()}`);
      return lines(log).filter((line) => line.endsWith("ready")).length >= apps;
    },
    20_000,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; ${words()}`);
  });
}

/** The drain takes a third of a second; whoever is still there after this has not been told. */
async function ended(run: Running): Promise<Exit> {
  let exit: Exit | null = null;
  void run.exited.then((how) => {
    exit = how;
  });
  return until("the stop to end", () => exit, 10_000).catch((error: Error) => {
    const left = run.tree().map((each) => `${each.comm} [${each.cmdline}]`);
    throw new Error(`${error.message}: ${left.join(", ")}; stdout ${run.stdout()} stderr ${run.stderr()}`);
  });
}

/** A shell that has just started its app is a moment away from waiting for it: two looks that show
 * the same processes, all of them asleep, are the state in which containers spend their lives. */
async function atRest(run: Running): Promise<void> {
  let before = "";
  await until(
    "the processes to be at rest",
    () => {
      const tree = run.tree();
      const now = tree.map((each) => `${each.pid}${each.state}`).join();
      const same = now === before && tree.every((each) => each.state === "S");
      before = now;
      return same;
    },
    25_000,
  );
}

/** Compares with what was expected; a difference shows the whole outcome, the init's words included. */
export function expectOutcome(got: Outcome, want: Partial<Outcome>): void {
  const seen = Object.fromEntries(Object.keys(want).map((key) => [key, got[key as keyof Outcome]]));
  expect(seen, JSON.stringify(got)).toEqual(want);
}

/** What the one app of most cases logs: told once, drained to its end. */
export const drained = (signal = "TERM"): string[] => ["ready", `told ${signal}`, "drained 1"];

function split(text: string): string[] {
  // A line that went through a terminal ends in \r\n.
  const clean = text.replaceAll("\r", "").split("\n");
  return clean.filter((line) => line !== "");
}

function lines(path: string): string[] {
  return fs.existsSync(path) ? split(fs.readFileSync(path, "latin1")) : [];
}

/** The path of a command, or null where it is not installed. */
export function which(name: string): string | null {
  const paths = (process.env.PATH ?? "").split(":").map((dir) => join(dir, name));
  return paths.find((path) => fs.existsSync(path)) ?? null;
}

export interface Shell {
  name: string;
  /** Before `-c`. */
  words: readonly string[];
  /** The first line of a script. */
  bang: string;
}

/** The three shells one of which nearly every image has. */
export const shells: Shell[] = [
  { name: "dash", words: ["dash"], bang: `#!${which("dash")}\n` },
  { name: "bash", words: ["bash"], bang: `#!${which("bash")}\n` },
  { name: "busybox", words: ["busybox", "sh"], bang: `#!${which("busybox")} sh\n` },
].filter((shell) => which(shell.words[0]) !== null);
