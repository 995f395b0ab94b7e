// The formulae that make delay, deadline and grace period of what was measured. README.md, "In Kubernetes", says why each is so.

import type { Rehearsal } from "../rehearsal.ts";
import type { Measured } from "./measure.ts";

/** What is between one limit and the next, so that an exit code and a report get out before SIGKILL. */
export const SLACK_MS = 2000;

export interface Figures {
  readonly delayMs: number;
  /** What the app may take from its signal on. */
  readonly drainMs: number;
  /** Of the init, from the stop signal on. */
  readonly deadlineMs: number;
  readonly graceSeconds: number;
  /** The grace period that the formula asks for, before it is rounded. */
  readonly neededMs: number;
  /** The most that this engine can give, where there is such a limit. */
  readonly limit: { readonly ms: number; readonly what: string } | null;
  /** Whether all of it is within that limit. */
  readonly fits: boolean;
}

/** Longest grace periods. Cloud Run's cannot be changed; the others are as their documents have them. */
const limits: Partial<Record<Rehearsal["engine"]["name"], { ms: number; what: string; fixed?: boolean }>> = {
  "cloud-run": { ms: 10_000, what: "Cloud Run sends SIGKILL after 10 s, and that cannot be changed", fixed: true },
  // ContainerDefinition, stopTimeout.
  ecs: { ms: 120_000, what: "on Fargate stopTimeout is 120 s at the most" },
  // The agent's client block; what is longer is cut off without a word.
  nomad: {
    ms: 30_000,
    what: "a Nomad client cuts kill_timeout off at its max_kill_timeout, 30 s unless it says otherwise",
  },
};

/** What the formulae are about. */
type Needs = Omit<Measured, "toldMs" | "because">;

export function figuresOf(measured: Needs, rehearsal: Rehearsal): Figures {
  const { lagMs, hookMs } = measured;
  const limit = limits[rehearsal.engine.name] ?? null;
  const delayMs = lagMs > 0 ? upTo(lagMs + SLACK_MS, 1000) : 0;
  const exactDrainMs = exactDrain(measured);
  const drainMs = Math.max(upTo(exactDrainMs, 1000), 1000);
  const neededMs = hookMs + delayMs + exactDrainMs + 2 * SLACK_MS;
  const fits = limit === null || hookMs + delayMs + drainMs + 2 * SLACK_MS <= limit.ms;
  if (limit?.fixed === true) return { ...fixed(limit.ms, delayMs, drainMs), drainMs, neededMs, limit, fits };
  // What fits into a limit does not leave it by being rounded.
  const mostMs = limit !== null && fits ? limit.ms : Number.POSITIVE_INFINITY;
  const longestMs = Math.floor((mostMs - hookMs - SLACK_MS) / 1000) * 1000;
  const deadlineMs = Math.min(roundUp(delayMs + drainMs + SLACK_MS), longestMs);
  const graceMs = Math.min(roundUp(hookMs + deadlineMs + SLACK_MS), mostMs);
  // More than it needs does no harm, and less might: what was set before stays.
  const graceSeconds = Math.ceil(Math.max(graceMs, rehearsal.graceMs) / 1000);
  return { delayMs, drainMs, deadlineMs, graceSeconds, neededMs, limit, fits };
}

/** max(R, K) + C, and not less than what the app took: it may wait on its own, whatever it waits for. */
export function exactDrain({ longestMs, tailMs, cleanUpMs, drainedMs }: Omit<Needs, "lagMs" | "hookMs">): number {
  return Math.max(Math.max(longestMs, tailMs) + cleanUpMs, drainedMs);
}

/** What fits into a grace period that nobody can change: the app's own time comes first, then the delay. */
function fixed(limitMs: number, wantedMs: number, drainMs: number) {
  const deadlineMs = limitMs - SLACK_MS;
  const delayMs = Math.max(0, Math.min(wantedMs, deadlineMs - SLACK_MS - drainMs));
  return { delayMs, deadlineMs, graceSeconds: limitMs / 1000 };
}

/** To a figure that people write: whole seconds, then five, then thirty. */
export function roundUp(ms: number): number {
  if (ms <= 10_000) return upTo(ms, 1000);
  return upTo(ms, ms <= 120_000 ? 5000 : 30_000);
}

function upTo(ms: number, step: number): number {
  return Math.ceil(ms / step) * step;
}
