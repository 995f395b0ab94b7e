// What holds for every stop sequence, whatever happens: laws over the turns of a run, each of them true or broken.

import type { Effect } from "../support/core.ts";
import { EffectKind, EventKind, phases } from "../support/trace.ts";
import { delayOf, escalationSignals, leastOf, type Settings } from "./machine-plans.ts";

const phase = (name: string) => phases.indexOf(name);
const RUNNING = phase("running");
const HOOKS = phase("hooks");
const DELAY = phase("delay");
const STOPPING = phase("stopping");
const LINGERING = phase("lingering");
const KILLING = phase("killing");
export const DONE = phase("done");

/** What an app that would be killed untold, or just told because of a hook, gets from its signal on. */
const LAST_MS = 2000;
/** After SIGKILL, what cannot die is left behind within this. */
export const KILLING_MS = 5000;
/** No step appends more effects, and a step that would loses the last ones. */
const MOST_EFFECTS = 8;
const LEAST_BETWEEN_LOOKS_MS = 10;
const questions: number[] = [
  EffectKind.forward,
  EffectKind.look,
  EffectKind.leftovers,
  EffectKind.hook,
  EffectKind.traffic,
];

/** One event and what came of it. */
export interface Turn {
  atMs: number;
  kind: number;
  value: number;
  ms: number;
  before: number;
  after: number;
  wakeBefore: number;
  wake: number;
  effects: Effect[];
}

export interface Run {
  plan: Settings;
  turns: Turn[];
}

const isStop = ({ kind, value }: Turn) => kind === EventKind.signal && [2, 3, 15].includes(value);
const has = (turn: Turn, kind: number) => turn.effects.some((effect) => effect.kind === kind);
const turnsWith = (run: Run, kind: number) => run.turns.filter((turn) => has(turn, kind));
const all = (run: Run, kind: number) =>
  run.turns.flatMap((turn) => turn.effects.filter((effect) => effect.kind === kind));
const atMs = (run: Run, kind: number) => turnsWith(run, kind)[0]?.atMs ?? Infinity;

/** When SIGKILL is due, as it stands before and after each turn. */
export function killTimes({ plan, turns }: Run): { beforeMs: number; afterMs: number }[] {
  let killMs = Infinity;
  return turns.map((turn) => {
    const beforeMs = killMs;
    // The deadline counts from the stop signal, and --linger from the end of a command that ended by itself.
    if (turn.before === RUNNING && isStop(turn)) killMs = turn.atMs + plan.deadlineMs;
    if (turn.before === RUNNING && turn.kind === EventKind.ended) killMs = turn.atMs + plan.lingerMs;
    // A stop shortens lingering, and never lengthens it.
    if (turn.before === LINGERING && isStop(turn)) killMs = Math.min(killMs, turn.atMs + plan.deadlineMs);
    // With hooks, and where it is told at the deadline or after it, an app has two seconds from its signal on.
    if (has(turn, EffectKind.forward) && (plan.hooks > 0 || turn.atMs >= killMs)) {
      killMs = Math.max(killMs, turn.atMs + LAST_MS);
    }
    return { beforeMs, afterMs: killMs };
  });
}

/** When the delay began. */
function delayFromMs(run: Run): number {
  return run.turns.find((turn) => turn.before !== DELAY && turn.after === DELAY)?.atMs ?? Infinity;
}

/** When a byte last arrived, as far as was told before the turn's end. */
function lastByteMs(run: Run, until: Turn): number {
  const told = run.turns.slice(0, run.turns.indexOf(until) + 1);
  const answers = told.filter((turn) => turn.kind === EventKind.traffic && turn.before === DELAY && turn.ms >= 0);
  return Math.max(...answers.map((turn) => turn.atMs - turn.ms), -Infinity);
}

