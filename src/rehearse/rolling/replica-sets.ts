// How many pods each of the two ReplicaSets of a rolling update is to have: pkg/controller/deployment/rolling.go. Pure numbers.
// Pods that are terminating are in none of them: a ReplicaSet forgets a pod once it is deleted (KEP-3973 is about counting them).

import type { Strategy } from "./strategy.ts";

export interface ReplicaSet {
  /** spec.replicas. */
  readonly wanted: number;
  /** status.availableReplicas. */
  readonly available: number;
}

/** reconcileNewReplicaSet and NewRSNewReplicas: what the new one is to have. */
export function scaleUpNew(strategy: Strategy, old: ReplicaSet, fresh: ReplicaSet): number {
  const room = strategy.replicas + strategy.maxSurge - (old.wanted + fresh.wanted);
  if (room <= 0) return fresh.wanted;
  return Math.min(fresh.wanted + room, strategy.replicas);
}

/**
 * reconcileOldReplicaSets: what the old one is to have. First those go that are not available anyway (cleanupUnhealthyReplicas), then
 * as many as are available beyond the least (scaleDownOldReplicaSetsForRollingUpdate).
 */
export function scaleDownOld(strategy: Strategy, old: ReplicaSet, fresh: ReplicaSet): number {
  const least = strategy.replicas - strategy.maxUnavailable;
  // New pods that are not available yet must not make room: if they never get ready, the old ones are all there is.
  const most = old.wanted + fresh.wanted - least - (fresh.wanted - fresh.available);
  if (old.wanted === 0 || most <= 0) return old.wanted;
  const unhealthy = Math.min(most, Math.max(0, old.wanted - old.available));
  const left = old.wanted - unhealthy;
  const spare = Math.max(0, old.available + fresh.available - least);
  return left - Math.min(left, spare);
}
