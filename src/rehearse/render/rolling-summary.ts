// As much of a rolling update's report as its renderers read. What src/rehearse/rolling hands out has all of it.

import type { PodRecord, RollingReport } from "../rolling/report.ts";

/** When a pod came, and when it was told to go and went. */
export type RollingPod = Pick<
  PodRecord,
  "pod" | "revision" | "startedMs" | "readyMs" | "deletedMs" | "endedMs" | "forced"
>;

type Whole = "verdict" | "command" | "requests" | "took" | "peak" | "findings" | "blind" | "records";

export interface RollingSummary extends Pick<RollingReport, Whole> {
  readonly strategy: Pick<RollingReport["strategy"], "replicas" | "maxSurge" | "maxUnavailable">;
  readonly formula: Omit<RollingReport["formula"], "peakMost">;
  readonly pods: readonly RollingPod[];
}
