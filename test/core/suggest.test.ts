// "did you mean": one word, near enough, or none.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

/** More edits than this are not counted. */
const FAR = 3;
const flags = ["delay", "deadline", "stop-signals", "target", "settle", "linger", "log", "verbose", "version"];

describe.each(cores)("suggestions in $name", (core) => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["delay", "delay", 0],
    ["dealy", "delay", 1],
    ["dely", "delay", 1],
    ["deelay", "delay", 1],
    ["kitten", "sitting", 3],
  ])("'%s' and '%s' are %d edits apart", (a, b, edits) => {
    expect(core.editDistance(a, b)).toBe(edits);
  });

  test.each([
    ["a letter is missing", "dely", "delay"],
    ["a letter too many", "deelay", "delay"],
    ["two letters swapped", "dealy", "delay"],
    ["a wrong letter", "targat", "target"],
    ["an abbreviation", "dead", "deadline"],
    ["an abbreviation of two", "ver", ""],
    ["too short to abbreviate", "de", ""],
    ["nothing like it", "frobnicate", ""],
    ["a short word allows one edit", "lag", "log"],
    ["but not two", "lg0", ""],
    ["itself", "linger", "linger"],
    ["empty", "", ""],
  ])("%s: '%s'", (_why, typed, expected) => {
    expect(core.nearest(typed, flags)).toBe(expected);
  });

  test("two words that are equally near are no help", () => {
    expect(core.nearest("sal", ["sat", "sad"])).toBe("");
    expect(core.nearest("sal", ["sat", "bad", "mad"])).toBe("sat");
    expect(core.nearest("x", [])).toBe("");
  });

  test("the distance is symmetric, and zero for equal words alone", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = core.editDistance(a, b);
        expect(core.editDistance(b, a)).toBe(edits);
        expect(edits === 0).toBe(a === b);
        expect(edits).toBeGreaterThanOrEqual(Math.min(FAR, Math.abs(a.length - b.length)));
        expect(edits).toBeLessThanOrEqual(Math.min(FAR, Math.max(a.length, b.length)));
      }),
    );
  });
});
