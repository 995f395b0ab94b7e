import { expect, test } from "vitest";
import { poolSize, Schedule } from "../../../src/rehearse/load/schedule.ts";

test("requests are due at a constant rate", () => {
  const schedule = new Schedule(1_000, 2_000, 0.5);
  expect([0, 1, 2, 10_000].map((arrival) => schedule.dueMs(arrival))).toEqual([1_000, 1_000.5, 1_001, 6_000]);
});

test.each([
  [0, "--------"],
  [0.25, "---n---n"],
  [0.5, "-n-n-n-n"],
  [0.75, "-nnn-nnn"],
  [1, "nnnnnnnn"],
])("a share of %d on new connections is spread evenly", (share, marks) => {
  const schedule = new Schedule(0, 50, share);
  expect([...marks].map((_, arrival) => (schedule.onNewConnection(arrival) ? "n" : "-")).join("")).toBe(marks);
});

test.each([0.1, 0.3, 1 / 3, 0.9])("of 1,000 requests a share of %d is right to within one", (share) => {
  const schedule = new Schedule(0, 50, share);
  const count = Array.from({ length: 1_000 }, (_, arrival) => schedule.onNewConnection(arrival)).filter(Boolean).length;
  expect(Math.abs(count - 1_000 * share)).toBeLessThanOrEqual(1);
});

test.each([
  [2_000, 0.5, 16],
  [50, 0.9, 5],
  [2, 0.5, 1],
  [0.2, 0.5, 1],
  [50, 1, 1],
])("%d requests a second, %d of them on new connections: %d to be kept", (perSecond, share, size) => {
  expect(poolSize(perSecond, share)).toBe(size);
});
