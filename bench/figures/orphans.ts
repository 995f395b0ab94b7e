// 10,000 orphans of one init exit at once: is anything left, and how long does it take.
import type { Programs } from "../compile.ts";
import type { Contestant } from "../contestants.ts";
import { type Burst, burst, type Placement } from "../measure.ts";
import { type Detail, fixed, judge, type Result, ratio, spreadCells } from "../report.ts";
import { spreadOf } from "../statistics.ts";

const count = 10_000;
// Enough where everybody is on one CPU; where they are not, who runs where while wait4 walks the list of children
// makes a factor of three from one time to the next, for every init: shown, not judged.
const rounds = { pinned: 9, free: 5 };
const tolerance = 1.1;

type Bursts = Map<string, Burst[]>;

function measure(programs: Programs, inits: Contestant[], placement: Placement): Bursts {
  const bursts: Bursts = new Map(inits.map((init) => [init.name, []]));
  for (let round = 0; round < rounds[placement]; round++)
    for (let turn = 0; turn < inits.length; turn++) {
      const init = inits[(turn + round) % inits.length];
      if (init) bursts.get(init.name)?.push(burst(programs, placement, [init.path, "--"], count));
    }
  return bursts;
}

const column = (bursts: Bursts, name: string, part: (one: Burst) => number) => (bursts.get(name) ?? []).map(part);
const msOf = (bursts: Bursts, name: string) => spreadOf(column(bursts, name, (one) => one.ms)).p50;
const zombiesOf = (bursts: Bursts, name: string) => Math.max(...column(bursts, name, (one) => one.zombies));

function detailOf(inits: Contestant[], bursts: Bursts, where: string): Detail {
  return {
    title: `10,000 orphans exiting at once, ${where}`,
    note: `ms from the moment they are let go until the last is reaped, and the CPU time of the init itself (median). Each orphan has a process group of its own.`,
    header: ["init", "zombies", "p10", "p50", "p90", "samples", "init's CPU", "of tini"],
    rows: inits.map(({ name }) => [
      name,
      `${zombiesOf(bursts, name)}`,
      ...spreadCells(
        column(bursts, name, (one) => one.ms),
        1,
        0,
      ),
      fixed(spreadOf(column(bursts, name, (one) => one.cpuMs)).p50, 0, "ms"),
      ratio(msOf(bursts, name) / msOf(bursts, "tini")),
    ]),
  };
}

export function orphans(programs: Programs, inits: Contestant[]): Result {
  const pinned = measure(programs, inits, "pinned");
  const free = measure(programs, inits, "free");
  const own = "lastcall-init";
  const left = Math.max(zombiesOf(pinned, own), zombiesOf(free, own));
  const zombies = Number.isFinite(left) ? left : Number.NaN;
  const share = msOf(pinned, own) / msOf(pinned, "tini");
  return {
    figures: [
      {
        what: "10,000 orphans exiting at once: zombies left",
        lastcall: fixed(zombies, 0, ""),
        reference: "",
        must: "0",
        aim: "0",
        met: judge(zombies, 0, 0),
      },
      {
        what: "10,000 orphans exiting at once: time",
        lastcall: `${fixed(msOf(pinned, own), 0, "ms")} = ${ratio(share)}`,
        reference: `tini ${fixed(msOf(pinned, "tini"), 0, "ms")}`,
        must: "no slower than tini",
        aim: "",
        met: judge(share, tolerance, 0),
      },
    ],
    details: [
      detailOf(inits, pinned, `everybody on one CPU ("no slower" is up to ${tolerance} ×)`),
      detailOf(inits, free, "on any CPU (varies threefold from one time to the next: not judged)"),
    ],
  };
}
