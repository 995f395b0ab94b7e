// The processes of a timeline: as a tree, those alike in one row, and no more rows than one can read.

import type { ProcessRecord, Recording } from "../report.ts";
import type { MarkKind, Row } from "./row.ts";
import { seconds } from "./words.ts";

/** More rows are not drawn. */
const MOST_PROCESSES = 12;
/** From so many on, children of one name and one fate share a row: nginx may have a worker a core. */
const ALIKE = 4;

/** `lastMs`: the end of the axis; `faults`: whom an error is about, for not to be told is no fault of a wrapper. */
export function processRows(recording: Recording, lastMs: number, faults: ReadonlySet<number>): readonly Row[] {
  const all = groupsOf(treeOf(recording.processes));
  const kept = new Set(
    all.length <= MOST_PROCESSES
      ? all
      : [...all].sort((one, other) => interest(other.record) - interest(one.record)).slice(0, MOST_PROCESSES - 1),
  );
  const rows = all.filter((entry) => kept.has(entry)).map((entry) => processRow(entry, recording, lastMs, faults));
  const more = all.reduce((sum, entry) => sum + (kept.has(entry) ? 0 : entry.many), 0);
  if (more > 0) rows.push({ label: `and ${more} more`, tone: "dim", note: "", noteTone: "plain" });
  return rows;
}

/** What one would ask about first. */
function interest(record: ProcessRecord): number {
  const flags = [record.pid === 1, record.listens, record.aliveAtKill, record.told === "no", record.zombieMs > 0];
  return flags.reduce((sum, flag, index) => sum + (flag ? 2 ** (flags.length - index) : 0), 0);
}

interface Entry {
  readonly record: ProcessRecord;
  readonly depth: number;
  /** How many the row stands for. */
  readonly many: number;
}

/** Childless siblings that went the same way become one entry, from the first beginning to the last end. */
function groupsOf(entries: readonly Entry[]): readonly Entry[] {
  const parents = new Set(entries.map(({ record }) => record.parent));
  const keyOf = ({ record, depth }: Entry): string | null =>
    parents.has(record.pid) || record.pid === 1
      ? null
      : JSON.stringify([
          depth,
          record.parent,
          record.name,
          record.told,
          record.aliveAtKill,
          record.toMs === null,
          record.zombieMs > 0,
        ]);
  const groups = new Map<string | null, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return entries.flatMap((entry) => {
    const key = keyOf(entry);
    const group = key === null ? [] : (groups.get(key) ?? []);
    if (group.length < ALIKE) return [entry];
    if (group[0] !== entry) return [];
    const records = group.map(({ record }) => record);
    const { toMs, zombieMs } = entry.record;
    const record = {
      ...entry.record,
      fromMs: Math.min(...records.map(({ fromMs }) => fromMs)),
      toMs: toMs === null ? null : Math.max(...records.map((one) => one.toMs ?? 0)),
      zombieMs: Math.max(zombieMs, ...records.map((one) => one.zombieMs)),
    };
    return [{ record, depth: entry.depth, many: group.length }];
  });
}

/** Parents before their children, by PID; whoever's parent is not there, or is in a circle, is a root. */
function treeOf(records: readonly ProcessRecord[]): readonly Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<ProcessRecord>();
  const sorted = [...records].sort((one, other) => one.pid - other.pid);
  const add = (record: ProcessRecord, depth: number): void => {
    if (seen.has(record)) return;
    seen.add(record);
    entries.push({ record, depth, many: 1 });
    // Deeper than that nobody can see it, and a very long chain would fill the stack.
    if (depth < 50) for (const child of sorted) if (child.parent === record.pid) add(child, depth + 1);
  };
  const pids = new Set(sorted.map((record) => record.pid));
  for (const record of sorted) if (!pids.has(record.parent) || record.parent === record.pid) add(record, 0);
  for (const record of sorted) add(record, 0);
  return entries;
}

function processRow(
  { record, depth, many }: Entry,
  recording: Recording,
  lastMs: number,
  faults: ReadonlySet<number>,
): Row {
  const toMs = record.toMs ?? (record.aliveAtKill ? (recording.killMs ?? lastMs) : lastMs);
  const marks: { kind: MarkKind; atMs: number }[] = [];
  const toldMs = record.pid === 1 ? recording.signalMs : (record.toldMs ?? null);
  if (toldMs !== null) marks.push({ kind: "signal", atMs: toldMs });
  if (record.aliveAtKill && recording.killMs !== null) marks.push({ kind: "kill", atMs: recording.killMs });
  const untold = record.told === "no" && faults.has(record.pid);
  const parts = [];
  if (untold) parts.push("not told");
  if (record.aliveAtKill) parts.push("killed");
  else if (record.zombieMs > 0) parts.push(`zombie ${seconds(record.zombieMs)}`);
  else if (record.toMs === null) parts.push("still alive");
  else if (parts.length === 0) parts.push(`ended ${seconds(record.toMs)}`);
  const bad = record.aliveAtKill || untold;
  return {
    label: `${"  ".repeat(Math.min(depth, 3))}${many > 1 ? `${many} ×` : record.pid} ${record.name}`,
    spans: [{ kind: "life", fromMs: record.fromMs, toMs, tone: bad ? "bad" : "plain" }],
    marks,
    tone: "plain",
    note: parts.join(", "),
    noteTone: bad ? "bad" : record.zombieMs > 0 ? "warn" : "plain",
  };
}
