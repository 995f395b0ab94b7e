// Reads processes out of /proc, as the machine (not the namespace) sees them.
import { readdirSync, readFileSync } from "node:fs";

export interface Process {
  /** As seen from outside the namespace. */
  pid: number;
  /** As seen from inside it. */
  nsPid: number;
  ppid: number;
  comm: string;
  cmdline: string;
  /** One letter, proc(5): R S D T t Z X. */
  state: string;
  pgrp: number;
  session: number;
  /** The foreground process group of its terminal, -1 without one. */
  tpgid: number;
}

/** A file of /proc, or null once the process is gone. */
export function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return null;
  }
}

/** One field of /proc/PID/status, or null. */
export function statusField(pid: number, field: string): string | null {
  const status = readProc(pid, "status");
  return status?.match(new RegExp(`^${field}:[ \\t]*(.*)$`, "m"))?.[1] ?? null;
}

export function readProcess(pid: number): Process | null {
  const stat = readProc(pid, "stat");
  if (stat === null) return null;
  // comm may hold spaces and parentheses: the last ") " ends it (proc(5)).
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  const number = (at: number) => Number(fields[at]);
  return {
    pid,
    nsPid: Number(statusField(pid, "NSpid")?.split(/\s+/).at(-1) ?? pid),
    comm: stat.slice(stat.indexOf("(") + 1, end),
    state: fields[0],
    ppid: number(1),
    pgrp: number(2),
    session: number(3),
    tpgid: number(5),
    cmdline: readProc(pid, "cmdline")?.replaceAll("\0", " ").trimEnd() ?? "",
  };
}

/** `root` and all its descendants. Orphans stay below PID 1 of their namespace, so nothing is missed. */
export function processTree(root: number): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((process) => process !== null);
  const inside = new Set([root]);
  for (let before = 0; before !== inside.size; ) {
    before = inside.size;
    for (const process of all) if (inside.has(process.ppid)) inside.add(process.pid);
  }
  return all.filter((process) => inside.has(process.pid));
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Asks every millisecond, for at most five seconds; synchronous, as spawn() is. */
function soon<T>(probe: () => T | undefined): T | undefined {
  for (let tries = 0; tries < 5_000; tries++) {
    const answer = probe();
    if (answer !== undefined) return answer;
    Atomics.wait(sleeper, 0, 0, 1);
  }
  return undefined;
}

/** The first child of `parent`, waited for: 0 if the parent ends before it has one. */
export function firstChild(parent: number): number {
  const found = soon(() => {
    const children = readProc(parent, `task/${parent}/children`);
    if (children === null || readProcess(parent)?.state === "Z") return 0;
    return children.trim() === "" ? undefined : Number(children.trim().split(" ")[0]);
  });
  return found ?? 0;
}

/** The uppermost descendant of `ancestor` with this name, waited for: until it calls execve, its child has the name too. */
export function descendant(ancestor: number, comm: string): number | undefined {
  return soon(() => {
    const named = processTree(ancestor).filter((process) => process.comm === comm);
    return named.find(({ ppid }) => !named.some(({ pid }) => pid === ppid))?.pid;
  });
}

/** Signals a process that was looked for. One that was not found must not become 0: that would be the caller's own group. */
export function signalFound(found: Process | undefined, signal: NodeJS.Signals): void {
  if (!found) throw new Error(`no process to send ${signal} to`);
  process.kill(found.pid, signal);
}
