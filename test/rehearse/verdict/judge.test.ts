// The verdict, and the figures of a report.

import { describe, expect, test } from "vitest";
import { judge } from "../../../src/rehearse/verdict/judge.ts";
import {
  codes,
  found,
  judged,
  killedRecording,
  program,
  recording,
  refused,
  rehearsal,
  request,
  requests,
  reset,
  shell,
} from "./recordings.ts";

test("passes an app that serves on, finishes and ends, without a finding", () => {
  const report = judged(recording());
  expect(report).toMatchObject({
    version: 1,
    verdict: "pass",
    stop: { signal: "SIGTERM", delivered: true, tookMs: 7030, forced: false, exitCode: 0 },
    findings: [],
  });
});

test("counts requests by outcome and by connection", () => {
  const seen = recording({
    requests: [
      ...requests(-500, 0),
      request(10, refused),
      request(20, { ...reset, reused: true }),
      request(30, { reused: true }),
      request(40, { outcome: "http-error", status: 404 }),
    ],
  });
  expect(judged(seen).requests).toEqual({
    total: 9,
    ok: 6,
    dropped: 2,
    byOutcome: { ok: 6, "http-error": 1, refused: 1, "reset-before": 1, "reset-after": 0, cut: 0, "timed-out": 0 },
    newConnections: { total: 7, dropped: 1 },
    reusedConnections: { total: 2, dropped: 1 },
  });
});

test("held sessions are no requests", () => {
  const report = judged(recording({ requests: [request(-1000, { kind: "hold", endMs: 7000, outcome: "cut" })] }));
  expect(report.requests.total).toBe(0);
  expect(report.verdict).toBe("pass");
});

describe("fails", () => {
  test("for one request that was dropped", () => {
    expect(judged(recording({ requests: [request(10, refused)] })).verdict).toBe("fail");
  });

  test("for SIGKILL, though no request was lost", () => {
    const report = judged(killedRecording());
    expect(report.requests.dropped).toBe(0);
    expect(report).toMatchObject({ verdict: "fail", stop: { forced: true, exitCode: 137 } });
  });

  test("for an app that was not told, though nothing else is wrong", () => {
    const report = judged(
      recording({ processes: [shell(1, "sh", { told: "yes" }), program(7, "node", { listens: true, told: "no" })] }),
    );
    expect(report.requests.dropped).toBe(0);
    expect(report).toMatchObject({ verdict: "fail", stop: { delivered: false, forced: false } });
  });
});

test("warnings do not fail", () => {
  const report = judged(recording({ exitCode: 143 }));
  expect(codes(report)).toEqual(["exit-code"]);
  expect(report.verdict).toBe("pass");
});

test("what was lost before the stop does not count", () => {
  const report = judged(recording({ requests: [...requests(-2000, 5000), request(-100, { ...reset, reused: true })] }));
  expect(report.verdict).toBe("pass");
  expect(report.requests.dropped).toBe(0);
  expect(found(report, "before-stop").message).toContain("1 request of 21 was not answered well");
});

test("errors come before warnings, and warnings before notes", () => {
  const report = judged(recording({ exitCode: 1, requests: [request(10, refused)], blind: ["signals"] }));
  expect(report.findings.map(({ severity }) => severity)).toEqual(["error", "warning", "note"]);
});

test("a signal may be written in any way", () => {
  for (const stopSignal of ["TERM", "SIGTERM", "15"])
    expect(judged(recording(), { stopSignal }).stop).toMatchObject({ signal: "SIGTERM", delivered: true });
});

test("the report is plain JSON", () => {
  const report = judge(recording(), rehearsal());
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
