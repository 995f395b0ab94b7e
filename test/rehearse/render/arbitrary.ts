// Any report at all, for laws that hold for every one: odd names, no requests or many, times in no order.

import fc from "fast-check";
import { OUTCOMES } from "../../../src/rehearse/render/words.ts";
import type { Report } from "../../../src/rehearse/report.ts";

/** Letters, control characters, halves of surrogate pairs, wide ones, right-to-left ones, and what has a meaning somewhere. */
export const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "",
    " ",
    "\n",
    "\x1b[2J",
    "]]>",
    "%0A",
    "::error::x",
    "日本語",
    "👩‍👩‍👧",
    "\u202e",
    "\ud800",
    "a".repeat(300),
    "`".repeat(9),
    "|",
  ),
);
const ms = fc.oneof(
  fc.integer({ min: -100_000, max: 1_000_000 }),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, 0.4, 1e15),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const count = fc.nat(100_000);
const share = fc.record({ total: count, dropped: count });
const told = fc.constantFrom("yes" as const, "no" as const, "unknown" as const);
const kind = fc.constantFrom("shell" as const, "manager" as const, "init" as const, "program" as const);

const request = fc.record({
  id: fc.nat(),
  kind: fc.constantFrom("load" as const, "slow" as const, "hold" as const),
  connection: fc.nat(),
  reused: fc.boolean(),
  dueMs: ms,
  startMs: ms,
  endMs: ms,
  phase: fc.constantFrom("connecting" as const, "sent" as const, "done" as const),
  outcome: fc.constantFrom(...OUTCOMES),
  bytes: fc.nat(),
});

const process = fc.record({
  pid: fc.integer({ min: 1, max: 30 }),
  parent: fc.integer({ min: 0, max: 30 }),
  name: text,
  commandLine: text,
  kind,
  fromMs: ms,
  toMs: maybe(ms),
  catches: fc.array(text, { maxLength: 2 }),
  ignores: fc.array(text, { maxLength: 2 }),
  listens: fc.boolean(),
  zombieMs: fc.nat(),
  aliveAtKill: fc.boolean(),
  told,
});

const finding = fc.record({
  code: text,
  severity: fc.constantFrom("error" as const, "warning" as const, "note" as const),
  message: text,
  advice: text,
  evidence: fc.record(
    { requests: fc.array(fc.nat()), processes: fc.array(fc.nat(40)), facts: fc.array(text, { maxLength: 3 }) },
    { requiredKeys: [] },
  ),
});

export const report: fc.Arbitrary<Report> = fc.record({
  version: fc.constant(1 as const),
  verdict: fc.constantFrom("pass" as const, "fail" as const),
  requests: fc.record({
    total: count,
    ok: count,
    dropped: count,
    byOutcome: fc.record({
      ok: count,
      "http-error": count,
      refused: count,
      "reset-before": count,
      "reset-after": count,
      cut: count,
      "timed-out": count,
    }),
    newConnections: share,
    reusedConnections: share,
  }),
  stop: fc.record({
    signal: text,
    delivered: maybe(fc.boolean()),
    tookMs: maybe(ms),
    forced: fc.boolean(),
    exitCode: maybe(fc.nat(255)),
  }),
  findings: fc.array(finding, { maxLength: 5 }),
  recommendation: fc.record({
    delayMs: ms,
    deadlineMs: ms,
    terminationGracePeriodSeconds: count,
    stopSignal: text,
    entrypoint: fc.array(text, { maxLength: 4 }),
    dockerfile: text,
    manifest: text,
    because: fc.array(text, { maxLength: 3 }),
  }),
  recording: fc.record({
    command: fc.array(text, { maxLength: 4 }),
    sandbox: fc.constantFrom("namespace" as const, "user-namespace" as const, "container" as const, "none" as const),
    blind: fc.array(text, { maxLength: 2 }),
    notes: fc.array(text, { maxLength: 2 }),
    startedMs: ms,
    readyMs: ms,
    signalMs: maybe(ms),
    endpointsEndMs: ms,
    killMs: maybe(ms),
    endMs: maybe(ms),
    exitCode: maybe(fc.nat(255)),
    hooks: fc.array(fc.record({ what: text, fromMs: ms, toMs: maybe(ms), exitCode: maybe(fc.nat(255)) }), {
      maxLength: 2,
    }),
    processes: fc.array(process, { maxLength: 20 }),
    listeners: fc.array(fc.record({ port: fc.nat(65_535), fromMs: ms, toMs: maybe(ms) }), { maxLength: 3 }),
    requests: fc.array(request, { maxLength: 40 }),
    output: fc.array(
      fc.record({ atMs: ms, stream: fc.constantFrom("stdout" as const, "stderr" as const), line: text }),
      {
        maxLength: 4,
      },
    ),
  }),
});
