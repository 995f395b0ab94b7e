// Who got the stop signal. The kernel's trace says so; without it, this is what a series of looks allows to infer. Pure.
//
// What the trace does not have is told by other means: nginx and Node's cluster tell their workers through a socket. So somebody who got
// no signal, and yet gave up its listening socket or ended before PID 1 without being killed, is unknown, and not a no.
//
// Without a trace: a handler leaves no mark in /proc, so a process that catches the signal and simply goes on may have been told or not: unknown. What
// can be known all the same:
//
//   yes  the signal was seen pending; it gave up a listening socket that it had before; it catches the signal, and ended after it
//        but before PID 1; it does not, and was the first and only one to end, within moments of the signal
//   no   it ignores the signal, which the kernel then drops; it neither catches, ignores nor blocks it, and was alive when PID 1
//        ended or was killed, for the signal would have ended it; it was gone before
//
// PID 1 is another matter: the engine did send to it, and the kernel drops what it neither catches nor blocks (pid_namespaces(7)).

import type { Seen } from "./sandbox.ts";

export type Told = "yes" | "no" | "unknown";

/** What was seen at one moment; listening: the inodes of the sockets that listened then. */
export interface Look {
  readonly atMs: number;
  readonly processes: readonly Pick<Seen, "pid" | "state" | "catches" | "ignores" | "blocks" | "pending" | "sockets">[];
  readonly listening: readonly number[];
}

/** Times are on the same clock as those of the looks. */
export interface Stop {
  readonly signal: string;
  /** Null: it was never sent. */
  readonly signalMs: number | null;
  /** When PID 1 ended by itself or got SIGKILL, whichever came first; Infinity if neither did. */
  readonly overMs: number;
  /** What the trace has, null without one. */
  readonly sent:
    | readonly { readonly atMs: number; readonly name: string; readonly to: number; readonly arrived: boolean }[]
    | null;
}

type Process = Look["processes"][number];

/** Longer than a look and a signal's way through one shell take together. */
const MOMENT_MS = 200;

/** A look with those who were alive in it, by id. */
interface Indexed {
  readonly atMs: number;
  readonly alive: ReadonlyMap<number, Process>;
  readonly listening: ReadonlySet<number>;
}

/** For each process that was ever seen. `looks` are in the order of time. */
export function whoWasTold(stop: Stop, looks: readonly Look[]): ReadonlyMap<number, Told> {
  const pids = new Set(looks.flatMap(({ processes }) => processes.map(({ pid }) => pid)));
  const indexed = looks.map(({ atMs, processes, listening }) => {
    const alive = processes.filter(({ state }) => state !== "Z" && state !== "X");
    return { atMs, alive: new Map(alive.map((one) => [one.pid, one])), listening: new Set(listening) };
  });
  return new Map([...pids].map((pid) => [pid, told(pid, stop, indexed)]));
}

function told(pid: number, stop: Stop, looks: readonly Indexed[]): Told {
  const { signal, signalMs, sent } = stop;
  if (signalMs === null) return "no";
  const got = (name: string) => sent?.some((one) => one.to === pid && one.name === name && one.arrived);
  if (got(signal)) return "yes";
  if (got("SIGKILL")) return "no";
  const during = looks.filter(({ atMs }) => atMs >= signalMs && atMs < stop.overMs);
  const before = looks.findLast(({ atMs }) => atMs < signalMs);
  const atSignal = before?.alive.get(pid);
  const alive = during.map((look) => look.alive.get(pid)).filter((process) => process !== undefined);
  if (sent === null && alive.some((process) => process.pending?.includes(signal))) return "yes";
  if (pid === 1 && sent !== null) return "no";
  if (pid === 1) return toldFirst(atSignal ?? alive[0], signal);
  const last = alive.at(-1) ?? atSignal;
  if (last === undefined) return "no";
  const gaveUp = atSignal !== undefined && before !== undefined && gaveUpListening(atSignal, before, during);
  if (sent !== null) return gaveUp || (atSignal !== undefined && firstWithout(pid, during)) ? "unknown" : "no";
  if (gaveUp) return "yes";
  if (last.ignores.includes(signal)) return "no";
  const leftAt = firstWithout(pid, during);
  if (leftAt === undefined) return handles(last, signal) ? "unknown" : "no";
  // Born after the signal: whatever ended it may have had nothing to do with it.
  if (atSignal === undefined || before === undefined) return "unknown";
  if (handles(last, signal)) return "yes";
  const gone = [...before.alive.keys()].filter((other) => !leftAt.alive.has(other));
  return gone.length === 1 && leftAt.atMs - signalMs <= MOMENT_MS ? "yes" : "unknown";
}

function toldFirst(process: Process | undefined, signal: string): Told {
  if (process === undefined) return "unknown";
  return handles(process, signal) ? "yes" : "no";
}

/** Catches it, or has it blocked to wait for it: either way the kernel keeps it. */
function handles(process: Process, signal: string): boolean {
  return process.catches.includes(signal) || (process.blocks?.includes(signal) ?? false);
}

function gaveUpListening(atSignal: Process, before: Indexed, during: readonly Indexed[]): boolean {
  const had = atSignal.sockets.filter((inode) => before.listening.has(inode));
  return during.some((look) => {
    const now = look.alive.get(atSignal.pid);
    return now !== undefined && had.some((inode) => !now.sockets.includes(inode) || !look.listening.has(inode));
  });
}

/** The look in which it had ended and PID 1 had not. */
function firstWithout(pid: number, during: readonly Indexed[]): Indexed | undefined {
  const last = during.findLastIndex((look) => look.alive.has(pid));
  return during.slice(last + 1).find((look) => look.alive.has(1));
}
