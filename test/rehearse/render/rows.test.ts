// The time axis, and which rows a timeline has.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisOf, columnAt, ticksOf } from "../../../src/rehearse/render/axis.ts";
import { rowsOf } from "../../../src/rehearse/render/rows.ts";
import type { Finding, ProcessRecord, RequestRecord } from "../../../src/rehearse/report.ts";
import { arrive, build, passing, processRecord, refusing, swallowed } from "./reports.ts";

describe("the axis", () => {
  test("goes to the last thing that happened, and a quarter of that before the stop", () => {
    expect(axisOf(swallowed().recording).toMs).toBe(30_080);
    expect(axisOf(passing().recording)).toEqual({ fromMs: -2050, toMs: 8200 });
  });

  test("does not begin before the recording", () => {
    expect(axisOf(build({ recording: { startedMs: -300 } }).recording).fromMs).toBe(-300);
  });

  test("begins earlier where something was lost", () => {
    const requests: RequestRecord[] = [];
    arrive(requests, { fromMs: -2090, toMs: -2080, everyMs: 20, outcome: () => "refused" });
    expect(axisOf(build({ recording: { requests } }).recording).fromMs).toBe(-2089);
  });

  test("of several recordings holds all of them", () => {
    expect(axisOf(refusing().recording, swallowed().recording).toMs).toBe(axisOf(swallowed().recording).toMs);
  });

  test("leaves out what has no end", () => {
    const endless = build({ recording: { killMs: Number.POSITIVE_INFINITY, endpointsEndMs: Number.NaN } });
    expect(axisOf(endless.recording).toMs).toBe(8200);
  });

  test("puts its ends into the first and the last column", () => {
    const axis = { fromMs: -1000, toMs: 9000 };
    expect([-1000, 0, 8999, 9000].map((ms) => columnAt(ms, axis, 50))).toEqual([0, 5, 49, 49]);
    expect(columnAt(-1001, axis, 50)).toBe(-1);
    expect(columnAt(9300, axis, 50)).toBeGreaterThan(49);
  });

  test("has ticks of 1, 2 or 5 that are far enough apart, with 0 among them", () => {
    expect(ticksOf({ fromMs: -1000, toMs: 9000 }, 50)).toEqual([-0, 2000, 4000, 6000, 8000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 100, max: 1e7 }),
        fc.integer({ min: 10, max: 120 }),
        (before, toMs, width) => {
          const axis = { fromMs: -before, toMs };
          const ticks = ticksOf(axis, width);
          expect(ticks.some((tick) => tick === 0)).toBe(true);
          expect(ticks.length).toBeLessThanOrEqual(Math.floor(width / 8) + 1);
        },
      ),
    );
  });
});

function labelsOf(processes: readonly ProcessRecord[]): readonly string[] {
  const rows = rowsOf(build({ recording: { processes } }), 10_000);
  return rows.map(({ label }) => label).slice(3);
}

describe("processes", () => {
  test("are a tree, whatever order they came in", () => {
    const processes = [
      processRecord(20, "node", { parent: 7 }),
      processRecord(1, "sh"),
      processRecord(30, "orphan", { parent: 99 }),
      processRecord(7, "npm"),
    ];
    expect(labelsOf(processes)).toEqual(["1 sh", "  7 npm", "    20 node", "30 orphan"]);
  });

  test("in a circle are there once each", () => {
    const circle = [processRecord(5, "a", { parent: 6 }), processRecord(6, "b", { parent: 5 })];
    expect(labelsOf(circle)).toEqual(["5 a", "  6 b"]);
  });

  test("alike share a row from four on, and only if they went the same way", () => {
    const worker = (pid: number, more = {}) => processRecord(pid, "worker", { toMs: 100 * pid, ...more });
    const master = processRecord(1, "master");
    expect(labelsOf([master, worker(2), worker(3), worker(4)])).toHaveLength(4);
    expect(labelsOf([master, worker(2), worker(3), worker(4), worker(5)])).toEqual(["1 master", "  4 × worker"]);
    const killed = worker(6, { aliveAtKill: true });
    expect(labelsOf([master, worker(2), worker(3), worker(4), worker(5), killed])).toEqual([
      "1 master",
      "  4 × worker",
      "  6 worker",
    ]);
    const rows = rowsOf(
      build({ recording: { processes: [master, worker(2), worker(3), worker(4), worker(5)] } }),
      10_000,
    );
    expect(rows.at(-1)?.spans?.[0]).toMatchObject({ fromMs: -2100, toMs: 500 });
    expect(rows.at(-1)?.note).toBe("ended 500 ms");
  });

  test("are at most twelve rows: who matters stays", () => {
    const many = Array.from({ length: 40 }, (_, index) => processRecord(2 + index, `p${index}`));
    const killed = processRecord(90, "late", { aliveAtKill: true, told: "no" });
    const labels = labelsOf([processRecord(1, "sh"), ...many, killed]);
    expect(labels).toHaveLength(12);
    expect(labels[0]).toBe("1 sh");
    expect(labels).toContain("  90 late");
    expect(labels.at(-1)).toBe("and 31 more");
  });

  test.each([
    [{ toMs: 3200 }, "ended 3.2 s"],
    [{ toMs: null }, "still alive"],
    [{ told: "no" as const, toMs: 3200 }, "not told"],
    // A wrapper that was left out on purpose: no error is about it.
    [{ told: "no" as const, toMs: 3200, pid: 8 }, "ended 3.2 s"],
    [{ told: "no" as const, aliveAtKill: true }, "not told, killed"],
    [{ aliveAtKill: true }, "killed"],
    [{ zombieMs: 2400, toMs: 3200 }, "zombie 2.4 s"],
  ])("%j is said as %s", (more, note) => {
    const findings: Finding[] = [
      { code: "never-told", severity: "error", message: "", advice: "", evidence: { processes: [9] } },
      { code: "note", severity: "note", message: "", advice: "", evidence: { processes: [8] } },
    ];
    const rows = rowsOf(build({ recording: { processes: [processRecord(9, "app", more)] }, findings }), 10_000);
    expect(rows.at(-1)?.note).toBe(note);
  });

  test("are marked where they were told: PID 1 with the signal, others where it was seen", () => {
    const processes = [
      processRecord(1, "init"),
      processRecord(2, "app", { told: "yes", toldMs: 5000 }),
      processRecord(3, "b"),
    ];
    const rows = rowsOf(build({ recording: { processes, signalMs: 40 } }), 10_000).slice(3);
    expect(rows.map(({ marks }) => marks)).toEqual([
      [{ kind: "signal", atMs: 40 }],
      [{ kind: "signal", atMs: 5000 }],
      [],
    ]);
  });
});

test("a port that opens again before the endpoints end has no gap", () => {
  const listeners = [
    { port: 3000, fromMs: -2000, toMs: 100 },
    { port: 3000, fromMs: 200, toMs: null },
    { port: 4000, fromMs: -2000, toMs: 100 },
  ];
  const rows = rowsOf(build({ recording: { listeners } }), 10_000).filter(({ label }) => label.startsWith("port"));
  expect(rows.map(({ spans }) => spans?.map(({ kind }) => kind))).toEqual([["life"], ["life"], ["life", "gap"]]);
});

test("what failed before the stop is not counted as lost by it", () => {
  const requests: RequestRecord[] = [];
  arrive(requests, { fromMs: -200, toMs: 200, everyMs: 100, outcome: () => "cut" });
  const rows = rowsOf(build({ recording: { requests } }), 10_000);
  expect(rows.at(-1)).toMatchObject({ label: "new conn. lost", note: "2 lost, 2 before" });
});
