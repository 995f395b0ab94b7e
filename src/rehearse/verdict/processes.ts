// Who is who in the tree of processes: PID 1, the app, and the wrappers between them.

import type { ProcessRecord, Recording } from "../report.ts";

/** PID 1; without a namespace of its own the process that has no parent here. Null if no process was seen. */
export function rootOf(recording: Recording): ProcessRecord | null {
  const { processes } = recording;
  const known = new Set(processes.map(({ pid }) => pid));
  const first = processes.find(({ pid }) => pid === 1) ?? processes.find(({ parent }) => !known.has(parent));
  return first ?? processes[0] ?? null;
}

export function childrenOf(recording: Recording, pid: number): ProcessRecord[] {
  return recording.processes.filter((process) => process.parent === pid && process.pid !== pid);
}

/** Everybody below it. A pid that was used twice, or a circle, is gone through once. */
export function descendantsOf(recording: Recording, of: ProcessRecord): ProcessRecord[] {
  const seen = new Set([of]);
  for (const each of seen) for (const child of childrenOf(recording, each.pid)) seen.add(child);
  seen.delete(of);
  return [...seen];
}

/**
 * The programs that the stop is about: going down from PID 1 through wrappers, the first that are none, and of those the ones that
 * listen, themselves or by a worker, if any does. The children of a program are its own affair, as they are to lastcall-init. PID 1 if
 * there are only wrappers.
 */
export function appsOf(recording: Recording, root: ProcessRecord | null): ProcessRecord[] {
  if (root === null) return [];
  const atMs = recording.signalMs ?? 0;
  const alive = topPrograms(recording, root, (process) => isAliveAt(process, atMs));
  const programs = alive.length > 0 ? alive : topPrograms(recording, root, () => true);
  const listening = programs.filter((program) =>
    [program, ...descendantsOf(recording, program)].some(({ listens }) => listens),
  );
  if (listening.length > 0) return listening;
  return programs.length > 0 ? programs : [root];
}

function topPrograms(
  recording: Recording,
  root: ProcessRecord,
  counts: (process: ProcessRecord) => boolean,
): ProcessRecord[] {
  const found: ProcessRecord[] = [];
  const wrappers = new Set([root]);
  for (const wrapper of wrappers) {
    if (wrapper.kind === "program") {
      if (counts(wrapper)) found.push(wrapper);
      continue;
    }
    for (const child of childrenOf(recording, wrapper.pid)) wrappers.add(child);
  }
  return found;
}

/** From PID 1 down to the app, without the app. */
export function chainTo(recording: Recording, root: ProcessRecord | null, app: ProcessRecord): ProcessRecord[] {
  const chain: ProcessRecord[] = [];
  for (let at = app; at !== root && chain.length <= recording.processes.length; ) {
    const parent = recording.processes.find(({ pid }) => pid === at.parent);
    if (parent === undefined || parent === app || chain.includes(parent)) break;
    chain.unshift(parent);
    at = parent;
  }
  if (root !== null && root !== app && chain[0] !== root) chain.unshift(root);
  return chain;
}

function isAliveAt(process: ProcessRecord, atMs: number): boolean {
  return process.fromMs <= atMs && (process.toMs === null || process.toMs >= atMs);
}
