// Random plans for the property tests of the stop sequence, and the words that make them.

import fc from "fast-check";

export interface Settings {
  /** -1 is `auto`. */
  delayMs: number;
  inKubernetes: boolean;
  deadlineMs: number;
  settleMs: number;
  lingerMs: number;
  hooks: number;
  /** -1: not given. */
  untilIdleMs: number;
  delayMinMs: number;
  /** After which times; the signals are those of `escalationSignals`. */
  escalations: number[];
  marks: boolean;
}

export const escalationSignals = [2, 3, 10];
const escalationNames = ["INT", "QUIT", "USR1"];
const AUTO_MS = 5000;

/** The delay that is served. */
export function delayOf({ delayMs, inKubernetes }: Settings): number {
  if (delayMs >= 0) return delayMs;
  return inKubernetes ? AUTO_MS : 0;
}

/** The least of it that --until-idle leaves. */
export function leastOf(plan: Settings): number {
  return Math.min(delayOf(plan), plan.delayMinMs < 0 ? 1000 : plan.delayMinMs);
}

export const settings: fc.Arbitrary<Settings> = fc
  .record({
    delayMs: fc.constantFrom(0, 0, 1, 400, 5000, -1),
    inKubernetes: fc.boolean(),
    deadlineMs: fc.constantFrom(0, 1, 500, 6000, 30_000, Infinity),
    settleMs: fc.constantFrom(0, 50, 2000),
    lingerMs: fc.constantFrom(0, 100, 5000),
    hooks: fc.constantFrom(0, 0, 1, 3),
    untilIdleMs: fc.constantFrom(-1, 0, 60, 3000),
    delayMinMs: fc.constantFrom(-1, -1, 0, 200),
    escalations: fc.subarray([0, 300, 10_000]),
    marks: fc.boolean(),
  })
  .map((plan) => {
    const longest = plan.delayMs < 0 ? AUTO_MS : plan.delayMs;
    // What the options would refuse.
    if (longest > 0 && longest >= plan.deadlineMs) plan.deadlineMs = 30_000;
    if (longest === 0) plan.untilIdleMs = -1;
    if (plan.untilIdleMs < 0 || plan.delayMinMs > longest) plan.delayMinMs = -1;
    plan.escalations = plan.escalations.filter((afterMs) => longest + afterMs < plan.deadlineMs);
    return plan;
  });

export function wordsOf(plan: Settings): string[] {
  const words = ["--settle", `${plan.settleMs}ms`, "--linger", `${plan.lingerMs}ms`];
  const add = (flag: string, ms: number) => void words.push(flag, `${ms}ms`);
  if (plan.delayMs < 0) words.push("--delay", "auto");
  else add("--delay", plan.delayMs);
  if (plan.deadlineMs !== Infinity) add("--deadline", plan.deadlineMs);
  for (let hook = 0; hook < plan.hooks; hook++) words.push("--pre-stop", `hook${hook}`);
  if (plan.untilIdleMs >= 0) add("--until-idle", plan.untilIdleMs);
  if (plan.delayMinMs >= 0) add("--delay-min", plan.delayMinMs);
  const steps = plan.escalations.map((afterMs, index) => `${escalationNames[index]}@${afterMs}ms`);
  if (steps.length > 0) words.push("--escalate", steps.join(","));
  if (plan.marks) words.push("--ready-file", "/run/ready");
  return [...words, "app"];
}
