// The time axis that every lane shares: milliseconds to per cent of its width, so that the drawing fits any width without a script.

import type { Recording } from "../../report.ts";
import { isLost } from "../../verdict/losses.ts";
import { seconds } from "./words.ts";

/**
 * How wide the drawing is at the least, in pixels: on a phone (a page of 360 and more), a tablet (768), a desk (1190). What is written
 * into it is laid out for each, and the style sheet shows the one that fits.
 */
export const plotWidths = { phone: 300, mid: 470, desk: 860 };

export interface Scale {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From a little before the stop, or the start of the app, to the last thing that happened. Several recordings share one scale. */
export function scaleOf(recordings: readonly Recording[]): Scale {
  let fromMs = 0;
  let toMs = 500;
  for (const recording of recordings) {
    for (const at of [recording.endMs, recording.killMs, recording.endpointsEndMs, recording.signalMs]) {
      toMs = Math.max(toMs, at ?? 0);
    }
    for (const request of recording.requests) {
      // One that times out long after the end would leave the rest no room.
      toMs = Math.max(toMs, request.outcome === "timed-out" ? request.dueMs : request.endMs);
    }
  }
  for (const recording of recordings) {
    const { requests } = recording;
    const first = requests.reduce((least, request) => Math.min(least, request.dueMs), 0);
    // Nothing that was lost is left out.
    const lost = requests.reduce((least, request) => (isLost(request) ? Math.min(least, request.dueMs) : least), 0);
    fromMs = Math.min(fromMs, Math.max(first, -toMs / 3), lost, -toMs / 20);
  }
  return { fromMs, toMs: toMs + (toMs - fromMs) / 25 };
}

/** The place of a time in per cent, 0 to 100; what lies outside is put at the edge. */
export function place(scale: Scale, ms: number): number {
  const part = ((ms - scale.fromMs) / (scale.toMs - scale.fromMs)) * 100;
  return rounded(Math.min(100, Math.max(0, part)));
}

/** To hundredths: finer than a pixel, and short in the file. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A place as an SVG length. */
export function x(scale: Scale, ms: number): string {
  return `${place(scale, ms)}%`;
}

/** The length of a span, at least a hair. */
export function wide(scale: Scale, fromMs: number, toMs: number): string {
  const part = place(scale, toMs) - place(scale, fromMs);
  return `${Math.max(0.12, rounded(part))}%`;
}

export function inside(scale: Scale, ms: number): boolean {
  return ms >= scale.fromMs && ms <= scale.toMs;
}

/** The smallest round step, 1, 2 or 5 times a power of ten, that makes at most `most` parts. */
export function roundStep(spanMs: number, most: number): number {
  const least = Math.max(1, spanMs / most);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least - 1e-9) ?? power * 10;
}

/** Times for the axis, and what they are called. */
export function ticks(scale: Scale, most: number): readonly { readonly ms: number; readonly label: string }[] {
  const step = roundStep(scale.toMs - scale.fromMs, most);
  const found: { ms: number; label: string }[] = [];
  for (let at = Math.ceil(scale.fromMs / step); at * step <= scale.toMs; at++) {
    found.push({ ms: at * step, label: seconds(at * step) });
  }
  return found;
}
