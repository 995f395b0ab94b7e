// Requests that take long, and sessions held open, on the timeline: a bar for each, packed into as few rows as they need.

import type { RequestRecord } from "../../report.ts";
import { isLost } from "../../verdict/losses.ts";
import { type Lane, sign } from "./lane.ts";
import { html, type Markup } from "./markup.ts";
import { place, rounded, type Scale } from "./scale.ts";
import { count, lostWords, requestWords } from "./words.ts";

const top = 18;
const mostRows = 14;
/** And so many bars, and signs below them: a page with thousands would be heavy, and nobody could tell them apart. */
const mostBars = 600;

/** One sign for each way of being lost: never answered, answered in part, answered with an error. */
export function signOf(request: RequestRecord): "cross" | "half" | "peak" {
  if (request.outcome === "http-error") return "peak";
  return request.outcome === "reset-after" || (request.outcome === "cut" && request.bytes > 0) ? "half" : "cross";
}

/** Requests that take long, and sessions held open: a bar for each, from its start to its end, packed into as few rows as they need. */
export function longLane(requests: readonly RequestRecord[], kind: "slow" | "hold", scale: Scale): Lane[] {
  const all = requests.filter((request) => request.kind === kind && request.endMs >= scale.fromMs);
  if (all.length === 0) return [];
  const lost = all.filter(isLost);
  const rows = packed(thinned(all));
  const shown = rows.slice(0, mostRows);
  const step = rows.length > 8 ? 6 : 8;
  const hidden = rows.slice(mostRows).flat();
  const bars = shown.map((row, index) => row.map((request) => longBar(request, scale, top + index * step, step - 3)));
  // Those that were lost have a sign even where there is no room for their bar.
  const spare = hidden
    .filter(isLost)
    .slice(0, mostBars)
    .map((request) =>
      sign(scale, request.endMs, signOf(request), "bad", requestWords(request), top + shown.length * step + 6),
    );
  const drawn = shown.flat().length;
  const one = kind === "slow" ? "slow requests" : "sessions held open";
  return [
    {
      name: one,
      note: `${count(all.length)}, ${lostWords(lost)}${drawn < all.length ? `, ${count(drawn)} drawn` : ""}`,
      bad: lost.length > 0,
      style: "figure",
      height: top + shown.length * step + (hidden.some(isLost) ? 14 : 6),
      draw: [bars, spare],
    },
  ];
}

/** Where there are too many: the lost ones first, and of the others every so many. */
function thinned(all: readonly RequestRecord[]): readonly RequestRecord[] {
  if (all.length <= mostBars) return all;
  const lost = all.filter(isLost).slice(0, mostBars);
  const others = all.filter((request) => !isLost(request));
  const every = Math.ceil(others.length / Math.max(1, mostBars - lost.length));
  return [...lost, ...others.filter((_, index) => index % every === 0)];
}

function longBar(request: RequestRecord, scale: Scale, y: number, height: number): Markup {
  const from = place(scale, request.startMs);
  const width = Math.max(0.4, rounded(place(scale, request.endMs) - from));
  const lost = isLost(request);
  const tip = requestWords(request);
  return html`<rect x="${from}%" y="${y}" width="${width}%" height="${height}" rx="1" class="${lost ? "long lost" : "long"}"><title>${tip}</title></rect>${lost && sign(scale, request.endMs, signOf(request), "bad", tip, y + height / 2)}`;
}

/** Into rows without overlap. The lost come first, so that they are in the rows that are drawn. */
function packed(requests: readonly RequestRecord[]): RequestRecord[][] {
  const rows: { endMs: number; requests: RequestRecord[] }[] = [];
  for (const request of [...requests].sort((one, other) => one.startMs - other.startMs)) {
    let row = rows.find((candidate) => candidate.endMs <= request.startMs);
    if (row === undefined) {
      row = { endMs: 0, requests: [] };
      rows.push(row);
    }
    row.endMs = request.endMs;
    row.requests.push(request);
  }
  const lostIn = (row: { requests: readonly RequestRecord[] }) => row.requests.filter(isLost).length;
  if (rows.length > mostRows) rows.sort((one, other) => lostIn(other) - lostIn(one));
  return rows.map((row) => row.requests);
}
