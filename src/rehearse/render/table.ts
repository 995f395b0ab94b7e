// A table of text cells, for a terminal and for Markdown. The first column is to the left, the others to the right unless said otherwise.

import { type Look, layoutWidth, paint, type Tone } from "./look.ts";
import { clean, columns, cut, padEnd, padStart } from "./measure.ts";

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Table {
  readonly head: readonly string[];
  /** A row with fewer cells than the head: the last one goes on over the columns that are missing. */
  readonly rows: readonly (readonly (string | Cell)[])[];
  /** All columns to the left: for words, not figures. */
  readonly left?: boolean;
}

const GAP = "  ";
/** A column is not cut to less. */
const NARROWEST = 4;

/** Lines of at most the look's width less `indent`; the widest columns but the first are cut where it does not fit. */
export function drawTable(table: Table, look: Look, indent = 2): readonly string[] {
  const head = table.head.map((text) => cleanCell(text, look));
  const rows = table.rows.map((row) => row.map((cell) => cleanCell(cell, look)));
  const sizes = shrunk(naturalSizes(table, look), layoutWidth(look) - indent);
  const line = (row: readonly Cell[], tone?: Tone): string => {
    const cells = row.map((cell, index) => {
      const last = index === row.length - 1;
      const size = last
        ? sizes.slice(index).reduce((sum, one) => sum + GAP.length + one, -GAP.length)
        : (sizes[index] ?? 0);
      const text = cut(cell.text, size, look.unicode);
      const left = index === 0 || table.left || row.length < sizes.length;
      const padded = left ? (last ? text : padEnd(text, size)) : padStart(text, size);
      return paint(padded, tone ?? cell.tone ?? "plain", look);
    });
    return (" ".repeat(indent) + cells.join(GAP)).trimEnd();
  };
  return [line(head, "dim"), ...rows.map((row) => line(row))];
}

function sizeOf(row: readonly Cell[], index: number, of: number): number {
  return row.length < of && index === row.length - 1 ? 0 : columns(row[index]?.text ?? "");
}

function cleanCell(cell: string | Cell, look: Look): Cell {
  const { text, tone = "plain" } = typeof cell === "string" ? { text: cell } : cell;
  return { text: clean(text, look.unicode), tone };
}

/** What it would take to cut nothing. */
export function tableWidth(table: Table, look: Look, indent = 2): number {
  return indent + naturalSizes(table, look).reduce((sum, size) => sum + GAP.length + size, -GAP.length);
}

function naturalSizes(table: Table, look: Look): readonly number[] {
  const rows = table.rows.map((row) => row.map((cell) => cleanCell(cell, look)));
  return table.head.map((text, index) =>
    Math.max(columns(clean(text, look.unicode)), ...rows.map((row) => sizeOf(row, index, table.head.length))),
  );
}

function shrunk(sizes: readonly number[], width: number): readonly number[] {
  const fitted = [...sizes];
  const gaps = GAP.length * (sizes.length - 1);
  for (;;) {
    const total = fitted.reduce((sum, size) => sum + size, gaps);
    if (total <= width) return fitted;
    // A name that is cut names nothing: the first column is the last to give.
    const [first = 0, ...others] = fitted;
    const widest = Math.max(...others, 0);
    if (widest > NARROWEST) fitted[fitted.lastIndexOf(widest)] = widest - 1;
    else if (first > NARROWEST) fitted[0] = first - 1;
    else return fitted;
  }
}

/** The same as GitHub's Markdown has tables; `harmless` makes a cell harmless. */
export function markdownTable(table: Table, harmless: (text: string) => string): readonly string[] {
  const line = (row: readonly (string | Cell)[]) =>
    `| ${table.head.map((_, index) => harmless(textOf(row[index] ?? ""))).join(" | ")} |`;
  const rule = table.head.map((_, index) => (index === 0 || table.left ? ":--" : "--:"));
  return [line(table.head), `| ${rule.join(" | ")} |`, ...table.rows.map(line)];
}

function textOf(cell: string | Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}
