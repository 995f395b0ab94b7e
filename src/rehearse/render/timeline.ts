// The timeline in characters: one row each for the engine, the ports, the processes and the requests, under one axis with t = 0 marked.

import { type Axis, axisOf, columnAt, ticksOf } from "./axis.ts";
import { type Glyphs, glyphsOf } from "./glyphs.ts";
import { type Look, layoutWidth, paint, type Tone } from "./look.ts";
import { clean, columns, cut, padEnd, wrap } from "./measure.ts";
import type { Row } from "./row.ts";
import { type Drawn, rowsOf } from "./rows.ts";
import { drawScale } from "./scale.ts";

const INDENT = "  ";

interface Cell {
  readonly character: string;
  readonly tone: Tone;
}

/** Widths of the three columns: names, drawing, what is said at the end. */
interface Columns {
  readonly label: number;
  readonly plot: number;
  readonly note: number;
}

/** Lines of at most `look.width` columns. The axis is given where two drawings are to be compared. */
export function drawTimeline(report: Drawn, look: Look, axis: Axis = axisOf(report.recording)): readonly string[] {
  const glyphs = glyphsOf(look.unicode);
  const rows = rowsOf(report, axis.toMs);
  const sizes = sizesOf(layoutWidth(look));
  const most = mostInASlot(rows, axis, sizes.plot);
  const lines = drawRuler(axis, sizes, look, glyphs);
  for (const row of rows) lines.push(drawRow(row, axis, sizes, most, look, glyphs));
  return [...lines, ...drawLegend(rows, look, glyphs)];
}

function sizesOf(width: number): Columns {
  const label = width >= 100 ? 26 : width >= 72 ? 18 : width >= 56 ? 16 : 14;
  const note = width >= 100 ? 20 : 17;
  return { label, note, plot: width - INDENT.length - label - note - 2 };
}

/** So that all rows of requests have one scale. Three at the least: a single request is not a full block. */
function mostInASlot(rows: readonly Row[], axis: Axis, width: number): number {
  return rows.reduce((most, row) => slotsOf(row, axis, width).reduce((high, slot) => Math.max(high, slot), most), 3);
}

function slotsOf(row: Row, axis: Axis, width: number): readonly number[] {
  const slots = new Array<number>(width).fill(0);
  for (const ms of row.moments ?? []) {
    const column = columnAt(ms, axis, width);
    if (column >= 0 && column < width) slots[column] = (slots[column] ?? 0) + 1;
  }
  return slots;
}

/** The labels of the ticks, and the line below them. */
function drawRuler(axis: Axis, sizes: Columns, look: Look, glyphs: Glyphs): string[] {
  const [labels, line] = drawScale(axis, ticksOf(axis, sizes.plot), sizes.plot, glyphs);
  const lead = INDENT + " ".repeat(sizes.label + 1);
  return [paint((lead + labels).trimEnd(), "dim", look), lead + paint(line, "dim", look)];
}

function drawRow(row: Row, axis: Axis, sizes: Columns, most: number, look: Look, glyphs: Glyphs): string {
  const cells = cellsOf(row, axis, sizes.plot, most, glyphs);
  const label = padEnd(cut(clean(row.label, look.unicode), sizes.label, look.unicode), sizes.label);
  const note = cut(clean(row.note, look.unicode), sizes.note, look.unicode);
  return `${INDENT}${paint(label, row.tone === "dim" ? "dim" : "plain", look)} ${paintCells(cells, look)} ${paint(note, row.noteTone, look)}`.trimEnd();
}

function cellsOf(row: Row, axis: Axis, width: number, most: number, glyphs: Glyphs): readonly Cell[] {
  const cells: Cell[] = new Array<Cell>(width).fill({ character: " ", tone: "plain" });
  const zero = columnAt(0, axis, width);
  if (zero >= 0 && zero < width) cells[zero] = { character: glyphs.zero, tone: "dim" };
  for (const span of row.spans ?? []) {
    const from = Math.max(0, columnAt(span.fromMs, axis, width));
    const to = Math.min(width - 1, columnAt(span.toMs, axis, width));
    for (let column = from; column <= to; column++)
      cells[column] = { character: glyphs.span[span.kind], tone: span.tone };
  }
  slotsOf(row, axis, width).forEach((slot, column) => {
    if (slot === 0) return;
    const level = Math.min(glyphs.levels.length, Math.ceil((slot / most) * glyphs.levels.length));
    cells[column] = { character: glyphs.levels[level - 1] ?? "", tone: row.tone };
  });
  for (const mark of row.marks ?? []) {
    const column = columnAt(mark.atMs, axis, width);
    if (column >= 0 && column < width)
      cells[column] = { character: glyphs.mark[mark.kind], tone: mark.kind === "kill" ? "bad" : "warn" };
  }
  return cells;
}

/** One escape sequence a run of cells, not one a cell. */
function paintCells(cells: readonly Cell[], look: Look): string {
  let text = "";
  let run = "";
  let tone: Tone = "plain";
  for (const cell of cells) {
    if (cell.tone !== tone) {
      text += paint(run, tone, look);
      run = "";
      tone = cell.tone;
    }
    run += cell.character;
  }
  return text + paint(run, tone, look);
}

/** Only what was drawn. */
function drawLegend(rows: readonly Row[], look: Look, glyphs: Glyphs): readonly string[] {
  const kinds = new Set<string>(
    rows.flatMap((row) => [...(row.spans ?? []), ...(row.marks ?? [])].map(({ kind }) => kind)),
  );
  const entries = [
    kinds.has("signal") ? `${glyphs.mark.signal} stop signal` : "",
    kinds.has("kill") ? `${glyphs.mark.kill} SIGKILL` : "",
    kinds.has("gap") ? `${glyphs.span.gap} closed, and endpoints still send` : "",
    rows.some((row) => row.moments !== undefined)
      ? `${glyphs.levels[0]}${glyphs.levels.at(-1)} requests, when they ended`
      : "",
    `${glyphs.zero} the stop begins`,
  ].filter((entry) => entry !== "");
  // An entry is not broken: its spaces are put back after wrapping.
  const whole = entries.map((entry) => entry.replaceAll(" ", "\u00a0"));
  return wrap(whole.join("   ").replaceAll("   ", " \u00a0 "), layoutWidth(look) - columns(INDENT)).map((line) =>
    paint(INDENT + line.replaceAll("\u00a0", " ").trim(), "dim", look),
  );
}
