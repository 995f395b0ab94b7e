// Rolling updates of real processes in PID namespaces.

import { expect, test } from "vitest";
import type { Ready, Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { type RollingStatus, rollingUpdate } from "../../../src/rehearse/rolling/drive.ts";
import { RollingFailed } from "../../../src/rehearse/rolling/failure.ts";
import { freePort } from "../../../src/rehearse/rolling/ports.ts";
import type { RollingReport } from "../../../src/rehearse/rolling/report.ts";
import { settleStrategy } from "../../../src/rehearse/rolling/strategy.ts";
import { initPath } from "../../support/elf.ts";
import { describeIf, needsNamespaces } from "../../support/needs.ts";
import { simulate } from "./simulation.ts";
import { fourReplicas, rehearsalOf, server, update, watched } from "./update.ts";

const codes = ({ findings }: RollingReport) => findings.map(({ code }) => code);
const deleted = ({ pods }: RollingReport) => pods.filter(({ deletedMs }) => deletedMs !== null);
const byDeletion = (report: RollingReport) =>
  deleted(report)
    .sort((a, b) => (a.deletedMs ?? 0) - (b.deletedMs ?? 0) || b.pod - a.pod)
    .map(({ pod }) => pod);

/** The controller in virtual time, with pods that take what these took, and their stops a bit more or less. */
const replayed = ({ strategy, pods }: RollingReport, moreMs: number) =>
  simulate(strategy, (pod) => {
    const { startedMs, readyMs, deletedMs, endedMs } = pods[pod - 1] ?? expect.fail(`no pod ${pod}`);
    return { readyMs: readyMs - startedMs, terminationMs: Math.max(0, (endedMs ?? 0) - (deletedMs ?? 0) + moreMs) };
  });

function expectAsReplayed(report: RollingReport): void {
  // What ends while another starts may do so before or after it.
  expect(report.peak.pods).toBeGreaterThanOrEqual(replayed(report, -50).peakPods);
  expect(report.peak.pods).toBeLessThanOrEqual(replayed(report, 50).peakPods);
  expect(byDeletion(report)).toEqual(replayed(report, 0).deleted.map(({ pod }) => pod));
  expect(report.peak.pods).toBeLessThanOrEqual(report.formula.peakMost);
  expect(report.pods.filter(({ revision }) => revision === "new")).toHaveLength(report.strategy.replicas);
  expect(deleted(report).map(({ revision }) => revision)).toEqual(Array(report.strategy.replicas).fill("old"));
}

/** Less work where four would show no more. */
const twoReplicas = { ...fourReplicas, strategy: settleStrategy(2, 1, 0) };

async function failure(command: readonly string[], more: Partial<Rehearsal> = {}): Promise<string> {
  const { sandboxes, parts } = watched();
  const error = await rollingUpdate(rehearsalOf(command, more), twoReplicas, parts).catch((reason) => reason);
  expect(error).toBeInstanceOf(RollingFailed);
  // All have ended: a single one that runs on would keep this waiting until the test's time is over.
  await Promise.all(sandboxes.map(({ exited }) => exited));
  return error.message;
}

describeIf(needsNamespaces, "a rolling update", () => {
  test("of four replicas of an app that ends at once loses what lagging endpoints send to it", async () => {
    const report = await update(server("instant"), { endpointLagMs: 300 });
    expect(codes(report)).toEqual(["requests-lost"]);
    expect(report.verdict).toBe("fail");
    const refused = report.pods.reduce((sum, pod) => sum + pod.refused, 0);
    expect(refused).toBeGreaterThan(0);
    expect(report.requests.dropped).toBeGreaterThanOrEqual(refused);
    expect(report.requests.newConnections.dropped).toBeGreaterThanOrEqual(refused);
    const lost = report.records.filter(({ outcome }) => outcome !== "ok");
    expect(lost.filter(({ endMs }) => endMs < 0)).toEqual([]);
    expect(lost.map(({ id }) => id)).toEqual(report.findings[0]?.evidence.requests);
    expectAsReplayed(report);
  });

  test("loses nothing of four replicas behind lastcall-init with a delay that is longer than the lag", async () => {
    const command = [initPath, "--delay=1s", "--", ...server("drain")];
    const report = await update(command, { endpointLagMs: 250 }, { readyTimeMs: 350 });
    expect(report.records.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    expect(report.requests.total).toBeGreaterThan(100);
    expect(report.verdict).toBe("pass");
    expect(report.formula.availableMs).toBeGreaterThanOrEqual(350);
    expect(report.formula.terminationMs).toBeGreaterThanOrEqual(1000);
    expect(deleted(report).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    // Two more than the surge says: one of the first round and one of the second terminate while the third starts.
    const rounds = Math.ceil(report.formula.terminationMs / report.formula.availableMs);
    expect(codes(report)).toEqual(rounds > 1 ? ["surge-explodes"] : []);
    expect(report.peak.pods).toBeGreaterThan(5);
    expectAsReplayed(report);
  });

  test("waits for a hook before the signal, as the kubelet does", async () => {
    const more: Partial<Rehearsal> = { load: null, hook: { kind: "sleep", ms: 400 } };
    const report = await update(server("drain"), more, twoReplicas);
    const afterMs = deleted(report).map(({ deletedMs, signalMs }) => (signalMs ?? 0) - (deletedMs ?? 0));
    expect(Math.min(...afterMs)).toBeGreaterThanOrEqual(399);
    expectAsReplayed(report);
  });

  test("kills replicas that do not end, and says so", async () => {
    const engine = { ...rehearsalOf([]).engine, floorMs: 0 };
    const report = await update(server("stubborn"), { graceMs: 250, engine, load: null }, twoReplicas);
    expect(codes(report)).toContain("killed");
    expect(report.verdict).toBe("fail");
    expect(deleted(report).map(({ forced }) => forced)).toEqual([true, true]);
    expect(report.requests.total).toBe(0);
    expectAsReplayed(report);
  });

  test("of four replicas goes two by two without a surge, and waits for minReadySeconds", async () => {
    const strategy = settleStrategy(4, 0, 2, 150);
    const report = await update(server("drain"), {}, { strategy });
    expect(report.peak.running).toBe(4);
    expect(report.took.completeMs).toBeGreaterThanOrEqual(2 * 150);
    expectAsReplayed(report);
    const firstTwo = report.pods.filter(({ deletedMs }) => deletedMs === 0);
    expect(firstTwo.map(({ pod }) => pod)).toEqual([3, 4]);
    const thirdMs = Math.min(...deleted(report).flatMap(({ deletedMs }) => (deletedMs === 0 ? [] : [deletedMs ?? 0])));
    const readyMs = Math.min(...report.pods.slice(4).map((pod) => pod.readyMs));
    expect(thirdMs).toBeGreaterThanOrEqual(readyMs + 149);
  });

  test("of a single replica uses the terminating one until the endpoints know the new one", async () => {
    const options = { strategy: settleStrategy(1, 1, 0) };
    const command = [initPath, "--delay=1s", "--", ...server("drain")];
    const report = await update(command, { endpointLagMs: 300 }, options);
    expect(report.requests.dropped).toBe(0);
    expect(report.unserved).toBe(0);
  });

  test("puts the port into the words as well", async () => {
    const report = await update(server("drain", "{port}"), { env: { NAME: "at {port}" }, load: null }, twoReplicas);
    expect(report.verdict).toBe("pass");
    expect(report.command.at(-1)).toBe("{port}");
    expect(new Set(report.pods.map(({ port }) => port)).size).toBe(4);
  });

  test("tells how it goes", async () => {
    const seen: RollingStatus[] = [];
    const { parts } = watched({ progress: (status) => void seen.push(status) });
    const report = await rollingUpdate(rehearsalOf(server("drain")), twoReplicas, parts);
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(["starting", "load", "update", "draining", "ended"]);
    expect(seen.at(-1)).toMatchObject({ pods: { starting: 0, ready: 2, terminating: 0 }, sent: report.requests.total });
    expect(seen.some(({ pods }) => pods.starting === 1 && pods.ready === 2)).toBe(true);
    expect(seen.filter(({ sinceMs, phase }) => (sinceMs === null) !== ["starting", "load"].includes(phase))).toEqual(
      [],
    );
  });

  test("is not begun with a fixed port that only one of them gets", async () => {
    const port = await freePort(new Set());
    const message = await failure(server("drain", `${port}`));
    expect(message).toMatch(/^replica \d \(old\) ended with exit code 1 before it was ready; .*EADDRINUSE/);
    expect(message).toContain("by $PORT or {port}");
    expect(message).not.toContain("\n");
  });

  test.each<[string, Ready]>([
    ["a port", { kind: "tcp", port: 8080 }],
    ["its output", { kind: "log", pattern: /^ready/ }],
  ])(
    "is not begun with an app that listens elsewhere than on $PORT, where %s tells that it is ready",
    async (_, ready) => {
      const port = await freePort(new Set());
      const { sandboxes, parts } = watched();
      const one = { ...twoReplicas, strategy: settleStrategy(1, 1, 0) };
      const more = { ready, readyTimeoutMs: 3000 };
      await expect(rollingUpdate(rehearsalOf(server("drain", `${port}`), more), one, parts)).rejects.toThrow(
        new RegExp(`^replica 1 \\(old\\) listens on port ${port} and not on \\$PORT, which is \\d+: replicas need`),
      );
      await Promise.all(sandboxes.map(({ exited }) => exited));
    },
  );

  test("ends with the reason why a sandbox cannot be opened", async () => {
    const { sandboxes, parts } = watched();
    const open: typeof parts.open = async (rehearsal) => {
      if (sandboxes.length === 2) throw new Error("no more namespaces");
      return parts.open(rehearsal);
    };
    const result = rollingUpdate(rehearsalOf(server("drain")), twoReplicas, { ...parts, open });
    await expect(result).rejects.toThrow("no more namespaces");
    expect(sandboxes).toHaveLength(2);
    await Promise.all(sandboxes.map(({ exited }) => exited));
  });

  test("ends with the last words of a replica that ends by itself", async () => {
    const message = await failure(server("crash"));
    expect(message).toMatch(/^replica \d \(old\) ended with exit code 3 before it was stopped; .*out of paper/);
  });

  test("ends when it is cancelled, and leaves nothing behind", async () => {
    const cancelling = new AbortController();
    const progress = ({ phase, pods }: RollingStatus) => {
      if (phase === "update" && pods.terminating > 0) cancelling.abort(new Error("Ctrl-C"));
    };
    const { sandboxes, parts } = watched({ cancelled: cancelling.signal, progress });
    const command = [initPath, "--delay=5s", "--", ...server("drain")];
    await expect(rollingUpdate(rehearsalOf(command), twoReplicas, parts)).rejects.toThrow("Ctrl-C");
    expect(sandboxes.length).toBeGreaterThan(2);
    await Promise.all(sandboxes.map(({ exited }) => exited));
  });
});
