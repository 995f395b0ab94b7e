// The Deployment controller and its two ReplicaSets during one rolling update, as a state machine without IO and clock.
//
// A pod is starting until `pod-ready`, then ready, then available once it has been ready for minReadySeconds.
// A pod that was deleted is terminating until `pod-gone` and counts for nothing. One that goes without having been deleted is
// replaced by one of its own revision. Only `step` changes the state; it syncs until nothing is left to do, so an instant has no rest.

import { type ReplicaSet, scaleDownOld, scaleUpNew } from "./replica-sets.ts";
import type { Strategy } from "./strategy.ts";

export type Revision = "old" | "new";

/** A pod that is not terminating. */
interface Pod {
  readonly id: number;
  readonly revision: Revision;
  readySinceMs: number | null;
}

export interface State {
  readonly strategy: Strategy;
  /** spec.replicas of each ReplicaSet. */
  readonly wanted: Record<Revision, number>;
  pods: Pod[];
  lastId: number;
  /** Whether there is a new revision yet. */
  begun: boolean;
  complete: boolean;
}

export type Event =
  | { readonly kind: "begin" }
  | { readonly kind: "pod-ready"; readonly pod: number }
  | { readonly kind: "pod-gone"; readonly pod: number }
  | { readonly kind: "time" };

export type Action =
  | { readonly kind: "create"; readonly pod: number; readonly revision: Revision }
  | { readonly kind: "delete"; readonly pod: number }
  /** DeploymentComplete: all pods are new ones and available. Said once; terminating ones may be left. */
  | { readonly kind: "complete" };

/** Before the update: pods 1 to `replicas`, all of them available since long ago. */
export function settled(strategy: Strategy): State {
  const pods: Pod[] = Array.from({ length: strategy.replicas }, (_, index) => ({
    id: index + 1,
    revision: "old",
    readySinceMs: Number.NEGATIVE_INFINITY,
  }));
  const wanted = { old: strategy.replicas, new: 0 };
  return { strategy, wanted, pods, lastId: pods.length, begun: false, complete: false };
}

/** Takes an event and answers with what is to be done, in this order. */
export function step(state: State, event: Event, nowMs: number): Action[] {
  const actions: Action[] = [];
  if (event.kind === "begin") state.begun = true;
  if (event.kind === "pod-gone") state.pods = state.pods.filter((pod) => pod.id !== event.pod);
  if (event.kind === "pod-ready") {
    const pod = state.pods.find((candidate) => candidate.id === event.pod);
    if (pod !== undefined) pod.readySinceMs ??= nowMs;
  }
  do manage(state, nowMs, actions);
  while (state.begun && !state.complete && sync(state, nowMs));
  // With all new ones available nothing keeps an old one (scaleDownOld), so those have been deleted by now.
  if (!state.complete && status(state, "new", nowMs).available === state.strategy.replicas) {
    state.complete = true;
    actions.push({ kind: "complete" });
  }
  return actions;
}

/** When the next pod becomes available by the passing of time alone; Infinity for never. */
export function wakeMs(state: State, nowMs: number): number {
  const { minReadyMs } = state.strategy;
  const due = state.pods.map((pod) => (pod.readySinceMs ?? Number.POSITIVE_INFINITY) + minReadyMs);
  return Math.min(...due.filter((ms) => ms > nowMs), Number.POSITIVE_INFINITY);
}

/** One turn of rolloutRolling: up if that is possible, else down. Whether it scaled. */
function sync(state: State, nowMs: number): boolean {
  const { strategy, wanted } = state;
  const old = status(state, "old", nowMs);
  const fresh = status(state, "new", nowMs);
  const up = scaleUpNew(strategy, old, fresh);
  if (up !== wanted.new) {
    wanted.new = up;
    return true;
  }
  const down = scaleDownOld(strategy, old, fresh);
  if (down === wanted.old) return false;
  wanted.old = down;
  return true;
}

function status(state: State, revision: Revision, nowMs: number): ReplicaSet {
  const own = state.pods.filter((pod) => pod.revision === revision);
  return {
    wanted: state.wanted[revision],
    available: own.filter((pod) => isAvailable(pod, state.strategy, nowMs)).length,
  };
}

/** IsPodAvailable of pkg/api/v1/pod. */
function isAvailable(pod: Pod, strategy: Strategy, nowMs: number): boolean {
  return pod.readySinceMs !== null && pod.readySinceMs + strategy.minReadyMs <= nowMs;
}

/** manageReplicas of pkg/controller/replicaset: as many pods as are wanted. */
function manage(state: State, nowMs: number, actions: Action[]): void {
  for (const revision of ["old", "new"] as const) {
    const own = state.pods.filter((pod) => pod.revision === revision);
    for (let count = own.length; count < state.wanted[revision]; count++) {
      state.lastId++;
      state.pods.push({ id: state.lastId, revision, readySinceMs: null });
      actions.push({ kind: "create", pod: state.lastId, revision });
    }
    const doomed = own
      .sort((a, b) => firstToGo(a, b, nowMs))
      .slice(0, Math.max(0, own.length - state.wanted[revision]));
    state.pods = state.pods.filter((pod) => !doomed.includes(pod));
    for (const pod of doomed) actions.push({ kind: "delete", pod: pod.id });
  }
}

/** ActivePodsWithRanks of pkg/controller: not ready before ready, ready for less long first, then the younger one. */
function firstToGo(a: Pod, b: Pod, nowMs: number): number {
  const [since, other] = [a.readySinceMs ?? nowMs + 1, b.readySinceMs ?? nowMs + 1];
  return since === other ? b.id - a.id : other > since ? 1 : -1;
}
