// Columns, cutting and wrapping, and what a place can show.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layoutWidth, lookOf } from "../../../src/rehearse/render/look.ts";
import { clean, columns, cut, padEnd, wrap } from "../../../src/rehearse/render/measure.ts";
import { count, exitCode, list, seconds } from "../../../src/rehearse/render/words.ts";
import { shellLine } from "../../../src/rehearse/shell-line.ts";
import { isLost } from "../../../src/rehearse/verdict/losses.ts";
import { text } from "./arbitrary.ts";

test.each([
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["日本", 4],
  ["한", 2],
  ["━", 1],
  ["❌", 2],
  ["", 0],
])("%s has %i columns", (string, expected) => {
  expect(columns(string)).toBe(expected);
});

test("cuts at a column, with a mark", () => {
  expect(cut("entrypoint", 10)).toBe("entrypoint");
  expect(cut("entrypoint.sh", 10)).toBe("entrypoin…");
  expect(cut("entrypoint.sh", 10, false)).toBe("entrypoin~");
  expect(cut("日本語", 4)).toBe("日…");
  expect(padEnd("日", 4)).toBe("日  ");
});

test("wraps at spaces, and long words anywhere", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrap("abcdefghij k", 4)).toEqual(["abcd", "efgh", "ij k"]);
  expect(wrap("", 4)).toEqual([""]);
  expect(wrap('["a","bcd","efgh"]', 14)).toEqual(['["a","bcd",', '"efgh"]']);
  expect(wrap("a,bcdefghijkl", 8)).toEqual(["a,bcdefg", "hijkl"]);
});

test("wrapping loses nothing but spaces", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 60 }), (string, width) => {
      const lines = wrap(clean(string), width);
      expect(lines.join("").replaceAll(" ", "")).toBe(clean(string).replaceAll(" ", ""));
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test("writes out what would have power, and leaves the rest", () => {
  expect(clean("a\x1b[31m\x07\n\r\t\x9b\u202e\u200b\ud800é日")).toBe(
    "a\\x1b[31m\\x07\\n\\r\\t\\x9b\\u{202e}\\u{200b}\\u{d800}é日",
  );
  expect(clean("→ é …", false)).toBe("-> \\xe9 ...");
});

describe("what a place can show", () => {
  const utf8 = { LANG: "C.UTF-8" };
  test.each([
    ["a terminal", { isTTY: true, columns: 132 }, utf8, { width: 132, color: true, unicode: true }],
    [
      "a terminal with NO_COLOR",
      { isTTY: true, columns: 80 },
      { ...utf8, NO_COLOR: "1" },
      { width: 80, color: false, unicode: true },
    ],
    [
      "a NO_COLOR that is empty",
      { isTTY: true, columns: 80 },
      { ...utf8, NO_COLOR: "" },
      { width: 80, color: true, unicode: true },
    ],
    [
      "a dumb terminal",
      { isTTY: true, columns: 80 },
      { ...utf8, TERM: "dumb" },
      { width: 80, color: false, unicode: true },
    ],
    ["a file", {}, utf8, { width: 80, color: false, unicode: true }],
    ["a locale of C", { isTTY: true, columns: 80 }, { LANG: "C" }, { width: 80, color: true, unicode: false }],
    [
      "LC_ALL before LANG",
      { isTTY: true, columns: 80 },
      { LC_ALL: "POSIX", ...utf8 },
      { width: 80, color: true, unicode: false },
    ],
    ["LC_CTYPE before LANG", {}, { LC_CTYPE: "de_DE.utf8", LANG: "C" }, { width: 80, color: false, unicode: true }],
    [
      "a terminal that does not know its size",
      { isTTY: true, columns: 0 },
      utf8,
      { width: 80, color: true, unicode: true },
    ],
  ])("%s", (_, place, env, expected) => {
    expect(lookOf(place, env)).toEqual(expected);
  });

  test("is laid out between 48 and 120 columns", () => {
    expect([1, 48, 100, 500, Number.NaN].map((width) => layoutWidth({ width, color: false }))).toEqual([
      48, 48, 100, 120, 80,
    ]);
  });
});

test("figures in words", () => {
  expect([0, 0.4, 90, 999, 1000, 1300, 5000, 5049, 59_950, 125_400, -2000, Number.NaN].map(seconds)).toEqual([
    "0 s",
    "0 s",
    "90 ms",
    "999 ms",
    "1 s",
    "1.3 s",
    "5 s",
    "5.0 s",
    "60.0 s",
    "125 s",
    "-2 s",
    "?",
  ]);
  expect([count(0, "request"), count(1, "request"), count(2, "request")]).toEqual([
    "0 requests",
    "1 request",
    "2 requests",
  ]);
  expect([list([1, 2, 3], 3), list([1, 2, 3, 4], 3)]).toEqual(["1, 2, 3", "1, 2, 3 and 1 more"]);
  expect([exitCode(0), exitCode(137), exitCode(143), exitCode(null)]).toEqual([
    "0",
    "137 (128 + KILL)",
    "143 (128 + TERM)",
    "none",
  ]);
  expect(shellLine(["sh", "-c", "it's $HOME", ""])).toBe("sh -c 'it'\\''s $HOME' ''");
});

test("an answer of 4xx is not lost, one of 5xx is", () => {
  expect(isLost({ outcome: "ok", status: 200 })).toBe(false);
  expect(isLost({ outcome: "http-error", status: 404 })).toBe(false);
  expect(isLost({ outcome: "http-error", status: 503 })).toBe(true);
  expect(isLost({ outcome: "refused" })).toBe(true);
});
