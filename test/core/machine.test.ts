// The stop sequence: every trace of machine-rows.ts, and what holds for any sequence of events whatever.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Core, cores, type Effect } from "../support/core.ts";
import { EffectKind, EventKind, feed, phases, play } from "../support/trace.ts";
import { matrix } from "./machine-matrix.ts";
import { traces } from "./machine-rows.ts";
import { delayTraces } from "./machine-rows-delay.ts";
import { escalationTraces } from "./machine-rows-escalate.ts";
import { hookTraces } from "./machine-rows-hooks.ts";

const DONE = phases.indexOf("done");
const TERM = 15;
/** After SIGKILL, what cannot die is left behind within this. */
const KILLING_MS = 5000;
/** What an app that would be killed untold gets from its signal on. */
const LAST_MS = 2000;

interface Settings {
  delayMs: number;
  deadlineMs: number;
  settleMs: number;
  lingerMs: number;
}

interface Happening {
  /** Since the one before. */
  afterMs: number;
  kind: number;
  value: number;
  flag: boolean;
}

const settings: fc.Arbitrary<Settings> = fc
  .record({
    delayMs: fc.constantFrom(0, 0, 1, 400, 5000),
    deadlineMs: fc.constantFrom(0, 1, 500, 6000, Infinity),
    settleMs: fc.constantFrom(0, 50, 2000),
    lingerMs: fc.constantFrom(0, 100, 5000),
  })
  .filter(({ delayMs, deadlineMs }) => delayMs === 0 || delayMs < deadlineMs);

const happening: fc.Arbitrary<Happening> = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(EventKind.signal, EventKind.time) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(EventKind)) },
  ),
  value: fc.constantFrom(1, 2, TERM, TERM, 17, 34, 64),
  flag: fc.boolean(),
});

function wordsOf(plan: Settings): string[] {
  const words = ["--delay", `${plan.delayMs}ms`, "--settle", `${plan.settleMs}ms`, "--linger", `${plan.lingerMs}ms`];
  if (plan.deadlineMs !== Infinity) words.push("--deadline", `${plan.deadlineMs}ms`);
  return [...words, "app"];
}

interface Seen extends Effect {
  atMs: number;
}

/** Plays happenings, then only time for as long as the machine asks for it. */
function run(core: Core, plan: Settings, happenings: Happening[]) {
  const machine = core.machine(wordsOf(plan));
  const effects: Seen[] = [];
  /** What it looked like after each step of a stop. */
  const stopping: { atMs: number; phase: number; wake: number }[] = [];
  let nowMs = 1000;
  let stoppedAtMs = Infinity;
  let endedAtMs = Infinity;
  let wakeIgnored = false;
  const step = (kind: number, value: number, flag: boolean) => {
    if (kind === EventKind.signal && machine.phase() === phases.indexOf("running") && [2, 3, TERM].includes(value)) {
      stoppedAtMs = nowMs;
    }
    if (kind === EventKind.ended && machine.phase() !== DONE) endedAtMs = nowMs;
    for (const effect of machine.step(kind, value, flag, nowMs)) {
      effects.push({ atMs: nowMs, ...effect });
    }
    if (stoppedAtMs !== Infinity) stopping.push({ atMs: nowMs, phase: machine.phase(), wake: machine.wake() });
  };
  for (const happening of happenings) {
    nowMs += happening.afterMs;
    // The command ends once.
    if (happening.kind === EventKind.ended && endedAtMs !== Infinity) continue;
    step(happening.kind, happening.value, happening.flag);
  }
  let turns = 0;
  for (; machine.wake() !== Infinity && turns < 10_000; turns++) {
    const before = machine.wake();
    nowMs = Math.max(nowMs, before);
    step(EventKind.time, 0, false);
    // A machine that answers its own time with the same time would keep the processor busy for ever.
    if (machine.wake() <= nowMs && machine.wake() === before) wakeIgnored = true;
  }
  return { machine, effects, stopping, nowMs, turns, wakeIgnored, stoppedAtMs, endedAtMs };
}

