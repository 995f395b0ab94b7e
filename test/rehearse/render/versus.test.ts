// Reports next to each other, and the rolling update's: golden files, and what holds for all of them.
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderComparison, renderComparisonMarkdown } from "../../../src/rehearse/render/comparison.ts";
import { columns } from "../../../src/rehearse/render/measure.ts";
import { podsOf } from "../../../src/rehearse/render/pods.ts";
import { renderProof, renderProofMarkdown } from "../../../src/rehearse/render/proof.ts";
import { renderRolling, renderRollingMarkdown } from "../../../src/rehearse/render/rolling.ts";
import { copied } from "../../../src/rehearse/render/text.ts";
import { peakOf } from "../../../src/rehearse/rolling/census.ts";
import type { PodRecord } from "../../../src/rehearse/rolling/report.ts";
import { report as anyReport, text } from "./arbitrary.ts";
import { expectGolden } from "./golden.ts";
import { comparison, passing, proof, refusing, rollingSummary, swallowed } from "./reports.ts";

const look = { width: 80, color: false, unicode: true };
const { contestants } = comparison();

test("golden", () => {
  expectGolden("proof-80.txt", renderProof(proof(), look));
  expectGolden("proof.md", renderProofMarkdown(proof()));
  expectGolden("comparison-80.txt", renderComparison(contestants, look));
  expectGolden("comparison-60.txt", renderComparison(contestants, { ...look, width: 60 }));
  expectGolden("comparison.md", renderComparisonMarkdown(contestants));
  expectGolden("rolling-80.txt", renderRolling(rollingSummary(), look));
  expectGolden("rolling-ascii.txt", renderRolling(rollingSummary(), { ...look, unicode: false }));
  expectGolden("rolling.md", renderRollingMarkdown(rollingSummary()));
});

test("both timelines of a proof have one axis", () => {
  const rulers = renderProof({ before: refusing(), after: swallowed() }, look)
    .split("\n")
    .filter((line) => line.includes("┼"));
  expect(rulers).toHaveLength(2);
  expect(rulers[0]).toBe(rulers[1]);
});

test("a proof says whether the recommendation was enough", () => {
  const said = (before = refusing(), after = passing()) => renderProof({ before, after }, look).split(/^PROOF.*\n/m)[1];
  expect(said()).toMatch(/^PASS {2}Proven: 129 of 459 requests were lost, and none of 615/);
  expect(said(refusing(), swallowed())).toMatch(/^FAIL {2}The recommendation is not enough/);
  expect(said(refusing(), swallowed())).toContain("\nSTILL FOUND");
  const output = [{ atMs: 5, stream: "stderr" as const, line: "no room" }];
  const talking = { ...swallowed(), recording: { ...swallowed().recording, output } };
  expect(said(refusing(), talking)).toMatch(/^OUTPUT, as recommended\n {2}0\.0 {2}no room$/m);
  expect(said(passing(), passing())).toMatch(/^PASS {2}It was fine before/);
});

test("a proof says nothing twice, and its table cuts nothing", () => {
  for (let width = 48; width <= 90; width++) {
    const text = renderProof({ before: swallowed(), after: passing() }, { ...look, width });
    for (const once of ["Dockerfile:", "Manifest:", swallowed().recommendation.dockerfile, "PROOF", "1 sh "]) {
      expect(text.split(once), `${width}: ${once}`).toHaveLength(2);
    }
    const table = text.slice(text.indexOf("as it is"), text.indexOf("TIMELINE, as recommended"));
    expect(table, String(width)).not.toContain("…");
    for (const name of ["lost, new conn.", "SIGKILL needed", "recommended", "137 (KILL)"])
      expect(table).toContain(name);
  }
});

test("a comparison ends with what would lose nothing, as --prove plays it", () => {
  const text = renderComparison(contestants, look);
  expect(text).toContain("  1 of 3 passes: with lastcall-init.");
  expect(text).toMatch(/played with its defaults, so without a delay/);
  expect(text.endsWith(`\n    ${swallowed().recommendation.dockerfile}\n`)).toBe(true);
  const others = contestants.filter(({ init }) => init === "dumb-init");
  expect(renderComparison(others, look)).not.toContain("defaults");
  expect(renderComparison(others, look)).toContain(refusing().recommendation.dockerfile);
  expect(renderComparison([{ init: "tini", report: null }], look)).not.toContain("--prove");
});

