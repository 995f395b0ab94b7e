// The report for a comment on a pull request, or a job's summary: GitHub's Markdown. What one needs is open, what proves it folded.

import type { Finding, Report } from "../report.ts";
import { shellLine } from "../shell-line.ts";
import type { Axis } from "./axis.ts";
import { codeBlock, codeSpan, escapeMarkdown, proseMarkdown } from "./escape-markdown.ts";
import { requestTable } from "./figures.ts";
import { cut } from "./measure.ts";
import {
  AS_IT_IS,
  evidence,
  headline,
  isFine,
  lossSentence,
  settings,
  sortedFindings,
  stopFacts,
  unseen,
} from "./sentences.ts";
import { markdownTable } from "./table.ts";
import { drawTimeline } from "./timeline.ts";
import { SANDBOX_WORDS } from "./words.ts";

/** A comment of GitHub's has 65,536 characters at the most. */
const LAST_LINES = 20;
export const LINE = 200;
const MOST_FINDINGS = 30;

const SIGNS = { error: "❌", warning: "⚠️", note: "ℹ️" } as const;

/** The axis is given where another timeline is to be compared. */
export function renderMarkdown(report: Report, axis?: Axis): string {
  const { recommendation, recording } = report;
  const table = requestTable(report, "");
  const command = codeSpan(cut(shellLine(recording.command), LINE));
  const blocks: (readonly string[])[] = [
    [`### ${markdownVerdict(report.verdict)}: ${proseMarkdown(cut(headline(report), LINE))}`],
    [`${command}, ${SANDBOX_WORDS[recording.sandbox]}. ${escapeMarkdown(lossSentence(report))}`],
    ...markdownFindings(report, report),
  ];
  blocks.push(codeBlock(drawTimeline(report, { width: 100, color: false }, axis).join("\n"), "text"));
  if (table !== null) blocks.push(markdownTable(table, escapeMarkdown));
  blocks.push(
    fold(
      "The stop",
      markdownTable(
        { head: ["", ""], rows: stopFacts(report).map(([name, value]) => [name, value]), left: true },
        escapeMarkdown,
      ),
    ),
  );
  if (report.verdict === "fail" && recording.output.length > 0) {
    const lines = recording.output
      .slice(-LAST_LINES)
      .map(({ atMs, line }) => `${(atMs / 1000).toFixed(1)}  ${cut(line, LINE)}`);
    blocks.push(fold("The app's last lines", codeBlock(lines.join("\n"), "text")));
  }
  if (unseen(report).length > 0) blocks.push(fold("What could not be seen", unseen(report).map(item)));
  if (recording.notes !== undefined && recording.notes.length > 0) {
    blocks.push(fold("Notes", recording.notes.map(item)));
  }
  blocks.push(
    ["#### Recommendation"],
    ...(isFine(report) ? [[AS_IT_IS]] : []),
    [
      settings(report)
        .map(([name, value]) => `${escapeMarkdown(name)} **${escapeMarkdown(value)}**`)
        .join(", "),
    ],
    codeBlock(recommendation.dockerfile, "dockerfile"),
    codeBlock(recommendation.manifest, "yaml"),
  );
  if (recommendation.because.length > 0) blocks.push(fold("Why", recommendation.because.map(item)));
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

export function markdownVerdict(verdict: Report["verdict"]): string {
  return verdict === "pass" ? "✅ PASS" : "❌ FAIL";
}

export function item(text: string): string {
  return `- ${proseMarkdown(cut(text, 2 * LINE))}`;
}

/** No text of a finding is longer than a comment can bear. */
function boundFinding(finding: Finding): Finding {
  return { ...finding, message: cut(finding.message, 2 * LINE), advice: cut(finding.advice, 2 * LINE) };
}

/** A block each. */
export function markdownFindings(
  of: Pick<Report, "findings">,
  report: Pick<Report, "recording"> | null,
): (readonly string[])[] {
  const findings = sortedFindings(of);
  const blocks = findings.slice(0, MOST_FINDINGS).map((finding) => markdownFinding(finding, report));
  if (findings.length > MOST_FINDINGS) blocks.push([`And ${findings.length - MOST_FINDINGS} findings more.`]);
  return blocks;
}

function markdownFinding(whole: Finding, report: Pick<Report, "recording"> | null): readonly string[] {
  const finding = boundFinding(whole);
  const proof = evidence(finding, report?.recording.processes ?? []).slice(0, 6);
  return [
    `${SIGNS[finding.severity]} **${proseMarkdown(finding.message)}** (${codeSpan(cut(finding.code, 60))})`,
    `<br>→ ${proseMarkdown(finding.advice)}`,
    ...(proof.length > 0 ? [`<br><sub>${proof.map((fact) => proseMarkdown(cut(fact, LINE))).join(" · ")}</sub>`] : []),
  ];
}

/** Markdown inside of HTML needs the empty lines around it. */
export function fold(title: string, lines: readonly string[]): readonly string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
