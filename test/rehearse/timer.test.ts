import { expect, test } from "vitest";
import { timerMs } from "../../src/rehearse/timer.ts";

test.each([
  [-5, 0],
  [1500, 1500],
  // Node lets this one end after a millisecond.
  [2 ** 31, 2 ** 31 - 1],
  [Number.POSITIVE_INFINITY, 2 ** 31 - 1],
])("%d ms for a timer: %d", (ms, expected) => {
  expect(timerMs(ms)).toBe(expected);
});
