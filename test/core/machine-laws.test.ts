// The laws of machine-laws.ts, for any sequence of events whatever, and in a world that answers as a real one does.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Core, cores } from "../support/core.ts";
import { EffectKind, EventKind, phases } from "../support/trace.ts";
import { broken, KILLING_MS, killTimes, type Turn } from "./machine-laws.ts";
import { delayOf, leastOf, type Settings, settings } from "./machine-plans.ts";
import { Machine } from "./machine-run.ts";
import { Life, type World, worlds } from "./machine-world.ts";

const [ts] = cores as [Core];
const MOST_TURNS = 400;
/** Rare meetings, like the command's end while a hook runs, are one run in fifty. */
const RUNS = 1500;

interface Happening {
  /** Since the one before. */
  afterMs: number;
  kind: number;
  value: number;
  flag: boolean;
  ms: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 }), fc.constant(100_000)),
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(EventKind.signal, EventKind.time, EventKind.time, EventKind.hook) },
    { weight: 1, arbitrary: fc.constantFrom(EventKind.traffic, EventKind.traffic) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(EventKind)) },
  ),
  value: fc.constantFrom(1, 2, 15, 15, 17, 34, 64),
  flag: fc.boolean(),
  ms: fc.oneof(fc.constantFrom(-1, 0, Infinity), fc.integer({ min: 0, max: 5000 })),
});
const happenings = fc.array(happening, { maxLength: 40 });

/** Plays happenings, then only time. */
function play(core: Core, plan: Settings, list: Happening[]): Machine {
  const machine = new Machine(core, plan);
  let nowMs = 1000;
  let ended = false;
  for (const { afterMs, kind, value, flag, ms } of list) {
    nowMs += afterMs;
    // The command ends once.
    if (kind === EventKind.ended && ended) continue;
    // Nobody looks at traffic without --until-idle.
    if (kind === EventKind.traffic && plan.untilIdleMs < 0) continue;
    ended ||= kind === EventKind.ended;
    machine.step(nowMs, kind, value, flag, kind === EventKind.traffic ? ms : 0);
  }
  machine.sleep(nowMs, MOST_TURNS);
  return machine;
}

const has = (turn: Turn, kind: number) => turn.effects.some((effect) => effect.kind === kind);
const find = (turns: Turn[], kind: number) => turns.find((turn) => has(turn, kind));
const began = (turns: Turn[]) => find(turns, EffectKind.sayStop)?.atMs ?? Infinity;

describe.each(cores)("the stop sequence in $name, whatever happens", (core) => {
  test("no law is broken", () => {
    const lawful = fc.property(settings, happenings, (plan, list) => {
      expect(broken(play(core, plan, list))).toEqual([]);
    });
    fc.assert(lawful, { numRuns: RUNS });
  });

  test("with a deadline, time alone ends every stop", () => {
    const timed = settings.filter(({ deadlineMs }) => deadlineMs !== Infinity);
    fc.assert(
      fc.property(timed, happenings, (plan, list) => {
        const { turns, done } = play(core, plan, list);
        return began(turns) === Infinity || done;
      }),
    );
  });

  test("the end of the command and of the last descendant is always the end", () => {
    fc.assert(
      fc.property(settings, happenings, fc.integer({ min: 0, max: 255 }), (plan, list, code) => {
        const machine = new Machine(core, plan);
        let nowMs = 0;
        for (const { afterMs, kind, value, flag, ms } of list) {
          nowMs += afterMs;
          machine.step(nowMs, kind, value, flag, ms);
        }
        if (machine.done) return;
        const effects = machine.step(nowMs, EventKind.ended, code, true);
        expect(effects.at(-1)).toMatchObject({ kind: EffectKind.exit, value: code });
        expect([machine.done, machine.wake]).toEqual([true, Infinity]);
      }),
    );
  });

  test("it does the same as the other core", () => {
    fc.assert(
      fc.property(settings, happenings, (plan, list) => {
        expect(play(core, plan, list).turns).toEqual(play(ts, plan, list).turns);
      }),
    );
  });
});

