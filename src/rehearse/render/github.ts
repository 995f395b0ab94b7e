// The result for a step of GitHub Actions: the text in the log, where nothing in it counts as a command, and annotations. What the job's
// summary shows is the Markdown, appended to the file that GITHUB_STEP_SUMMARY names.
//
// Workflow commands: docs.github.com, "Workflow commands for GitHub Actions".

import { createHash } from "node:crypto";
import type { Severity } from "../report.ts";
import type { Contestant, Result } from "../result.ts";
import { comparisonSentence, nextSentence, recommendationOf } from "./comparison.ts";
import { type Look, PLAIN } from "./look.ts";
import { clean } from "./measure.ts";
import { proofSentence } from "./proof.ts";
import { type Suite, suitesOf } from "./suites.ts";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "notice" };

/** What a log can show. */
export const LOG_LOOK: Look = { ...PLAIN, width: 100 };

/** A group with the text of the report, and the annotations behind it. */
export function renderGithub(result: Result, text: string): string {
  // Between these two nothing is a command, whatever an app has printed. A text cannot contain a digest of itself.
  const token = `lastcall-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
  const lines = [
    "::group::lastcall rehearse",
    `::stop-commands::${token}`,
    text.trimEnd(),
    `::${token}::`,
    "::endgroup::",
    ...annotations(result),
  ];
  return `${lines.join("\n")}\n`;
}

/** GitHub shows ten of a kind for a step: of a comparison there is one for each init, of a proof one for the second rehearsal. */
function annotations(result: Result): readonly string[] {
  const [first, ...others] = suitesOf(result);
  if (first === undefined) return [];
  if (result.kind === "comparison") {
    return [
      command("notice", "lastcall rehearse --compare", comparisonWords(result.contestants)),
      ...[first, ...others].map((suite) => ofContestant(suite)),
    ];
  }
  if (result.kind !== "proof") return ofSuite(first);
  const name = result.after.verdict === "pass" ? "notice" : "error";
  return [...ofSuite(first), command(name, "lastcall rehearse --prove", proofSentence(result))];
}

function comparisonWords(contestants: readonly Contestant[]): string {
  const best = recommendationOf(contestants);
  const next = best === null ? [] : [nextSentence(contestants, best), best.dockerfile];
  return [comparisonSentence(contestants), ...next].join("\n");
}

function ofSuite({ verdict, headline, losses, findings }: Suite): readonly string[] {
  const said = `${headline}\n${losses}`;
  const lines: string[] = [];
  if (verdict === "fail" && !findings.some(({ severity }) => severity === "error"))
    lines.push(command("error", "lastcall rehearse: FAIL", said));
  if (verdict === "pass") lines.push(command("notice", "lastcall rehearse: PASS", said));
  for (const { severity, code, message, advice } of findings)
    lines.push(command(COMMANDS[severity], `lastcall: ${clean(code)}`, `${message}\n${advice}`));
  return lines;
}

function ofContestant({ name, verdict, headline, losses }: Suite): string {
  const title = `lastcall rehearse: ${name}${verdict === null ? "" : `: ${verdict.toUpperCase()}`}`;
  return command(
    verdict === "fail" ? "warning" : "notice",
    title,
    verdict === null ? headline : `${headline}\n${losses}`,
  );
}

/** A line of the message is one in the annotation. */
function command(name: string, title: string, message: string): string {
  const said = message.split("\n").map((line) => clean(line));
  return `::${name} title=${escapeProperty(clean(title))}::${escapeData(said.join("\n"))}`;
}

/** What follows the second `::`; the percent sign first. */
export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A property's value ends at a comma or a colon. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
