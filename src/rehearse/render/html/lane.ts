// One row of the timeline, and what all rows draw with. A lane is `height` pixels high; its time axis is the width of the drawing.

import { html, type Markup, type Piece, shorten } from "./markup.ts";
import { place, plotWidths, rounded, type Scale } from "./scale.ts";

export interface Lane {
  readonly name: string;
  /** A second line below the name; beside it where there is no room for a column of names. */
  readonly note: string;
  /** What tells it from others of its name, and how deep it is in its tree. */
  readonly tag?: string;
  readonly depth?: number;
  /** The note tells of a loss. */
  readonly bad?: boolean;
  readonly height: number;
  readonly draw: Piece;
  /** Where its name stands: beside its bar (`line`), beside its base line (`figure`), or only where names have a column (`compact`). */
  readonly style?: "line" | "figure" | "compact";
}

export interface LaneGroup {
  readonly title: string;
  readonly lanes: readonly Lane[];
}

/** The height of a lane with a bar in it: names take the upper half where they stand above the bars. */
export const barLane = 36;
const barTop = 20;
const barHeight = 12;

/** A bar in a lane of `barLane`; its tooltip is its text. */
export function bar(scale: Scale, fromMs: number, toMs: number, style: string, tip: string): Markup {
  const from = place(scale, fromMs);
  const width = Math.max(0.25, rounded(place(scale, toMs) - from));
  return html`<rect x="${from}%" y="${barTop}" width="${width}%" height="${barHeight}" rx="2" class="${style}"><title>${tip}</title></rect>`;
}

/** A thin line on the bar's middle. */
export function thread(scale: Scale, fromMs: number, toMs: number, style: string): Markup {
  const y = barTop + barHeight / 2;
  return html`<line x1="${place(scale, fromMs)}%" x2="${place(scale, toMs)}%" y1="${y}" y2="${y}" class="${style}"/>`;
}

/** A small sign on the bar, one of those in `signs`. */
export function sign(
  scale: Scale,
  ms: number,
  name: string,
  style: string,
  tip: string,
  y = barTop + barHeight / 2,
): Markup {
  return html`<svg x="${place(scale, ms)}%" y="${y}" class="sign ${style}" data-sign="${name}" overflow="visible"><title>${tip}</title>${signs[name]}</svg>`;
}

/** Text in a bar, where it is wide enough for it: the widths are those of the page on a phone, a tablet and a desk. */
export function inscription(scale: Scale, fromMs: number, toMs: number, text: string, style = "", cut = false): Piece {
  const from = place(scale, fromMs);
  const part = (place(scale, toMs) - from) / 100;
  const need = (length: number) => length * 6.6 + 14;
  const { phone, mid, desk } = plotWidths;
  const step = [phone, mid, desk].findIndex((width) => width * part > need(text.length));
  // Of a command line, a part is better than nothing.
  if (step < 0 && (!cut || desk * part < need(12))) return null;
  const shown = step < 0 ? shorten(text, Math.floor((desk * part - 14) / 6.6)) : text;
  return html`<text x="${from}%" y="${barTop + 9.5}" dx="6" class="in ${["", "mid", "desk"][step] ?? "desk"} ${style}">${shown}</text>`;
}

/** Each differs in its shape, not in its colour alone. All are centred on 0, 0. */
export const signs: Readonly<Record<string, Markup>> = {
  cross: html`<path d="M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2"/>`,
  failed: html`<path d="M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2"/>`,
  half: html`<path d="M0-3.6A3.6 3.6 0 0 0 0 3.6Z" class="full"/><circle r="3.6"/>`,
  peak: html`<path d="M0-3.8 4 3.2H-4Z"/>`,
  told: html`<path d="M-5.5-9H5.5L0 0Z" class="full"/>`,
  untold: html`<circle r="5.2" class="ground"/><path d="M-3.7 3.7 3.7-3.7"/>`,
  killed: html`<rect x="-6" y="-6" width="12" height="12" rx="2" class="full"/><path d="M-2.8-2.8 2.8 2.8M2.8-2.8-2.8 2.8" class="onfull"/>`,
};
