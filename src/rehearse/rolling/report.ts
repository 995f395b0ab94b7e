// What a rolling update has shown: plain JSON, as report.ts of the folder above is for a single stop. Times are milliseconds since the
// update began (the new revision is there); before that they are negative.

import type { Finding, Report, RequestRecord } from "../report.ts";
import type { Course } from "./formula.ts";
import type { Strategy } from "./strategy.ts";

/** The number of this format. It changes when a field goes or gets another meaning, not when one is added. */
export const ROLLING_REPORT_VERSION = 1;

export interface PodRecord {
  /** 1 to `replicas` are the old ones. */
  readonly pod: number;
  readonly revision: "old" | "new";
  readonly port: number;
  readonly startedMs: number;
  readonly readyMs: number;
  /** When it was deleted: endpoints and kubelet begin to hear of it. Null for those that stay. */
  readonly deletedMs: number | null;
  /** When the stop signal was sent. */
  readonly signalMs: number | null;
  /** Null for those that stay, and for one that not even SIGKILL ended. */
  readonly endedMs: number | null;
  /** Whether it took a SIGKILL. */
  readonly forced: boolean;
  /** Of PID 1; 128 + n if signal n ended it. */
  readonly exitCode: number | null;
  /** Connections that were passed to it and that it did not take. */
  readonly refused: number;
  /** What went wrong with its hook. */
  readonly hookError: string | null;
}

/** Pods that exist at one moment. */
export interface Census {
  readonly atMs: number;
  readonly pods: number;
  /** Of these, those that the Deployment counts: starting or running. */
  readonly running: number;
  readonly terminating: number;
}

export interface RollingReport {
  readonly version: typeof ROLLING_REPORT_VERSION;
  /** To tell it from the report of a single stop. */
  readonly kind: "rolling-update";
  readonly verdict: "pass" | "fail";
  readonly command: readonly string[];
  /** What was asked for, as numbers of pods, and what stood for the cluster. */
  readonly strategy: Strategy & {
    readonly readyTimeMs: number;
    readonly endpointLagMs: number;
  };
  readonly requests: Report["requests"];
  /** Until all pods are new ones and available, and until the last old one is gone. */
  readonly took: { readonly completeMs: number; readonly goneMs: number };
  /** When most pods existed at once. */
  readonly peak: Census;
  /** The closed form of formula.ts for the times that were measured. */
  readonly formula: Course & {
    /** The median time until a new pod was available, and until a deleted one had ended. */
    readonly availableMs: number;
    readonly terminationMs: number;
    /** The rule of thumb for it, min(2N, N + s + (s + u) * ceil(t / a)): never less than the exact figure, and at most u more. */
    readonly peakRule: number;
    /** If every pod were as quick to start as the quickest and as slow to stop as the slowest: no peak is above that. */
    readonly peakMost: number;
    /** If every pod used up its grace period. */
    readonly peakAtFullGrace: number;
  };
  readonly findings: readonly Finding[];
  /** What could not be seen, and why. */
  readonly blind: readonly string[];
  readonly pods: readonly PodRecord[];
  /** Connections that came while no pod was to receive any. */
  readonly unserved: number;
  readonly records: readonly RequestRecord[];
}
