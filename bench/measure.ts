// Runs the programs of bench/native and turns what they print into samples. No judgement here.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { Programs } from "./compile.ts";

export interface Variant {
  label: string;
  argv: string[];
}

/** Samples by label; those of one round stand at the same index. */
export type Samples = Map<string, number[]>;

// The bare minimum: KUBERNETES_SERVICE_HOST or a LASTCALL_* variable would change what is measured.
const env = { PATH: process.env.PATH ?? "/usr/bin:/bin" };
const run = promisify(execFile);
const big = 64 * 1024 * 1024;

function wordsOf(variants: Variant[]): string[] {
  return variants.flatMap((variant) => ["---", ...variant.argv]);
}

function lines(program: string, args: string[]): string[][] {
  const stdio: ["ignore", "pipe", "inherit"] = ["ignore", "pipe", "inherit"];
  const result = spawnSync(program, args, { env, stdio, encoding: "utf8", maxBuffer: big });
  if (result.status !== 0) throw new Error(`${args.slice(0, 3).join(" ")}: failed`);
  return result.stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
}

function columns(variants: Variant[], table: string[][], part: number): Samples {
  const column = (index: number) => table.map((row) => Number(row[index]?.split(":")[part]));
  return new Map(variants.map((variant, index) => [variant.label, column(index)]));
}

/** pinned: everybody on one CPU. free: as the scheduler likes. */
export type Placement = "pinned" | "free";

/** execve to waitpid, ns. */
export function spawnTimes(programs: Programs, placement: Placement, rounds: number, variants: Variant[]): Samples {
  const table = lines(programs.spawn, [placement, `${rounds}`, ...wordsOf(variants)]);
  return columns(variants, table, 0);
}

// What an init costs also depends on where its pages came to lie: several sittings, each with new processes and
// another order, even that out.
const sittings = 8;

/** kill to handler, ns, of inits that run all the time. */
export function steadyLatency(programs: Programs, placement: Placement, rounds: number, variants: Variant[]): Samples {
  const all: Samples = new Map(variants.map((variant) => [variant.label, []]));
  for (let sitting = 0; sitting < sittings; sitting++) {
    const from = Math.round((sitting * variants.length) / sittings);
    const order = [...variants.slice(from), ...variants.slice(0, from)];
    const share = `${Math.ceil(rounds / sittings)}`;
    const table = lines(programs.signal, [placement, "steady", share, ...wordsOf(order)]);
    for (const [label, samples] of columns(order, table, 0)) all.get(label)?.push(...samples);
  }
  return all;
}

/** execve to the app's first stamp, and the first SIGTERM to its handler, ns; every sample a new init. */
export function firstStop(
  programs: Programs,
  placement: Placement,
  rounds: number,
  variants: Variant[],
): { start: Samples; latency: Samples } {
  const table = lines(programs.signal, [placement, "fresh", `${rounds}`, ...wordsOf(variants)]);
  return { start: columns(variants, table, 0), latency: columns(variants, table, 1) };
}

/** Numbers of /proc/PID/status and smaps_rollup by their names, kB or plain. */
export type State = Map<string, number>;

export interface States {
  first: State;
  all: State;
  idle: State;
}

/** One init after `first` and after `all` signals and orphans, and after `idleMs` of nothing. */
export async function states(
  programs: Programs,
  variant: Variant,
  first: number,
  all: number,
  idleMs: number,
): Promise<States> {
  const args = [`${first}`, `${all}`, `${idleMs}`, ...wordsOf([variant])];
  const { stdout } = await run(programs.state, args, { env, maxBuffer: big });
  const parts = stdout.split(/^== .*\n/m).slice(1);
  const [one, two, three] = parts.map(
    (text) =>
      new Map([...text.matchAll(/^(\w+):\s+(\d+)(?: kB)?$/gm)].map((match) => [match[1] ?? "", Number(match[2])])),
  );
  if (!one || !two || !three) throw new Error(`no state of ${variant.label}`);
  return { first: one, all: two, idle: three };
}

export interface Burst {
  zombies: number;
  ms: number;
  cpuMs: number;
}

/** `count` orphans of one init exit at once. */
export function burst(programs: Programs, placement: Placement, init: string[], count: number): Burst {
  const place = placement === "pinned" ? ["taskset", "-c", lastCpu()] : [];
  const wrap = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const [program = "", ...args] = [...place, ...wrap, ...init, programs.app, "burst", `${count}`];
  const row = lines(program, args)[0] ?? [];
  const [zombies = Number.NaN, ms = Number.NaN, cpuMs = Number.NaN] = row.map(Number);
  return { zombies, ms, cpuMs };
}

/** The last CPU this process may use, as native/common.h's place() picks it. */
function lastCpu(): string {
  const status = readFileSync("/proc/self/status", "utf8");
  return status.match(/^Cpus_allowed_list:.*?(\d+)$/m)?.[1] ?? "0";
}