describe.each(cores)("the stop sequence in $name", (core) => {
  test.each([...traces, ...hookTraces, ...delayTraces, ...escalationTraces])(
    "$name",
    ({ options, trace, inKubernetes }) => {
      const { wanted, got } = play(core, options, trace, inKubernetes);
      expect(got).toEqual(wanted);
    },
  );

  test.each(matrix)("every event while $phase, after $lead, with $options", ({ phase, options, lead, rows }) => {
    for (const row of rows.split("\n").map((line) => line.trim())) {
      const machine = core.machine([...options.split(" "), "app"]);
      for (const event of lead) feed(core, machine, event);
      expect(phases[machine.phase()]).toBe(phase);
      expect(feed(core, machine, row.split(" -> ")[0] as string)).toBe(row);
    }
  });

  test("the target is told once at most, and the end comes once and last", () => {
    fc.assert(
      fc.property(settings, fc.array(happening, { maxLength: 30 }), (plan, happenings) => {
        const { effects } = run(core, plan, happenings);
        const kinds = effects.map((effect) => effect.kind);
        expect(kinds.filter((kind) => kind === EffectKind.forward).length).toBeLessThanOrEqual(1);
        const exit = kinds.indexOf(EffectKind.exit);
        if (exit >= 0) expect(exit).toBe(kinds.length - 1);
      }),
    );
  });

  test("nothing is killed before its time", () => {
    fc.assert(
      fc.property(settings, fc.array(happening, { maxLength: 30 }), (plan, happenings) => {
        const { effects, stoppedAtMs, endedAtMs } = run(core, plan, happenings);
        for (const kill of effects.filter((effect) => effect.kind === EffectKind.kill)) {
          const stopping = stoppedAtMs + plan.deadlineMs;
          // Without a stop the command's end gives the leftovers their time; a stop signal can shorten that to the deadline.
          const lingering = endedAtMs + Math.min(plan.lingerMs, plan.deadlineMs);
          expect(kill.atMs).toBeGreaterThanOrEqual(stoppedAtMs < endedAtMs ? stopping : Math.min(stopping, lingering));
        }
      }),
    );
  });

  test("the machine never sleeps past the deadline, and time alone brings it to an end after it", () => {
    const timed = settings.filter(({ deadlineMs }) => deadlineMs !== Infinity);
    fc.assert(
      fc.property(timed, fc.array(happening, { maxLength: 30 }), (plan, happenings) => {
        const { machine, stopping, nowMs, stoppedAtMs } = run(core, plan, happenings);
        // Without a stop nothing has to end by time alone.
        if (stoppedAtMs === Infinity) return;
        for (const { atMs, phase, wake } of stopping) {
          const deadline = stoppedAtMs + plan.deadlineMs;
          if (atMs < deadline && phase !== DONE) expect(wake).toBeLessThanOrEqual(deadline);
        }
        expect(machine.phase()).toBe(DONE);
        const lastHappening = 1000 + happenings.reduce((sum, { afterMs }) => sum + afterMs, 0);
        expect(nowMs).toBeLessThanOrEqual(
          Math.max(lastHappening, stoppedAtMs + plan.deadlineMs) + LAST_MS + KILLING_MS,
        );
      }),
    );
  });

  test("time alone never keeps it busy", () => {
    fc.assert(
      fc.property(settings, fc.array(happening, { maxLength: 30 }), (plan, happenings) => {
        const { wakeIgnored, nowMs, turns, machine } = run(core, plan, happenings);
        expect(wakeIgnored).toBe(false);
        // Ten looks a second is the most that it asks for. Looks without an answer go on for ever.
        if (machine.phase() === DONE) expect(turns).toBeLessThanOrEqual(nowMs / 100 + 20);
      }),
    );
  });

  test("the end of the command and of the last descendant is always the end", () => {
    fc.assert(
      fc.property(
        settings,
        fc.array(happening, { maxLength: 30 }),
        fc.integer({ min: 0, max: 255 }),
        (plan, happenings, code) => {
          const machine = core.machine(wordsOf(plan));
          let nowMs = 0;
          for (const { afterMs, kind, value, flag } of happenings) {
            nowMs += afterMs;
            machine.step(kind, value, flag, nowMs);
          }
          if (machine.phase() === DONE) return;
          const effects = machine.step(EventKind.ended, code, true, nowMs);
          expect(effects.at(-1)).toMatchObject({ kind: EffectKind.exit, value: code });
          expect(machine.phase()).toBe(DONE);
          expect(machine.wake()).toBe(Infinity);
        },
      ),
    );
  });

  test("it does the same as the other core, whatever happens", () => {
    fc.assert(
      fc.property(settings, fc.array(happening, { maxLength: 30 }), (plan, happenings) => {
        const mine = run(core, plan, happenings).effects;
        expect(mine).toEqual(run(cores[0] as Core, plan, happenings).effects);
      }),
    );
  });
});
