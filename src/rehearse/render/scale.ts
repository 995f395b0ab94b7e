// The line above a drawing that says when: labels in seconds, and a rule with a tick below each.

import { type Axis, columnAt } from "./axis.ts";
import type { Glyphs } from "./glyphs.ts";

/** Two lines of `width` columns. Where labels would touch, the one closer to 0 stays. */
export function drawScale(
  axis: Axis,
  ticks: readonly number[],
  width: number,
  glyphs: Glyphs,
): readonly [string, string] {
  const labels = new Array<string>(width).fill(" ");
  const line = new Array<string>(width).fill(glyphs.rule);
  for (const tick of [...ticks].sort((one, other) => Math.abs(one) - Math.abs(other))) {
    const column = columnAt(tick, axis, width);
    if (column < 0 || column >= width) continue;
    line[column] = tick === 0 ? glyphs.ruleZero : glyphs.tick;
    const text = String(Number((tick / 1000).toPrecision(6)));
    const from = Math.max(0, Math.min(width - text.length, column - Math.floor(text.length / 2)));
    const around = labels.slice(Math.max(0, from - 1), from + text.length + 1);
    if (around.every((character) => character === " ")) labels.splice(from, text.length, ...text);
  }
  return [labels.join("").slice(0, width), line.join("")];
}
