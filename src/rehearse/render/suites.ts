// A result as a list of rehearsals, each with what machines that collect results want of it: JUnit, and annotations on a pull request.

import type { Finding, ProcessRecord, Report } from "../report.ts";
import type { Result } from "../result.ts";
import { checksOf, UPDATE_CHECKS } from "./checks.ts";
import { PLAIN } from "./look.ts";
import { renderRolling, rollingHeadline } from "./rolling.ts";
import type { RollingSummary } from "./rolling-summary.ts";
import { headline, lossSentence, sortedFindings } from "./sentences.ts";
import { renderText } from "./text.ts";

export interface Suite {
  /** What tells it from the others; null where there are none. */
  readonly name: string | null;
  /** Null where it could not be rehearsed; then the headline says why. */
  readonly verdict: Report["verdict"] | null;
  readonly headline: string;
  readonly losses: string;
  /** From the app's start, or the beginning of the update. */
  readonly tookMs: number;
  readonly findings: readonly Finding[];
  /** The codes that there can be. */
  readonly checks: readonly string[];
  readonly processes: readonly ProcessRecord[];
  readonly properties: Readonly<Record<string, string | number>>;
  readonly text: string;
}

export function suitesOf(result: Result): readonly Suite[] {
  switch (result.kind) {
    case "single":
      return [ofStop(null, result.report)];
    case "proof":
      return [ofStop("as it is", result.before), ofStop("as recommended", result.after)];
    case "comparison":
      return result.contestants.map(({ init, report, reason = "not rehearsed" }) =>
        report === null ? notRehearsed(init, reason) : ofStop(init, report),
      );
    case "rolling":
      return [ofUpdate(result.report)];
  }
}

function ofStop(name: string | null, report: Report): Suite {
  const { recording, stop, recommendation } = report;
  return {
    name,
    verdict: report.verdict,
    headline: headline(report),
    losses: lossSentence(report),
    tookMs: (stop.tookMs ?? recording.endMs ?? 0) - Math.min(0, recording.startedMs),
    findings: sortedFindings(report),
    checks: checksOf(report),
    processes: recording.processes,
    properties: {
      "requests.total": report.requests.total,
      "requests.dropped": report.requests.dropped,
      "stop.signal": stop.signal,
      "recommendation.entrypoint": JSON.stringify(recommendation.entrypoint),
      "recommendation.terminationGracePeriodSeconds": recommendation.terminationGracePeriodSeconds,
    },
    text: renderText(report, PLAIN),
  };
}

function ofUpdate(report: RollingSummary): Suite {
  const { requests, strategy, peak, took } = report;
  return {
    name: "rolling update",
    verdict: report.verdict,
    headline: rollingHeadline(report),
    losses: lossSentence(report),
    tookMs: took.goneMs,
    findings: sortedFindings(report),
    checks: UPDATE_CHECKS,
    processes: [],
    properties: {
      "requests.total": requests.total,
      "requests.dropped": requests.dropped,
      "strategy.replicas": strategy.replicas,
      "strategy.maxSurge": strategy.maxSurge,
      "strategy.maxUnavailable": strategy.maxUnavailable,
      "peak.pods": peak.pods,
    },
    text: renderRolling(report, PLAIN),
  };
}

function notRehearsed(name: string, reason: string): Suite {
  return {
    name,
    verdict: null,
    headline: reason,
    losses: "",
    tookMs: 0,
    findings: [],
    checks: [],
    processes: [],
    properties: {},
    text: `${reason}\n`,
  };
}
