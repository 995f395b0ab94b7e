// The formulae, row by row: what is measured, and what follows.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figuresOf, roundUp } from "../../../src/rehearse/verdict/figures.ts";
import { engines, rehearsal } from "./recordings.ts";

type Name = keyof typeof engines;

function figures(
  lag: number,
  longest: number,
  tail: number,
  cleanUp: number,
  hook: number,
  name: Name,
  grace?: number,
) {
  const engine = engines[name];
  const measured = { lagMs: lag, longestMs: longest, tailMs: tail, cleanUpMs: cleanUp, hookMs: hook };
  return figuresOf(
    { ...measured, drainedMs: 0 },
    rehearsal({ engine, endpointLagMs: lag, ...(grace === undefined ? {} : { graceMs: grace * 1000 }) }),
  );
}

/** L, R, K, C, H in milliseconds; delay, deadline in milliseconds, grace in seconds; 0 was set before. */
const rows: [
  name: string,
  L: number,
  R: number,
  K: number,
  C: number,
  H: number,
  delay: number,
  deadline: number,
  grace: number,
][] = [
  ["nothing at all", 0, 0, 0, 0, 0, 0, 3000, 5],
  ["README: 3 s, 15 s, 1 s", 3000, 15_000, 0, 1000, 0, 5000, 25_000, 30],
  ["README: behind a slow load balancer", 18_000, 60_000, 0, 2000, 0, 20_000, 85_000, 90],
  ["an instant app behind a Service", 5000, 10, 0, 20, 0, 7000, 10_000, 15],
  ["a keep-alive tail that is longer than any request", 5000, 10, 4000, 20, 0, 7000, 15_000, 20],
  ["a hook inside of the grace period", 5000, 10, 0, 20, 4000, 7000, 10_000, 20],
  ["two parts of a second", 1500, 300, 0, 300, 0, 4000, 7000, 9],
  ["minutes", 0, 300_000, 0, 0, 0, 0, 330_000, 360],
];

test.each(rows)("%s", (_, lag, longest, tail, cleanUp, hook, delayMs, deadlineMs, graceSeconds) => {
  expect(figures(lag, longest, tail, cleanUp, hook, "kubernetes", 0)).toMatchObject({
    delayMs,
    deadlineMs,
    graceSeconds,
  });
});

test("a grace period that is longer than needed stays", () => {
  expect(figures(5000, 10, 0, 20, 0, "kubernetes", 30)).toMatchObject({ deadlineMs: 10_000, graceSeconds: 30 });
  expect(figures(5000, 10, 0, 20, 0, "kubernetes", 600)).toMatchObject({ graceSeconds: 600 });
});

describe("limits of engines", () => {
  test("Cloud Run: 10 s, and what fits into them", () => {
    expect(figures(0, 3000, 0, 500, 0, "cloud-run")).toMatchObject({
      delayMs: 0,
      deadlineMs: 8000,
      graceSeconds: 10,
      fits: true,
    });
    // 1 s + 2 s of delay, 1 s of drain, and 2 s twice.
    expect(figures(1000, 100, 0, 0, 0, "cloud-run")).toMatchObject({ delayMs: 3000, deadlineMs: 8000, fits: true });
    expect(figures(5000, 100, 0, 0, 0, "cloud-run")).toMatchObject({ delayMs: 5000, deadlineMs: 8000, fits: false });
    expect(figures(5000, 60_000, 0, 0, 0, "cloud-run")).toMatchObject({ delayMs: 0, deadlineMs: 8000, fits: false });
  });

  test("ECS: 120 s on Fargate", () => {
    expect(figures(0, 100_000, 0, 0, 0, "ecs")).toMatchObject({ graceSeconds: 110, fits: true });
    expect(figures(0, 150_000, 0, 0, 0, "ecs")).toMatchObject({ graceSeconds: 210, fits: false });
  });

  test("Nomad: 30 s unless the client says otherwise", () => {
    expect(figures(0, 10_000, 0, 0, 0, "nomad")).toMatchObject({ graceSeconds: 20, fits: true });
    expect(figures(10_000, 30_000, 0, 0, 0, "nomad")).toMatchObject({ fits: false });
    // Rounded as elsewhere it would be 30 s and 35 s.
    expect(figures(5000, 18_000, 0, 0, 0, "nomad")).toMatchObject({ deadlineMs: 28_000, graceSeconds: 30, fits: true });
  });
});

test("every formula holds for anything that is measured", () => {
  const ms = fc.integer({ min: 0, max: 4_000_000 });
  const name = fc.constantFrom<Name>("kubernetes", "docker", "compose", "ecs", "nomad");
  fc.assert(
    fc.property(ms, ms, ms, ms, ms, name, (L, R, K, C, H, engine) => {
      const { delayMs, drainMs, deadlineMs, graceSeconds, neededMs, limit, fits } = figures(L, R, K, C, H, engine, 0);
      if (limit !== null && fits) expect(graceSeconds * 1000).toBeLessThanOrEqual(limit.ms);
      expect(delayMs).toBeGreaterThanOrEqual(L > 0 ? L + 2000 : 0);
      expect(drainMs).toBeGreaterThanOrEqual(Math.max(R, K) + C);
      expect(deadlineMs).toBeGreaterThanOrEqual(delayMs + drainMs + 2000);
      expect(graceSeconds * 1000).toBeGreaterThanOrEqual(H + deadlineMs + 2000);
      expect(graceSeconds * 1000).toBeGreaterThanOrEqual(neededMs);
      expect(Number.isInteger(graceSeconds)).toBe(true);
    }),
  );
});

test("Cloud Run's figures are within its 10 s, whatever is measured", () => {
  const ms = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(ms, ms, ms, (L, R, C) => {
      const { delayMs, drainMs, deadlineMs, graceSeconds, fits } = figures(L, R, 0, C, 0, "cloud-run");
      expect(graceSeconds).toBe(10);
      expect(deadlineMs).toBe(8000);
      expect(delayMs).toBeLessThan(deadlineMs);
      if (fits) expect(deadlineMs - delayMs).toBeGreaterThanOrEqual(drainMs + 2000);
    }),
  );
});

test("an app that takes longer than the formula says gets that time", () => {
  const measured = {
    lagMs: 0,
    longestMs: 10,
    tailMs: 0,
    cleanUpMs: 10,
    drainedMs: 6100,
    hookMs: 0,
    toldMs: 0,
    because: [],
  };
  expect(figuresOf(measured, rehearsal({ endpointLagMs: 0 }))).toMatchObject({ drainMs: 7000, deadlineMs: 9000 });
});

test("figures are rounded to what people write", () => {
  expect([1, 4001, 10_000, 10_001, 23_000, 119_000, 120_001].map(roundUp)).toEqual([
    1000, 5000, 10_000, 15_000, 25_000, 120_000, 150_000,
  ]);
});
