// `--prove`: the report of the first rehearsal, and behind it what became of the same with what was recommended.

import type { Report } from "../report.ts";
import type { Proof } from "../result.ts";
import { shellLine } from "../shell-line.ts";
import { axisOf } from "./axis.ts";
import { codeBlock, codeSpan, escapeMarkdown } from "./escape-markdown.ts";
import { type Look, PLAIN } from "./look.ts";
import { LINE, markdownFindings, markdownVerdict, renderMarkdown } from "./markdown.ts";
import { cut } from "./measure.ts";
import { sortedFindings, unseen } from "./sentences.ts";
import { type Cell, drawTable, markdownTable, type Table } from "./table.ts";
import { drawFinding, drawVerdict, heading, listSection, outputSection, paragraph, renderText } from "./text.ts";
import { drawTimeline } from "./timeline.ts";
import { FIGURES } from "./versus.ts";

/** Both timelines have one axis. What is to be copied is in the first report already. */
export function renderProof(proof: Proof, look: Look): string {
  const { before, after } = proof;
  const axis = axisOf(before.recording, after.recording);
  const sections = [
    [
      heading("PROOF, the same again as recommended", look),
      ...drawVerdict(after.verdict, proofSentence(proof), look),
      "",
      ...drawTable(proofTable(proof), look),
    ],
    [
      heading("TIMELINE, as recommended, in seconds", look),
      ...paragraph(shellLine(after.recording.command), look, 2, "dim"),
      ...drawTimeline(after, look, axis),
    ],
    ...sortedFindings(after).map((finding, index) => [
      ...(index === 0 ? [heading("STILL FOUND, as recommended", look)] : []),
      ...drawFinding(finding, after.recording.processes, look),
    ]),
    ...[outputSection(after, look), listSection("NOT SEEN", unseen(after), look)]
      .filter(([title]) => title !== undefined)
      .map(([title = "", ...lines]) => [heading(`${title.split(",")[0]}, as recommended`, look), ...lines]),
  ];
  return `${renderText(before, look, axis)}\n${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

export function renderProofMarkdown(proof: Proof): string {
  const { before, after } = proof;
  const axis = axisOf(before.recording, after.recording);
  const blocks = [
    [`### ${markdownVerdict(after.verdict)}: ${escapeMarkdown(proofSentence(proof))}`],
    markdownTable(proofTable(proof), escapeMarkdown),
    [`${codeSpan(cut(shellLine(after.recording.command), LINE))}, as recommended:`],
    codeBlock(drawTimeline(after, { ...PLAIN, width: 100 }, axis).join("\n"), "text"),
    ...markdownFindings(after, after),
  ];
  return `${renderMarkdown(before, axis)}\n${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

export function proofSentence({ before, after }: Proof): string {
  const [first, then] = [before.requests, after.requests];
  const lost = `${first.dropped} of ${first.total} requests ${first.dropped === 1 ? "was" : "were"} lost, and`;
  const now = `${then.dropped === 0 ? "none" : then.dropped} of ${then.total} with the recommendation`;
  if (after.verdict === "fail") return `The recommendation is not enough: ${lost} ${now}.`;
  return before.verdict === "pass" ? `It was fine before, and still is: ${lost} ${now}.` : `Proven: ${lost} ${now}.`;
}

function proofTable({ before, after }: Proof): Table {
  return {
    head: ["", "as it is", "recommended"],
    rows: [
      ...FIGURES.map(({ name, cell }) => [name, cell(before), cell(after)]),
      ["findings", findingsCell(before), findingsCell(after)],
    ],
    left: true,
  };
}

/** `4 (3 errors)`; what they are is said elsewhere. */
function findingsCell({ findings }: Report): Cell {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (findings.length === 0) return { text: "none" };
  return {
    text: `${findings.length} (${errors === 0 ? "no" : errors} error${errors === 1 || errors === 0 ? "" : "s"})`,
  };
}
