// How figures and processes are said in a finding: plain words, the same everywhere.

import type { ProcessRecord } from "../report.ts";

/** `40 ms`, `2.5 s`, `30 s`. */
export function time(ms: number): string {
  const rounded = Math.round(ms);
  if (Math.abs(rounded) < 1000) return `${rounded} ms`;
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** `1 request`, `12 requests`. */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `node (pid 7)`. */
export function who(process: ProcessRecord): string {
  return `${process.name} (pid ${process.pid})`;
}

/** `a, b and c`; of many the first ones, and how many there are more. */
export function list(items: readonly string[], most = 5): string {
  if (items.length > most) return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** `is` or `are`, `was` or `were`: the word for so many. */
export function verb(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}
