import { expect, test } from "vitest";
import { type Kept, Pool } from "../../../src/rehearse/load/pool.ts";

class Fake implements Kept {
  closed = false;
  readonly idleSinceMs: number;
  readonly idleLimitMs: number;

  constructor(idleSinceMs: number, idleLimitMs = Number.POSITIVE_INFINITY) {
    this.idleSinceMs = idleSinceMs;
    this.idleLimitMs = idleLimitMs;
  }

  close(): void {
    this.closed = true;
  }
}

function poolOf(size: number, ...members: Fake[]): Pool<Fake> {
  const pool = new Pool<Fake>(size);
  for (const member of members) {
    pool.add(member);
    pool.free(member);
  }
  return pool;
}

test("the one that has been idle for longest is next", () => {
  const [first, second] = [new Fake(0), new Fake(10)];
  const pool = poolOf(2, first, second);
  expect(pool.take(100, true)).toBe(first);
  expect(pool.take(100, true)).toBe(second);
  expect(pool.take(100, true)).toBe(null);
});

test("until there are enough, another is opened", () => {
  const only = new Fake(0);
  const pool = poolOf(2, only);
  expect(pool.take(100, true)).toBe(null);
  expect(pool.take(100, false)).toBe(only);
});

test("none is forgotten while others are opened", () => {
  const only = new Fake(0);
  expect(poolOf(2, only).take(999, true)).toBe(null);
  expect(poolOf(2, only).take(1_000, true)).toBe(only);
});

test("a connection rests behind an answer, so that an end right behind it is known", () => {
  const only = new Fake(100);
  const pool = poolOf(1, only);
  expect(pool.take(104, true)).toBe(null);
  expect(pool.take(105, true)).toBe(only);
});

test.each([
  [5_000, 3_999, 4_000],
  [1_500, 749, 750],
])("one that the app keeps for %d ms is used after %d ms, and closed after %d ms", (limitMs, usedMs, closedMs) => {
  const used = new Fake(0, limitMs);
  expect(poolOf(1, used).take(usedMs, true)).toBe(used);
  const closed = new Fake(0, limitMs);
  expect(poolOf(1, closed).take(closedMs, true)).toBe(null);
  expect([used.closed, closed.closed]).toEqual([false, true]);
});

test("one that is gone is not used, and what is no member does not become one", () => {
  const [first, second] = [new Fake(0), new Fake(0)];
  const pool = poolOf(2, first);
  pool.gone(first);
  pool.free(first);
  pool.free(second);
  expect(pool.take(100, false)).toBe(null);
});
