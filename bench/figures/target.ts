// Finding the app behind a shell among 5,000 other processes: the first SIGTERM's way to the handler, minus
// the same with nobody else there. Only lastcall looks for a target, so it has no peers here.
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { firstStop } from "../measure.ts";
import { fixed, judge, type Result, spreadCells } from "../report.ts";
import { over, spreadOf } from "../statistics.ts";
import { behindShell } from "./latency.ts";

const crowd = 5_000;
const rounds = 9;
const allTold = "5,000 siblings, all of them told";

export function target(programs: Programs, inits: Contestant[]): Result {
  const app = `'${programs.app}'`;
  const sleepers = (where: string) => `${app} sleepers ${crowd} ${where}`;
  const shapes = [
    { label: "alone", script: `${app} answer` },
    { label: "5,000 orphans beside", script: `${sleepers("beside")}; ${app} answer` },
    // Everything under such a shell is told: this one has 5,001 targets, of which the last is measured.
    { label: allTold, script: `${sleepers("siblings")}; ${app} answer` },
  ];
  const init = inits.find((one) => one.ours);
  const variants = shapes.map((shape) => ({
    label: shape.label,
    argv: [init?.path ?? "", "--", ...behindShell(shape.script)],
  }));
  const samples = init ? firstStop(programs, "free", rounds, variants).latency : new Map<string, number[]>();
  const alone = samples.get("alone") ?? [];
  const added = (label: string) => over(samples.get(label) ?? [], alone);
  return {
    figures: shapes.slice(1).map(({ label }) => {
      const ms = spreadOf(added(label)).p50 / 1e6;
      return {
        what: `finding the target, ${label}`,
        lastcall: fixed(ms, 2, "ms"),
        reference: `alone ${fixed(spreadOf(alone).p50 / 1e6, 2, "ms")}`,
        ...(label === allTold
          ? { must: "", aim: "", met: "" }
          : { must: "50 ms", aim: "10 ms", met: judge(ms, 50, 10) }),
      };
    }),
    details: [
      {
        title: "Finding the target among 5,000 processes",
        note: "ms from the first SIGTERM to the app's handler; behind a shell, the other processes asleep and ignoring SIGTERM.",
        header: ["shape", "p10", "p50", "p90", "samples"],
        rows: init ? shapes.map(({ label }) => [label, ...spreadCells(samples.get(label) ?? [], 1e6, 3)]) : [],
      },
    ],
  };
}
