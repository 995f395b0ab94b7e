// Figures in words: times, counts, lists, outcomes. The same words in every format.

import type { Outcome, Recording, Severity } from "../report.ts";

/** In the order in which they are shown. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  ok: "answered",
  "http-error": "HTTP error",
  refused: "connection refused",
  "reset-before": "reset before the answer",
  "reset-after": "reset in the answer",
  cut: "closed without the answer",
  "timed-out": "timed out",
};

export const OUTCOMES = Object.keys(OUTCOME_WORDS) as readonly Outcome[];

export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

export const SANDBOX_WORDS: Readonly<Record<Recording["sandbox"], string>> = {
  namespace: "in a PID namespace",
  "user-namespace": "in a user namespace",
  container: "in a container",
  none: "without a namespace",
};

/** Milliseconds as one reads them: 350 ms, 3.2 s, 5 s (exactly), 125 s. */
export function seconds(ms: number): string {
  if (!Number.isFinite(ms)) return "?";
  const rounded = Math.round(ms);
  if (rounded === 0) return "0 s";
  if (Math.abs(rounded) < 1000) return `${rounded} ms`;
  if (rounded % 1000 === 0 || Math.abs(rounded) >= 100_000) return `${Math.round(rounded / 1000)} s`;
  return `${(rounded / 1000).toFixed(1)} s`;
}

/** `1 request`, `2 requests`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `17, 18, 19 and 9 more`. */
export function list(items: readonly (string | number)[], most: number): string {
  const shown = items.slice(0, most).join(", ");
  return items.length <= most ? shown : `${shown} and ${items.length - most} more`;
}

/** Those that end containers (signal(7)), behind 128. */
const ENDING: Readonly<Record<number, string>> = { 2: "INT", 3: "QUIT", 6: "ABRT", 9: "KILL", 11: "SEGV", 15: "TERM" };

/** 137 → `137 (128 + KILL)`. */
export function exitCode(code: number | null): string {
  if (code === null) return "none";
  const signal = ENDING[code - 128];
  return signal === undefined ? String(code) : `${code} (128 + ${signal})`;
}

/** 137 → `137 (KILL)`. */
export function exitCodeShort(code: number | null): string {
  return exitCode(code).replace("128 + ", "");
}
