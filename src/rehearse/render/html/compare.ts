// Before and after: the same figures of two rehearsals side by side.

import type { Report } from "../../report.ts";
import { html, type Markup } from "./markup.ts";
import { badExit, badge, exitWords, headline } from "./summary.ts";
import { table } from "./table.ts";
import { count, secondsOr } from "./words.ts";

export function comparison(before: Report, after: Report): Markup {
  const row = (name: string, of: (report: Report) => string, worse: (report: Report) => boolean) => [
    name,
    ...[before, after].map((report) => html`<span class="${worse(report) ? "worse" : "fine"}">${of(report)}</span>`),
  ];
  const lost = (of: { readonly total: number; readonly dropped: number }) =>
    `${count(of.dropped)} of ${count(of.total)}`;
  const rows = [
    ["verdict", badge(before.verdict), badge(after.verdict)],
    row(
      "requests lost",
      (report) => lost(report.requests),
      (report) => report.requests.dropped > 0,
    ),
    row(
      "on new connections",
      (report) => lost(report.requests.newConnections),
      (report) => report.requests.newConnections.dropped > 0,
    ),
    row(
      "on reused connections",
      (report) => lost(report.requests.reusedConnections),
      (report) => report.requests.reusedConnections.dropped > 0,
    ),
    row(
      "the app was told",
      (report) => (report.stop.delivered === null ? "not known" : report.stop.delivered ? "yes" : "no"),
      (report) => report.stop.delivered === false,
    ),
    row(
      "the stop took",
      (report) => secondsOr(report.stop.tookMs, "no end"),
      (report) => report.stop.tookMs === null,
    ),
    row(
      "ended by SIGKILL",
      (report) => (report.stop.forced ? "yes" : "no"),
      (report) => report.stop.forced,
    ),
    row("exit code", (report) => `${report.stop.exitCode ?? "none"} (${exitWords(report.stop.exitCode)})`, badExit),
    row(
      "findings",
      (report) => count(report.findings.length),
      (report) => report.findings.some((finding) => finding.severity === "error"),
    ),
  ];
  const columns = [{ name: "" }, { name: "before" }, { name: "after" }];
  return html`<section aria-labelledby="compare" class="compare"><h2 id="compare">Before and after</h2>${table("Before and after", columns, rows)}</section>`;
}

/** `37 of 1,512 requests lost; with the recommendation: none`. */
export function headlineOfTwo(before: Report, after: Report): string {
  const then =
    after.requests.dropped === 0
      ? after.verdict === "pass"
        ? "none"
        : "none, yet not in order"
      : count(after.requests.dropped);
  return before.requests.dropped === 0
    ? `${headline(before)}; afterwards: ${headline(after).toLowerCase()}`
    : `${headline(before)}; with the recommendation ${then}`;
}
