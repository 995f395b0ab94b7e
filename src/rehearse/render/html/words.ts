// Figures and names as the page says them.

import type { Recording, RequestRecord } from "../../report.ts";
import { OUTCOME_WORDS } from "../words.ts";

/** `40 ms`, `3.25 s`, `1 min 5 s`; a true minus sign before the stop. */
export function seconds(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 && Math.round(size) > 0 ? "−" : "";
  if (Math.round(size) === 0) return "0 s";
  if (size < 999.5) return `${sign}${Math.round(size)} ms`;
  if (size < 99_950) return `${sign}${trim((size / 1000).toFixed(size < 9_995 ? 2 : 1))} s`;
  const whole = Math.round(size / 1000);
  const rest = whole % 60;
  return `${sign}${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
}

/** The same where a time may be missing. */
export function secondsOr(ms: number | null | undefined, otherwise: string): string {
  return ms === null || ms === undefined ? otherwise : seconds(ms);
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 request`, `1,200 requests`. */
export function many(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}

function trim(text: string): string {
  return text.replace(/\.?0+$/, "");
}

/** `none lost`, `3 lost, 2 before`: what failed before the stop is not its doing. */
export function lostWords(lost: readonly RequestRecord[]): string {
  if (lost.length === 0) return "none lost";
  const before = lost.filter(({ endMs }) => endMs < 0).length;
  return `${count(lost.length - before)} lost${before > 0 ? `, ${count(before)} before` : ""}`;
}

/** `#12 · 3.2 s · connection refused (ECONNREFUSED)`, for tooltips. */
export function requestWords(request: RequestRecord): string {
  const why = request.errno ?? (request.status === undefined ? "" : String(request.status));
  const way = request.reused ? "reused connection" : "new connection";
  const took = seconds(request.endMs - request.dueMs);
  return `#${request.id}, due at ${seconds(request.dueMs)}, ${way}: ${OUTCOME_WORDS[request.outcome]}${why ? ` (${why})` : ""} after ${took}`;
}

/** The engines as they call themselves. */
export function engineName(recording: Recording): string {
  const engine = recording.settings?.engine ?? "stop";
  if (engine === "ecs") return "ECS";
  return engine.replace(/(^|-)(.)/g, (_, dash: string, letter: string) => (dash ? " " : "") + letter.toUpperCase());
}
