// "did you mean": one word, near enough, or none.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";

const flags =
  "--delay TIME, --deadline TIME, -r|--rewrite FROM:TO, --settle TIME, -q, --verbose, --version, --log FORMAT, -h";
const signals = "HUP,INT,QUIT,ILL,KILL,TERM,CONT";

describe.each(cores)("suggestions in $name", (core) => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["delay", "delay", 0],
    ["dealy", "delay", 1],
    ["dely", "delay", 1],
    ["deelay", "delay", 1],
    ["kitten", "sitting", 7],
  ])("'%s' and '%s' are %d apart", (a, b, far) => {
    expect(core.distance(a, b)).toBe(far);
  });

  test.each([
    ["a letter is missing", "--dely", "--delay"],
    ["a letter too many", "--deelay", "--delay"],
    ["two letters swapped", "--dealy", "--delay"],
    ["a wrong letter", "--settla", "--settle"],
    ["behind a bar", "--rewrit", "--rewrite"],
    ["an abbreviation", "--dead", "--deadline"],
    ["an abbreviation of two", "--ver", ""],
    ["nothing like it", "--frobnicate", ""],
    ["short ones that are as near as each other", "-x", ""],
    ["itself", "--settle", "--settle"],
    ["empty", "", ""],
  ])("%s: '%s'", (_why, typed, expected) => {
    expect(core.nearest(typed, flags)).toBe(expected);
  });

  test.each([
    ["a short word allows one letter", "INR", "INT"],
    ["but not two", "IRR", ""],
    ["one of four letters two", "TREM", "TERM"],
    ["the nearer one", "KILK", "KILL"],
    ["too short to abbreviate", "T", ""],
  ])("%s: '%s'", (_why, typed, expected) => {
    expect(core.nearest(typed, signals)).toBe(expected);
  });

  test("two words that are equally near are no help", () => {
    expect(core.nearest("sal", "sat, sad")).toBe("");
    expect(core.nearest("sal", "sat, bad, mad")).toBe("sat");
    expect(core.nearest("x", "")).toBe("");
  });

  test("the distance is symmetric, and zero for equal words alone", () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const far = core.distance(a, b);
        expect(core.distance(b, a)).toBe(far);
        expect(far === 0).toBe(a === b);
        expect(far).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(far).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
