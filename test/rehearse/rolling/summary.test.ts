// From what was seen to the report, without processes.

import { expect, test } from "vitest";
import type { Outcome, RequestRecord } from "../../../src/rehearse/report.ts";
import { censusAt, peakOf } from "../../../src/rehearse/rolling/census.ts";
import type { PodRecord } from "../../../src/rehearse/rolling/report.ts";
import { settleStrategy } from "../../../src/rehearse/rolling/strategy.ts";
import { type Observed, summarise } from "../../../src/rehearse/rolling/summary.ts";
import { rehearsalOf } from "./update.ts";

const pod = (number: number, more: Partial<PodRecord> = {}): PodRecord => ({
  pod: number,
  revision: number <= 2 ? "old" : "new",
  port: 4000 + number,
  startedMs: -1000,
  readyMs: -500,
  deletedMs: null,
  signalMs: null,
  endedMs: null,
  forced: false,
  exitCode: null,
  refused: 0,
  hookError: null,
  ...more,
});

/** Two replicas, one more at a time: a new one takes 1 s, and the stop of an old one 2.5 s. */
const pods: PodRecord[] = [
  pod(1, { deletedMs: 2000, signalMs: 2000, endedMs: 4500, exitCode: 0 }),
  pod(2, { deletedMs: 1000, signalMs: 1000, endedMs: 3500, exitCode: 0 }),
  pod(3, { startedMs: 0, readyMs: 1000 }),
  pod(4, { startedMs: 1000, readyMs: 2000 }),
];

const request = (id: number, outcome: Outcome, reused = false): RequestRecord => ({
  id,
  kind: "load",
  connection: id,
  reused,
  dueMs: id,
  startMs: id,
  endMs: id,
  phase: "sent",
  outcome,
  bytes: 0,
});

const observed = (more: Partial<Observed> = {}): Observed => ({
  rehearsal: rehearsalOf(["app"], { endpointLagMs: 2_500 }),
  options: { strategy: settleStrategy(2, 1, 0), readyTimeMs: 0 },
  pods,
  requests: [request(0, "ok"), request(1, "ok", true)],
  completeMs: 2000,
  unserved: 0,
  blind: [],
  ...more,
});

const found = (more: Partial<Observed>, code: string) => {
  const report = summarise(observed(more));
  const finding = report.findings.find((one) => one.code === code);
  return { report, finding: finding ?? expect.fail(`no finding ${code} in ${JSON.stringify(report.findings)}`) };
};

test("the census counts those that terminate apart", () => {
  expect(censusAt(pods, -600)).toEqual({ atMs: -600, pods: 2, running: 2, terminating: 0 });
  expect(censusAt(pods, 1000)).toEqual({ atMs: 1000, pods: 4, running: 3, terminating: 1 });
  expect(censusAt(pods, 4500)).toEqual({ atMs: 4500, pods: 2, running: 2, terminating: 0 });
});

test("the peak is the first moment with most of them", () => {
  expect(peakOf(pods)).toEqual({ atMs: 1000, pods: 4, running: 3, terminating: 1 });
  expect(peakOf(pods.slice(0, 2))).toEqual({ atMs: 0, pods: 2, running: 2, terminating: 0 });
});

test("one that ends when another starts makes room for it", () => {
  const swap = [pod(1, { deletedMs: 0, endedMs: 1000 }), pod(3, { startedMs: 1000, readyMs: 1500 })];
  expect(peakOf(swap).pods).toBe(1);
});

test("the formula stands beside what was measured", () => {
  const { took, peak, formula } = summarise(observed());
  expect(took).toEqual({ completeMs: 2000, goneMs: 4500 });
  expect(peak.pods).toBe(4);
  expect(formula).toEqual({
    availableMs: 1000,
    terminationMs: 2500,
    peakPods: 4,
    peakRule: 4,
    peakMost: 4,
    peakAtFullGrace: 4,
    completeMs: 2000,
    goneMs: 4500,
  });
});

test("what is available counts minReadySeconds, and the formula takes the median", () => {
  const options = { ...observed().options, strategy: settleStrategy(3, 1, 0, 500) };
  const three = [1000, 1100, 9000].map((readyMs, index) => pod(3 + index, { startedMs: 0, readyMs }));
  const { formula } = summarise(observed({ options, pods: [...pods.slice(0, 2), ...three] }));
  expect(formula.availableMs).toBe(1600);
});

