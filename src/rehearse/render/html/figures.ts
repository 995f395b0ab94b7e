// The requests by outcome, and how long answers took, as tables.

import type { Report, RequestRecord } from "../../report.ts";
import { isLost } from "../../verdict/losses.ts";
import { OUTCOME_WORDS, OUTCOMES } from "../words.ts";
import { html, type Piece } from "./markup.ts";
import { table } from "./table.ts";
import { count, seconds } from "./words.ts";

/** The counts of a report, and the requests that they were made of; `stop` is what the times of answers are parted by. */
export function figures(
  report: Pick<Report, "requests"> & { readonly recording: Pick<Report["recording"], "requests"> },
  id: string,
  which: string,
  stop = "the stop",
): Piece {
  const all = report.recording.requests;
  if (all.length === 0) return null;
  const groups = [
    { name: "new connections", of: all.filter((request) => request.kind === "load" && !request.reused) },
    { name: "reused connections", of: all.filter((request) => request.kind === "load" && request.reused) },
    { name: "slow requests", of: all.filter((request) => request.kind === "slow") },
    { name: "sessions", of: all.filter((request) => request.kind === "hold") },
  ].filter((group) => group.of.length > 0);
  const seen = OUTCOMES.filter((outcome) => outcome === "ok" || all.some((request) => request.outcome === outcome));
  const rows = seen.map((outcome) => [
    OUTCOME_WORDS[outcome],
    ...groups.map((group) => quiet(group.of.filter((request) => request.outcome === outcome).length)),
    quiet(report.requests.byOutcome[outcome]),
  ]);
  rows.push(["total", ...groups.map((group) => count(group.of.length)), count(report.requests.total)]);
  const columns = [
    { name: "outcome" },
    ...groups.map((group) => ({ name: group.name, number: true })),
    { name: "all", number: true },
  ];
  return html`<section aria-labelledby="${id}-figures"><h2 id="${id}-figures">Figures${which}</h2><div class="beside-each-other">${table("Requests by outcome", columns, rows)}${times(groups, stop)}</div></section>`;
}

function quiet(value: number): Piece {
  return value === 0 ? html`<span class="zero">0</span>` : count(value);
}

/** How long answers took, from when they were due, before and after the stop or update began. */
function times(
  groups: readonly { readonly name: string; readonly of: readonly RequestRecord[] }[],
  stop: string,
): Piece {
  const rows = groups
    .filter((group) => group.name !== "sessions")
    .flatMap((group) =>
      [true, false].map((before) => ({
        name: `${group.name}, ${before ? `before ${stop}` : "during it"}`,
        of: group.of.filter((request) => request.dueMs < 0 === before && !isLost(request)),
      })),
    )
    .filter((row) => row.of.length > 0)
    .map((row) => {
      const took = row.of.map((request) => request.endMs - request.dueMs).sort((one, other) => one - other);
      const at = (part: number) => seconds(took[Math.min(took.length - 1, Math.floor(part * took.length))] ?? 0);
      return [row.name, count(took.length), at(0.5), at(0.99), at(1)];
    });
  if (rows.length === 0) return null;
  const columns = [
    { name: "answered" },
    ...["number", "median", "99 %", "slowest"].map((name) => ({ name, number: true })),
  ];
  return table("How long answers took", columns, rows);
}
