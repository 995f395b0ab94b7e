// One machine, turn by turn: what was fed to it, and what it made of that.

import type { Core, Effect } from "../support/core.ts";
import { EventKind } from "../support/trace.ts";
import { DONE, type Run, type Turn } from "./machine-laws.ts";
import { type Settings, wordsOf } from "./machine-plans.ts";

export class Machine implements Run {
  readonly turns: Turn[] = [];
  private readonly machine;

  constructor(
    core: Core,
    readonly plan: Settings,
  ) {
    this.machine = core.machine(wordsOf(plan), plan.inKubernetes);
  }

  step(atMs: number, kind: number, value = 0, flag = false, ms = 0): Effect[] {
    const before = this.machine.phase();
    const wakeBefore = this.machine.wake();
    const effects = this.machine.step(kind, value, flag, atMs, ms);
    const [after, wake] = [this.machine.phase(), this.machine.wake()];
    this.turns.push({ atMs, kind, value, ms, before, after, wakeBefore, wake, effects });
    return effects;
  }

  get wake(): number {
    return this.machine.wake();
  }

  get done(): boolean {
    return this.machine.phase() === DONE;
  }

  /** Plays only time, for as long as the machine asks for it and up to so many turns. */
  sleep(nowMs: number, most: number): number {
    let atMs = nowMs;
    for (let turn = 0; turn < most && this.wake !== Infinity; turn++) {
      atMs = Math.max(atMs, this.wake);
      this.step(atMs, EventKind.time);
    }
    return atMs;
  }
}
