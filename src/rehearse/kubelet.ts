// The engine's side of a stop, as a state machine without IO: what happens when the hook ends, the app ends, a time comes. Kubernetes as
// in killContainer and executePreStopHook of the kubelet (pkg/kubelet/kuberuntime/kuberuntime_container.go); the others by their Engine.

import type { Rehearsal } from "./rehearsal.ts";

export type Action =
  | { readonly kind: "run-hook" }
  | { readonly kind: "abandon-hook" }
  | { readonly kind: "signal" }
  | { readonly kind: "end-endpoints" }
  | { readonly kind: "kill" };

export type StopEvent =
  | { readonly kind: "begin" }
  | { readonly kind: "hook-ended" }
  | { readonly kind: "exited" }
  | { readonly kind: "time" };

/** One stop. Times are milliseconds since it began. */
export class Kubelet {
  private hookSinceMs: number | null = null;
  private killAtMs = Number.POSITIVE_INFINITY;
  private endpointsGone = false;
  private over = false;

  constructor(private readonly rehearsal: Rehearsal) {}

  /** When `time` is due next; Infinity for never. */
  wakeMs(): number {
    const endpoints = this.endpointsGone ? Number.POSITIVE_INFINITY : this.rehearsal.endpointLagMs;
    if (this.over) return endpoints;
    return Math.min(endpoints, this.abandonAtMs(), this.killAtMs);
  }

  /** When the hook has used up the grace period; never where its time is not counted. */
  private abandonAtMs(): number {
    const { engine, graceMs } = this.rehearsal;
    return this.hookSinceMs === null || !engine.hookInsideGrace ? Number.POSITIVE_INFINITY : this.hookSinceMs + graceMs;
  }

  step(event: StopEvent, nowMs: number): Action[] {
    const actions: Action[] = [];
    switch (event.kind) {
      case "begin":
        if (this.rehearsal.hook === null || (this.rehearsal.graceMs === 0 && this.rehearsal.engine.hookInsideGrace))
          this.signal(nowMs, actions);
        else {
          this.hookSinceMs = nowMs;
          actions.push({ kind: "run-hook" });
        }
        break;
      case "hook-ended":
        if (this.hookSinceMs !== null) this.signal(nowMs, actions);
        break;
      case "exited":
        this.over = true;
        break;
      case "time":
        if (this.over) break;
        if (nowMs >= this.abandonAtMs()) {
          actions.push({ kind: "abandon-hook" });
          this.signal(nowMs, actions);
        } else if (nowMs >= this.killAtMs) {
          this.killAtMs = Number.POSITIVE_INFINITY;
          actions.push({ kind: "kill" });
        }
        break;
    }
    if (!this.endpointsGone && nowMs >= this.rehearsal.endpointLagMs) {
      this.endpointsGone = true;
      actions.push({ kind: "end-endpoints" });
    }
    return actions;
  }

  /** The grace period counts from the beginning, in whole seconds of the hook, and never leaves less than the floor. */
  private signal(nowMs: number, actions: Action[]): void {
    const { graceMs, engine } = this.rehearsal;
    const hookMs = this.hookSinceMs === null ? 0 : nowMs - this.hookSinceMs;
    this.hookSinceMs = null;
    const usedMs = engine.hookInsideGrace ? Math.floor(hookMs / 1000) * 1000 : 0;
    this.killAtMs = nowMs + Math.max(graceMs - usedMs, engine.floorMs);
    actions.push({ kind: "signal" });
  }
}
