// A world for the machine to run in: a command, hooks, others and a clock, which react to its effects as those of a real
// system do, and turns of it as src/init/loop.ts takes them.

import fc from "fast-check";
import type { Core, Effect } from "../support/core.ts";
import { EffectKind, EventKind } from "../support/trace.ts";
import type { Settings } from "./machine-plans.ts";
import { Machine } from "./machine-run.ts";

export interface World {
  /** How late everything is noticed; the rest of a paused container's sleep is one long lateness. */
  lateMs: number;
  /** When somebody sends a signal. */
  signals: { atMs: number; signal: number }[];
  /** When the command ends by itself; after its signal, after a step of --escalate. */
  endsAtMs: number;
  endsAfterMs: number;
  escalatedAfterMs: number;
  /** Whether the command itself is the target, or ends only after it has been told as a wrapper. */
  isTarget: boolean;
  code: number;
  hooks: { starts: boolean; tookMs: number; code: number }[];
  /** Whether others stay when the command has ended, and for how long after they were told. */
  others: boolean;
  othersAfterMs: number;
  /** How often they are passed over. */
  passedOver: number;
  /** When a byte arrives; null where nobody can see. */
  bytes: number[] | null;
  /** Survives SIGKILL. */
  stubborn: boolean;
}

const never = Infinity;
const moment = fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 12_000 }));
const perhaps = fc.oneof(fc.constant(never), fc.constant(0), fc.integer({ min: 1, max: 8000 }));

export const worlds: fc.Arbitrary<World> = fc.record({
  lateMs: fc.constantFrom(0, 0, 0, 3, 700, 40_000),
  signals: fc.array(fc.record({ atMs: moment, signal: fc.constantFrom(1, 2, 3, 15, 15, 15) }), { maxLength: 4 }),
  endsAtMs: fc.oneof(fc.constant(never), moment),
  endsAfterMs: perhaps,
  escalatedAfterMs: perhaps,
  isTarget: fc.boolean(),
  code: fc.constantFrom(0, 1, 143),
  hooks: fc.array(fc.record({ starts: fc.boolean(), tookMs: perhaps, code: fc.constantFrom(0, 1, 137) }), {
    minLength: 3,
    maxLength: 3,
  }),
  others: fc.boolean(),
  othersAfterMs: perhaps,
  passedOver: fc.integer({ min: 0, max: 2 }),
  bytes: fc.option(fc.array(moment, { maxLength: 60 })),
  stubborn: fc.boolean(),
});

/** A machine in a world, from its first moment to its end, or to where neither will ever do anything more. */
export class Life extends Machine {
  nowMs = 0;
  /** When they end; undefined where there is none. */
  private commandMs: number | undefined;
  private hookMs: number | undefined;
  private othersMs: number | undefined;
  private hookCode = 0;
  private targetMs = never;
  private passedOver: number;
  private readonly signals;

  constructor(
    core: Core,
    plan: Settings,
    private readonly world: World,
  ) {
    super(core, plan);
    this.commandMs = world.endsAtMs;
    this.othersMs = world.others ? never : undefined;
    this.passedOver = world.passedOver;
    this.signals = [...world.signals].sort((one, other) => one.atMs - other.atMs);
  }

  live(most = 5000): this {
    for (let turn = 0; turn < most && !this.done; turn++) {
      const next = Math.min(this.wake, this.signals[0]?.atMs ?? never, this.nextDeath());
      if (next === never) break;
      this.nowMs = next <= this.nowMs ? this.nowMs : next + this.world.lateMs;
      // A turn of the loop: one signal or all children, and then time.
      if (this.nextDeath() <= this.nowMs) this.reap();
      else if ((this.signals[0]?.atMs ?? never) <= this.nowMs) {
        this.feed(EventKind.signal, this.signals.shift()?.signal);
      }
      if (!this.done && this.wake <= this.nowMs) this.feed(EventKind.time);
    }
    return this;
  }

