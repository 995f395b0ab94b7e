// How the app is stopped: the grace period and the hook, as the engine takes them.

import { formatDuration } from "../core/duration.ts";
import { Wrong } from "./bad-option.ts";
import { type EngineFacts, engines } from "./engines.ts";
import type { Given } from "./given.ts";
import type { Hook } from "./rehearsal.ts";
import type { Source } from "./sources/source.ts";
import { absoluteUrl } from "./url.ts";
import { commandWords, durationMs } from "./values.ts";

/** Milliseconds. Throws BadOption for what the engine does not take. */
export function graceOf(given: Given, facts: EngineFacts, source: Source | null, notes: string[]): number {
  const typed = given.take("grace", (value) => facts.grace(durationMs(value)));
  if (typed !== null) {
    if (typed.note !== undefined) notes.push(`${given.label("grace")}: ${typed.note}`);
    return typed.graceMs;
  }
  if (source === null || source.graceMs === null) return facts.engine.graceMs;
  try {
    const { graceMs, note } = facts.grace(source.graceMs);
    if (note !== undefined) notes.push(`${source.where}: ${note}`);
    return graceMs;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    notes.push(
      `${source.where}: its grace period of ${formatDuration(source.graceMs)} does not count: ${error.message}`,
    );
    return facts.engine.graceMs;
  }
}

/** The one that was typed, else the file's; null where there is none, or the engine knows none of its kind. Throws BadOption. */
export function hookOf(
  given: Given,
  facts: EngineFacts,
  source: Source | null,
  graceMs: number,
  notes: string[],
): Hook | null {
  const keys = ["preStop", "preStopHttp", "preStopSleep"] as const;
  given.refuseSeveral(keys);
  const typed: Hook | null =
    given.take("preStop", (value): Hook => ({ kind: "exec", command: commandWords(value) })) ??
    given.take("preStopHttp", (value): Hook => ({ kind: "http", url: absoluteUrl(value) })) ??
    given.take("preStopSleep", (value): Hook => ({ kind: "sleep", ms: durationMs(value) }));
  const hook = typed ?? source?.hook ?? null;
  if (hook === null) return null;
  const key = keys.find((one) => given.has(one));
  if (!facts.hooks.includes(hook.kind)) {
    const what = `${facts.title} has no hook of the kind ${hook.kind}`;
    if (key === undefined) {
      notes.push(`${source?.where}: its hook is left out: ${what}`);
      return null;
    }
    const able = Object.values(engines).filter(({ hooks }) => hooks.includes(hook.kind));
    const names = able.map(({ engine }) => engine.name).join(" or ");
    throw given.bad(key, `${what}: expected ${given.label("engine")} ${names}`);
  }
  if (typed?.kind === "sleep") notes.push(...sleepNotes(given, typed.ms, graceMs));
  return hook;
}

/** core/v1 SleepAction has whole seconds, from 0 to the grace period (API validation). */
function sleepNotes(given: Given, ms: number, graceMs: number): string[] {
  const label = given.label("preStopSleep");
  const grace = formatDuration(graceMs);
  const notes: string[] = [];
  if (ms % 1000 !== 0) notes.push(`${label}: preStop.sleep has whole seconds only, not ${formatDuration(ms)}`);
  if (ms > graceMs)
    notes.push(`${label}: the API server refuses ${formatDuration(ms)}, for the grace period is ${grace}`);
  return notes;
}