/** Whether the signal may be forwarded in this turn. */
function mayForward(run: Run, turn: Turn, killMs: number): boolean {
  const { plan } = run;
  const time = turn.kind === EventKind.time;
  switch (turn.before) {
    case RUNNING:
      return isStop(turn) && plan.hooks === 0 && delayOf(plan) === 0 && plan.deadlineMs > 0;
    case HOOKS:
      if (turn.kind === EventKind.hook) return delayOf(plan) === 0 && all(run, EffectKind.hook).length === plan.hooks;
      return isStop(turn) || (time && turn.atMs >= killMs);
    case DELAY: {
      const fromMs = delayFromMs(run);
      if (turn.kind === EventKind.traffic) {
        const quiet = turn.atMs >= lastByteMs(run, turn) + plan.untilIdleMs;
        return turn.ms >= 0 && quiet && turn.atMs >= fromMs + leastOf(plan);
      }
      return isStop(turn) || (time && turn.atMs >= Math.min(killMs, fromMs + delayOf(plan)));
    }
    default:
      return false;
  }
}

const laws: Record<string, (run: Run) => boolean> = {
  "the stop signal is forwarded once at most, and is the one that began the stop"(run) {
    const first = run.turns.find((turn) => turn.before === RUNNING && isStop(turn));
    const signals = all(run, EffectKind.forward).map((effect) => effect.value);
    const apart = turnsWith(run, EffectKind.forward).every((turn) => !has(turn, EffectKind.pass));
    return signals.length <= 1 && signals.every((signal) => signal === first?.value) && apart;
  },

  "it is forwarded when hooks and delay are over, or cut by a second stop signal or the deadline"(run) {
    const kills = killTimes(run);
    return run.turns.every(
      (turn, index) => !has(turn, EffectKind.forward) || mayForward(run, turn, kills[index]?.beforeMs ?? 0),
    );
  },

  "a wrapper is told once at most, and only after the target"(run) {
    const wrappers = turnsWith(run, EffectKind.wrapper);
    return wrappers.length <= 1 && wrappers.every((turn) => turn.atMs >= atMs(run, EffectKind.forward));
  },

  "the end comes once and last, and nothing else is an end"(run) {
    const effects = run.turns.flatMap((turn) => turn.effects);
    const exit = effects.findIndex((effect) => effect.kind === EffectKind.exit);
    if (exit >= 0 && exit !== effects.length - 1) return false;
    return run.turns.every((turn) => (turn.after === DONE) === (turn.before === DONE || has(turn, EffectKind.exit)));
  },

  "hooks run in order, each once at most, and only one at a time"(run) {
    const order = all(run, EffectKind.hook).every((effect, index) => effect.value === index && index < run.plan.hooks);
    // The first begins with the stop, any other with the end of the one before.
    const starts = turnsWith(run, EffectKind.hook).every((turn, index) =>
      index === 0 ? turn.before === RUNNING && isStop(turn) : turn.before === HOOKS && turn.kind === EventKind.hook,
    );
    return order && starts && turnsWith(run, EffectKind.hook).every((turn) => turn.after === HOOKS);
  },

  "a hook is killed where it is cut, once, and nowhere else"(run) {
    return run.turns.every((turn) => {
      const left = turn.before === HOOKS && turn.after !== HOOKS && turn.after !== DONE;
      const cut = left && turn.kind !== EventKind.hook;
      return turn.effects.filter((effect) => effect.kind === EffectKind.killHook).length === (cut ? 1 : 0);
    });
  },

  "once the command has ended, no hook and no delay is waited for"(run) {
    return run.turns.every((turn) => turn.kind !== EventKind.ended || turn.after >= STOPPING);
  },

  "steps of --escalate come in order, each once at most, not before their time and not after the deadline"(run) {
    const kills = killTimes(run);
    const forwardedMs = atMs(run, EffectKind.forward);
    let step = 0;
    return run.turns.every((turn, index) =>
      turn.effects.every((effect) => {
        if (effect.kind !== EffectKind.escalate) return true;
        const dueMs = forwardedMs + (run.plan.escalations[step] ?? Infinity);
        const inTime = turn.atMs >= dueMs && turn.atMs < (kills[index]?.beforeMs ?? 0) && turn.before === STOPPING;
        return inTime && effect.value === escalationSignals[step++];
      }),
    );
  },

  "a step of --escalate is taken when its time comes"(run) {
    const forwardedMs = atMs(run, EffectKind.forward);
    let step = 0;
    return run.turns.every((turn) => {
      const taken = has(turn, EffectKind.escalate);
      const due = turn.atMs >= forwardedMs + (run.plan.escalations[step] ?? Infinity);
      if (taken) step++;
      return taken || !due || turn.kind !== EventKind.time || turn.before !== STOPPING || turn.after !== STOPPING;
    });
  },

  "nothing is killed before its time"(run) {
    const kills = killTimes(run);
    return run.turns.every((turn, index) => {
      const at = turn.effects.filter((effect) => effect.kind === EffectKind.kill);
      return at.length === 0 || (at.length === 1 && turn.atMs >= (kills[index]?.afterMs ?? 0));
    });
  },

  "nothing waits past its time"(run) {
    const kills = killTimes(run);
    return run.turns.every((turn, index) => {
      const { beforeMs, afterMs } = kills[index] as { beforeMs: number; afterMs: number };
      const alive = (now: number) => now !== RUNNING && now < KILLING;
      if (alive(turn.after) && turn.wake > afterMs) return false;
      if (turn.kind !== EventKind.time || !alive(turn.before) || turn.atMs < beforeMs) return true;
      return has(turn, turn.before === HOOKS || turn.before === DELAY ? EffectKind.forward : EffectKind.kill);
    });
  },

  "SIGKILL is sent, sent again, and given up on"(run) {
    const kills = turnsWith(run, EffectKind.kill);
    const first = kills[0];
    if (!first) return true;
    const flags = all(run, EffectKind.kill).map((effect) => effect.flag);
    const apart = kills.every((turn, index) => index === 0 || turn.atMs >= (kills[index - 1] as Turn).atMs + 100);
    const over = run.turns.every(
      (turn) => turn.after === DONE || turn.wake <= first.atMs + KILLING_MS || turn.after !== KILLING,
    );
    return flags.every((flag, index) => flag === index > 0) && apart && over;
  },

  "a delay is never longer than it was given"(run) {
    const endMs = delayFromMs(run) + delayOf(run.plan);
    return run.turns.every((turn) => turn.after !== DELAY || turn.wake <= endMs);
  },

  "traffic is looked at in the delay alone, first once, and with a pause between looks"(run) {
    const looks = turnsWith(run, EffectKind.traffic);
    const flags = all(run, EffectKind.traffic).map((effect) => effect.flag);
    const apart = looks.every(
      (turn, index) => index === 0 || turn.atMs >= (looks[index - 1] as Turn).atMs + LEAST_BETWEEN_LOOKS_MS,
    );
    if (looks.length > 0 && run.plan.untilIdleMs < 0) return false;
    return flags.every((flag, index) => flag === (index === 0)) && apart && looks.every((turn) => turn.after === DELAY);
  },

  "probes are told when a stop begins, and once"(run) {
    return run.turns.every((turn) => {
      const begins = turn.before === RUNNING && isStop(turn);
      if (has(turn, EffectKind.sayStop) !== begins) return false;
      // Second, after the line that says so.
      const places = turn.effects.flatMap((effect, index) => (effect.kind === EffectKind.mark ? [index] : []));
      return `${places}` === (begins && run.plan.marks ? "1" : "");
    });
  },

  "a step asks one question at most, and all that it wants has room"(run) {
    return run.turns.every(({ effects }) => {
      const asked = effects.filter((effect) => questions.includes(effect.kind));
      return asked.length <= 1 && effects.length < MOST_EFFECTS;
    });
  },

  "time that comes too early does nothing"(run) {
    return run.turns.every((turn) => {
      if (turn.kind !== EventKind.time || turn.atMs >= turn.wakeBefore) return true;
      return turn.effects.length === 0 && turn.wake === turn.wakeBefore && turn.after === turn.before;
    });
  },

  "time alone never keeps it busy"(run) {
    // At one instant: the forwarding, each step, and the deadline.
    const most = run.plan.escalations.length + 2;
    let busy = 0;
    return run.turns.every((turn, index) => {
      const same = turn.kind === EventKind.time && turn.atMs === run.turns[index - 1]?.atMs;
      busy = same && turn.wakeBefore <= turn.atMs ? busy + 1 : 0;
      return busy <= most;
    });
  },
};

/** The laws that a run breaks. */
export function broken(run: Run): string[] {
  return Object.keys(laws).filter((name) => !laws[name]?.(run));
}
