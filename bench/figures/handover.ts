// `lastcall run`: how long until the app's first sign of life. Memory and threads afterwards are occupancy's.
import type { Programs } from "../compile.ts";
import { type Contestant, lastcallNode } from "../contestants.ts";
import { firstStop } from "../measure.ts";
import { fixed, judge, type Result, spreadCells } from "../report.ts";
import { over, spreadOf } from "../statistics.ts";

const rounds = 25;

export function handover(programs: Programs, inits: Contestant[]): Result {
  const command = [programs.app, "answer"];
  const node = lastcallNode === null ? [] : [[lastcallNode, "run", "--", ...command]];
  const variants = [
    { label: "bare", argv: command },
    ...inits.map((init) => ({ label: init.name, argv: [init.path, "--", ...command] })),
    ...node.map((argv) => ({ label: "lastcall run", argv })),
  ];
  const { start } = firstStop(programs, "free", rounds, variants);
  const bare = start.get("bare") ?? [];
  const added = (label: string) => over(start.get(label) ?? [], bare);
  const ms = spreadOf(added("lastcall run")).p50 / 1e6;
  return {
    figures: [
      {
        what: "`lastcall run`: start",
        lastcall: fixed(ms, 1, "ms"),
        reference: `lastcall-init ${fixed(spreadOf(added("lastcall-init")).p50 / 1e6, 2, "ms")}`,
        must: "60 ms",
        aim: "25 ms",
        met: judge(ms, 60, 25),
      },
    ],
    details: [
      {
        title: "Start until the app's first output",
        note: "ms from execve; the inits' rows are what they add to the bare one of the same round.",
        header: ["init", "p10", "p50", "p90", "samples"],
        rows: variants.map(({ label }) => [label, ...spreadCells(label === "bare" ? bare : added(label), 1e6, 3)]),
      },
    ],
  };
}
