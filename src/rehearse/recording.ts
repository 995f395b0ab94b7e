// From what was seen of one rehearsal to its Recording. Pure.

import { TooBusy } from "./app-failure.ts";
import { type Arrivals, honestArrivals, type Stall } from "./arrivals.ts";
import type { SignalSent } from "./drive/sandbox.ts";
import { type Look, whoWasTold } from "./drive/told.ts";
import { listensOn } from "./listens-on.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { ProcessRecord, Recording, RequestRecord } from "./report.ts";
import type { Stopped } from "./stop.ts";
import { openUrls } from "./url.ts";
import { type Init, initsOf, isAutoAndNone, signalBehind, timesOf } from "./verdict/inits.ts";
import type { Watch } from "./watch.ts";

/** What was seen. Times are those of performance.now(), but for `stopped`. */
export interface Observed {
  readonly rehearsal: Rehearsal;
  readonly sandbox: Recording["sandbox"];
  readonly blind: readonly string[];
  readonly startedMs: number;
  readonly readyMs: number;
  /** Where URLs without a port went. */
  readonly port: number | null;
  /** t = 0. */
  readonly stopMs: number;
  readonly stopped: Stopped;
  readonly watch: Watch;
  readonly looks: readonly Look[];
  /** The kernel's trace; null where it cannot be read. */
  readonly signals: readonly SignalSent[] | null;
  readonly requests: readonly RequestRecord[];
  /** When we stood still ourselves. */
  readonly stalls: readonly Stall[];
  /** How many requests could not be sent, by errno. */
  readonly unsent: ReadonlyMap<string, number>;
  readonly lines: Recording["output"];
}

/** Throws TooBusy. */
export function recordingOf(observed: Observed): Recording {
  const { rehearsal, stopMs, stopped, watch } = observed;
  const t = (ms: number) => tenth(ms - stopMs);
  const maybe = (ms: number | null) => (ms === null ? null : t(ms));
  const requests = observed.requests
    .map((one) => ({ ...one, dueMs: t(one.dueMs), startMs: t(one.startMs), endMs: t(one.endMs) }))
    .sort((a, b) => a.dueMs - b.dueMs);
  const stalls = observed.stalls.map(({ fromMs, toMs }) => ({ fromMs: t(fromMs), toMs: t(toMs) }));
  const arrivals = honestArrivals(requests, stalls, observed.unsent, rehearsal.endpointLagMs);
  refuseScraps(arrivals);
  const { engine, graceMs, endpointLagMs, command, env } = rehearsal;
  const inits = initsOf(command, env);
  return {
    command,
    sandbox: observed.sandbox,
    blind: [...observed.blind, ...arrivals.blind],
    notes: [...rehearsal.notes, ...choiceOfPort(observed), ...autoDelay(rehearsal, inits)],
    startedMs: t(observed.startedMs),
    readyMs: t(observed.readyMs),
    signalMs: round(stopped.signalMs),
    // However late we were to say so: what was due later is not among the requests.
    endpointsEndMs: endpointLagMs,
    killMs: round(stopped.killMs),
    endMs: round(stopped.endMs),
    exitCode: stopped.exitCode,
    settings: { engine: engine.name, graceMs, endpointLagMs, ...timesOf(inits, env) },
    hooks:
      stopped.hook === null
        ? []
        : [{ ...stopped.hook, fromMs: tenth(stopped.hook.fromMs), toMs: round(stopped.hook.toMs) }],
    processes: processesOf(observed).map((one) => ({
      ...one,
      fromMs: t(one.fromMs),
      toMs: maybe(one.toMs),
      zombieMs: tenth(one.zombieMs),
    })),
    listeners: watch.listeners().map((ear) => ({ ...ear, fromMs: t(ear.fromMs), toMs: maybe(ear.toMs) })),
    requests: arrivals.requests,
    output: observed.lines.map((line) => ({ ...line, atMs: t(line.atMs) })),
  };
}

/** Of less than half of the load nothing follows. */
function refuseScraps({ requests, blind, leftOut }: Arrivals): void {
  const during = requests.filter(({ kind, endMs }) => kind !== "hold" && endMs >= 0).length;
  if (leftOut > during) throw new TooBusy(`most of the load was not played: ${blind.join("; ")}`);
}

/** Which port is the first that listens is chance where there are several. */
function choiceOfPort({ rehearsal, port, stopMs, watch }: Observed): string[] {
  const [url] = openUrls(rehearsal);
  const isNamed = rehearsal.ready.kind === "tcp" || rehearsal.ready.kind === "url";
  const others = watch.portsAt(stopMs).filter((one) => one !== port);
  if (url === undefined || isNamed || others.length === 0) return [];
  return [`requests of ${url} went to port ${port}, but ${listensOn(others)} as well: a URL with a port chooses`];
}

/** `auto` looks at a variable that the kubelet sets, and nobody here. */
function autoDelay({ engine, env }: Rehearsal, inits: readonly Init[]): string[] {
  if (engine.name !== "kubernetes" || !isAutoAndNone(inits, env)) return [];
  return [
    "the delay of lastcall-init is auto: some seconds in Kubernetes, none here unless KUBERNETES_SERVICE_HOST is set",
  ];
}

const tenth = (ms: number): number => Math.round(ms * 10) / 10;
const round = (ms: number | null): number | null => (ms === null ? null : tenth(ms));

/** With the times of the looks, and what each was told. */
function processesOf({ rehearsal, stopMs, stopped, watch, looks, signals }: Observed): ProcessRecord[] {
  const { stopSignal, command, env } = rehearsal;
  const absolute = (ms: number | null) => (ms === null ? null : stopMs + ms);
  const endMs = absolute(stopped.endMs) ?? Number.POSITIVE_INFINITY;
  const overMs = Math.min(endMs, absolute(stopped.killMs) ?? Number.POSITIVE_INFINITY);
  const sent = signals?.map(({ at, ...signal }) => ({ ...signal, atMs: at })) ?? null;
  const who = (signal: string) => whoWasTold({ signal, signalMs: absolute(stopped.signalMs), overMs, sent }, looks);
  // An init in front may pass on another signal than it got.
  const behind = signalBehind(command, env, stopSignal);
  const first = who(stopSignal);
  const others = who(behind);
  return watch.processes(({ pid }) => {
    const [signal, told] = pid === 1 ? [stopSignal, first] : [behind, others];
    // Node catches TERM to put the terminal right, and raises it again itself: nobody has told it twice.
    const got = (name: string) =>
      (sent ?? []).filter((one) => one.to === pid && one.from !== pid && one.name === name && one.arrived);
    const at = (one: { readonly atMs: number } | undefined) => (one === undefined ? null : tenth(one.atMs - stopMs));
    const [once, again] = got(signal);
    const record = { told: told.get(pid) ?? "unknown", toldMs: at(once) } as const;
    if (sent === null) return record;
    const killed = got("SIGKILL");
    // When PID 1 ends, the kernel kills whoever is left, in its name (zap_pid_ns_processes in kernel/pid_namespace.c).
    const leftBehind =
      stopped.killMs === null && killed.some((one) => one.byKernel && one.from === 1 && one.atMs >= stopMs);
    return { ...record, toldAgainMs: at(again), killedMs: at(killed[0]), leftBehind };
  });
}