describe.each(cores)("the stop sequence in $name, in a world that answers", (core) => {
  const live = (plan: Settings, world: World) => new Life(core, plan, world).live();
  /** Where everything is noticed at once. */
  const prompt = worlds.map((world) => ({ ...world, lateMs: 0 }));

  test("no law is broken", () => {
    const lawful = fc.property(settings, worlds, (plan, world) => {
      expect(broken(live(plan, world))).toEqual([]);
    });
    fc.assert(lawful, { numRuns: RUNS });
  });

  test("it ends with the last of all, at once, or when SIGKILL has not helped", () => {
    fc.assert(
      fc.property(settings, prompt, (plan, world) => {
        const life = live(plan, world);
        const killedMs = find(life.turns, EffectKind.kill)?.atMs ?? Infinity;
        const end = find(life.turns, EffectKind.exit);
        if (end)
          return end.kind === EventKind.ended || end.kind === EventKind.last || end.atMs === killedMs + KILLING_MS;
        // It lives on only where somebody does whom nobody may kill.
        return life.isEndless && (plan.deadlineMs === Infinity || began(life.turns) === Infinity);
      }),
    );
  });

  test("SIGKILL comes at the very moment that was promised", () => {
    fc.assert(
      fc.property(settings, prompt, (plan, world) => {
        const life = live(plan, world);
        const kills = killTimes(life);
        for (const [index, turn] of life.turns.entries()) {
          if (turn.before !== phases.indexOf("killing") && has(turn, EffectKind.kill)) {
            expect(turn.atMs).toBe(kills[index]?.afterMs);
          }
        }
      }),
    );
  });

  test("nobody is killed untold by a stop, nor less than two seconds after, because of a hook or of a clock that ran on", () => {
    fc.assert(
      fc.property(settings, worlds, (plan, world) => {
        const { turns } = live(plan, world);
        const kill = find(turns, EffectKind.kill);
        const stoppedMs = began(turns);
        if (!kill || stoppedMs === Infinity || plan.deadlineMs === 0) return true;
        const before = turns.slice(0, turns.indexOf(kill));
        const told = find(before, EffectKind.forward);
        // Where the command ended first, the leftovers were told then.
        if (!told) return before.some((turn) => turn.kind === EventKind.ended && has(turn, EffectKind.leftovers));
        const late = told.atMs >= stoppedMs + plan.deadlineMs;
        return plan.hooks === 0 && !late ? true : kill.atMs >= told.atMs + 2000;
      }),
      { numRuns: RUNS },
    );
  });

  test("a delay until idle ends as soon as the traffic has been quiet for long enough, and no sooner", () => {
    const idle = settings.filter(({ untilIdleMs }) => untilIdleMs >= 0);
    fc.assert(
      fc.property(idle, prompt, (plan, world) => {
        const { turns } = live(plan, world);
        const from = turns.find((turn) => turn.before !== turn.after && turn.after === phases.indexOf("delay"));
        const told = find(turns, EffectKind.forward);
        if (!from || !told || told.kind === EventKind.signal) return;
        const fullMs = Math.min(from.atMs + delayOf(plan), began(turns) + plan.deadlineMs);
        const bytes = world.bytes ?? [];
        const quiet = (fromMs: number, toMs: number) => !bytes.some((byte) => byte > fromMs && byte <= toMs);
        if (has(told, EffectKind.sayIdle)) {
          expect(quiet(told.atMs - plan.untilIdleMs, told.atMs)).toBe(true);
          expect(told.atMs).toBeGreaterThanOrEqual(from.atMs + leastOf(plan));
        } else expect(told.atMs).toBe(Math.max(fullMs, from.atMs));
        // The first moment from which on it has been quiet for so long, and is for 10 ms more: the least between two looks.
        const starts = [from.atMs + leastOf(plan), ...bytes.map((byte) => byte + plan.untilIdleMs)];
        const firstMs = starts
          .filter((ms) => ms >= from.atMs + leastOf(plan) && quiet(ms - plan.untilIdleMs, ms + 10))
          .reduce((one, other) => Math.min(one, other), Infinity);
        if (world.bytes !== null) expect(told.atMs).toBeLessThanOrEqual(Math.min(fullMs, firstMs + 10));
        else expect(told.atMs).toBe(fullMs);
      }),
      { numRuns: RUNS },
    );
  });

  test("it does the same as the other core", () => {
    fc.assert(
      fc.property(settings, worlds, (plan, world) => {
        expect(live(plan, world).turns).toEqual(new Life(ts, plan, world).live().turns);
      }),
    );
  });
});
