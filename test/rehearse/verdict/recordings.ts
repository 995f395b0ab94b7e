// Recordings as a session would make them, in a few words: who runs, what was asked, what became of it.

import type { Engine, Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import type {
  Finding,
  HookRecord,
  ProcessRecord,
  Recording,
  Report,
  RequestRecord,
} from "../../../src/rehearse/report.ts";
import { judge } from "../../../src/rehearse/verdict/judge.ts";
import { rehearsalOf } from "../../support/rehearsal.ts";

type Over<T> = { -readonly [Key in keyof T]?: T[Key] };

const engine = (name: Engine["name"], over: Over<Engine> = {}): Engine => ({
  name,
  stopSignal: "SIGTERM",
  graceMs: 10_000,
  floorMs: 0,
  hookInsideGrace: false,
  endpointLagMs: 0,
  ...over,
});

export const engines: Record<Engine["name"], Engine> = {
  kubernetes: engine("kubernetes", { graceMs: 30_000, floorMs: 2000, hookInsideGrace: true, endpointLagMs: 5000 }),
  docker: engine("docker"),
  compose: engine("compose"),
  ecs: engine("ecs", { graceMs: 30_000 }),
  nomad: engine("nomad", { graceMs: 5000 }),
  "cloud-run": engine("cloud-run"),
};

/** Kubernetes' defaults, and endpoints that lag 5 s behind. */
export function rehearsal(over: Over<Rehearsal> = {}): Rehearsal {
  const engine = over.engine ?? engines.kubernetes;
  const { graceMs, endpointLagMs } = engine;
  const usual = { engine, graceMs, endpointLagMs, readyTimeoutMs: 30_000, warmUpMs: 2000 };
  return rehearsalOf(["node", "server.js"], { ...usual, ...over });
}

export function program(pid: number, name: string, over: Over<ProcessRecord> = {}): ProcessRecord {
  return {
    pid,
    parent: pid === 1 ? 0 : 1,
    name,
    commandLine: name,
    kind: "program",
    fromMs: -3000,
    toMs: null,
    catches: ["SIGTERM"],
    ignores: [],
    listens: false,
    zombieMs: 0,
    aliveAtKill: false,
    told: "yes",
    ...over,
  };
}

/** A shell that traps nothing. */
export function shell(pid: number, name: string, over: Over<ProcessRecord> = {}): ProcessRecord {
  return program(pid, name, { kind: "shell", catches: [], told: "no", ...over });
}

let lastId = 0;

export function request(startMs: number, over: Over<RequestRecord> = {}): RequestRecord {
  const tookMs = 10;
  lastId++;
  return {
    id: lastId,
    kind: "load",
    connection: lastId,
    reused: false,
    dueMs: startMs,
    startMs,
    endMs: startMs + tookMs,
    phase: "done",
    outcome: "ok",
    status: 200,
    bytes: 100,
    ...over,
  };
}

/** One every 100 ms, from and to milliseconds. */
export function requests(fromMs: number, toMs: number, over: Over<RequestRecord> = {}): RequestRecord[] {
  const all: RequestRecord[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 100) all.push(request(atMs, over));
  return all;
}

export const refused = { outcome: "refused", phase: "connecting", errno: "ECONNREFUSED", bytes: 0 } as const;
/** On a connection of its own, in the backlog, or kept alive: nobody has read it. */
export const reset = { outcome: "reset-before", phase: "sent", errno: "ECONNRESET", bytes: 0 } as const;

export function hook(fromMs: number, toMs: number | null, exitCode: number | null, error?: string): HookRecord {
  return { what: "drain.sh", fromMs, toMs, exitCode, ...(error === undefined ? {} : { error }) };
}

/** A Node server as PID 1 that serves on for 7 s, closes its listener and ends 20 ms after the last answer, with 0. */
export function recording(over: Over<Recording> = {}): Recording {
  return {
    command: ["node", "server.js"],
    sandbox: "namespace",
    blind: [],
    startedMs: -3000,
    readyMs: -2500,
    signalMs: 0,
    endpointsEndMs: 5003,
    killMs: null,
    endMs: 7030,
    exitCode: 0,
    hooks: [],
    processes: [program(1, "node", { listens: true, toMs: 7030, commandLine: "node server.js" })],
    listeners: [{ port: 8080, fromMs: -2500, toMs: 7010 }],
    requests: [...requests(-2000, 5000), ...requests(-2000, 7000, { reused: true, connection: 1 })],
    output: [],
    ...over,
  };
}

/** An app that is still there after 30 s, and is killed. */
export function killedRecording(over: Over<Recording> = {}): Recording {
  return recording({
    killMs: 30_000,
    endMs: 30_005,
    exitCode: 137,
    processes: [program(1, "node", { listens: true, toMs: 30_005, aliveAtKill: true })],
    listeners: [{ port: 8080, fromMs: -2500, toMs: 30_005 }],
    ...over,
  });
}

export function judged(seen: Recording, settings: Over<Rehearsal> = {}): Report {
  return judge(seen, rehearsal({ command: seen.command, ...settings }));
}

export function codes(report: Report): string[] {
  return report.findings.map(({ code }) => code);
}

/** The finding of this code; fails if there is none. */
export function found(report: Report, code: string): Finding {
  const finding = report.findings.find((each) => each.code === code);
  if (finding === undefined) throw new Error(`no finding ${code} among: ${codes(report).join(", ") || "none"}`);
  return finding;
}
