// Durations: every form, every limit.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const LONGEST_MS = 1000 * 86_400_000;

const read: [text: string, ms: number][] = [
  ["0", 0],
  ["0s", 0],
  ["5", 5000],
  ["5s", 5000],
  ["005s", 5000],
  ["500ms", 500],
  ["1500ms", 1500],
  ["1m", 60_000],
  ["1m30s", 90_000],
  ["2h", 7_200_000],
  ["1h1m1s1ms", 3_661_001],
  ["1h0m", 3_600_000],
  ["1m5ms", 60_005],
  ["86400000", LONGEST_MS],
  ["24000h", LONGEST_MS],
];

const refused: [why: string, text: string][] = [
  ["empty", ""],
  ["a unit alone", "s"],
  ["a negative time", "-5s"],
  ["a signed time", "+5s"],
  ["a fraction", "1.5s"],
  ["an exponent", "1e3"],
  ["a blank before", " 5s"],
  ["a blank within", "5 s"],
  ["a blank after", "5s "],
  ["an unknown unit", "5d"],
  ["the long word", "5sec"],
  ["an upper-case unit", "5S"],
  ["a unit twice", "5s5s"],
  ["rising units", "30s1m"],
  ["a bare number after a unit", "1m30"],
  ["a bare number before a unit", "30 1m"],
  ["a millisecond beyond 1000 days", "24000h1ms"],
  ["13 digits", "1000000000000ms"],
  ["what would overflow", "999999999999h"],
  ["a word", "soon"],
  ["a digit of another script", "٥s"],
];

describe.each(cores)("durations in $name", (core) => {
  test.each(read)("%s is %d ms", (text, ms) => {
    expect(core.parseDuration(text)).toBe(ms);
  });

  test.each(refused)("%s is refused: '%s'", (_why, text) => {
    expect(core.parseDuration(text)).toBe(-1);
  });

  test.each([
    [0, "0s"],
    [1, "1ms"],
    [999, "999ms"],
    [1000, "1s"],
    [1500, "1s500ms"],
    [90_000, "1m30s"],
    [3_600_000, "1h"],
    [3_661_001, "1h1m1s1ms"],
    [LONGEST_MS, "24000h"],
  ])("%d ms is written %s", (ms, text) => {
    expect(core.formatDuration(ms)).toBe(text);
  });

  test("what is written is read as the same time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LONGEST_MS }), (ms) => {
        expect(core.parseDuration(core.formatDuration(ms))).toBe(ms);
      }),
    );
  });

  test("anything is answered with -1 or a time within the limit", () => {
    const pieces = fc.constantFrom("1", "59", "007", "s", "ms", "m", "h", "d", " ", "-", ".", "999999999999");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 8 }).map((list) => list.join("")),
        ),
        (text) => {
          const ms = core.parseDuration(text);
          expect(ms === -1 || (ms >= 0 && ms <= LONGEST_MS)).toBe(true);
        },
      ),
    );
  });
});

test("both cores read any text alike", () => {
  const [one, other] = cores;
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9hms .]{0,9}$/), (text) => {
      expect(other?.parseDuration(text)).toBe(one?.parseDuration(text));
    }),
  );
});
