// The shape of a result and how it is drawn: one line per figure with its limit and verdict, and the samples
// behind it as a table. Returns text; printing and writing are bench/run.ts' affair.
import { spreadOf } from "./statistics.ts";

export type Verdict = "aim" | "yes" | "NO" | "not measured" | "";

export interface Figure {
  what: string;
  lastcall: string;
  reference: string;
  must: string;
  aim: string;
  met: Verdict;
}

export interface Detail {
  title: string;
  note: string;
  header: string[];
  rows: string[][];
}

export interface Result {
  figures: Figure[];
  details: Detail[];
}

/** Lower is better everywhere. NaN: could not be measured. */
export function judge(value: number, must: number, aim: number): Verdict {
  if (Number.isNaN(value)) return "not measured";
  if (value <= aim) return "aim";
  return value <= must ? "yes" : "NO";
}

export function ratio(value: number): string {
  return Number.isNaN(value) ? "-" : `${value.toFixed(2)} ×`;
}

export function fixed(value: number, digits: number, unit: string): string {
  return Number.isNaN(value) ? "-" : `${value.toFixed(digits)} ${unit}`;
}

/** p10, p50, p90 of samples in nanoseconds, in units of `scale` ns. */
export function spreadCells(samples: number[], scale: number, digits: number): string[] {
  const { p10, p50, p90, count } = spreadOf(samples);
  return [...[p10, p50, p90].map((value) => (value / scale).toFixed(digits)), `${count}`];
}

export function table(header: string[], rows: string[][]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const draw = (row: string[]) => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [draw(header), rule, ...rows.map(draw)].join("\n");
}

export function figureTable(figures: Figure[]): string {
  const header = ["what", "lastcall", "compared with", "must", "aim", "met"];
  const cells = (figure: Figure) => [
    figure.what,
    figure.lastcall,
    figure.reference,
    figure.must,
    figure.aim,
    figure.met,
  ];
  return table(header, figures.map(cells));
}

export function markdown(results: Result[], facts: string[]): string {
  const details = results
    .flatMap((result) => result.details)
    .map((detail) => [`## ${detail.title}`, detail.note, table(detail.header, detail.rows)].join("\n\n"));
  return [
    "# Results of `npm run bench`",
    facts.map((fact) => `- ${fact}`).join("\n"),
    figureTable(results.flatMap((result) => result.figures)),
    "Met: `aim` or `yes` (must). Lower is better in every row.",
    ...details,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
