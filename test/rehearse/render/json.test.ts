// JSON: versioned, the same every time, and nothing that JSON has not.
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderJson } from "../../../src/rehearse/render/json.ts";
import { report as anyReport } from "./arbitrary.ts";
import { REPORTS, refusing } from "./reports.ts";

test("begins with the version and the verdict, and has what is promised", () => {
  const json = renderJson(refusing());
  expect(json).toMatch(/^{\n {2}"version": 1,\n {2}"verdict": "fail",\n/);
  const report = JSON.parse(json);
  expect(Object.keys(report)).toEqual([
    "version",
    "verdict",
    "requests",
    "stop",
    "findings",
    "recommendation",
    "recording",
  ]);
  expect(Object.keys(report.requests)).toEqual([
    "total",
    "ok",
    "dropped",
    "byOutcome",
    "newConnections",
    "reusedConnections",
  ]);
  expect(Object.keys(report.stop)).toEqual(["signal", "delivered", "tookMs", "forced", "exitCode"]);
  expect(Object.keys(report.findings[0])).toEqual(["code", "severity", "message", "advice", "evidence"]);
});

test("is the report again when read", () => {
  for (const build of Object.values(REPORTS)) {
    const wellFormed = JSON.parse(JSON.stringify(build()).replaceAll("\\ud800", "\ufffd"));
    expect(JSON.parse(renderJson(build()))).toEqual(wellFormed);
  }
});

test("does not depend on the order in which the first keys were set", () => {
  expect(renderJson({ b: 1, verdict: "pass", version: 1 })).toBe(renderJson({ version: 1, b: 1, verdict: "pass" }));
});

test("what is no JSON is none in it", () => {
  const circle: Record<string, unknown> = { a: 1 };
  circle.self = circle;
  const odd = {
    pattern: /ready (\d+)/i,
    never: Number.POSITIVE_INFINITY,
    nothing: undefined,
    call: () => 1,
    big: 12n,
    map: new Map([["a", new Set([1])]]),
    at: new Date(0),
    half: "a\ud800b",
    circle,
    ["__proto__"]: 1,
  };
  expect(JSON.parse(renderJson(odd))).toEqual({
    pattern: "/ready (\\d+)/i",
    never: null,
    big: "12",
    map: [["a", [1]]],
    at: "1970-01-01T00:00:00.000Z",
    half: "a\ufffdb",
    circle: { a: 1, self: null },
    ["__proto__"]: 1,
  });
  expect(renderJson(undefined)).toBe("null\n");
});

test("any report can be read back", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(JSON.parse(renderJson(report)).findings).toHaveLength(report.findings.length);
    }),
  );
});
