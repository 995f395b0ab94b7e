// A Deployment's RollingUpdate strategy: what is asked for, in numbers or in percent, and what it comes to for so many replicas. Pure.

/** A number of pods, or a part of the replicas like `25%`. */
export type Amount = number | `${number}%`;

/** What it comes to. Pods are counted, times are milliseconds. */
export interface Strategy {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  /** minReadySeconds: how long a pod has to be ready before it counts as available. */
  readonly minReadyMs: number;
}

/** A number of pods or a part of them, as a manifest or a flag has it; null for what Kubernetes would not take. */
export function parseAmount(text: string): Amount | null {
  const match = /^(\d{1,6})(%?)$/.exec(text);
  if (match === null) return null;
  return match[2] === "" ? Number(match[1]) : `${Number(match[1])}%`;
}

/** GetScaledValueFromIntOrPercent of k8s.io/apimachinery/pkg/util/intstr. */
function scaled(amount: Amount, replicas: number, round: (value: number) => number): number {
  return typeof amount === "number" ? amount : round((Number.parseInt(amount, 10) * replicas) / 100);
}

/**
 * A surge is rounded up, what may be missing is rounded down; if neither is left, one may be missing, for else nothing could ever happen
 * (ResolveFenceposts); and never more can be missing than there are (MaxUnavailable). Both in pkg/controller/deployment/util.
 * Without amounts 25%, as the API has it. Throws RangeError where there are no replicas.
 */
export function settleStrategy(
  replicas: number,
  maxSurge: Amount = "25%",
  maxUnavailable: Amount = "25%",
  minReadyMs = 0,
): Strategy {
  if (!Number.isInteger(replicas) || replicas < 1) throw new RangeError(`replicas ${replicas}: one at the least`);
  const surge = scaled(maxSurge, replicas, Math.ceil);
  const unavailable = Math.min(scaled(maxUnavailable, replicas, Math.floor), replicas);
  return {
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable,
    minReadyMs,
  };
}
