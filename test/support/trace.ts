// The stop sequence in words. A trace is a text, one event a line, with what came of it:
//
//   0 TERM -> say-stop(TERM,5000) @5000
//   5000 time -> forward(TERM) @-
//
// The time in milliseconds, the event, the effects in order, and when the machine wants to be woken (`-`: never).
// Events:  a signal's name; `time`; `ended CODE`, with `last` behind it if no descendant is left; `last`; `orphan`;
//          the answers `told COUNT`, with `+command` behind it if the command itself was told; `seen alive|gone`;
//          `leftovers told|passed-over`; `hook CODE`; `traffic MS|never|unknown`: how long ago a byte arrived.

import type { Core, Effect, Machine } from "./core.ts";

export interface Event {
  kind: number;
  value: number;
  flag: boolean;
  ms: number;
}

export const EventKind = {
  signal: 0,
  time: 1,
  ended: 2,
  last: 3,
  told: 4,
  seen: 5,
  orphan: 6,
  leftovers: 7,
  hook: 8,
  traffic: 9,
} as const;

export const EffectKind = {
  forward: 0,
  pass: 1,
  look: 2,
  wrapper: 3,
  leftovers: 4,
  kill: 5,
  exit: 6,
  sayStop: 7,
  sayHurry: 8,
  sayDropped: 9,
  sayEnded: 10,
  saySummary: 11,
  mark: 12,
  hook: 13,
  killHook: 14,
  traffic: 15,
  escalate: 16,
  sayHook: 17,
  sayIdle: 18,
  group: 19,
} as const;

export const phases = ["running", "hooks", "delay", "stopping", "lingering", "killing", "done"];

/** The event's words, without its time. */
export function parseEvent(core: Core, text: string): Event {
  const [word = "", ...rest] = text.split(" ");
  const has = (option: string) => rest.includes(option);
  const event = (kind: number, value = 0, flag = false, ms = 0): Event => ({ kind, value, flag, ms });
  switch (word) {
    case "time":
      return event(EventKind.time);
    case "ended":
      return event(EventKind.ended, Number(rest[0]), has("last"));
    case "last":
      return event(EventKind.last);
    case "told":
      return event(EventKind.told, Number(rest[0]), has("+command"));
    case "seen":
      return event(EventKind.seen, 0, has("alive"));
    case "orphan":
      return event(EventKind.orphan);
    case "leftovers":
      return event(EventKind.leftovers, 0, has("passed-over"));
    case "hook":
      return event(EventKind.hook, Number(rest[0]));
    case "traffic":
      return event(EventKind.traffic, 0, false, has("never") ? Infinity : has("unknown") ? -1 : Number(rest[0]));
    default: {
      const signal = core.parseSignal(word);
      if (signal < 0) throw new Error(`trace: '${text}': no event`);
      return event(EventKind.signal, signal);
    }
  }
}

export function showEffect(core: Core, effect: Effect): string {
  const signal = () => core.signalBaseName(effect.value) || `${effect.value}`;
  const { kind, value, flag, ms } = effect;
  switch (kind) {
    case EffectKind.forward:
      return `forward(${signal()})`;
    case EffectKind.pass:
      return `pass(${signal()})`;
    case EffectKind.group:
      return `group(${signal()})`;
    case EffectKind.look:
      return "look";
    case EffectKind.wrapper:
      return `tell-wrapper(${signal()})`;
    case EffectKind.leftovers:
      return `tell-leftovers(${signal()}${flag ? ",all" : ""})`;
    case EffectKind.kill:
      return flag ? "kill-again" : "kill";
    case EffectKind.exit:
      return `exit(${value})`;
    case EffectKind.sayStop:
      return `say-stop(${signal()},${ms})`;
    case EffectKind.sayHurry:
      return `say-hurry(${signal()})`;
    case EffectKind.sayDropped:
      return `say-dropped(${signal()})`;
    case EffectKind.sayEnded:
      return `say-ended(${value}${flag ? ",stopping" : ""})`;
    case EffectKind.saySummary:
      return `say-summary(${value},${ms}${flag ? ",forced" : ""})`;
    case EffectKind.mark:
      return "mark";
    case EffectKind.hook:
      return `run-hook(${value})`;
    case EffectKind.killHook:
      return "kill-hook";
    case EffectKind.traffic:
      return flag ? "look-at-traffic(first)" : "look-at-traffic";
    case EffectKind.escalate:
      return `escalate(${signal()})`;
    case EffectKind.sayHook:
      return `say-hook(${value},${ms}${flag ? ",failed" : ""})`;
    case EffectKind.sayIdle:
      return `say-idle(${ms})`;
    default:
      throw new Error(`trace: effect ${kind} has no name`);
  }
}

/** "TIME EVENT", fed to the machine, and the whole line that comes of it. */
export function feed(core: Core, machine: Machine, text: string): string {
  const [time = "", ...words] = text.trim().split(" ");
  const event = parseEvent(core, words.join(" "));
  const effects = machine.step(event.kind, event.value, event.flag, Number(time), event.ms);
  const wake = machine.wake();
  const shown = effects.map((effect) => showEffect(core, effect)).join(", ") || "nothing";
  return `${text.trim()} -> ${shown} @${wake === Infinity ? "-" : wake}`;
}

/** The lines of a trace, and what the machine makes of their events. */
export function play(
  core: Core,
  options: string,
  trace: string,
  inKubernetes = false,
): { wanted: string[]; got: string[] } {
  const machine = core.machine([...options.split(" ").filter(Boolean), "app"], inKubernetes);
  const wanted = trace
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
  return { wanted, got: wanted.map((line) => feed(core, machine, line.split(" -> ")[0] as string)) };
}
