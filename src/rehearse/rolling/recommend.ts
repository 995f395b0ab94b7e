// The settings with which the update would have lost nothing, by the formulae of a single stop.

import { formatDuration } from "../../core/duration.ts";
import type { Rehearsal } from "../rehearsal.ts";
import { entrypointOf } from "../verdict/entrypoint.ts";
import { figuresOf } from "../verdict/figures.ts";
import { keepsHook } from "../verdict/hooks.ts";
import { delaysOf, initsOf } from "../verdict/inits.ts";
import { howLost } from "../verdict/losses.ts";
import type { RollingReport } from "./report.ts";

export interface Settings {
  /** Of lastcall-init; `5s`. */
  readonly delay: string;
  /** The line of a Dockerfile. */
  readonly entrypoint: string;
  /** terminationGracePeriodSeconds. */
  readonly graceSeconds: number;
}

/** The slowest of the replicas that ended by themselves, and the longest of the requests that were answered, say what the app needs. */
export function settingsFor({ pods, records }: RollingReport, rehearsal: Rehearsal): Settings {
  const { command, env, endpointLagMs, engine, stopSignal } = rehearsal;
  const waitedMs = delaysOf(initsOf(command, env), env);
  const between = (from: number | null, to: number | null) => (from === null || to === null ? 0 : to - from);
  const drains = pods.filter(({ forced }) => !forced).map((pod) => between(pod.signalMs, pod.endedMs) - waitedMs);
  const hooks = pods.map((pod) => between(pod.deletedMs, pod.signalMs));
  const answered = records.filter((request) => request.kind !== "hold" && howLost(request) === null);
  const figures = figuresOf(
    {
      lagMs: endpointLagMs,
      longestMs: longest(answered.map(({ startMs, endMs }) => endMs - startMs)),
      tailMs: 0,
      cleanUpMs: 0,
      drainedMs: longest(drains),
      hookMs: keepsHook(rehearsal) && engine.hookInsideGrace ? longest(hooks) : 0,
    },
    rehearsal,
  );
  const words = entrypointOf(command, env, { ...figures, signal: stopSignal, rewriteTo: null });
  return {
    delay: formatDuration(figures.delayMs),
    entrypoint: `ENTRYPOINT ${JSON.stringify(words)}`,
    graceSeconds: figures.graceSeconds,
  };
}

function longest(times: readonly number[]): number {
  return times.reduce((one, other) => Math.max(one, other), 0);
}
