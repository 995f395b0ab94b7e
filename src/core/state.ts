// Where the stop sequence is: its phase, and the times at which it goes on by itself. Changed by src/core/machine.ts alone.

import { Escalation, Plan } from "./plan.ts";

export const enum Phase {
  Running = 0,
  Hooks = 1,
  Delay = 2,
  Stopping = 3,
  Lingering = 4,
  Killing = 5,
  Done = 6,
}

/** Why the time before the signal was passed on came to its end. */
export const enum DelayEnd {
  /** There was none. */
  None = 0,
  Over = 1,
  Idle = 2,
  /** A second stop signal. */
  Hurried = 3,
  Deadline = 4,
  CommandEnded = 5,
}

/** Math.min, which has NaN and signed zeros to think of too. */
export function earlier(one: f64, other: f64): f64 {
  return one < other ? one : other;
}

export function later(one: f64, other: f64): f64 {
  return one > other ? one : other;
}

export class State {
  phase: Phase = Phase.Running;
  /** As it came, before --rewrite; 0 while no stop is under way. */
  stopSignal: i32 = 0;
  stoppedAtMs: f64 = Infinity;
  /** Which hook runs, since when; and what the last one ended with. */
  hook: i32 = 0;
  hookAtMs: f64 = 0;
  hookCode: i32 = 0;
  delayAtMs: f64 = 0;
  delayEnd: DelayEnd = DelayEnd.None;
  /** Of the delay; of the hooks, where they were cut short and it never began. */
  delayTookMs: f64 = 0;
  trafficAtMs: f64 = Infinity;
  lastByteAtMs: f64 = -Infinity;
  forwardAtMs: f64 = Infinity;
  forwardedAtMs: f64 = Infinity;
  /** The next step of --escalate. */
  escalation: Escalation | null = null;
  escalateAtMs: f64 = Infinity;
  killAtMs: f64 = Infinity;
  lookAtMs: f64 = Infinity;
  goneSinceMs: f64 = Infinity;
  leftoversAtMs: f64 = Infinity;
  killAgainAtMs: f64 = Infinity;
  leaveAtMs: f64 = Infinity;
  commandEnded: bool = false;
  exitCode: i32 = 137;
  forced: bool = false;

  constructor(
    readonly plan: Plan,
    /** KUBERNETES_SERVICE_HOST is set, which is what `--delay auto` asks. */
    public inKubernetes: bool,
  ) {}

  /** When the next TimeCame is due; Infinity for never. */
  nextWake(): f64 {
    switch (this.phase) {
      case Phase.Hooks:
        return this.killAtMs;
      case Phase.Delay:
        return earlier(this.killAtMs, earlier(this.forwardAtMs, this.trafficAtMs));
      case Phase.Stopping:
      case Phase.Lingering:
        return earlier(earlier(this.killAtMs, this.escalateAtMs), earlier(this.lookAtMs, this.leftoversAtMs));
      case Phase.Killing:
        return earlier(this.killAgainAtMs, this.leaveAtMs);
      default:
        return Infinity;
    }
  }
}
