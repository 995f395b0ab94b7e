// What holds for any recording whatever, also for one that no rehearsal would make.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Hook, Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import type { ProcessRecord, Recording, RequestRecord } from "../../../src/rehearse/report.ts";
import { parse } from "../../../src/rehearse/verdict/inits.ts";
import { judge } from "../../../src/rehearse/verdict/judge.ts";
import { engines, rehearsal } from "./recordings.ts";

const at = fc.oneof(fc.integer({ min: -5000, max: 60_000 }), fc.double({ noNaN: true, min: -1e12, max: 1e12 }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const pid = fc.integer({ min: 0, max: 6 });
const signals = fc.array(fc.constantFrom("SIGTERM", "TERM", "15", "SIGQUIT", "nonsense", ""), { maxLength: 2 });
const names = fc.oneof(
  fc.constantFrom("node", "nginx", "uwsgi", "sh", "npm", "tini", "lastcall-init", "timeout", "python3"),
  fc.string({ maxLength: 6 }),
);
const commandLines = fc.oneof(
  names,
  fc.constantFrom("sh -c node x", "python3 -m gunicorn", "nginx: master"),
  fc.string(),
);

const processes: fc.Arbitrary<ProcessRecord> = fc.record(
  {
    pid,
    parent: pid,
    name: names,
    commandLine: commandLines,
    kind: fc.constantFrom("shell", "manager", "init", "program"),
    fromMs: at,
    toMs: maybe(at),
    catches: signals,
    ignores: signals,
    listens: fc.boolean(),
    zombieMs: fc.constantFrom(0, 0, 100),
    aliveAtKill: fc.boolean(),
    told: fc.constantFrom("yes", "no", "unknown"),
    toldMs: maybe(at),
    toldAgainMs: maybe(at),
    killedMs: maybe(at),
  },
  {
    requiredKeys: [
      "pid",
      "parent",
      "name",
      "commandLine",
      "kind",
      "fromMs",
      "toMs",
      "catches",
      "ignores",
      "listens",
      "zombieMs",
      "aliveAtKill",
      "told",
    ],
  },
);

const requests: fc.Arbitrary<RequestRecord> = fc.record(
  {
    id: fc.nat(),
    kind: fc.constantFrom("load", "slow", "hold"),
    connection: fc.nat(),
    reused: fc.boolean(),
    dueMs: at,
    startMs: at,
    endMs: at,
    phase: fc.constantFrom("connecting", "connected", "sent", "answering", "done"),
    outcome: fc.constantFrom("ok", "http-error", "refused", "reset-before", "reset-after", "cut", "timed-out"),
    status: fc.constantFrom(200, 404, 503),
    errno: fc.constantFrom("ECONNRESET", "EPIPE"),
    bytes: fc.nat(),
  },
  { requiredKeys: ["id", "kind", "connection", "reused", "dueMs", "startMs", "endMs", "phase", "outcome", "bytes"] },
);

const commands = fc.array(
  fc.oneof(fc.constantFrom("tini", "-g", "--", "lastcall-init", "--delay", "5s", "sh", "-c", "exec app"), fc.string()),
  { maxLength: 6 },
);

const recordings: fc.Arbitrary<Recording> = fc.record({
  command: commands,
  sandbox: fc.constantFrom("namespace", "user-namespace", "container", "none"),
  blind: fc.array(fc.string(), { maxLength: 2 }),
  startedMs: at,
  readyMs: at,
  signalMs: maybe(at),
  endpointsEndMs: at,
  killMs: maybe(at),
  endMs: maybe(at),
  exitCode: maybe(fc.integer({ min: -1, max: 300 })),
  hooks: fc.array(
    fc.record(
      { what: fc.string(), fromMs: at, toMs: maybe(at), exitCode: maybe(fc.nat(255)), error: fc.string() },
      { requiredKeys: ["what", "fromMs", "toMs", "exitCode"] },
    ),
    { maxLength: 2 },
  ),
  processes: fc.array(processes, { maxLength: 8 }),
  listeners: fc.array(fc.record({ port: fc.nat(), fromMs: at, toMs: maybe(at) }), { maxLength: 3 }),
  requests: fc.array(requests, { maxLength: 20 }),
  output: fc.array(fc.record({ atMs: at, stream: fc.constantFrom("stdout", "stderr"), line: commandLines }), {
    maxLength: 4,
  }),
});

const hooks: fc.Arbitrary<Hook> = fc.oneof(
  fc.record({ kind: fc.constant("sleep" as const), ms: fc.nat() }),
  fc.record({ kind: fc.constant("http" as const), url: fc.string() }),
  fc.record({
    kind: fc.constant("exec" as const),
    command: fc.array(fc.oneof(fc.constant("sleep"), fc.string()), { maxLength: 3 }),
  }),
);

const rehearsals: fc.Arbitrary<Rehearsal> = fc
  .record({
    engine: fc.constantFrom(...Object.values(engines)),
    stopSignal: fc.constantFrom("SIGTERM", "QUIT", "28", "SIGRTMIN+3", "KILL", "nonsense", ""),
    graceMs: fc.oneof(fc.constantFrom(0, 2000, 30_000), fc.double({ noNaN: true, min: 0, max: 1e9 })),
    hook: maybe(hooks),
    endpointLagMs: fc.oneof(fc.constantFrom(0, 5000), fc.double({ noNaN: true, min: 0, max: 1e9 })),
    env: fc.constantFrom<Record<string, string>>({}, { LASTCALL_DELAY: "3s" }, { LASTCALL_DEADLINE: "nonsense" }),
    container: fc.string(),
  })
  .map((over) => rehearsal(over));

const run = (law: (recording: Recording, settings: Rehearsal) => void) =>
  fc.assert(fc.property(recordings, rehearsals, law), { numRuns: 800 });

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

test("judge never throws, and gives plain JSON", () => {
  run((recording, settings) => {
    const { recording: seen, ...report } = judge(recording, settings);
    expect(seen).toBe(recording);
    const written = JSON.stringify(report);
    expect(JSON.stringify(JSON.parse(written))).toBe(written);
    // JSON would make null of them.
    for (const number of numbersIn(report)) expect(Number.isFinite(number)).toBe(true);
    expect(written).not.toMatch(/\b(?:NaN|Infinity) m?s\b|\[object /);
  });
});

test("it fails if and only if there is an error among the findings", () => {
  run((recording, settings) => {
    const { verdict, findings } = judge(recording, settings);
    expect(findings.some(({ severity }) => severity === "error")).toBe(verdict === "fail");
  });
});

test("the verdict is what the figures say", () => {
  run((recording, settings) => {
    const { verdict, requests: counted, stop } = judge(recording, settings);
    expect(verdict === "fail").toBe(counted.dropped > 0 || stop.forced || stop.delivered === false);
    const outcomes = Object.values(counted.byOutcome).reduce((sum, each) => sum + each, 0);
    expect(outcomes).toBe(counted.total);
    expect(counted.newConnections.total + counted.reusedConnections.total).toBe(counted.total);
    expect(counted.newConnections.dropped + counted.reusedConnections.dropped).toBe(counted.dropped);
    expect(counted.ok + counted.dropped).toBeLessThanOrEqual(counted.total);
  });
});

test("every finding has its words, and cites records that are there", () => {
  run((recording, settings) => {
    const ids = new Set(recording.requests.map(({ id }) => id));
    const pids = new Set(recording.processes.map((each) => each.pid));
    for (const { code, message, advice, evidence } of judge(recording, settings).findings) {
      expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(message.length).toBeGreaterThan(20);
      expect(advice.length).toBeGreaterThan(20);
      for (const id of evidence.requests ?? []) expect(ids.has(id)).toBe(true);
      for (const each of evidence.processes ?? []) expect(pids.has(each)).toBe(true);
    }
  });
});

test("what is recommended can be used: the init takes its words, and a manifest is YAML", () => {
  run((recording, settings) => {
    const { recommendation } = judge(recording, settings);
    const { entrypoint, manifest, dockerfile, terminationGracePeriodSeconds } = recommendation;
    expect(() => parseYaml(manifest)).not.toThrow();
    expect(dockerfile).toContain(`ENTRYPOINT ${JSON.stringify(entrypoint)}`);
    expect(Number.isSafeInteger(terminationGracePeriodSeconds)).toBe(true);
    expect(recommendation.delayMs).toBeLessThan(recommendation.deadlineMs);
    expect(recommendation.deadlineMs + 2000).toBeLessThanOrEqual(terminationGracePeriodSeconds * 1000);
    if (entrypoint.at(-1) === "--") return;
    expect(parse(entrypoint.slice(entrypoint[1] === "run" ? 2 : 1), {}).error).toBe("");
  });
});
