// How long a terminating pod goes on getting new connections, by what stands in front of it: the presets of `endpointLag`. Each is the
// time after which nothing new came in published reports or in the source, not a promise.

import { nearest } from "../core/suggest.ts";
import { Wrong } from "./bad-option.ts";
import { type Duration, durationMs } from "./values.ts";

/** What stands in front of the pod. */
export type LagName = "clusterip" | "ingress-nginx" | "mesh" | "alb" | "neg" | "nlb";

export interface Lag {
  /** Milliseconds from the deletion of the pod to the last new connection. */
  readonly ms: number;
  /** How the figure came about. */
  readonly source: string;
}

/** The presets, with their sources. */
export const lags: Readonly<Record<LagName, Lag>> = {
  clusterip: {
    ms: 3000,
    source: "a sleep of 3 s is generally sufficient for kube-proxy (kubernetes/kubernetes#43576)",
  },
  "ingress-nginx": {
    ms: 4300,
    source:
      "the controller syncs 0.3 times a second (flags.go, sync-rate-limit: 3.3 s), its Lua polls every 1 s (balancer.lua)",
  },
  mesh: {
    ms: 10_000,
    source:
      "sidecars elsewhere learn of it within 5 to 10 s; a preStop sleep of 10 s is what people have (istio/istio#13616)",
  },
  alb: {
    ms: 25_000,
    source: "25 s gave 100 % with targets of the kind ip (kubernetes-sigs/aws-load-balancer-controller#1064)",
  },
  neg: {
    ms: 60_000,
    source: "Google's guide to container-native load balancing has a grace period of 60 s (kubernetes/ingress-gce#769)",
  },
  nlb: {
    ms: 120_000,
    source:
      "deregistration takes 2 minutes and more, with new connections (kubernetes-sigs/aws-load-balancer-controller#2366)",
  },
};

const names = Object.keys(lags).join(", ");

/** Milliseconds of a duration or a preset. Throws Wrong. */
export function lagMs(value: Duration): number {
  if (typeof value === "string" && Object.hasOwn(lags, value)) return lags[value as LagName].ms;
  try {
    return durationMs(value);
  } catch {
    const guess = typeof value === "string" ? nearest(value, names) : "";
    throw new Wrong(guess === "" ? `expected a duration like 5s, or ${names}` : `did you mean ${guess}?`);
  }
}
