// Variables in files: Compose's `${VAR}`, env files, and the `$(VAR)` of Kubernetes.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Compose writes variables.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Wrong } from "../../../src/rehearse/bad-option.ts";
import { composeMs } from "../../../src/rehearse/sources/compose-duration.ts";
import { readEnvFile } from "../../../src/rehearse/sources/env-file.ts";
import { expand } from "../../../src/rehearse/sources/expand.ts";
import { interpolate } from "../../../src/rehearse/sources/interpolate.ts";

const values: Record<string, string> = { A: "a", EMPTY: "", _X1: "x" };
const variables = (name: string) => values[name];
const outside = (name: string) => (name === "X" ? "out" : undefined);

const interpolated: [text: string, result: string][] = [
  ["plain", "plain"],
  ["$A", "a"],
  ["${A}", "a"],
  ["<$A.$_X1>", "<a.x>"],
  ["$$A $${A}", "$A ${A}"],
  ["$NONE|${NONE}", "|"],
  ["${A:-b}${A-b}", "aa"],
  ["${NONE:-b}${NONE-b}", "bb"],
  ["${EMPTY:-b}|${EMPTY-b}", "b|"],
  ["${NONE:-}", ""],
  ["${A:+b}|${NONE:+b}|${EMPTY:+b}|${EMPTY+b}", "b|||b"],
  ["${NONE:-${A}}", "a"],
  ["${NONE:-${NONE:-deep}}", "deep"],
  ["${A:?needed}", "a"],
  ["${EMPTY?needed}", ""],
  ["${NONE:-a b:c}", "a b:c"],
];

test.each(interpolated)("%s is '%s'", (text, result) => {
  expect(interpolate(text, variables, () => {})).toBe(result);
});

test.each([
  ["${EMPTY:?needed}", "EMPTY is not set: needed"],
  ["${NONE?}", "NONE is not set: it is required"],
  ["${", "expected $NAME, "],
  ["${}", "expected $NAME, "],
  ["${1}", "expected $NAME, "],
  ["$1", "expected $NAME, "],
  ["$", "expected $NAME, "],
  ["${A!b}", "expected $NAME, "],
  ["${NONE:-${A}", "expected $NAME, "],
])("%s is refused", (text, message) => {
  expect(() => interpolate(text, variables, () => {})).toThrow(Wrong);
  expect(() => interpolate(text, variables, () => {})).toThrow(message);
});

test("names without a value are told", () => {
  const names: string[] = [];
  interpolate("$A $B ${C} ${D:-d} ${E:-$F}", variables, (name) => names.push(name));
  expect(names).toEqual(["B", "C", "F"]);
});

test("doubled dollar signs keep any text as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(interpolate(text.replaceAll("$", "$$$$"), variables, () => {})).toBe(text);
    }),
  );
});

describe("env files", () => {
  const rows: [text: string, result: Record<string, string>][] = [
    ["", {}],
    ["A=1", { A: "1" }],
    ["A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["\uFEFFA=1", { A: "1" }],
    ["# comment\n\n  A = 1  \n", { A: "1" }],
    ["export A=1", { A: "1" }],
    ["A=", { A: "" }],
    ["A=b # comment\nB=b#c", { A: "b", B: "b#c" }],
    ["A='$X # no' # yes", { A: "$X # no" }],
    ['A="a\\nb \\"c\\" $X \\$X"', { A: 'a\nb "c" out $X' }],
    ['A="two\nlines"\nB=1', { A: "two\nlines", B: "1" }],
    ["A=1\nB=${A}2", { A: "1", B: "12" }],
    ["A=${NONE:-d}", { A: "d" }],
    ["X\nY", { X: "out" }],
    ["A.b-c=1", { "A.b-c": "1" }],
    ["A: b c", { A: "b c" }],
    ["A=a=b", { A: "a=b" }],
  ];
  test.each(rows)("%j", (text, result) => {
    expect(readEnvFile(text, outside)).toEqual(result);
  });

  test.each([
    ["=1", 1],
    ["A=1\n1A=2", 2],
    ["A=1\n\nA B=2", 3],
  ])("%j is refused", (text, line) => {
    expect(() => readEnvFile(text, outside)).toThrow(`line ${line}: expected NAME=VALUE`);
  });

  test("a quote that stays open is one of the value's characters", () => {
    expect(readEnvFile("A='open\nB=1", outside)).toEqual({ A: "'open", B: "1" });
  });
});

test.each([
  ["$(A) $(A)$(B)", "a ab"],
  ["$$(A)", "$(A)"],
  ["$(NONE) $A ${A} $", "$(NONE) $A ${A} $"],
  ["$$$(A)", "$a"],
])("Kubernetes makes %s to '%s'", (text, result) => {
  expect(expand(text, { A: "a", B: "b" })).toBe(result);
});

test.each([
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["1.5s", 1500],
  ["1h1m1s1ms", 3_661_001],
  ["500us", 0.5],
])("Compose reads %s as %d ms", (text, ms) => {
  expect(composeMs(text)).toBe(ms);
});

test.each(["", "30", "s", "-1s", "1d", "1s ", "1.s"])("Compose does not read '%s'", (text) => {
  expect(() => composeMs(text)).toThrow(Wrong);
});
