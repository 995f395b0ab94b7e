// The requests on the timeline. What was answered is counted by slots of time, above a line; what was lost is below it.

import type { RequestRecord } from "../../report.ts";
import { isLost } from "../../verdict/losses.ts";
import { OUTCOME_WORDS, OUTCOMES } from "../words.ts";
import { type Lane, sign } from "./lane.ts";
import { signOf } from "./lanes-long.ts";
import { html, type Markup, type Piece } from "./markup.ts";
import { place, rounded, roundStep, type Scale } from "./scale.ts";
import { count, lostWords, requestWords, seconds } from "./words.ts";

const slots = 110;
/** Where more than these are lost one after the other, they are drawn by slots as well; the list has each of them. */
const mostSigns = 15;
const top = 18;
const okHeight = 30;
const line = top + okHeight;
const lostHeight = 34;

interface Slot {
  readonly fromMs: number;
  readonly requests: RequestRecord[];
}

function slotsOf(requests: readonly RequestRecord[], stepMs: number): Slot[] {
  const found = new Map<number, Slot>();
  for (const request of requests) {
    const at = Math.floor(request.dueMs / stepMs);
    let slot = found.get(at);
    if (slot === undefined) {
      slot = { fromMs: at * stepMs, requests: [] };
      found.set(at, slot);
    }
    slot.requests.push(request);
  }
  return [...found.values()].sort((one, other) => one.fromMs - other.fromMs);
}

/** What both lanes of the load are drawn to: the same slots, and the same height for as many requests. */
interface Measure {
  readonly scale: Scale;
  readonly stepMs: number;
  /** Pixels for a request. */
  readonly unit: number;
}

/** A lane for the requests on new connections and one for those on reused ones. */
export function loadLanes(requests: readonly RequestRecord[], scale: Scale): Lane[] {
  const load = requests.filter((request) => request.kind === "load");
  const stepMs = roundStep(scale.toMs - scale.fromMs, slots);
  const parts = [false, true].map((reused) => load.filter((request) => request.reused === reused));
  const counts = parts.flatMap((part) =>
    slotsOf(part.filter(onScale(scale)), stepMs).map((slot) => slot.requests.length),
  );
  const measure = { scale, stepMs, unit: okHeight / Math.max(1, ...counts) };
  return parts.flatMap((part, index): Lane[] => {
    if (part.length === 0) return [];
    const lost = part.filter(isLost);
    const answers = part.filter((request) => !isLost(request)).filter(onScale(scale));
    return [
      {
        name: index === 0 ? "new connections" : "reused connections",
        note: `${count(part.length)}, ${lostWords(lost)}`,
        bad: lost.length > 0,
        style: "figure",
        height: line + (lost.length > 0 ? lostHeight : 6),
        draw: [answered(answers, measure), baseline(), below(lost, measure)],
      },
    ];
  });
}

function onScale(scale: Scale): (request: RequestRecord) => boolean {
  return (request) => request.dueMs >= scale.fromMs && request.dueMs <= scale.toMs;
}

function baseline(): Markup {
  return html`<line x1="0" x2="100%" y1="${line + 0.5}" y2="${line + 0.5}" class="base"/>`;
}

function answered(requests: readonly RequestRecord[], { scale, stepMs, unit }: Measure): Piece {
  return slotsOf(requests, stepMs).map((slot) => {
    const height = Math.max(1.5, slot.requests.length * unit);
    const slowest = slot.requests.reduce((most, request) => Math.max(most, request.endMs - request.dueMs), 0);
    const tip = `${seconds(slot.fromMs)} to ${seconds(slot.fromMs + stepMs)}: ${count(slot.requests.length)} answered, the slowest after ${seconds(slowest)}`;
    return column(scale, slot, stepMs, line - height, height, "ok", tip);
  });
}

function column(
  scale: Scale,
  slot: Slot,
  stepMs: number,
  y: number,
  height: number,
  style: string,
  tip: string,
): Markup {
  const from = place(scale, slot.fromMs);
  const width = (place(scale, slot.fromMs + stepMs) - from) * 0.8;
  return html`<rect x="${from}%" y="${rounded(y)}" width="${rounded(width)}%" height="${rounded(height)}" class="${style}"><title>${tip}</title></rect>`;
}

/** A sign for each that is lost now and then; where many are lost in a row, columns as high as those of the answered. */
function below(lost: readonly RequestRecord[], measure: Measure): Piece {
  return burstsOf(lost, measure.stepMs).map((burst) =>
    burst.length > mostSigns ? columns(burst, measure) : single(burst, measure.scale),
  );
}

/** Requests with hardly a slot between them. */
function burstsOf(lost: readonly RequestRecord[], stepMs: number): RequestRecord[][] {
  const bursts: RequestRecord[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const request of [...lost].sort((one, other) => one.dueMs - other.dueMs)) {
    if (request.dueMs - last > stepMs * 1.5) bursts.push([]);
    bursts.at(-1)?.push(request);
    last = request.dueMs;
  }
  return bursts;
}

/** Signs that would cover each other go below each other, as far as there is room. */
function single(burst: readonly RequestRecord[], scale: Scale): Piece {
  const ends = [-10, -10, -10];
  return burst.map((request) => {
    const at = place(scale, request.dueMs);
    let row = ends.findIndex((end) => at - end >= 1);
    if (row < 0) row = ends.indexOf(Math.min(...ends));
    ends[row] = at;
    return sign(scale, request.dueMs, signOf(request), "bad", requestWords(request), line + 7 + row * 8);
  });
}

function columns(burst: readonly RequestRecord[], { scale, stepMs, unit }: Measure): Piece {
  return slotsOf(burst, stepMs).map((slot) => {
    const said = OUTCOMES.map(
      (outcome) => [outcome, slot.requests.filter((request) => request.outcome === outcome).length] as const,
    )
      .filter(([, number]) => number > 0)
      .map(([outcome, number]) => `${count(number)} ${OUTCOME_WORDS[outcome]}`);
    const tip = `${seconds(slot.fromMs)} to ${seconds(slot.fromMs + stepMs)}: ${count(slot.requests.length)} lost: ${said.join(", ")}`;
    return column(scale, slot, stepMs, line + 1, Math.max(4, slot.requests.length * unit), "loss", tip);
  });
}
