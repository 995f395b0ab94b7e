// What a rehearsal comes to in the format that was asked for.

import type { Format } from "./formats.ts";
import { renderComparison, renderComparisonMarkdown } from "./render/comparison.ts";
import { LOG_LOOK, renderGithub } from "./render/github.ts";
import { renderComparisonHtml } from "./render/html/contest.ts";
import { renderHtml, renderRollingHtml } from "./render/html.ts";
import { renderJson } from "./render/json.ts";
import { renderJunit } from "./render/junit.ts";
import type { Look } from "./render/look.ts";
import { renderMarkdown } from "./render/markdown.ts";
import { renderProof, renderProofMarkdown } from "./render/proof.ts";
import { renderRolling, renderRollingMarkdown } from "./render/rolling.ts";
import { renderText } from "./render/text.ts";
import { REPORT_VERSION } from "./report.ts";
import type { Result } from "./result.ts";

/** `at`: when it was played. */
export function print(result: Result, format: Format, look: Look, at?: Date): string {
  switch (format) {
    case "json":
      return renderJson(json(result));
    case "text":
      return text(result, look);
    case "markdown":
      return markdown(result);
    case "junit":
      return renderJunit(result, at);
    case "github":
      return renderGithub(result, text(result, LOG_LOOK));
  }
}

/** The same as a page. */
export function page(result: Result): string {
  switch (result.kind) {
    case "single":
      return renderHtml(result.report);
    case "proof":
      return renderHtml(result.before, { after: result.after });
    case "comparison":
      return renderComparisonHtml(result.contestants);
    case "rolling":
      return renderRollingHtml(result.report);
  }
}

function json(result: Result): unknown {
  if (result.kind === "proof") return { ...result.before, proof: result.after };
  if (result.kind === "comparison") return { version: REPORT_VERSION, contestants: result.contestants };
  return result.report;
}

function text(result: Result, look: Look): string {
  switch (result.kind) {
    case "single":
      return renderText(result.report, look);
    case "proof":
      return renderProof(result, look);
    case "comparison":
      return renderComparison(result.contestants, look);
    case "rolling":
      return renderRolling(result.report, look);
  }
}

function markdown(result: Result): string {
  switch (result.kind) {
    case "single":
      return renderMarkdown(result.report);
    case "proof":
      return renderProofMarkdown(result);
    case "comparison":
      return renderComparisonMarkdown(result.contestants);
    case "rolling":
      return renderRollingMarkdown(result.report);
  }
}
