// What this machine did to requests is no verdict on the app, and is told.
import { expect, test } from "vitest";
import { honestArrivals } from "../../src/rehearse/arrivals.ts";
import type { RequestRecord } from "../../src/rehearse/report.ts";
import { judge } from "../../src/rehearse/verdict/judge.ts";
import { recording, refused, rehearsal, request, requests, reset } from "./verdict/recordings.ts";

const NONE = new Map<string, number>();
/** On a connection that was there. */
const kept = { ...reset, reused: true };
/** Due at a time and begun at another. */
const begun = (dueMs: number, startMs: number, over = {}) => request(startMs, { dueMs, ...over });

test("requests that were due when no endpoint sent any more go elsewhere, and so does all on their connections", () => {
  const there = [
    begun(390, 392),
    begun(405, 406, { ...refused, connection: 70 }),
    begun(420, 421, { reused: true, connection: 70 }),
    begun(430, 431, { reused: true, connection: 1 }),
    begun(900, 900, { kind: "hold", connection: 71 }),
  ];
  expect(honestArrivals(there, [], NONE, 400)).toEqual({
    requests: [there[0], there[3], there[4]],
    blind: [],
    leftOut: 0,
  });
});

test("what this machine sent only when nobody had to serve it any more is left out where it failed, and told", () => {
  const lost = begun(110, 425, refused);
  const inTime = [begun(100, 420), begun(-500, -390, refused), begun(120, 215, refused), begun(130, 430, kept)];
  expect(honestArrivals([lost, ...inTime], [], NONE, 400)).toEqual({
    requests: inTime,
    blind: [
      "requests: this machine was busy or stood still, which held up 4 of 5, by up to 320 ms; 1 of these came too late for the app and failed, which is not counted",
    ],
    leftOut: 1,
  });
  expect(honestArrivals([inTime[0] as RequestRecord], [], NONE, 400).blind[0]).toMatch(
    /held up 1 of 1, by up to 320 ms$/,
  );
});

test("what it sent late, and in time all the same, counts", () => {
  const lost = begun(110, 350, refused);
  expect(honestArrivals([lost], [], NONE, 400).requests).toEqual([lost]);
});

test.each([
  ["sent before it", 340, 700, true],
  ["begun right before it, and not sent yet", 389, 700, false],
  ["begun right before one that was over in time", 389, 399, true],
])("a request that failed and was %s, when this machine stood still", (_what, startMs, toMs, counts) => {
  const lost = begun(startMs, startMs, { ...reset, endMs: 702 });
  expect(honestArrivals([lost], [{ fromMs: 392, toMs }], NONE, 400).requests).toEqual(counts ? [lost] : []);
});

test("an app that is right passes on a machine that stood still", () => {
  // Endpoints lag for 5 s, the app serves for 7 s, and we stood still from 4.9 s to 7.2 s.
  const late = [4900, 4950, 5000, 5050].map((dueMs) => begun(dueMs, 7200, refused));
  const arrivals = honestArrivals([...requests(-2000, 4900), ...late], [], NONE, 5000);
  const report = judge(recording(arrivals), rehearsal());
  expect(report).toMatchObject({ verdict: "pass", requests: { dropped: 0 } });
  const blind = report.findings.find(({ code }) => code === "blind");
  expect(blind?.message).toMatch(/held up 3 of 72, by up to 2300 ms; 3 of these came too late/);
  expect(blind?.advice).toMatch(/lower --rate/);
});

test("what could not be sent is told, with the reasons", () => {
  const unsent = new Map([
    ["EMFILE", 12],
    ["EADDRNOTAVAIL", 3],
  ]);
  expect(honestArrivals([], [], unsent, 400).blind).toEqual([
    "requests: 12 could not be sent, for want of file descriptors (ulimit -n) on this machine (EMFILE)",
    "requests: 3 could not be sent, for want of local ports (net.ipv4.ip_local_port_range) on this machine (EADDRNOTAVAIL)",
  ]);
});
