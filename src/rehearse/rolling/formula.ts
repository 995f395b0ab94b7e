// How many pods a rolling update has at once, and how long it takes, in closed form. Pure.
//
// s = maxSurge, u = maxUnavailable, b = s + u, N = replicas; a = the time until a new pod is available (ready, and minReadySeconds);
// t = the time that a pod takes to terminate. At 0 and then every a, b new pods start; u old ones are deleted at 0 and b at every a.
// What was deleted in the last ceil(t / a) rounds is terminating still: it runs, and no controller counts it. The rounds of k = 0, 1, ...
// have min(N, (k + 1) b) new pods and N less the old ones that are gone, of which the largest sum is the peak.

import type { Strategy } from "./strategy.ts";

export interface Course {
  /** Running and terminating pods at once, at the most. */
  readonly peakPods: number;
  /** Until every pod is a new one and available. */
  readonly completeMs: number;
  /** Until the last old pod is gone as well. */
  readonly goneMs: number;
}

/** `availableMs` is a, at least 1; `terminationMs` is t. Exact if every pod takes the same times; both ends grow with both times. */
export function course(strategy: Strategy, availableMs: number, terminationMs: number): Course {
  const { replicas, maxSurge, maxUnavailable } = strategy;
  const batch = maxSurge + maxUnavailable;
  const rounds = Math.ceil(terminationMs / availableMs);
  const completeMs = Math.ceil(replicas / batch) * availableMs;
  const lastDeletedMs = Math.ceil((replicas - maxUnavailable) / batch) * availableMs;
  return {
    peakPods: peakPods(strategy, rounds),
    completeMs,
    goneMs: Math.max(completeMs, lastDeletedMs + terminationMs),
  };
}

/** With `rounds` rounds of deleted pods still terminating. */
function peakPods({ replicas, maxSurge, maxUnavailable }: Strategy, rounds: number): number {
  const batch = maxSurge + maxUnavailable;
  // Somewhere in the middle: N + s counted ones, and all rounds of terminating ones.
  if ((rounds + 1) * batch <= replicas) return replicas + maxSurge + rounds * batch;
  // Else all new pods are there before the first old ones have gone, or with the u that go first only just gone.
  const beforeAnyGoes = replicas + Math.min(replicas, Math.max(rounds * batch, maxSurge));
  return Math.max(beforeAnyGoes, 2 * replicas - maxUnavailable);
}

/**
 * The rule of thumb for the peak, min(2N, N + s + b ceil(t / a)). It is `course(...).peakPods` where u is 0 or the update has rounds
 * enough, and up to u more elsewhere.
 */
export function peakRule(strategy: Strategy, availableMs: number, terminationMs: number): number {
  const { replicas, maxSurge, maxUnavailable } = strategy;
  const rounds = Math.ceil(terminationMs / availableMs);
  return Math.min(2 * replicas, replicas + maxSurge + (maxSurge + maxUnavailable) * rounds);
}
