// Which requests the stop lost, and how each was lost. Held sessions are not among them: they have to end some time.

import type { Recording, RequestRecord } from "../report.ts";

/**
 * `turned-away`: nobody took the connection, or it was reset before the app can have read the request. `kept-alive`: the same on a
 * connection that had carried requests before. `cut`: the app had the request. `timed-out`, and `error` for an answer of 5xx.
 */
export type How = "turned-away" | "kept-alive" | "cut" | "timed-out" | "error";

export interface Loss {
  readonly request: RequestRecord;
  readonly how: How;
}

/** When the last requests began that the app read. */
export interface Served {
  readonly onNew: number;
  readonly onKept: number;
}

const ALWAYS: Served = { onNew: Number.POSITIVE_INFINITY, onKept: Number.POSITIVE_INFINITY };

/** Somebody has read a request that was unanswered for so long; a reset from a dead socket comes within a round trip. */
const IN_HAND_MS = 50;

export function requestsOf(recording: Pick<Recording, "requests">): RequestRecord[] {
  return recording.requests.filter(({ kind }) => kind !== "hold");
}

/** Everything that was lost from t = 0 on. `toldMs`: when the app was told; null if it was not, or nobody knows. `killMs`: when it got SIGKILL. */
export function lossesOf(
  recording: Pick<Recording, "requests" | "endMs">,
  toldMs: number | null,
  killMs: number | null,
): Loss[] {
  const losses: Loss[] = [];
  const requests = requestsOf(recording);
  const served = lastServed(requests, toldMs);
  for (const request of requests) {
    const how =
      request.endMs < 0 ? null : isKilled(request, killMs, recording.endMs) ? "cut" : howLost(request, served);
    if (how !== null) losses.push({ request, how });
  }
  return losses;
}

/** Sent to an app that was alive, and lost by SIGKILL: a reset from it comes as fast as one from a closed connection. */
export function isKilled(request: RequestRecord, killMs: number | null, overMs: number | null): boolean {
  const { outcome, phase, startMs, endMs } = request;
  if ((outcome !== "reset-before" && outcome !== "cut") || phase === "connecting" || killMs === null) return false;
  return endMs >= killMs && startMs <= (overMs ?? killMs);
}

/** Whether a request counts as lost: an answer of 4xx is an answer like any other. */
export function isLost({ outcome, status }: Pick<RequestRecord, "outcome" | "status">): boolean {
  return outcome !== "ok" && !(outcome === "http-error" && status !== undefined && status < 500);
}

/** How a request was lost; null for one that was not. `served`: what began later the app did not read, though the kernel may have taken it in. */
export function howLost(request: RequestRecord, served = ALWAYS): How | null {
  if (!isLost(request)) return null;
  switch (request.outcome) {
    case "http-error":
      return "error";
    case "timed-out":
      return "timed-out";
    case "refused":
      return "turned-away";
    case "reset-after":
      return "cut";
    default:
      if (isInHand(request, served)) return "cut";
      return request.reused ? "kept-alive" : "turned-away";
  }
}

function isInHand(request: RequestRecord, served: Served): boolean {
  const { phase, bytes, startMs, endMs } = request;
  if (bytes > 0 || phase === "answering" || phase === "done") return true;
  return phase === "sent" && endMs - startMs >= IN_HAND_MS && mayBeRead(request, served);
}

/**
 * When the last request began that was served, of those on new connections and of those on kept ones; the app's being told at the least.
 * gunicorn whose workers are busy takes nothing in any more and closes nothing: what the kernel has taken in is reset when it ends.
 */
export function lastServed(requests: readonly RequestRecord[], toldMs: number | null): Served {
  if (toldMs === null) return ALWAYS;
  const last = (reused: boolean) =>
    requests
      .filter((request) => request.reused === reused && !isLost(request))
      .reduce((latest, { startMs }) => Math.max(latest, startMs), toldMs);
  return { onNew: last(false), onKept: last(true) };
}

/** Whether the app may have read it. */
export function mayBeRead({ reused, startMs }: RequestRecord, served: Served): boolean {
  return startMs <= (reused ? served.onKept : served.onNew);
}

/** Those that ended with what happened at that moment: the news takes a round trip, and a look of ours. */
export function lostAround(losses: readonly Loss[], atMs: number): RequestRecord[] {
  return losses
    .filter(({ how, request }) => how === "cut" && request.endMs >= atMs - 50 && request.endMs <= atMs + 250)
    .map(({ request }) => request);
}

export function lostBy(losses: readonly Loss[], how: How): RequestRecord[] {
  return losses.filter((loss) => loss.how === how).map(({ request }) => request);
}

/** Of at least one request. */
export function earliest(requests: readonly RequestRecord[], key: "startMs" | "endMs"): number {
  return requests.reduce((first, request) => Math.min(first, request[key]), Number.POSITIVE_INFINITY);
}
