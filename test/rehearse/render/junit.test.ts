// JUnit XML: well-formed whatever is in the report, and as both schemas in use want it: Jenkins' junit-10.xsd, and the one of Ant's task.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checksOf, UPDATE_CHECKS } from "../../../src/rehearse/render/checks.ts";
import { renderJunit } from "../../../src/rehearse/render/junit.ts";
import type { Report } from "../../../src/rehearse/report.ts";
import type { Result } from "../../../src/rehearse/result.ts";
import { report as anyReport } from "./arbitrary.ts";
import { expectGolden } from "./golden.ts";
import { build, comparison, hostile, passing, proof, refusing, rolling, single, swallowed } from "./reports.ts";
import { type Element, readXml } from "./xml-reader.ts";

const AT = new Date("2026-03-04T05:06:07.890Z");

/** Children in order, with how often, and attributes; `!` marks what must be there. */
const RULES: Readonly<Record<string, { children: RegExp; attributes: readonly string[] }>> = {
  testsuites: { children: /^(?:testsuite )+$/, attributes: [] },
  testsuite: {
    children: /^properties (?:testcase )*system-out system-err $/,
    attributes: [
      "id!",
      "package!",
      "name!",
      "tests!",
      "failures!",
      "errors!",
      "skipped",
      "time!",
      "hostname!",
      "timestamp!",
    ],
  },
  properties: { children: /^(?:property )*$/, attributes: [] },
  property: { children: /^$/, attributes: ["name!", "value!"] },
  testcase: { children: /^(?:failure |skipped )?$/, attributes: ["classname!", "name!", "time!"] },
  failure: { children: /^$/, attributes: ["message", "type!"] },
  skipped: { children: /^$/, attributes: ["message"] },
  "system-out": { children: /^$/, attributes: [] },
  "system-err": { children: /^$/, attributes: [] },
};

function check(element: Element): void {
  const rule = RULES[element.name];
  expect(rule, element.name).toBeDefined();
  expect(element.children.map(({ name }) => `${name} `).join(""), element.name).toMatch(rule?.children ?? /$^/);
  const known = rule?.attributes.map((name) => name.replace("!", "")) ?? [];
  expect(known).toEqual(expect.arrayContaining(Object.keys(element.attributes)));
  for (const name of rule?.attributes ?? []) {
    if (name.endsWith("!")) expect(Object.keys(element.attributes), element.name).toContain(name.slice(0, -1));
  }
  const { time, timestamp } = element.attributes;
  if (time !== undefined) expect(time).toMatch(/^\d+\.\d{3}$/);
  // ISO8601_DATETIME_PATTERN of Ant's schema.
  if (timestamp !== undefined) expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  for (const child of element.children) check(child);
}

function suitesOf(result: Result): readonly Element[] {
  const root = readXml(renderJunit(result, AT));
  check(root);
  return root.children;
}

function suiteOf(report: Report): Element {
  const [only, ...others] = suitesOf(single(report));
  if (only === undefined || others.length > 0) throw new Error("not one suite");
  return only;
}

function casesOf(suite: Element): readonly Element[] {
  return suite.children.filter(({ name }) => name === "testcase");
}

test("a pass is a test case for the verdict, and one for each finding that there can be", () => {
  const suite = suiteOf(passing());
  const names = casesOf(suite).map(({ attributes }) => attributes.name);
  expect(names).toEqual(["the stop loses nothing", ...checksOf(passing())]);
  expect(names).toContain("keep-alive-reset");
  // Without a hook and sessions nothing can be wrong with them.
  expect(names).not.toContain("hook-failed");
  expect(names).not.toContain("sessions-cut");
  expect(suite.attributes).toMatchObject({
    tests: String(names.length),
    failures: "0",
    timestamp: "2026-03-04T05:06:07",
  });
});

test("a failure is one, and one each for the findings that are errors", () => {
  const suite = suiteOf(refusing());
  const failed = casesOf(suite).filter(({ children }) => children.length > 0);
  expect(failed.map(({ attributes }) => attributes.name)).toEqual([
    "the stop loses nothing",
    "listener-closed-early",
    "keep-alive-reset",
  ]);
  // A note of a rule that is not known is there, and passes.
  expect(casesOf(suite).map(({ attributes }) => attributes.name)).toContain("no-readiness");
  expect(suite.attributes.failures).toBe("3");
  expect(failed[1]?.children[0]?.attributes.message).toBe(refusing().findings[0]?.message);
  expect(failed[1]?.children[0]?.text).toContain("keep listening for 7 s");
});