test("nothing lost, nobody forced: pass", () => {
  const report = summarise(observed());
  expect(report).toMatchObject({ version: 1, kind: "rolling-update", verdict: "pass" });
  expect(report.requests).toMatchObject({ total: 2, ok: 2, dropped: 0, newConnections: { total: 1, dropped: 0 } });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test("requests that went to replicas that listened no more ask for a delay", () => {
  const refusing = pods.map((one) => (one.revision === "old" ? { ...one, refused: one.pod } : one));
  const requests = [request(0, "ok"), request(1, "reset-before"), request(2, "reset-before"), request(3, "cut", true)];
  const { report, finding } = found({ pods: refusing, requests, unserved: 2 }, "requests-lost");
  expect(report.verdict).toBe("fail");
  expect(report.requests).toMatchObject({
    total: 4,
    ok: 1,
    dropped: 3,
    byOutcome: { ok: 1, "reset-before": 2, cut: 1, refused: 0 },
    newConnections: { total: 3, dropped: 2 },
    reusedConnections: { total: 1, dropped: 1 },
  });
  expect(finding.message).toBe("The update lost 3 of 4 requests.");
  expect(finding.evidence.requests).toEqual([1, 2, 3]);
  expect(finding.evidence.facts).toEqual([
    "2 on new connections, 1 on reused ones",
    "reset-before: 2",
    "cut: 1",
    "3 connections refused by replicas that listened no more: 1 by replica 1, 2 by replica 2",
    "2 connections while no replica was to receive any",
  ]);
  // The lag of 2.5 s, and 2 s for what nobody promises, in whole seconds.
  expect(finding.advice).toContain(
    'ENTRYPOINT ["lastcall-init","--delay","5s","--deadline","10s","--","app"] (or LASTCALL_DELAY=5s behind a lastcall-init), and terminationGracePeriodSeconds: 15.',
  );
});

test("requests lost on keep-alive connections ask for them to be closed in order", () => {
  const { finding } = found({ requests: [request(0, "reset-before", true)] }, "requests-lost");
  expect(finding.message).toBe("The update lost 1 of 1 request.");
  expect(finding.advice).toContain("Connection: close");
});

test("what was answered with 404 was answered, and errors that came before are not the update's doing", () => {
  const answered = (id: number, status: number) => ({ ...request(id, "http-error"), status });
  const before = { ...answered(1, 503), endMs: -10 };
  const fine = summarise(observed({ requests: [answered(0, 404), before] }));
  expect(fine).toMatchObject({ verdict: "pass", requests: { total: 2, ok: 0, dropped: 0 } });
  const { report, finding } = found(
    { requests: [{ ...request(1, "ok"), endMs: -10 }, answered(2, 503)] },
    "requests-lost",
  );
  expect(report.verdict).toBe("fail");
  expect(finding.evidence).toMatchObject({ requests: [2], facts: [expect.anything(), "http-error: 1"] });
});

test("the settings that are advised are those of a single stop", () => {
  const refusing = pods.map((one) => (one.pod === 1 ? { ...one, refused: 1 } : one));
  const rehearsal = rehearsalOf(["/lastcall-init", "--delay", "2s", "-v", "--", "app", "{port}"], {
    endpointLagMs: 10_000,
    graceMs: 30_000,
    hook: { kind: "exec", command: ["/deregister"] },
  });
  const hooked = refusing.map((one) => (one.signalMs === null ? one : { ...one, signalMs: one.signalMs + 400 }));
  const requests = [{ ...request(0, "ok"), endMs: 4_700 }, request(1, "reset-before")];
  const { finding } = found({ pods: hooked, rehearsal, requests }, "requests-lost");
  // 10 s and 2 s of delay, 4.7 s of the longest answer (the 2.1 s of a stop had a delay of 2 s in it), 2 s; and 400 ms of hook, 2 s.
  expect(finding.advice).toContain(
    'ENTRYPOINT ["/lastcall-init","--delay","12s","--deadline","20s","-v","--","app","{port}"]',
  );
  expect(finding.advice).toContain("terminationGracePeriodSeconds: 30.");
});

test("requests lost otherwise are a matter for a single stop", () => {
  const { finding } = found({ requests: [request(0, "http-error")] }, "requests-lost");
  expect(finding.advice).toContain("without --replicas");
});

test("a replica that was killed fails the update, though nothing was lost", () => {
  const forced = pods.map((one) => (one.pod === 1 ? { ...one, forced: true, exitCode: 137 } : one));
  const { report, finding } = found({ pods: forced }, "killed");
  expect(report.verdict).toBe("fail");
  expect(finding.message).toContain("for 1 replica: the grace period of 10 s was over");
  expect(finding.evidence.facts).toEqual(["replica 1: exit code 137"]);
  // What SIGKILL resets on a kept connection is no matter of how the app closes it.
  const requests = [request(0, "reset-before", true)];
  expect(found({ pods: forced, requests }, "requests-lost").finding.advice).toContain("without --replicas");
});

test("a hook that failed fails the update", () => {
  const failing = pods.map((one) => (one.pod === 2 ? { ...one, hookError: "exit code 127" } : one));
  const { report, finding } = found({ pods: failing }, "hook-failed");
  expect(report.verdict).toBe("fail");
  expect(finding.evidence.facts).toEqual(["replica 2: exit code 127"]);
});

test("stops longer than a round make the surge explode: a warning", () => {
  const { report, finding } = found({}, "surge-explodes");
  expect(report.verdict).toBe("pass");
  expect(finding.message).toContain("The surge allows 3 pods, but 4 ran at once");
  expect(finding.advice).toContain("room (nodes, quotas, database connections) for 4 pods");
  expect(finding.advice).toContain("minReadySeconds of 2 ");
  expect(finding.advice).toContain("--ready-time");
  expect(finding.evidence.facts?.[0]).toContain("3 rounds terminate at once");
});

test("stops shorter than a round are no reason to warn", () => {
  const quick = pods.map((one) => (one.deletedMs === null ? one : { ...one, endedMs: one.deletedMs + 900 }));
  expect(summarise(observed({ pods: quick })).findings).toEqual([]);
});

test("a ready time that was given is not asked for", () => {
  const options = { ...observed().options, readyTimeMs: 1000 };
  expect(found({ options }, "surge-explodes").finding.advice).not.toContain("--ready-time");
});

test("jobs of hours are for a Deployment of each release", () => {
  const rehearsal = rehearsalOf(["app"], { graceMs: 12 * 3_600_000 });
  const { report, finding } = found({ rehearsal }, "long-jobs");
  expect(report.verdict).toBe("pass");
  expect(finding.message).toContain("12h");
  // Half a day and four releases a day: two that drain, and the one that serves.
  expect(finding.evidence.facts?.[1]).toContain("3 at once, 6 pods");
  const tenMinutes = rehearsalOf(["app"], { graceMs: 600_000 });
  expect(summarise(observed({ rehearsal: tenMinutes })).findings.map(({ code }) => code)).not.toContain("long-jobs");
});
