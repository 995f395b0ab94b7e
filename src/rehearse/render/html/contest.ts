// The page of a comparison: one table, each contestant's timeline on the same time axis, and what was found behind each.

import type { Contestant } from "../../result.ts";
import { comparisonSentence, nextSentence, notesOf, recommendationOf } from "../comparison.ts";
import { details, document } from "./document.ts";
import { findings } from "./findings.ts";
import { mostRows } from "./lost.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { copyable } from "./recommendation.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { aside, badExit, badge, exitWords, headline, subject } from "./summary.ts";
import { table } from "./table.ts";
import { timeline } from "./timeline.ts";
import { count, many, secondsOr } from "./words.ts";

/** With its report, and an id for its parts of the page. */
interface Played {
  readonly init: string;
  readonly report: NonNullable<Contestant["report"]>;
  readonly id: string;
}

/** A whole HTML document. */
export function renderComparisonHtml(contestants: readonly Contestant[]): string {
  const played = contestants.flatMap(({ init, report }, index): Played[] =>
    report === null ? [] : [{ init, report, id: `c${index}` }],
  );
  const scale = scaleOf(played.map(({ report }) => report.recording));
  const body = [
    html`<section aria-labelledby="compare" class="compare contest"><h2 id="compare">Side by side</h2>${overview(contestants)}</section>`,
    next(contestants),
    aside("Notes", notesOf(contestants)),
    played.length > 0 &&
      html`<section aria-labelledby="timeline"><h2 id="timeline">Timelines</h2><p class="two">All on the same time axis.</p>${played.map((one) => drawing(one, scale))}</section>`,
    played.map(folded),
  ];
  const words = played.find(({ init }) => init === "none") ?? played[0];
  const what = words === undefined ? null : subject(words.report);
  return document(null, comparisonSentence(contestants).replace(/\.$/, ""), what, body, "the stop");
}

function overview(contestants: readonly Contestant[]): Markup {
  const lost = ({ dropped, total }: { readonly dropped: number; readonly total: number }) =>
    total === 0 ? "none sent" : judged(`${count(dropped)} of ${count(total)}`, dropped > 0);
  const rows = contestants.map(({ init, report, reason = "not rehearsed" }, index) => {
    if (report === null) return [init, reason, ...Array<string>(6).fill("")];
    const { requests, stop } = report;
    const told = stop.delivered === null ? "not known" : judged(stop.delivered ? "yes" : "no", !stop.delivered);
    return [
      html`<a href="#c${index}">${init}</a>`,
      badge(report.verdict),
      lost(requests.newConnections),
      lost(requests.reusedConnections),
      told,
      judged(secondsOr(stop.tookMs, "no end"), stop.tookMs === null),
      judged(stop.forced ? "yes" : "no", stop.forced),
      judged(exit(stop.exitCode), badExit(report)),
    ];
  });
  const names = [
    "init",
    "verdict",
    "lost, new connections",
    "lost, reused ones",
    "app told",
    "took",
    "SIGKILL",
    "exit",
  ];
  return table(
    "Side by side",
    names.map((name) => ({ name })),
    rows,
  );
}

/** `0`, `137 (SIGKILL)`: what the code is called stands in the sections below at length. */
function exit(code: number | null): string {
  const words = exitWords(code);
  return code !== null && words.startsWith("ended by ") ? `${code} (${words.slice(9)})` : String(code ?? "none");
}

function judged(text: string, bad: boolean): Markup {
  return html`<span class="${bad ? "worse" : "fine"}">${text}</span>`;
}

function next(contestants: readonly Contestant[]): Piece {
  const best = recommendationOf(contestants);
  if (best === null) return null;
  return html`<section aria-labelledby="recommendation"><h2 id="recommendation">Recommendation</h2><p>${nextSentence(contestants, best)}</p>${copyable("Dockerfile", best.dockerfile)}${copyable("Manifest", best.manifest)}</section>`;
}

function drawing({ init, report, id }: Played, scale: Scale): Markup {
  return html`<div class="pair" id="${id}"><h3>${badge(report.verdict)} ${init}: ${headline(report).toLowerCase()}</h3>${timeline(report, scale, init)}</div>`;
}

/** On paper it stays folded: there may be six of them. */
function folded({ init, report, id }: Played): Markup {
  const found = many(report.findings.length, "finding");
  const behind = init === "none" ? ", without an init" : `, behind ${init}`;
  return html`<details class="huge contestant"><summary>${init}: ${found}, figures, lost requests, processes, output</summary>${findings(report, id, `Findings${behind}`)}${details(report, id, behind, mostRows)}</details>`;
}
