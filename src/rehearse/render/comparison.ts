// `--compare`: a row for each init, who passes, and what would lose nothing.

import type { Report } from "../report.ts";
import type { Contestant } from "../result.ts";
import { codeBlock, escapeMarkdown } from "./escape-markdown.ts";
import { type Look, layoutWidth } from "./look.ts";
import { fold, item } from "./markdown.ts";
import { drawTable, markdownTable, type Table, tableWidth } from "./table.ts";
import { copied, listSection, paragraph } from "./text.ts";
import { FIGURES } from "./versus.ts";
import { list } from "./words.ts";

/** A row for each init, in the order given. Where it is too narrow for all columns the last ones are left out, for half a figure is wrong. */
export function renderComparison(contestants: readonly Contestant[], look: Look): string {
  const whole = comparisonTable(contestants);
  let size = whole.head.length;
  const part = (): Table => ({
    ...whole,
    head: whole.head.slice(0, size),
    rows: whole.rows.map((row) => row.slice(0, size)),
  });
  while (size > 3 && tableWidth(part(), look) > layoutWidth(look)) size--;
  const missing = whole.head.slice(size);
  const lines = [...drawTable(part(), look), "", ...paragraph(comparisonSentence(contestants), look, 2)];
  if (missing.length > 0) lines.push(...paragraph(`Too narrow for: ${missing.join(", ")}.`, look, 2, "dim"));
  const best = recommendationOf(contestants);
  if (best !== null) {
    lines.push("", ...paragraph(nextSentence(contestants, best), look, 2), "", ...copied(best.dockerfile));
  }
  const notes = listSection("NOTES", notesOf(contestants), look);
  if (notes.length > 0) lines.push("", ...notes);
  return `${lines.join("\n")}\n`;
}

/** What was played instead of what was asked for is the same for all. */
export function notesOf(contestants: readonly Contestant[]): readonly string[] {
  return contestants.find(({ report }) => report !== null)?.report?.recording.notes ?? [];
}

export function renderComparisonMarkdown(contestants: readonly Contestant[]): string {
  const best = recommendationOf(contestants);
  const notes = notesOf(contestants);
  const blocks = [
    [`### ${escapeMarkdown(comparisonSentence(contestants))}`],
    markdownTable(comparisonTable(contestants), escapeMarkdown),
    ...(best === null
      ? []
      : [[escapeMarkdown(nextSentence(contestants, best))], codeBlock(best.dockerfile, "dockerfile")]),
    ...(notes.length === 0 ? [] : [fold("Notes", notes.map(item))]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function comparisonTable(contestants: readonly Contestant[]): Table {
  return {
    head: ["init", ...FIGURES.map(({ short }) => short)],
    rows: contestants.map(({ init, report, reason = "not rehearsed" }) =>
      report === null
        ? [init, { text: reason, tone: "dim" as const }]
        : [
            init,
            // Of a code its words would be too wide.
            ...FIGURES.map(({ short, cell }) =>
              short === "exit" ? String(report.stop.exitCode ?? "none") : cell(report),
            ),
          ],
    ),
    left: true,
  };
}

export function comparisonSentence(contestants: readonly Contestant[]): string {
  const rehearsed = contestants.filter(({ report }) => report !== null);
  const passed = rehearsed.filter(({ report }) => report?.verdict === "pass");
  if (rehearsed.length === 0) return "None of them could be rehearsed.";
  if (passed.length === 0) return `None of ${rehearsed.length} passes.`;
  const names = passed.map(({ init }) => (init === "none" ? "without an init" : `with ${init}`));
  return `${passed.length} of ${rehearsed.length} ${passed.length === 1 ? "passes" : "pass"}: ${list(names, 8)}.`;
}

/** What `--prove` would play: of the words as they are, where these were rehearsed. */
export function recommendationOf(contestants: readonly Contestant[]): Report["recommendation"] | null {
  const there = contestants.filter(({ report }) => report !== null);
  const first = there.find(({ init }) => init === "none") ?? there.find(({ init }) => init === "lastcall-init");
  const found = (first ?? there[0])?.report?.recommendation;
  return found === undefined || found.dockerfile.trim() === "" ? null : found;
}

/** What a reader needs next, in front of the ENTRYPOINT line. */
export function nextSentence(contestants: readonly Contestant[], best: Report["recommendation"]): string {
  const ours = contestants.find(({ init, report }) => init === "lastcall-init" && report !== null);
  const defaults = ours === undefined ? "" : "lastcall-init was played with its defaults, so without a delay. ";
  return (
    `${defaults}By what was measured, this line is what it takes, with a grace period of ` +
    `${best.terminationGracePeriodSeconds} s; --prove instead of --compare plays it:`
  );
}
