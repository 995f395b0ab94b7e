// The report for a terminal: as golden files, and what holds for every report.
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columns } from "../../../src/rehearse/render/measure.ts";
import { copied, renderText } from "../../../src/rehearse/render/text.ts";
import { report as anyReport } from "./arbitrary.ts";
import { expectGolden } from "./golden.ts";
import { hostile, passing, REPORTS, refusing, swallowed } from "./reports.ts";

const wide = { width: 80, color: false, unicode: true };

describe.each(Object.keys(REPORTS))("the report %s", (name) => {
  const report = REPORTS[name]?.() ?? passing();

  test("on 80 columns", () => expectGolden(`${name}-80.txt`, renderText(report, wide)));
  test("on 120 columns", () => expectGolden(`${name}-120.txt`, renderText(report, { ...wide, width: 120 })));
  test("in ASCII", () => expectGolden(`${name}-ascii.txt`, renderText(report, { ...wide, unicode: false })));

  test("says the same with colour and without", () => {
    const colored = renderText(report, { ...wide, color: true });
    const bare = stripVTControlCharacters(colored);
    // The badge has air around it where it has a background.
    const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
    expect(words(bare)).toEqual(words(renderText(report, wide)));
    expect(colored).not.toBe(bare);
  });
});

test("a failure begins with the finding that matters most, and counts what was lost", () => {
  const [first, second, third] = renderText(refusing(), wide).split("\n");
  expect(first).toBe("FAIL  port 3000 was closed 4.9 s before the endpoints stopped sending to it");
  expect(second).toBe("");
  expect(third).toMatch(/^ {2}129 of 459 requests lost: 122 of 179 on new connections, 7 of 280/);
});

test("the timeline shows when the listener was closed while endpoints still sent", () => {
  const row = renderText(refusing(), wide)
    .split("\n")
    .find((line) => line.includes("port 3000 "));
  expect(row).toContain("closed");
  const timeline = renderText(refusing(), wide).split("TIMELINE")[1] ?? "";
  expect(timeline).toMatch(/port 3000 +━+╌+ closed 90 ms/);
  expect(renderText(passing(), wide)).not.toContain("╌");
});

test("t = 0 is in the same column in every row", () => {
  const lines = (renderText(swallowed(), wide).split("TIMELINE")[1] ?? "").split("\n").slice(1);
  const zero = lines[1]?.indexOf("┼") ?? -1;
  expect(zero).toBeGreaterThan(0);
  expect(lines[0]?.[zero]).toBe("0");
  expect(lines.find((line) => line.startsWith("  stop "))?.[zero]).toBe("▼");
  expect(lines.find((line) => line.startsWith("  held lost"))?.[zero]).toBe("┊");
});

test("what a finding says was not seen is not said again", () => {
  const report = swallowed();
  expect(renderText(report, wide)).toContain("NOT SEEN");
  const [finding] = report.findings;
  if (finding === undefined) throw new Error("the report has findings");
  const said = { ...report, findings: [{ ...finding, evidence: { facts: report.recording.blind } }] };
  expect(renderText(said, wide)).not.toContain("NOT SEEN");
});

test("what is to be copied is neither wrapped nor coloured", () => {
  const text = renderText(swallowed(), { width: 50, color: true });
  expect(text).toContain(`\n    ${swallowed().recommendation.dockerfile}\n`);
  expect(text).toContain("\n          containers:\n            - name: web\n");
});

test("ASCII is ASCII", () => {
  for (const build of Object.values(REPORTS)) {
    const report = build();
    const own = { ...report, recommendation: { ...report.recommendation, dockerfile: "", manifest: "" } };
    expect(renderText(own, { ...wide, unicode: false })).toMatch(/^[\n -~]*$/);
  }
});

test("foreign text has no power over the terminal", () => {
  const text = renderText(hostile(), wide);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
  expect(text).toContain("\\x1b[31mred");
  expect(text).toContain("\\u{202e}gnp.exe");
});

test("no line of any report is wider than asked for, and nothing throws", () => {
  const look = fc.record({ width: fc.integer({ min: 48, max: 160 }), color: fc.boolean(), unicode: fc.boolean() });
  fc.assert(
    fc.property(anyReport, look, (report, shown) => {
      const text = renderText(report, shown);
      const free = new Set([...copied(report.recommendation.dockerfile), ...copied(report.recommendation.manifest)]);
      for (const colored of text.split("\n")) {
        const line = stripVTControlCharacters(colored);
        if (!free.has(line)) expect(columns(line), line).toBeLessThanOrEqual(shown.width);
      }
      if (!shown.color) expect(text).not.toContain("\x1b");
    }),
    { numRuns: 300 },
  );
});
