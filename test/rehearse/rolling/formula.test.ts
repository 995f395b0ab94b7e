// The closed form against the controller itself, in virtual time.

import fc from "fast-check";
import { expect, test } from "vitest";
import { course, peakRule } from "../../../src/rehearse/rolling/formula.ts";
import { type Amount, settleStrategy } from "../../../src/rehearse/rolling/strategy.ts";
import { simulate } from "./simulation.ts";

const amount = (most: number): fc.Arbitrary<Amount> =>
  fc.oneof(
    fc.integer({ min: 0, max: most }),
    fc.integer({ min: 0, max: 100 }).map((percent): Amount => `${percent}%`),
  );

const updates = fc
  .integer({ min: 1, max: 30 })
  .chain((replicas) =>
    fc.record({
      replicas: fc.constant(replicas),
      surge: amount(replicas + 5),
      unavailable: amount(replicas),
      readyMs: fc.integer({ min: 1, max: 60 }),
      minReadyMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
      terminationMs: fc.integer({ min: 0, max: 400 }),
      // As many rounds as this, to the millisecond: pods go while others come.
      rounds: fc.option(fc.integer({ min: 0, max: 8 })),
    }),
  )
  .filter(({ surge, unavailable }) => Number.parseInt(`${surge}`, 10) > 0 || Number.parseInt(`${unavailable}`, 10) > 0)
  .map(({ replicas, surge, unavailable, minReadyMs, readyMs, terminationMs, rounds }) => ({
    strategy: settleStrategy(replicas, surge, unavailable, minReadyMs),
    readyMs,
    terminationMs: rounds === null ? terminationMs : rounds * (readyMs + minReadyMs),
  }));

test("the closed form says what the controller does, whatever the strategy and the times", () => {
  fc.assert(
    fc.property(updates, ({ strategy, readyMs, terminationMs }) => {
      const seen = simulate(strategy, () => ({ readyMs, terminationMs }));
      const said = course(strategy, readyMs + strategy.minReadyMs, terminationMs);
      expect({ peakPods: seen.peakPods, completeMs: seen.completeMs }).toEqual({
        peakPods: said.peakPods,
        completeMs: said.completeMs,
      });
      // The last new pod may become available after the last old one has gone.
      expect(Math.max(seen.goneMs, seen.completeMs)).toBe(said.goneMs);
      expect(seen.leastReady).toBeGreaterThanOrEqual(strategy.replicas - strategy.maxUnavailable);
    }),
    { numRuns: 2000 },
  );
});

test("the rule of thumb is exact with nothing unavailable or rounds enough, and else too high by what may be unavailable", () => {
  fc.assert(
    fc.property(updates, ({ strategy, readyMs, terminationMs }) => {
      const availableMs = readyMs + strategy.minReadyMs;
      const exact = course(strategy, availableMs, terminationMs).peakPods;
      const rule = peakRule(strategy, availableMs, terminationMs);
      const batch = strategy.maxSurge + strategy.maxUnavailable;
      const enough = (Math.ceil(terminationMs / availableMs) + 1) * batch <= strategy.replicas;
      if (strategy.maxUnavailable === 0 || enough) expect(rule).toBe(exact);
      else expect(rule - exact).toSatisfy((over: number) => over >= 0 && over <= strategy.maxUnavailable);
    }),
    { numRuns: 2000 },
  );
});

test("longer times never make fewer pods or a shorter update", () => {
  fc.assert(
    fc.property(updates, fc.nat(50), ({ strategy, readyMs, terminationMs }, moreMs) => {
      const before = course(strategy, readyMs, terminationMs);
      const drainsLonger = course(strategy, readyMs, terminationMs + moreMs);
      expect(drainsLonger.peakPods).toBeGreaterThanOrEqual(before.peakPods);
      expect(drainsLonger.goneMs).toBeGreaterThanOrEqual(before.goneMs);
      const readyLater = course(strategy, readyMs + moreMs, terminationMs);
      expect(readyLater.peakPods).toBeLessThanOrEqual(before.peakPods);
      expect(readyLater.completeMs).toBeGreaterThanOrEqual(before.completeMs);
    }),
  );
});

test("where pods differ, there are never more than with the quickest start and the slowest stop of them all", () => {
  const differing = fc.tuple(updates, fc.array(fc.record({ more: fc.nat(30), longer: fc.nat(60) }), { minLength: 1 }));
  fc.assert(
    fc.property(differing, ([{ strategy, readyMs, terminationMs }, extra]) => {
      const { peakPods } = simulate(strategy, (pod) => {
        const { more, longer } = extra[pod % extra.length] ?? { more: 0, longer: 0 };
        return { readyMs: readyMs + more, terminationMs: terminationMs + longer };
      });
      const slowestMs = terminationMs + Math.max(...extra.map(({ longer }) => longer));
      expect(peakPods).toBeLessThanOrEqual(course(strategy, readyMs + strategy.minReadyMs, slowestMs).peakPods);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  { replicas: 20, surge: 5, availableMs: 30_000, terminationMs: 120_000, peakPods: 40, completeMs: 120_000 },
  { replicas: 20, surge: 5, availableMs: 30_000, terminationMs: 30_000, peakPods: 30, completeMs: 120_000 },
  { replicas: 10, surge: 1, availableMs: 60_000, terminationMs: 300_000, peakPods: 16, completeMs: 600_000 },
  { replicas: 4, surge: 1, availableMs: 10_000, terminationMs: 0, peakPods: 5, completeMs: 40_000 },
])(
  "$replicas replicas, surge $surge, $availableMs ms until available, $terminationMs ms to terminate: $peakPods pods",
  (row) => {
    const said = course(settleStrategy(row.replicas, row.surge, 0), row.availableMs, row.terminationMs);
    expect(said).toEqual({
      peakPods: row.peakPods,
      completeMs: row.completeMs,
      goneMs: row.completeMs + row.terminationMs,
    });
  },
);