  /** Whether somebody is alive whom nothing will end any more. */
  get isEndless(): boolean {
    return [this.commandMs, this.hookMs, this.othersMs].includes(never);
  }

  private nextDeath(): number {
    return Math.min(this.commandMs ?? never, this.hookMs ?? never, this.othersMs ?? never);
  }

  /** All that have ended, in the order of src/init/loop.ts. */
  private reap(): void {
    const over = (ms: number | undefined) => ms !== undefined && ms <= this.nowMs;
    const [command, hook, others] = [over(this.commandMs), over(this.hookMs), over(this.othersMs)];
    if (command) this.commandMs = undefined;
    if (hook) this.hookMs = undefined;
    if (others) this.othersMs = undefined;
    const last = this.commandMs === undefined && this.hookMs === undefined && this.othersMs === undefined;
    if (command) this.feed(EventKind.ended, this.world.code, last);
    else if (last) this.feed(EventKind.last);
    else if (others) this.feed(EventKind.orphan);
    if (hook) this.feed(EventKind.hook, this.hookCode);
  }

  /** Gives the machine an event, and whatever its effects answer. */
  private feed(kind: number, value = 0, flag = false): void {
    let effects = this.step(this.nowMs, kind, value, flag);
    while (effects.length > 0) {
      let answer: Effect[] = [];
      for (const effect of effects) answer = this.perform(effect) ?? answer;
      effects = answer;
    }
  }

  private endCommand(afterMs: number): void {
    if (this.commandMs !== undefined) this.commandMs = Math.min(this.commandMs, this.nowMs + afterMs);
  }

  /** What comes of the answer, if the effect is a question. */
  private perform({ kind, value, flag }: Effect): Effect[] | undefined {
    const { world, nowMs } = this;
    const answer = (event: number, number = 0, yes = false, ms = 0) => this.step(nowMs, event, number, yes, ms);
    switch (kind) {
      case EffectKind.forward:
        this.targetMs = nowMs + world.endsAfterMs;
        if (world.isTarget) this.endCommand(world.endsAfterMs);
        return answer(EventKind.told, 1, world.isTarget);
      case EffectKind.look:
        return answer(EventKind.seen, 0, nowMs < this.targetMs);
      case EffectKind.wrapper:
        this.endCommand(world.endsAfterMs);
        return undefined;
      case EffectKind.escalate:
        this.targetMs = Math.min(this.targetMs, nowMs + world.escalatedAfterMs);
        if (world.isTarget) this.endCommand(world.escalatedAfterMs);
        return undefined;
      case EffectKind.leftovers:
        if (this.passedOver-- > 0) return answer(EventKind.leftovers, 0, true);
        if (this.othersMs === never) this.othersMs = nowMs + world.othersAfterMs;
        return answer(EventKind.leftovers, 0, false);
      case EffectKind.hook: {
        const hook = world.hooks[value] as World["hooks"][number];
        if (!hook.starts) return answer(EventKind.hook, 127);
        this.hookMs = nowMs + hook.tookMs;
        this.hookCode = hook.code;
        return undefined;
      }
      case EffectKind.killHook:
        // It may have been reaped in this very turn, after the command.
        if (this.hookMs !== undefined) this.hookMs = nowMs;
        this.hookCode = 137;
        return undefined;
      case EffectKind.traffic:
        return answer(EventKind.traffic, 0, false, this.sinceByte());
      case EffectKind.kill:
        if (world.stubborn && !flag) return undefined;
        if (!world.stubborn) {
          this.endCommand(1);
          if (this.hookMs !== undefined) this.hookMs = nowMs;
          if (this.othersMs !== undefined) this.othersMs = Math.min(this.othersMs, nowMs + 1);
        }
        return undefined;
      default:
        return undefined;
    }
  }

  private sinceByte(): number {
    if (this.world.bytes === null) return -1;
    const before = this.world.bytes.filter((byte) => byte <= this.nowMs);
    return before.length === 0 ? Infinity : this.nowMs - Math.max(...before);
  }
}
