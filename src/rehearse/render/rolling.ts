// The rolling update's report: what was lost, how long it took, and how many pods there were at once, beside the closed formula.

import { shellLine } from "../shell-line.ts";
import { codeBlock, codeSpan, escapeMarkdown, proseMarkdown } from "./escape-markdown.ts";
import { requestTable } from "./figures.ts";
import { glyphsOf } from "./glyphs.ts";
import { type Look, PLAIN, paint } from "./look.ts";
import { LINE, markdownFindings, markdownVerdict } from "./markdown.ts";
import { cut } from "./measure.ts";
import { podsOf } from "./pods.ts";
import type { RollingSummary } from "./rolling-summary.ts";
import { lossSentence, sortedFindings } from "./sentences.ts";
import { drawTable, markdownTable, type Table } from "./table.ts";
import { drawFinding, drawVerdict, paragraph } from "./text.ts";
import { count, seconds } from "./words.ts";

export function renderRolling(rolling: RollingSummary, look: Look): string {
  const heading = (title: string, rest = "") => paint(title, "strong", look) + paint(rest, "dim", look);
  const requests = requestTable(
    { requests: rolling.requests, recording: { requests: rolling.records } },
    glyphsOf(look.unicode).none,
  );
  const sections = [
    [
      ...drawVerdict(rolling.verdict, rollingHeadline(rolling), look),
      "",
      ...(rolling.verdict === "fail" ? paragraph(lossSentence(rolling), look, 2) : []),
      ...paragraph(`${shellLine(rolling.command)}: ${strategySentence(rolling)}`, look, 2, "dim"),
    ],
    ...sortedFindings(rolling).map((finding, index) => [
      ...(index === 0 ? [heading("FINDINGS")] : []),
      ...drawFinding(finding, [], look),
    ]),
    [heading("PODS", ", in seconds since the update began"), ...podsOf(rolling, look)],
    [
      heading("UPDATE"),
      ...drawTable(updateTable(rolling), look),
      "",
      ...paragraph(formulaSentence(rolling), look, 2, "dim"),
    ],
    ...(requests === null ? [] : [[heading("REQUESTS"), ...drawTable(requests, look)]]),
    ...(rolling.blind.length === 0
      ? []
      : [[heading("NOT SEEN"), ...rolling.blind.flatMap((what) => paragraph(what, look, 2))]]),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

export function renderRollingMarkdown(rolling: RollingSummary): string {
  const requests = requestTable({ requests: rolling.requests, recording: { requests: rolling.records } }, "");
  const blocks = [
    [`### ${markdownVerdict(rolling.verdict)}: ${proseMarkdown(rollingHeadline(rolling))}`],
    [
      `${codeSpan(cut(shellLine(rolling.command), LINE))}, a rolling update of ${escapeMarkdown(strategySentence(rolling))} ` +
        escapeMarkdown(lossSentence(rolling)),
    ],
    ...markdownFindings(rolling, null),
    markdownTable(updateTable(rolling), escapeMarkdown),
    [escapeMarkdown(formulaSentence(rolling))],
    codeBlock(podsOf(rolling, { ...PLAIN, width: 100 }).join("\n"), "text"),
    ...(requests === null ? [] : [markdownTable(requests, escapeMarkdown)]),
  ];
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

export function rollingHeadline(rolling: RollingSummary): string {
  const first = sortedFindings(rolling)[0];
  if (rolling.verdict === "fail") return first?.message ?? `${count(rolling.requests.dropped, "request")} lost.`;
  const { total, dropped } = rolling.requests;
  const requests = dropped === 0 ? `No request of ${total} was lost.` : `${dropped} of ${total} requests were lost.`;
  return `${requests} The update took ${seconds(rolling.took.completeMs)}.`;
}

function strategySentence({ strategy: { replicas, maxSurge, maxUnavailable } }: RollingSummary): string {
  return `${count(replicas, "replica")}, maxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}.`;
}

function updateTable({ took, peak, formula }: RollingSummary): Table {
  return {
    head: ["", "measured", "formula"],
    rows: [
      ["all pods new and available after", seconds(took.completeMs), seconds(formula.completeMs)],
      ["last old pod gone after", seconds(took.goneMs), seconds(formula.goneMs)],
      ["most pods at once", String(peak.pods), String(formula.peakPods)],
      ["of these running, or starting", String(peak.running), ""],
      ["of these terminating", String(peak.terminating), ""],
      ["most, if each used up its grace", "", String(formula.peakAtFullGrace)],
    ],
  };
}

/** The rule of thumb of a Deployment, whose terminating pods are not counted (KEP-3973). */
function formulaSentence({ strategy, formula }: RollingSummary): string {
  const { replicas: n, maxSurge: s, maxUnavailable: u } = strategy;
  return (
    `A pod was available after ${seconds(formula.availableMs)} and took ${seconds(formula.terminationMs)} to end: ` +
    `as a rule the peak is at most min(2 × ${n}, ${n} + ${s} + (${s} + ${u}) × ⌈${seconds(formula.terminationMs)} / ${seconds(formula.availableMs)}⌉) = ${formula.peakRule}.`
  );
}