test("every code that a rule has is among the checks, but those which say that something was not checked", () => {
  const codesIn = (path: string) =>
    [
      ...readFileSync(fileURLToPath(new URL(`../../../src/rehearse/${path}`, import.meta.url)), "utf8").matchAll(
        /\bcode: "([\w-]+)"/g,
      ),
    ].map(([, code]) => code);
  const folder = fileURLToPath(new URL("../../../src/rehearse/verdict/findings", import.meta.url));
  const codes = new Set(readdirSync(folder).flatMap((name) => codesIn(`verdict/findings/${name}`)));
  const all = build({
    recording: {
      hooks: [{ what: "x", fromMs: 0, toMs: 1, exitCode: 0 }],
      requests: [...refusing().recording.requests, ...swallowed().recording.requests],
    },
  });
  expect([...codes].sort()).toEqual([...checksOf(all), "blind", "no-requests"].sort());
  expect([...new Set(codesIn("rolling/findings.ts"))].sort()).toEqual([...UPDATE_CHECKS].sort());
});

test("a proof is two suites, a comparison one for each, whose cases have names of their own", () => {
  for (const [result, names] of [
    [proof(), ["as it is", "as recommended"]],
    [comparison(), ["none", "tini", "dumb-init", "lastcall-init"]],
    [{ kind: "rolling", report: rolling() }, ["rolling update"]],
  ] satisfies [Result, string[]][]) {
    const suites = suitesOf(result);
    expect(suites.map(({ attributes }) => attributes.name)).toEqual(names.map((name) => `lastcall rehearse: ${name}`));
    expect(suites.map(({ attributes }) => attributes.id)).toEqual(names.map((_, index) => String(index)));
    const cases = suites.flatMap(casesOf).map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(cases).size).toBe(cases.length);
  }
});

test("who is not installed is skipped", () => {
  const suite = suitesOf(comparison())[1];
  expect(suite?.attributes).toMatchObject({ tests: "1", skipped: "1", failures: "0" });
  expect(suite && casesOf(suite)[0]?.children[0]).toMatchObject({
    name: "skipped",
    attributes: { message: "not installed" },
  });
});

test("a rolling update fails by what it lost", () => {
  const [suite] = suitesOf({ kind: "rolling", report: rolling() });
  const failed = suite && casesOf(suite).filter(({ children }) => children.length > 0);
  expect(failed?.[0]?.attributes.name).toBe("the update loses nothing");
  expect(suite?.children.find(({ name }) => name === "system-out")?.text).toContain("PODS");
});

test("counts what it has, and names no two cases alike", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const suite = suiteOf(report);
      const cases = casesOf(suite);
      expect(Number(suite.attributes.tests)).toBe(cases.length);
      expect(cases.length).toBeGreaterThan(report.findings.length);
      expect(Number(suite.attributes.failures)).toBe(cases.filter(({ children }) => children.length > 0).length);
    }),
    { numRuns: 200 },
  );
  const twice = { ...refusing(), findings: [...refusing().findings, ...refusing().findings] };
  const names = casesOf(suiteOf(twice)).map(({ attributes }) => attributes.name);
  expect(names).toContain("listener-closed-early (2)");
  expect(new Set(names).size).toBe(names.length);
});

test("]]>, markup and control characters come out as text", () => {
  const suite = suiteOf(hostile());
  const failures = casesOf(suite).flatMap(({ children }) => children);
  const failure = failures.find(({ attributes }) => attributes.type?.includes("]]>"));
  expect(failure?.attributes.message).toContain("]]> %0A%25 \r\n::error::x ##[error] <script>alert(1)</script>");
  expect(failure?.attributes.message).toContain("\\x1b[31mred");
  expect(suite.children.find(({ name }) => name === "system-out")?.text).toContain("]]> %0A%25");
});

test("without a time there is no timestamp", () => {
  expect(renderJunit(single(swallowed()))).not.toContain("timestamp");
});

test("golden", () => expectGolden("refusing.xml", renderJunit(single(refusing()), AT)));

test("the reader of these tests takes nothing that is not well-formed", () => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  for (const bad of [
    "<a>",
    "<a></b>",
    "<a>&x;</a>",
    "<a>]]></a>",
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    "<a/><b/>",
    "<a>\x01</a>",
    "a",
  ]) {
    expect(() => readXml(head + bad), bad).toThrow();
  }
  expect(readXml(`${head}<a b="&#10;&lt;"><![CDATA[<x>]]>&amp;</a>`)).toEqual({
    name: "a",
    attributes: { b: "\n<" },
    children: [],
    text: "<x>&",
  });
});
