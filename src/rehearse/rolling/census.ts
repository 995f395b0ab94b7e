// How many pods existed at once. Pure.

import type { Census, PodRecord } from "./report.ts";

/** The first moment from 0 on at which most pods existed. One that ends while another starts makes room for it. */
export function peakOf(pods: readonly PodRecord[]): Census {
  const moments = pods.map((pod) => Math.max(0, pod.startedMs)).concat(0);
  return moments
    .map((atMs) => censusAt(pods, atMs))
    .reduce((most, one) => (one.pods > most.pods || (one.pods === most.pods && one.atMs < most.atMs) ? one : most));
}

export function censusAt(pods: readonly PodRecord[], atMs: number): Census {
  const there = pods.filter((pod) => pod.startedMs <= atMs && (pod.endedMs === null || pod.endedMs > atMs));
  const terminating = there.filter((pod) => pod.deletedMs !== null && pod.deletedMs <= atMs).length;
  return { atMs, pods: there.length, running: there.length - terminating, terminating };
}
