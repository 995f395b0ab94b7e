// What was found, each with its advice and its proof.

import type { Finding, Recording, Severity } from "../../report.ts";
import { sortedFindings } from "../sentences.ts";
import { lostRows } from "./lost.ts";
import { html, type Markup, type Piece, prose } from "./markup.ts";
import { count, many } from "./words.ts";

const words: Readonly<Record<Severity, string>> = { error: "Error", warning: "Warning", note: "Note" };
/** So many ids are named; the rest is a number. */
const most = 12;

/** As much of a report as its findings speak of. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly recording: Pick<Recording, "processes" | "requests">;
}

export function findings(report: Found, id: string, title: string): Markup {
  const sorted = sortedFindings(report);
  const list =
    sorted.length === 0
      ? html`<p class="none">Nothing was found.</p>`
      : sorted.map((finding) => article(finding, report, id));
  return html`<section aria-labelledby="${id}-findings"><h2 id="${id}-findings">${title}</h2>${list}</section>`;
}

function article(finding: Finding, report: Found, id: string): Markup {
  return html`<article class="finding ${finding.severity}">
<header><span class="severity">${words[finding.severity]}</span><code class="code">${finding.code}</code></header>
<h3>${prose(finding.message)}</h3>
<p class="advice">${prose(finding.advice)}</p>
${evidence(finding, report, id)}
</article>`;
}

function evidence(finding: Finding, report: Found, id: string): Piece {
  const { requests = [], processes = [], facts = [] } = finding.evidence;
  if (requests.length + processes.length + facts.length === 0) return null;
  const names = new Map(report.recording.processes.map((process) => [process.pid, process.name]));
  const rows = lostRows(report.recording);
  const process = (pid: number) => {
    const name = names.get(pid);
    return name === undefined ? html`${pid}` : html`<a href="#${id}-p${pid}">${name} (${pid})</a>`;
  };
  const request = (number: number) =>
    rows.has(number) ? html`<a href="#${id}-r${number}">#${number}</a>` : html`#${number}`;
  return html`<ul class="evidence" aria-label="proof">
${facts.map((fact) => html`<li>${prose(fact)}</li>`)}
${processes.length > 0 && html`<li>${processes.length === 1 ? "process" : "processes"} ${joined(processes.slice(0, most).map(process))}${more(processes)}</li>`}
${requests.length > 0 && html`<li>${many(requests.length, "request")}: ${joined(requests.slice(0, most).map(request))}${more(requests)}</li>`}
</ul>`;
}

function more(all: readonly number[]): Piece {
  return all.length > most && ` and ${count(all.length - most)} more`;
}

function joined(pieces: readonly Markup[]): Piece {
  return pieces.map((piece, index) => (index === 0 ? piece : html`, ${piece}`));
}
