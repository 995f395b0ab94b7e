// The report of a stop, of two, or of a rolling update as one HTML file.

import type { Report } from "../report.ts";
import { comparison, headlineOfTwo } from "./html/compare.ts";
import { details, document } from "./html/document.ts";
import { figures } from "./html/figures.ts";
import { findings } from "./html/findings.ts";
import { lostRequests } from "./html/lost.ts";
import { html, type Markup } from "./html/markup.ts";
import { recommendation } from "./html/recommendation.ts";
import { rolling } from "./html/rolling.ts";
import { scaleOf } from "./html/scale.ts";
import { badge, blind, commandLine, headline, subject, tiles } from "./html/summary.ts";
import { timeline } from "./html/timeline.ts";
import type { RollingSummary } from "./rolling-summary.ts";

export interface HtmlOptions {
  /** The rehearsal with the recommendation, to be shown beside the first. */
  readonly after?: Report;
}

/** A whole HTML document. The same report gives the same bytes. */
export function renderHtml(report: Report, options: HtmlOptions = {}): string {
  const { after } = options;
  const title = after ? headlineOfTwo(report, after) : headline(report);
  const body = after ? two(report, after) : one(report);
  return document((after ?? report).verdict, title, subject(report), body, "the stop");
}

/** The same for a rolling update on its own. */
export function renderRollingHtml(view: RollingSummary): string {
  const { requests, findings: found, blind: unseen, records } = view;
  const report = { requests, findings: found, recording: { requests: records, processes: [] } };
  const what = html`${commandLine(view.command)}<p class="facts">a rolling update</p>`;
  const body = [
    blind(unseen),
    rolling(view),
    findings(report, "a", "Findings"),
    figures(report, "a", "", "the update"),
    lostRequests(report.recording, "a", ""),
  ];
  return document(view.verdict, headline(view), what, body, "the update");
}

function one(report: Report): Markup {
  const scale = scaleOf([report.recording]);
  return html`${tiles(report)}
<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>${timeline(report, scale, "Timeline")}</section>
${findings(report, "a", "Findings")}
${recommendation(report)}
${details(report, "a")}`;
}

/** Both timelines have one scale, so that what moved can be seen. */
function two(before: Report, after: Report): Markup {
  const scale = scaleOf([before.recording, after.recording]);
  const part = (report: Report, id: string, name: string) =>
    html`<div class="pair"><h3>${badge(report.verdict)} ${name}: ${headline(report).toLowerCase()}</h3>${id === "b" && subject(report)}${timeline(report, scale, name)}</div>`;
  return html`${comparison(before, after)}
<section aria-labelledby="timeline"><h2 id="timeline">Timelines</h2><p class="two">Both on the same time axis.</p>${part(before, "a", "Before")}${part(after, "b", "After")}</section>
${findings(before, "a", "Findings before")}
${after.findings.length > 0 && findings(after, "b", "Findings after")}
${recommendation(before)}
${details(after, "b", ", after")}${details(before, "a", ", before")}`;
}
