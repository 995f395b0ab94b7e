// The engine's side on the timeline: hook, signal, grace; and what the network knows: endpoints and listening sockets.

import type { ListenerRecord, Recording, Report } from "../../report.ts";
import { bar, barLane, inscription, type Lane, sign, thread } from "./lane.ts";
import { type Piece, shorten } from "./markup.ts";
import type { Scale } from "./scale.ts";
import { engineName, seconds } from "./words.ts";

/** How the grace period was used: hook, delay, the app's own ending, and what was left of it. */
export function stopLane(report: Report, scale: Scale): Lane {
  const { recording } = report;
  const graceMs = recording.settings?.graceMs;
  const endMs = recording.endMs ?? recording.killMs ?? scale.toMs;
  const toldMs = appToldMs(recording);
  const draw = recording.hooks.map((hook) => {
    const toMs = hook.toMs ?? endMs;
    const failed = hook.error !== undefined || hook.exitCode !== 0;
    const said =
      hook.error ?? (hook.exitCode === null ? "still running when its time was over" : `exit ${hook.exitCode}`);
    const tip = `hook ${hook.what}: ${seconds(hook.fromMs)} to ${seconds(toMs)}, ${said}`;
    return [
      bar(scale, hook.fromMs, toMs, failed ? "hook failed" : "hook", tip),
      inscription(scale, hook.fromMs, toMs, shorten(`hook ${hook.what}`, 40), failed ? "alarm" : "dark", true),
      failed && sign(scale, toMs, "failed", "bad", tip),
    ];
  });
  const signalMs = recording.signalMs;
  const drain: Piece[] = [];
  if (signalMs !== null) {
    const fromMs = toldMs ?? signalMs;
    if (fromMs > signalMs) {
      drain.push(bar(scale, signalMs, fromMs, "delay", `delay: ${seconds(fromMs - signalMs)}, the app still serves`));
      drain.push(inscription(scale, signalMs, fromMs, `delay ${seconds(fromMs - signalMs)}`));
    }
    const what = report.stop.forced ? "until SIGKILL" : "until the end";
    drain.push(bar(scale, fromMs, endMs, "drain", `from the signal ${what}: ${seconds(endMs - fromMs)}`));
    drain.push(inscription(scale, fromMs, endMs, `${seconds(endMs - fromMs)} ${what}`, "onsignal"));
  }
  const rest = graceMs !== undefined && graceMs > endMs ? thread(scale, endMs, graceMs, "rest") : null;
  const broken = recording.hooks.some((hook) => hook.error !== undefined || hook.exitCode !== 0);
  const note = [graceMs !== undefined && `grace ${seconds(graceMs)}`, broken && "hook failed"]
    .filter(Boolean)
    .join(" · ");
  return { name: shorten(engineName(recording), 14), note, bad: broken, height: barLane, draw: [draw, drain, rest] };
}

/** An app that hears of it within so long has heard of it at once. */
const AT_ONCE_MS = 50;

/** When the program that listens was told, where it was later than PID 1. */
export function appToldMs({ processes, signalMs }: Recording): number | null {
  const told = processes.flatMap(({ listens, toldMs }) => (listens && typeof toldMs === "number" ? [toldMs] : []));
  const first = Math.min(...told);
  return told.length > 0 && first - (signalMs ?? 0) > AT_ONCE_MS ? first : null;
}

/** How long new connections are sent here. */
export function endpointsLane(recording: Recording, scale: Scale): Lane {
  const end = recording.endpointsEndMs;
  const tip = `new connections are sent here until ${seconds(end)}; those that are open stay`;
  return {
    name: "endpoints",
    note: end <= 0 ? "gone at once" : `gone after ${seconds(end)}`,
    height: barLane,
    draw: [
      bar(scale, scale.fromMs, end, "endpoints", tip),
      inscription(scale, Math.max(0, scale.fromMs), end, "still send new connections", "light"),
      thread(scale, end, scale.toMs, "rest"),
    ],
  };
}

/** One lane for each port, and the gap in which the endpoints still send and nobody listens. */
export function listenerLanes(recording: Recording, scale: Scale): Lane[] {
  const ports = new Map<number, ListenerRecord[]>();
  for (const listener of recording.listeners) ports.set(listener.port, [...(ports.get(listener.port) ?? []), listener]);
  return [...ports].map(([port, listeners]) => {
    const open = listeners.some((listener) => listener.toMs === null);
    const closed = Math.max(...listeners.map((listener) => listener.toMs ?? scale.toMs));
    const early = recording.endpointsEndMs - closed;
    const gap = !open && early > 0;
    const tip = `nobody listens on port ${port} from ${seconds(closed)} to ${seconds(recording.endpointsEndMs)}`;
    return {
      name: `port ${port}`,
      note: open ? "open to the end" : gap ? `closed ${seconds(early)} too early` : `closed at ${seconds(closed)}`,
      bad: gap,
      height: barLane,
      draw: [
        listeners.map((listener) => {
          const toMs = listener.toMs ?? scale.toMs;
          const said = `port ${port} listens from ${seconds(listener.fromMs)} to ${seconds(toMs)}`;
          return bar(scale, listener.fromMs, toMs, "listener", said);
        }),
        inscription(scale, Math.max(0, scale.fromMs), closed, "listens", "light"),
        gap && bar(scale, closed, recording.endpointsEndMs, "gap", tip),
        gap && inscription(scale, closed, recording.endpointsEndMs, "nobody listens", "alarm"),
      ],
    };
  });
}
