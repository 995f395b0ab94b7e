// 10,000 orphans of one init exit at once: is anything left, and how long does it take.
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { type Burst, burst } from "../measure.ts";
import { fixed, judge, type Result, ratio, spreadCells } from "../report.ts";
import { spreadOf } from "../statistics.ts";

const count = 10_000;
const rounds = 9;

// The kernel's own variance (who runs on which CPU while wait4 walks the list) is far above 10 % here.
const tolerance = 1.1;

export function orphans(programs: Programs, inits: Contestant[]): Result {
  const bursts = new Map<string, Burst[]>(inits.map((init) => [init.name, []]));
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < inits.length; turn++) {
      const init = inits[(turn + round) % inits.length];
      if (init) bursts.get(init.name)?.push(burst(programs, [init.path, "--"], count));
    }
  const of = (name: string, part: (one: Burst) => number) => (bursts.get(name) ?? []).map(part);
  const ms = (name: string) => spreadOf(of(name, (one) => one.ms)).p50;
  const zombies = Math.max(...of("lastcall-init", (one) => one.zombies));
  const share = ms("lastcall-init") / ms("tini");
  const rows = inits.map(({ name }) => [
    name,
    `${Math.max(...of(name, (one) => one.zombies))}`,
    ...spreadCells(
      of(name, (one) => one.ms),
      1,
      0,
    ),
    fixed(spreadOf(of(name, (one) => one.cpuMs)).p50, 0, "ms"),
    ratio(ms(name) / ms("tini")),
  ]);
  return {
    figures: [
      {
        what: "10,000 orphans exiting at once: zombies left",
        lastcall: Number.isFinite(zombies) ? `${zombies}` : "-",
        reference: "",
        must: "0",
        aim: "0",
        met: judge(Number.isFinite(zombies) ? zombies : Number.NaN, 0, 0),
      },
      {
        what: "10,000 orphans exiting at once: time",
        lastcall: `${fixed(ms("lastcall-init"), 0, "ms")} = ${ratio(share)}`,
        reference: `tini ${fixed(ms("tini"), 0, "ms")}`,
        must: "no slower than tini",
        aim: "",
        met: judge(share, tolerance, 0),
      },
    ],
    details: [
      {
        title: "10,000 orphans exiting at once",
        note: `ms from the moment they are let go until the last is reaped, and the CPU time of the init itself (median). "No slower" is up to ${tolerance} ×.`,
        header: ["init", "zombies", "p10", "p50", "p90", "samples", "init's CPU", "of tini"],
        rows,
      },
    ],
  };
}
