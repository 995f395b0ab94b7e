// How many requests there were, and how they ended.

import type { Outcome, Report, RequestRecord } from "../report.ts";
import type { Loss } from "./losses.ts";

/** Of the load and the slow requests; dropped are those that were lost. */
export function requestFigures(requests: readonly RequestRecord[], losses: readonly Loss[]): Report["requests"] {
  const lost = new Set(losses.map(({ request }) => request));
  const byOutcome: Record<Outcome, number> = {
    ok: 0,
    "http-error": 0,
    refused: 0,
    "reset-before": 0,
    "reset-after": 0,
    cut: 0,
    "timed-out": 0,
  };
  for (const { outcome } of requests) byOutcome[outcome]++;
  const part = (some: readonly RequestRecord[]) => ({
    total: some.length,
    dropped: some.filter((request) => lost.has(request)).length,
  });
  return {
    total: requests.length,
    ok: byOutcome.ok,
    dropped: lost.size,
    byOutcome,
    newConnections: part(requests.filter(({ reused }) => !reused)),
    reusedConnections: part(requests.filter(({ reused }) => reused)),
  };
}
