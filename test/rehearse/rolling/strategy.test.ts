import { expect, test } from "vitest";
import { type Amount, parseAmount, settleStrategy } from "../../../src/rehearse/rolling/strategy.ts";

test.each<[number, Amount | undefined, Amount | undefined, number, number, string]>([
  [4, 1, 0, 1, 0, "numbers stay as they are"],
  [10, undefined, undefined, 3, 2, "25% without being asked: the surge is rounded up, what may be missing down"],
  [4, undefined, undefined, 1, 1, "25% of 4 is 1"],
  [1, undefined, undefined, 1, 0, "25% of 1 is one more, and none missing"],
  [3, "50%", "50%", 2, 1, "half of 3"],
  [2, 0, "1%", 0, 1, "no surge, and less than one missing: one may be missing"],
  [3, 0, 0, 0, 1, "nothing at all: one may be missing"],
  [2, "0%", "25%", 0, 1, "percentages that come to nothing: one may be missing"],
  [2, "1%", "25%", 1, 0, "the smallest surge is one pod"],
  [3, 0, 7, 0, 3, "never more missing than there are"],
  [3, 7, 0, 7, 0, "a surge can be larger than the Deployment"],
  [5, "100%", "100%", 5, 5, "all at once"],
])("%i replicas, surge %s, unavailable %s: %i and %i (%6$s)", (replicas, surge, missing, maxSurge, maxUnavailable) => {
  expect(settleStrategy(replicas, surge, missing, 7)).toEqual({ replicas, maxSurge, maxUnavailable, minReadyMs: 7 });
});

test.each([0, -1, 1.5, Number.NaN])("%s replicas are refused", (replicas) => {
  expect(() => settleStrategy(replicas, 1, 0)).toThrow(RangeError);
});

test.each<[string, Amount | null]>([
  ["0", 0],
  ["12", 12],
  ["25%", "25%"],
  ["025%", "25%"],
  ["", null],
  ["%", null],
  ["-1", null],
  ["1.5", null],
  ["25 %", null],
  ["25%%", null],
  ["one", null],
])("an amount %j is %j", (text, amount) => {
  expect(parseAmount(text)).toEqual(amount);
});
