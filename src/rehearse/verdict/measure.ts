// What of a recording goes into the formulae: L, R, K, C and H, each with where it comes from. All in milliseconds.

import type { Rehearsal } from "../rehearsal.ts";
import type { ProcessRecord, Recording, RequestRecord } from "../report.ts";
import { killedAt } from "./delivery.ts";
import { hookTime, keepsHook } from "./hooks.ts";
import { delaysOf, type Init } from "./inits.ts";
import { howLost, isKilled, lastServed, mayBeRead, requestsOf, type Served } from "./losses.ts";
import { count, time } from "./say.ts";

export interface Measured {
  /** L: endpoints sent new requests for so long after the stop began. */
  readonly lagMs: number;
  /** R: the longest request. */
  readonly longestMs: number;
  /** K: kept-alive connections were in use for so long after the app had been told and the endpoints were gone. */
  readonly tailMs: number;
  /** C: from the last answer to the end. */
  readonly cleanUpMs: number;
  /** What the app took from its signal to its end; 0 if it did not end by itself. */
  readonly drainedMs: number;
  /** H: hooks inside of the grace period that are not a mere delay. */
  readonly hookMs: number;
  /** When the app was told. Null if no signal was sent. */
  readonly toldMs: number | null;
  /** How each of these came about. */
  readonly because: readonly string[];
}

/** A figure, and how it came about. */
interface Part {
  readonly ms: number;
  readonly line: string;
}

/** The app as it ended by itself; null if it did not, or nobody told it. */
interface Ending {
  readonly toldMs: number;
  readonly endMs: number;
}

/** Longer than any drain: what is longer is an error of some clock. */
const DAY_MS = 86_400_000;
const bounded = (ms: number) => (ms > 0 ? Math.min(ms, DAY_MS) : 0);

/** `told`: whether the app got the signal, as far as that is known. */
export function measure(
  recording: Recording,
  rehearsal: Rehearsal,
  inits: readonly Init[],
  apps: readonly ProcessRecord[],
  told: boolean | null,
): Measured {
  const toldMs = toldAt(recording, rehearsal, inits, apps);
  const { endMs } = recording;
  const killMs = killedAt(recording, inits);
  const endedByItself = toldMs !== null && endMs !== null && told !== false && killMs === null;
  const ending = endedByItself ? { toldMs, endMs } : null;
  const requests = requestsOf(recording);
  const answered = requests.filter((request) => howLost(request) === null);
  const served = lastServed(requests, told === false ? null : toldMs);
  const worked = requests.filter((request) => isKilled(request, killMs, endMs) || wasWorkedOn(request, served));
  const L = lag(rehearsal);
  const R = longest(worked);
  const K = tail(answered, ending, recording.endpointsEndMs);
  const C = cleanUp(answered, ending);
  const H = hook(recording, rehearsal);
  const drainedMs = ending === null ? 0 : bounded(ending.endMs - ending.toldMs);
  const took = drainedMs > 0 ? [`the app took ${time(drainedMs)} from its signal to its end`] : [];
  return {
    lagMs: L.ms,
    longestMs: R.ms,
    tailMs: K.ms,
    cleanUpMs: C.ms,
    hookMs: H?.ms ?? 0,
    drainedMs,
    toldMs,
    because: [L.line, R.line, K.line, C.line, ...took, ...(H === null ? [] : [H.line])],
  };
}

/** As it was seen; else behind the delay of a lastcall-init. */
function toldAt(
  recording: Recording,
  rehearsal: Rehearsal,
  inits: readonly Init[],
  apps: readonly ProcessRecord[],
): number | null {
  const seen = apps.flatMap(({ toldMs }) => toldMs ?? []);
  if (seen.length > 0) return Math.max(...seen);
  return recording.signalMs === null ? null : recording.signalMs + delaysOf(inits, rehearsal.env);
}

function lag({ endpointLagMs }: Rehearsal): Part {
  const ms = bounded(endpointLagMs);
  return {
    ms,
    line: `L = ${time(ms)}: new requests go on coming for so long after the stop begins, as it was rehearsed`,
  };
}

function longest(worked: readonly RequestRecord[]): Part {
  if (worked.length === 0) return { ms: 0, line: "R = 0 ms: no request was seen, so the longest is not known" };
  const first = worked.reduce((most, request) => (tookMs(request) > tookMs(most) ? request : most));
  const ms = bounded(tookMs(first));
  if (howLost(first) === null)
    return { ms, line: `R = ${time(ms)}: the longest of ${count(worked.length, "request")}` };
  return {
    ms,
    line: `R ≥ ${time(ms)}: so long had a request taken that had no whole answer yet; a longer warm-up shows all of it`,
  };
}

const tookMs = ({ startMs, endMs }: RequestRecord) => endMs - startMs;

/** Answered, or given up while the app was at it: what timed out later may have waited for an app that took nothing in any more. */
function wasWorkedOn(request: RequestRecord, served: Served): boolean {
  const how = howLost(request, served);
  if (how === "timed-out") return request.phase !== "connecting" && mayBeRead(request, served);
  return how === null || how === "cut";
}

function tail(answered: readonly RequestRecord[], ending: Ending | null, endpointsEndMs: number): Part {
  if (ending === null)
    return { ms: 0, line: "K = 0 ms: the app did not end by itself, so how long connections stay in use is not known" };
  const fromMs = Math.max(ending.toldMs, endpointsEndMs);
  const late = answered.filter(({ reused, startMs }) => reused && startMs > fromMs);
  const ms = bounded(late.reduce((last, { endMs }) => Math.max(last, endMs - fromMs), 0));
  const what = ms > 0 ? "kept-alive connections were used for so long" : "no kept-alive connection was used any more";
  return { ms, line: `K = ${time(ms)}: ${what} once the app had been told and the endpoints were gone` };
}

function cleanUp(answered: readonly RequestRecord[], ending: Ending | null): Part {
  if (ending === null)
    return { ms: 0, line: "C = 0 ms: the app did not end by itself, so what it needs to clean up is not known" };
  const lastMs = answered.reduce((last, { endMs }) => Math.max(last, endMs), ending.toldMs);
  const ms = bounded(ending.endMs - lastMs);
  return { ms, line: `C = ${time(ms)}: from the last answer to the end` };
}

function hook(recording: Recording, rehearsal: Rehearsal): Part | null {
  if (rehearsal.hook === null) return null;
  if (!keepsHook(rehearsal))
    return { ms: 0, line: "H = 0 ms: the hook is a delay, and that is the init's from now on" };
  if (!rehearsal.engine.hookInsideGrace)
    return { ms: 0, line: "H = 0 ms: the hook's time is not inside of the grace period" };
  const ms = bounded(hookTime(recording, rehearsal));
  return { ms, line: `H = ${time(ms)}: the hook` };
}
