// The pods of a rolling update in characters: how many were running and how many terminating at each moment, and what was lost then.

import { isLost } from "../verdict/losses.ts";
import { type Axis, columnAt, ticksOf } from "./axis.ts";
import { glyphsOf } from "./glyphs.ts";
import { type Look, layoutWidth, paint, type Tone } from "./look.ts";
import { clean, padEnd } from "./measure.ts";
import type { RollingPod, RollingSummary } from "./rolling-summary.ts";
import { drawScale } from "./scale.ts";

/** Names in front, and the most at the end. */
const LABEL = 14;
const NOTE = 12;

/** From when to when; null: to the end. */
type Life = readonly [fromMs: number, toMs: number | null];

interface Step {
  readonly atMs: number;
  readonly number: number;
}

/** A bar a slot, as high as the most that there were in it; the pods on one scale, the losses on another. */
export function podsOf(rolling: RollingSummary, look: Look): readonly string[] {
  const glyphs = glyphsOf(look.unicode);
  const width = layoutWidth(look) - LABEL - NOTE - 4;
  const axis = axisOfPods(rolling);
  const lost = rolling.records.filter(isLost).map(({ endMs }) => endMs);
  const counts = new Array<number>(width).fill(0);
  for (const ms of lost) {
    const column = columnAt(ms, axis, width);
    if (column >= 0 && column < width) counts[column] = (counts[column] ?? 0) + 1;
  }
  const row = (label: string, slots: readonly number[], tone: Tone, top: number, note: string): string => {
    const bars = slots.map((slot) => {
      if (slot === 0) return " ";
      return glyphs.levels[Math.min(glyphs.levels.length, Math.ceil((slot / top) * glyphs.levels.length)) - 1] ?? "";
    });
    return `  ${padEnd(label, LABEL)} ${paint(bars.join(""), tone, look)} ${clean(note, look.unicode)}`.trimEnd();
  };
  const steps = rowsOfPods(rolling.pods).map(({ label, tone, lives }) => ({ label, tone, steps: stepsOf(lives) }));
  const scale = Math.max(1, ...steps.map((one) => peakOf(one.steps)));
  const [labels, line] = drawScale(axis, ticksOf(axis, width), width, glyphs);
  const lead = " ".repeat(LABEL + 3);
  return [
    paint((lead + labels).trimEnd(), "dim", look),
    lead + paint(line, "dim", look),
    ...steps.map((one) =>
      row(one.label, slotsOf(one.steps, axis, width), one.tone, scale, `at most ${peakOf(one.steps)}`),
    ),
    ...(lost.length > 0 ? [row("requests lost", counts, "bad", Math.max(...counts, 3), `${lost.length} lost`)] : []),
  ];
}

function rowsOfPods(pods: readonly RollingPod[]): readonly { label: string; tone: Tone; lives: readonly Life[] }[] {
  const counted = (revision: RollingPod["revision"]) =>
    pods
      .filter((pod) => pod.revision === revision)
      .map(({ startedMs, deletedMs, endedMs }): Life => [startedMs, deletedMs ?? endedMs]);
  return [
    { label: "all pods", tone: "info", lives: pods.map(({ startedMs, endedMs }): Life => [startedMs, endedMs]) },
    { label: "old", tone: "plain", lives: counted("old") },
    { label: "new", tone: "good", lives: counted("new") },
    {
      label: "terminating",
      tone: "warn",
      lives: pods.flatMap(({ deletedMs, endedMs }): Life[] => (deletedMs === null ? [] : [[deletedMs, endedMs]])),
    },
  ];
}

function axisOfPods({ pods, took, records }: RollingSummary): Axis {
  const ends = [
    took.completeMs,
    took.goneMs,
    ...pods.map(({ endedMs }) => endedMs ?? 0),
    ...records.filter(isLost).map(({ endMs }) => endMs),
  ];
  const toMs = ends.reduce((most, ms) => (Number.isFinite(ms) && ms > most ? ms : most), 100);
  return { fromMs: -toMs / 10, toMs };
}

/** How many there are from each moment on. One that ends while another begins makes room for it. */
function stepsOf(lives: readonly Life[]): readonly Step[] {
  const changes = lives.flatMap(([fromMs, toMs]) =>
    toMs !== null && toMs <= fromMs
      ? []
      : [{ atMs: fromMs, by: 1 }, ...(toMs === null ? [] : [{ atMs: toMs, by: -1 }])],
  );
  changes.sort((one, other) => one.atMs - other.atMs || one.by - other.by);
  let number = 0;
  return changes.map(({ atMs, by }) => {
    number += by;
    return { atMs, number };
  });
}

function peakOf(steps: readonly Step[]): number {
  return steps.reduce((most, { number }) => Math.max(most, number), 0);
}

/** The most in each slot: those that were there when it began, or more that came in it. */
function slotsOf(steps: readonly Step[], axis: Axis, width: number): readonly number[] {
  const slots = new Array<number>(width).fill(0);
  let at = 0;
  let number = 0;
  for (let column = 0; column < width; column++) {
    const next = steps.findIndex((step, index) => index >= at && columnAt(step.atMs, axis, width) > column);
    const end = next < 0 ? steps.length : next;
    // What changed before the axis begins is not of its first slot.
    const inside = steps.slice(at, end).filter((step) => columnAt(step.atMs, axis, width) === column);
    if (column === 0) number = steps.slice(0, end - inside.length).at(-1)?.number ?? 0;
    slots[column] = Math.max(number, peakOf(inside));
    number = steps[end - 1]?.number ?? number;
    at = end;
  }
  return slots;
}
