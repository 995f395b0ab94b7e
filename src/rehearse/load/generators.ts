// The load, the slow requests and the held sessions of a rehearsal, as one list, and what can be said of all of them.

import type { Rehearsal } from "../rehearsal.ts";
import { portNamed } from "../url.ts";
import { descriptorLimit, mostConnections } from "./descriptors.ts";
import type { Target } from "./endpoint.ts";
import { type Counts, createLoad, type Generator } from "./generator.ts";
import { createHold } from "./hold.ts";

/** The ids of their records are so far apart: nobody sends more in one rehearsal. */
const idsEach = 1_000_000;

/**
 * `at` says where a URL leads that names this port, or none (null). `descriptors`: what one connection takes in this process, which is more
 * where its other end is here as well.
 */
export function generatorsOf(
  { load, slow, hold }: Rehearsal,
  at: (port: number | null) => Target,
  clock: () => number,
  descriptors = 1,
): readonly Generator[] {
  const target = (url: string) => at(portNamed(url));
  const number = [load, slow, hold].filter((one) => one !== null).length;
  const most = mostConnections(descriptorLimit(), number, descriptors);
  const all: Generator[] = [];
  if (load !== null) all.push(createLoad(load, target(load.url), clock, { most }));
  if (slow !== null) all.push(createLoad(slow, target(slow.url), clock, { kind: "slow", firstId: idsEach, most }));
  if (hold !== null) all.push(createHold(hold, target(hold.url), clock, { firstId: 2 * idsEach, most }));
  return all;
}

export function countsOf(generators: readonly Pick<Generator, "counts">[]): Counts {
  const sum = { sent: 0, ok: 0, lost: 0 };
  for (const { counts } of generators) {
    sum.sent += counts.sent;
    sum.ok += counts.ok;
    sum.lost += counts.lost;
  }
  return sum;
}

/** How many requests of all of them could not be sent, by errno. */
export function unsentOf(generators: readonly Pick<Generator, "unsent">[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const [errno, times] of generators.flatMap(({ unsent }) => [...unsent]))
    sum.set(errno, (sum.get(errno) ?? 0) + times);
  return sum;
}
