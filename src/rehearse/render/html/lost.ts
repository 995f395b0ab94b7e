// The requests that were lost, one by one.

import type { Recording, RequestRecord } from "../../report.ts";
import { isLost } from "../../verdict/losses.ts";
import { OUTCOME_WORDS } from "../words.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { table } from "./table.ts";
import { count, seconds } from "./words.ts";

/** From here on they are lines of text: a tenth of the size of a table. */
export const mostRows = 300;
/** A page that has a single list has no longer one. */
const mostListed = 5000;
/** From here on they stay folded on paper. */
const mostPrinted = 100;

/** `most`: so many are listed, so that the file can still be sent to somebody. */
export function lostRequests(
  recording: Pick<Recording, "requests">,
  id: string,
  which: string,
  most = mostListed,
): Piece {
  const all = recording.requests.filter(isLost).sort((one, other) => one.dueMs - other.dueMs);
  if (all.length === 0) return null;
  const lost = all.slice(0, most);
  const more =
    all.length > most &&
    html`<p class="hint">And ${count(all.length - most)} more: <code>--format json</code> has all of them.</p>`;
  const list = all.length > mostRows ? asLines(lost) : asTable(lost, id);
  return html`<section aria-labelledby="${id}-lost"><h2 id="${id}-lost">Lost requests${which}</h2><details${lost.length <= 20 && html` open`}${lost.length > mostPrinted && html` class="huge"`}><summary>${count(all.length)} in the order of time</summary>${list}${more}</details></section>`;
}

/** The requests that have a row of their own, by id. */
export function lostRows(recording: Pick<Recording, "requests">): ReadonlySet<number> {
  const lost = recording.requests.filter(isLost);
  return new Set(lost.length > mostRows ? [] : lost.map((request) => request.id));
}

function asTable(lost: readonly RequestRecord[], id: string): Markup {
  const columns = [
    { name: "id", number: true },
    { name: "due at", number: true },
    { name: "took", number: true },
    { name: "connection" },
    { name: "got as far as" },
    { name: "outcome" },
  ];
  const rows = lost.map((request) => [
    `#${request.id}`,
    seconds(request.dueMs),
    seconds(request.endMs - request.dueMs),
    `${request.reused ? "reused" : "new"} (${request.connection})${request.kind === "load" ? "" : `, ${request.kind}`}`,
    request.phase,
    `${OUTCOME_WORDS[request.outcome]}${reason(request)}`,
  ]);
  return table(
    "Lost requests",
    columns,
    rows,
    lost.map((request) => `${id}-r${request.id}`),
  );
}

function reason(request: RequestRecord): string {
  const why = request.errno ?? request.status;
  return why === undefined ? "" : `, ${why}`;
}

function asLines(lost: readonly RequestRecord[]): Markup {
  const lines = lost.map((request) => {
    const words = [
      request.id,
      Math.round(request.dueMs),
      Math.round(request.endMs - request.dueMs),
      request.kind,
      request.reused ? "reused" : "new",
      request.connection,
      request.phase,
      request.outcome,
      request.errno ?? request.status ?? "",
    ];
    return words.join("\t");
  });
  return html`<pre class="long" tabindex="0" aria-label="Lost requests">id	due ms	took ms	kind	way	connection	phase	outcome	errno
${lines.join("\n")}</pre>`;
}
