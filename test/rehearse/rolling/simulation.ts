// A rolling update in virtual time: the controller with pods that take a given time to become ready and to terminate.
import { type Event, settled, step, wakeMs } from "../../../src/rehearse/rolling/controller.ts";
import type { Strategy } from "../../../src/rehearse/rolling/strategy.ts";

export interface PodTimes {
  readonly readyMs: number;
  readonly terminationMs: number;
}

export interface Simulated {
  peakPods: number;
  completeMs: number;
  /** When the last deleted pod was gone. */
  goneMs: number;
  /** The fewest available pods at any time, as far as their readiness tells. */
  leastReady: number;
  /** In the order of deletion. */
  readonly deleted: { pod: number; atMs: number }[];
  readonly created: { pod: number; atMs: number }[];
}

interface Due {
  readonly atMs: number;
  readonly event: Event;
}

/** `times` says how long a pod takes, by its number; 1 to N are the old ones. */
export function simulate(strategy: Strategy, times: (pod: number) => PodTimes): Simulated {
  const state = settled(strategy);
  /** When those that were deleted are gone: at the same time as others come, they have made room. */
  const ends: number[] = [];
  const ready = new Set(state.pods.map((pod) => pod.id));
  const seen: Simulated = {
    peakPods: strategy.replicas,
    completeMs: Number.NaN,
    goneMs: Number.NaN,
    leastReady: ready.size,
    deleted: [],
    created: [],
  };
  const queue: Due[] = [{ atMs: 0, event: { kind: "begin" } }];
  for (let turns = 0; queue.length > 0; turns++) {
    if (turns > 100_000) throw new Error("the update never ends");
    queue.sort((a, b) => a.atMs - b.atMs);
    const { atMs, event } = queue.shift() as Due;
    if (event.kind === "pod-ready") ready.add(event.pod);
    for (const action of step(state, event, atMs)) {
      if (action.kind === "complete") seen.completeMs = atMs;
      if (action.kind === "create") {
        seen.created.push({ pod: action.pod, atMs });
        queue.push({ atMs: atMs + times(action.pod).readyMs, event: { kind: "pod-ready", pod: action.pod } });
      }
      if (action.kind === "delete") {
        ready.delete(action.pod);
        seen.leastReady = Math.min(seen.leastReady, ready.size);
        seen.deleted.push({ pod: action.pod, atMs });
        const { terminationMs } = times(action.pod);
        ends.push(atMs + terminationMs);
        seen.goneMs = Math.max(...ends);
        if (terminationMs > 0) queue.push({ atMs: atMs + terminationMs, event: { kind: "pod-gone", pod: action.pod } });
      }
      const gone = ends.filter((endMs) => endMs <= atMs).length;
      seen.peakPods = Math.max(seen.peakPods, strategy.replicas + seen.created.length - gone);
    }
    const wake = wakeMs(state, atMs);
    if (Number.isFinite(wake) && !queue.some((due) => due.event.kind === "time" && due.atMs === wake)) {
      queue.push({ atMs: wake, event: { kind: "time" } });
    }
  }
  return seen;
}
