// The report for a terminal: what came out, why and what to do, the timeline, the figures, and at the end what is to be copied.

import type { Finding, ProcessRecord, Report, Severity } from "../report.ts";
import type { Axis } from "./axis.ts";
import { requestTable } from "./figures.ts";
import { glyphsOf } from "./glyphs.ts";
import { type Look, layoutWidth, paint, type Tone } from "./look.ts";
import { clean, padEnd, wrap } from "./measure.ts";
import {
  AS_IT_IS,
  evidence,
  type Fact,
  headline,
  isFine,
  lossSentence,
  settings,
  situation,
  sortedFindings,
  stopFacts,
  unseen,
} from "./sentences.ts";
import { drawTable } from "./table.ts";
import { drawTimeline } from "./timeline.ts";

const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = { error: "bad", warning: "warn", note: "info" };
/** Of what the app printed. */
const LAST_LINES = 8;

/**
 * The report, with a line feed at its end. No line is wider than `look.width` (from 48 on), but those of the Dockerfile line and the
 * manifest patch, which are there to be copied. The axis is given where another timeline is to be compared.
 */
export function renderText(report: Report, look: Look, axis?: Axis): string {
  const sections = [
    headSection(report, look),
    findingsSection(report, look),
    ["TIMELINE, in seconds since the stop began", ...drawTimeline(report, look, axis)],
    requestSection(report, look),
    ["STOP", ...pairs(stopFacts(report), look)],
    outputSection(report, look),
    listSection("NOT SEEN", unseen(report), look),
    listSection("NOTES", report.recording.notes ?? [], look),
    recommendationSection(report, look),
  ];
  const text = sections
    .filter((section) => section.length > 0)
    .map((section, index) =>
      [index === 0 ? section[0] : heading(section[0] ?? "", look), ...section.slice(1)].join("\n"),
    );
  return `${text.join("\n\n")}\n`;
}

/** PASS or FAIL and the sentence behind it, hanging. */
export function drawVerdict(verdict: Report["verdict"], sentence: string, look: Look): readonly string[] {
  const badge = verdict === "pass" ? "PASS" : "FAIL";
  // A badge with a background needs air around it; without colour the word stands alone.
  const word = look.color ? ` ${badge} ` : badge;
  const lead = `${paint(word, verdict === "pass" ? "badge-good" : "badge-bad", look)}  `;
  const indent = word.length + 2;
  return wrap(clean(sentence, look.unicode), layoutWidth(look) - indent).map((line, index) =>
    index === 0 ? lead + paint(line, "strong", look) : " ".repeat(indent) + paint(line, "strong", look),
  );
}

function headSection(report: Report, look: Look): readonly string[] {
  const lines = [...drawVerdict(report.verdict, headline(report), look), ""];
  // A pass has said it in its headline.
  if (report.verdict === "fail") lines.push(...paragraph(lossSentence(report), look, 2));
  lines.push(...paragraph(situation(report), look, 2, "dim"));
  return lines;
}

/** What stands behind a comma is not as loud. */
export function heading(text: string, look: Look): string {
  const [title = "", ...rest] = text.split(",");
  return paint(title, "strong", look) + (rest.length > 0 ? paint(`,${rest.join(",")}`, "dim", look) : "");
}

/** Wrapped, every line with the same indent. */
export function paragraph(text: string, look: Look, indent: number, tone: Tone = "plain"): readonly string[] {
  return wrap(clean(text, look.unicode), layoutWidth(look) - indent).map(
    (line) => " ".repeat(indent) + paint(line, tone, look),
  );
}

/** Wrapped behind a sign. */
function hanging(sign: string, text: string, look: Look, indent: number, tone: Tone = "plain"): readonly string[] {
  const hang = indent + sign.length + 1;
  return wrap(clean(text, look.unicode), layoutWidth(look) - hang).map(
    (line, index) => (index === 0 ? `${" ".repeat(indent)}${sign} ` : " ".repeat(hang)) + paint(line, tone, look),
  );
}

function findingsSection(report: Report, look: Look): readonly string[] {
  const blocks = sortedFindings(report).map((finding) => drawFinding(finding, report.recording.processes, look));
  return blocks.length === 0 ? [] : ["FINDINGS", blocks.map((block) => block.join("\n")).join("\n\n")];
}

/** What, what to do, and what proves it. */
export function drawFinding(
  finding: Finding,
  seen: readonly Pick<ProcessRecord, "pid" | "name">[],
  look: Look,
): readonly string[] {
  const glyphs = glyphsOf(look.unicode);
  const severity = paint(padEnd(finding.severity, 7), SEVERITY_TONES[finding.severity], look);
  const code = clean(finding.code, look.unicode);
  return [
    ...wrap(code, layoutWidth(look) - 11).map(
      (line, index) => `  ${index === 0 ? severity : " ".repeat(7)}  ${paint(line, "dim", look)}`,
    ),
    ...paragraph(finding.message, look, 4),
    ...hanging(glyphs.arrow, finding.advice, look, 4, "strong"),
    ...evidence(finding, seen).flatMap((fact) => hanging(glyphs.dot, fact, look, 4, "dim")),
  ];
}

function requestSection(report: Report, look: Look): readonly string[] {
  const table = requestTable(report, glyphsOf(look.unicode).none);
  return table === null ? [] : ["REQUESTS", ...drawTable(table, look)];
}

/** Names to the left, what they are to the right of them. */
export function pairs(entries: readonly Fact[], look: Look): readonly string[] {
  const size = Math.max(...entries.map(([name]) => name.length)) + 2;
  return entries.flatMap(([name, value, bad = false]) =>
    wrap(clean(value, look.unicode), layoutWidth(look) - size - 2).map(
      (line, index) =>
        `  ${index === 0 ? paint(padEnd(name, size), "dim", look) : " ".repeat(size)}${paint(line, bad ? "bad" : "plain", look)}`,
    ),
  );
}

/** What the app said last helps where something went wrong. */
export function outputSection(report: Report, look: Look): readonly string[] {
  const { output } = report.recording;
  if (report.verdict === "pass" || output.length === 0) return [];
  const lines = output.slice(-LAST_LINES).map(({ atMs, line }) => [(atMs / 1000).toFixed(1), line] as const);
  return ["OUTPUT, the app's last lines", ...pairs(lines, look)];
}

/** Nothing where there is nothing to say. */
export function listSection(title: string, items: readonly string[], look: Look): readonly string[] {
  if (items.length === 0) return [];
  return [title, ...items.flatMap((item) => hanging(glyphsOf(look.unicode).dot, item, look, 2))];
}

function recommendationSection(report: Report, look: Look): readonly string[] {
  const { because, dockerfile, manifest } = report.recommendation;
  const fine = isFine(report) ? [...paragraph(AS_IT_IS, look, 2, "dim"), ""] : [];
  const lines = [...fine, ...pairs(settings(report), look)];
  if (because.length > 0)
    lines.push("", ...because.flatMap((why) => hanging(glyphsOf(look.unicode).dot, why, look, 2, "dim")));
  if (dockerfile.trim() !== "") lines.push("", paint("  Dockerfile:", "dim", look), "", ...copied(dockerfile));
  if (manifest.trim() !== "") lines.push("", paint("  Manifest:", "dim", look), "", ...copied(manifest));
  return ["RECOMMENDATION", ...lines];
}

/**
 * As it is, but for what would have power over the terminal: neither wrapped nor coloured. The same indent for every line leaves YAML
 * and a Dockerfile what they are.
 */
export function copied(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${clean(line)}`.trimEnd());
}
