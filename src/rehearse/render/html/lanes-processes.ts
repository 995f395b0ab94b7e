// The processes on the timeline: when each came and went, who was told, who was a zombie, who was killed.

import type { ProcessRecord, Report } from "../../report.ts";
import { bar, barLane, inscription, type Lane, sign } from "./lane.ts";
import { shorten } from "./markup.ts";
import type { Scale } from "./scale.ts";
import { seconds } from "./words.ts";

/** More than these do not fit a page; the table has them all. */
const most = 16;

export interface Branch {
  readonly process: ProcessRecord;
  readonly depth: number;
}

/** Parents before children, in the order in which they came. */
export function treeOf(processes: readonly ProcessRecord[]): Branch[] {
  const known = new Set(processes.map((process) => process.pid));
  const children = new Map<number, ProcessRecord[]>(processes.map((process) => [process.parent, []]));
  for (const process of processes) children.get(process.parent)?.push(process);
  const seen = new Set<ProcessRecord>();
  const found: Branch[] = [];
  const add = (process: ProcessRecord, depth: number) => {
    if (seen.has(process)) return;
    seen.add(process);
    found.push({ process, depth });
    for (const child of children.get(process.pid) ?? []) add(child, depth + 1);
  };
  for (const process of processes) if (!known.has(process.parent)) add(process, 0);
  for (const process of processes) add(process, 0);
  return found;
}

export function processLanes(report: Report, scale: Scale): Lane[] {
  const tree = treeOf(report.recording.processes).filter(({ process }) => (process.toMs ?? scale.toMs) > scale.fromMs);
  const rank = ({ process }: Branch) =>
    Number(process.listens) * 8 +
    Number(process.pid === 1) * 8 +
    Number(process.aliveAtKill) * 4 +
    Number(process.zombieMs > 0) * 2;
  const kept = new Set([...tree].sort((one, other) => rank(other) - rank(one)).slice(0, most));
  const lanes = tree.filter((branch) => kept.has(branch)).map((branch) => lane(branch, report, scale));
  const left = tree.length - kept.size;
  if (left > 0) lanes.push({ name: `and ${left} more`, note: "in the table below", height: barLane, draw: null });
  return lanes;
}

function lane({ process, depth }: Branch, report: Report, scale: Scale): Lane {
  const { recording } = report;
  const toMs = process.toMs ?? scale.toMs;
  const killed = process.aliveAtKill && recording.killMs !== null;
  const zombieFrom = Math.max(process.fromMs, toMs - process.zombieMs);
  const life = `${process.name} (${process.pid}): ${seconds(process.fromMs)} to ${process.toMs === null ? "the end" : seconds(toMs)}`;
  const toldMs = process.toldMs ?? recording.signalMs;
  const there = toldMs !== null && process.fromMs <= toldMs && toldMs <= toMs;
  const told = there && process.told === "yes";
  const untold = there && process.told === "no";
  const zombie = process.zombieMs > 0;
  const words = [told && "told", untold && "not told", zombie && "zombie", killed && "killed"].filter(Boolean);
  const signal = report.stop.signal;
  // Not to be told is no fault by itself: wrappers and workers are often left out on purpose. It is where a finding says so.
  const cited = report.findings.some(
    (found) => found.severity === "error" && found.evidence.processes?.includes(process.pid),
  );
  const fault = untold && cited;
  return {
    name: shorten(process.name, 20),
    tag: String(process.pid),
    depth,
    note: words.join(" · "),
    bad: killed || fault,
    height: barLane,
    draw: [
      bar(
        scale,
        process.fromMs,
        zombie ? zombieFrom : toMs,
        `process ${process.kind}`,
        `${life}\n${shorten(process.commandLine, 200)}`,
      ),
      inscription(
        scale,
        Math.max(process.fromMs, scale.fromMs),
        Math.min(toldMs ?? toMs, toMs),
        shorten(process.commandLine, 46),
        process.kind === "program" ? "light" : "dark",
        true,
      ),
      zombie && bar(scale, zombieFrom, toMs, "zombie", `a zombie for ${seconds(process.zombieMs)}`),
      told && sign(scale, toldMs, "told", "signal", `${signal} reaches ${process.name} at ${seconds(toldMs)}`, 25),
      untold && sign(scale, toldMs, "untold", fault ? "bad" : "quiet", `${signal} does not reach ${process.name}`),
      killed && sign(scale, toMs, "killed", "bad", `${process.name} is killed at ${seconds(toMs)}`),
    ],
  };
}