test("who cannot be rehearsed has a row with the reason, and widens no column", () => {
  const lines = renderComparison(contestants, look).split("\n");
  expect(lines.find((line) => line.includes("tini"))).toBe("  tini           not installed");
  expect(renderComparison([{ init: "tini", report: null }], look)).toContain("None of them could be rehearsed.");
});

test("no figure of a comparison is cut", () => {
  for (let width = 48; width <= 90; width++) {
    const text = renderComparison(contestants, { ...look, width });
    expect(text, String(width)).not.toContain("…");
    const copy = copied(swallowed().recommendation.dockerfile);
    for (const line of text.split("\n").filter((one) => !copy.includes(one)))
      expect(columns(line)).toBeLessThanOrEqual(width);
  }
});

test("a rolling update without requests, pods or findings has a report", () => {
  const empty = {
    ...rollingSummary(),
    pods: [],
    records: [],
    findings: [],
    verdict: "pass" as const,
    blind: ["all of it"],
  };
  const text = renderRolling(empty, look);
  expect(text).toMatch(/^PASS {2}\d+ of 1230 requests were lost/);
  expect(text).toContain("NOT SEEN");
});

test("the peak is drawn and counted", () => {
  const lines = renderRolling(rollingSummary(), look).split("\n");
  expect(lines.find((line) => line.includes("all pods "))).toMatch(/█.* at most 8$/);
  expect(lines.find((line) => line.startsWith("  most pods at once"))).toMatch(/8 +8$/);
});

test("the peak of each row is the true one, however short it was", () => {
  const ms = fc.integer({ min: 0, max: 3000 });
  const life = fc.record({ startedMs: ms, stays: ms, drains: ms, isNew: fc.boolean() });
  fc.assert(
    fc.property(fc.array(life, { maxLength: 12 }), fc.integer({ min: 48, max: 120 }), (lives, width) => {
      const pods = lives.map(({ startedMs, stays, drains, isNew }, index): PodRecord => {
        const deletedMs = startedMs + stays;
        const endedMs = deletedMs + drains;
        const rest = { port: 1, readyMs: startedMs, signalMs: deletedMs, forced: false, exitCode: 0, refused: 0 };
        return { ...rest, pod: index, revision: isNew ? "new" : "old", startedMs, deletedMs, endedMs, hookError: null };
      });
      const [, , all = "", ...others] = podsOf({ ...rollingSummary(), pods, records: [] }, { ...look, width });
      const most = peakOf(pods).pods;
      expect(all).toMatch(new RegExp(`at most ${most}$`));
      // The drawing shows it too, in one slot at the least.
      expect(all.includes("█")).toBe(most > 0);
      for (const row of others) expect(Number(row.split("at most ")[1])).toBeLessThanOrEqual(most);
    }),
    { numRuns: 200 },
  );
});

test("no line is wider than asked for, and nothing throws, whatever is compared", () => {
  const shown = fc.record({ width: fc.integer({ min: 48, max: 160 }), color: fc.boolean(), unicode: fc.boolean() });
  const narrow = (text: string, width: number, free: readonly string[] = []) => {
    for (const colored of text.split("\n")) {
      const line = stripVTControlCharacters(colored);
      if (!free.includes(line)) expect(columns(line), line).toBeLessThanOrEqual(width);
    }
  };
  fc.assert(
    fc.property(anyReport, anyReport, text, shown, (before, after, name, at) => {
      const { dockerfile, manifest } = before.recommendation;
      const recommendation = { ...after.recommendation, dockerfile: "" };
      narrow(renderProof({ before, after }, at), at.width, [...copied(dockerfile), ...copied(manifest)]);
      const others = [
        { init: name, report: after },
        { init: "x", report: null, reason: name },
      ];
      narrow(renderComparison(others, at), at.width, copied(after.recommendation.dockerfile));
      const summary = {
        ...rollingSummary(),
        command: [name],
        findings: after.findings,
        records: after.recording.requests,
      };
      narrow(renderRolling(summary, at), at.width);
      expect(renderProofMarkdown({ before, after })).toContain("| verdict |");
      expect(
        renderComparisonMarkdown([{ init: name, report: { ...after, recommendation } }, ...others.slice(1)])
          .split("\n")
          .filter((line) => line.startsWith("|")),
      ).toHaveLength(4);
      expect(renderRollingMarkdown(summary)).toContain("| most pods at once |");
    }),
    { numRuns: 150 },
  );
});
