// How each engine stops a container, and what it makes of a grace period. Figures are defaults of the engine, with where they stand.

import { formatDuration } from "../core/duration.ts";
import { nearest } from "../core/suggest.ts";
import { Wrong } from "./bad-option.ts";
import { lags } from "./lags.ts";
import type { Engine, Hook } from "./rehearsal.ts";

export type EngineName = Engine["name"];

export interface EngineFacts {
  readonly title: string;
  readonly engine: Engine;
  /** The hooks that it knows. */
  readonly hooks: readonly Hook["kind"][];
  /** Where the figures come from. */
  readonly sources: readonly string[];
  /** What the grace period comes to, in milliseconds, and what is to be said of it. */
  grace(ms: number): Settled;
}

export interface Settled {
  readonly graceMs: number;
  readonly note?: string;
}

const common = { stopSignal: "SIGTERM", floorMs: 0, hookInsideGrace: false, endpointLagMs: 0 };

/** What the engine cannot be told, but can be rehearsed. */
function wholeSeconds(engine: string, setting: string): (ms: number) => Settled {
  return (graceMs) =>
    graceMs % 1000 === 0
      ? { graceMs }
      : { graceMs, note: `${setting} of ${engine} has whole seconds only, not ${shown(graceMs)}` };
}

export const engines: Readonly<Record<EngineName, EngineFacts>> = {
  kubernetes: {
    title: "Kubernetes",
    // The hook is inside the grace period, and what is left for the signal is never less than 2 s.
    engine: {
      name: "kubernetes",
      ...common,
      graceMs: 30_000,
      floorMs: 2000,
      hookInsideGrace: true,
      endpointLagMs: lags.clusterip.ms,
    },
    hooks: ["exec", "http", "sleep"],
    sources: [
      "terminationGracePeriodSeconds: 30 by default (core/v1 PodSpec)",
      "minimumGracePeriodInSeconds = 2 (kubelet, kuberuntime_manager.go)",
      "the hook's time is taken off, in whole seconds (kubelet, killContainer in kuberuntime_container.go)",
      "less than 1 s becomes 1 s (kubelet, calculateEffectiveGracePeriod in pod_workers.go)",
      `endpoints: ${lags.clusterip.source}`,
    ],
    grace: (ms) =>
      ms < 1000
        ? {
            graceMs: 1000,
            note: `the kubelet makes 1s of a grace period of ${shown(ms)}, and the signal gets 2s at the least`,
          }
        : wholeSeconds("Kubernetes", "terminationGracePeriodSeconds")(ms),
  },
  docker: {
    title: "Docker",
    engine: { name: "docker", ...common, graceMs: 10_000 },
    hooks: [],
    sources: ["docker stop: 10 s on Linux (moby, daemon/config_linux.go), then SIGKILL (daemon/stop.go)"],
    grace: wholeSeconds("Docker", "--time"),
  },
  compose: {
    title: "Compose",
    engine: { name: "compose", ...common, graceMs: 10_000 },
    hooks: ["exec"],
    sources: [
      "stop_grace_period: 10s by default (Compose specification)",
      "pre_stop hooks run before the stop, outside of it (pkg/compose/down.go, stopContainer)",
      "parts of a second are cut off (pkg/compose/convert.go, ToSeconds)",
    ],
    grace: (ms) => {
      const graceMs = Math.floor(ms / 1000) * 1000;
      if (graceMs === ms) return { graceMs };
      const then = graceMs === 0 ? "0s, which is SIGKILL right behind the signal" : shown(graceMs);
      return { graceMs, note: `Compose cuts stop_grace_period ${shown(ms)} off to ${then}` };
    },
  },
  ecs: {
    title: "ECS",
    engine: { name: "ecs", ...common, graceMs: 30_000 },
    hooks: [],
    sources: [
      "stopTimeout: 30 s by default, 1 s at the least (amazon-ecs-agent, agent/config/config.go)",
      "120 s at the most on Fargate (task definition parameters)",
    ],
    grace: (ms) => {
      if (ms < 1000) return { graceMs: 1000, note: `the ECS agent makes 1s of ${shown(ms)}` };
      if (ms > 120_000) return { graceMs: ms, note: `stopTimeout on Fargate is 120s at the most, not ${shown(ms)}` };
      return wholeSeconds("ECS", "stopTimeout")(ms);
    },
  },
  nomad: {
    title: "Nomad",
    engine: { name: "nomad", ...common, graceMs: 5000 },
    hooks: [],
    sources: [
      "kill_timeout: 5s by default (task block)",
      "the client's max_kill_timeout, 30s by default, caps it without a word (taskrunner, driver_handle.go)",
    ],
    grace: (ms) =>
      ms > 30_000
        ? {
            graceMs: 30_000,
            note: `Nomad's clients cap kill_timeout ${shown(ms)} at their max_kill_timeout, 30s by default`,
          }
        : { graceMs: ms },
  },
  "cloud-run": {
    title: "Cloud Run",
    engine: { name: "cloud-run", ...common, graceMs: 10_000 },
    hooks: [],
    sources: ["10 s, which nothing changes (container runtime contract)"],
    grace: (ms) => {
      if (ms !== 10_000) throw new Wrong("Cloud Run gives 10s, always");
      return { graceMs: ms };
    },
  },
};

const names = Object.keys(engines).join(", ");

/** Throws Wrong. */
export function engineNamed(name: string): EngineFacts {
  if (Object.hasOwn(engines, name)) return engines[name as EngineName];
  const guess = typeof name === "string" ? nearest(name, names) : "";
  throw new Wrong(guess === "" ? `expected ${names}` : `did you mean ${guess}?`);
}

function shown(ms: number): string {
  return formatDuration(ms);
}
