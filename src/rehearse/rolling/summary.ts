// From what was seen of a rolling update to its report. Pure.

import type { Rehearsal } from "../rehearsal.ts";
import type { RequestRecord } from "../report.ts";
import { lossesOf, requestsOf } from "../verdict/losses.ts";
import { requestFigures } from "../verdict/requests.ts";
import { peakOf } from "./census.ts";
import type { RollingOptions } from "./deployment.ts";
import { findingsOf } from "./findings.ts";
import { course, peakRule } from "./formula.ts";
import { type PodRecord, ROLLING_REPORT_VERSION, type RollingReport } from "./report.ts";

export interface Observed {
  readonly rehearsal: Rehearsal;
  readonly options: RollingOptions;
  readonly pods: readonly PodRecord[];
  readonly requests: readonly RequestRecord[];
  readonly completeMs: number;
  readonly unserved: number;
  readonly blind: readonly string[];
}

export function summarise(observed: Observed): RollingReport {
  const { rehearsal, options, pods } = observed;
  const { strategy } = options;
  const ended = pods.map((pod) => pod.endedMs ?? 0);
  // Pods come and go all the time, so there is no one moment from which on a request cannot have been read.
  const losses = lossesOf({ ...observed, endMs: null }, null, null);
  const report: RollingReport = {
    version: ROLLING_REPORT_VERSION,
    kind: "rolling-update",
    verdict: "pass",
    command: rehearsal.command,
    strategy: {
      ...strategy,
      readyTimeMs: options.readyTimeMs,
      endpointLagMs: rehearsal.endpointLagMs,
    },
    requests: requestFigures(requestsOf(observed), losses),
    took: { completeMs: round(observed.completeMs), goneMs: round(Math.max(observed.completeMs, ...ended)) },
    peak: peakOf(pods),
    formula: formulaOf(observed),
    findings: [],
    blind: observed.blind,
    pods,
    unserved: observed.unserved,
    records: observed.requests,
  };
  const findings = findingsOf({ report, rehearsal, losses });
  const verdict = findings.some((finding) => finding.severity === "error") ? "fail" : "pass";
  return { ...report, verdict, findings };
}

function formulaOf({ rehearsal, options, pods }: Observed): RollingReport["formula"] {
  const { strategy } = options;
  const fresh = pods.filter((pod) => pod.revision === "new");
  // A timer may be a fraction of a millisecond early, and a is divided by.
  const available = sorted(fresh.map((pod) => Math.max(1, pod.readyMs - pod.startedMs + strategy.minReadyMs)));
  const termination = sorted(
    pods.flatMap((pod) => (pod.deletedMs === null || pod.endedMs === null ? [] : pod.endedMs - pod.deletedMs)),
  );
  const [availableMs, terminationMs] = [median(available), median(termination)];
  const peak = (a: number | undefined, t: number | undefined) => course(strategy, a ?? 1, t ?? 0).peakPods;
  const { graceMs, hook, engine } = rehearsal;
  const said = course(strategy, availableMs, terminationMs);
  return {
    availableMs: round(availableMs),
    terminationMs: round(terminationMs),
    peakPods: said.peakPods,
    peakRule: peakRule(strategy, availableMs, terminationMs),
    completeMs: round(said.completeMs),
    goneMs: round(said.goneMs),
    peakMost: peak(available.at(0), termination.at(-1)),
    peakAtFullGrace: peak(availableMs, graceMs + (hook === null ? 0 : engine.floorMs)),
  };
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

function median(values: readonly number[]): number {
  const middle = values.length >> 1;
  const high = values[middle] ?? 0;
  return values.length % 2 === 1 ? high : (high + (values[middle - 1] ?? high)) / 2;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
