// The time axis of a drawing: from when to when, where its ticks are, and which column a moment falls into.

import type { Recording } from "../report.ts";
import { isLost } from "../verdict/losses.ts";

/** Milliseconds since the stop began. */
export interface Axis {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The shortest piece of time that is drawn. */
const SHORTEST_MS = 100;
/** Of the time before the stop no more is shown than this part of the time behind it. */
const BEFORE = 0.25;

/**
 * Everything from the stop on, and a little of the time before: more only where something was lost there. Several recordings share one
 * axis, so that they can be compared.
 */
export function axisOf(...recordings: readonly Recording[]): Axis {
  const ends = recordings.flatMap((recording) => [
    recording.endMs ?? 0,
    recording.killMs ?? 0,
    recording.signalMs ?? 0,
    recording.endpointsEndMs,
    ...recording.requests.map((request) => request.endMs),
    ...recording.hooks.map((hook) => hook.toMs ?? 0),
  ]);
  const toMs = largest([SHORTEST_MS, ...ends]);
  const started = smallest([0, ...recordings.map((recording) => recording.startedMs)]);
  const lost = recordings.flatMap((recording) => recording.requests.filter(isLost).map((request) => request.endMs));
  return { fromMs: Math.max(started, smallest([-toMs * BEFORE, ...lost])), toMs };
}

/** Math.max of as many as there are: spread arguments run out of stack. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most && Number.isFinite(value) ? value : most), 0);
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => (value < least && Number.isFinite(value) ? value : least), 0);
}

/** The column of a moment; below 0 or `width` and more where it lies outside. */
export function columnAt(ms: number, axis: Axis, width: number): number {
  const column = Math.floor(((ms - axis.fromMs) / (axis.toMs - axis.fromMs)) * width);
  // The end of the axis is in its last column.
  return ms === axis.toMs ? width - 1 : column;
}

/** Whole moments, close enough to be read and far enough apart for their labels, with 0 among them. */
export function ticksOf(axis: Axis, width: number, columnsEach = 8): readonly number[] {
  const leastMs = ((axis.toMs - axis.fromMs) / width) * columnsEach;
  const stepMs = stepAbove(leastMs);
  const ticks: number[] = [];
  for (let index = Math.ceil(axis.fromMs / stepMs); index * stepMs <= axis.toMs; index++) ticks.push(index * stepMs);
  return ticks;
}

/** 1, 2 or 5 and zeros behind. */
function stepAbove(leastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(leastMs, 1)));
  return ([1, 2, 5].find((digit) => digit * power >= leastMs) ?? 10) * power;
}
