// The time axis of the page.
import fc from "fast-check";
import { expect, test } from "vitest";
import { place, roundStep, scaleOf, ticks } from "../../../src/rehearse/render/html/scale.ts";
import { sketch, traffic } from "./html-reports.ts";

test("reaches from before the stop to the last event, with a margin", () => {
  const { recording } = sketch({
    recording: { endMs: 3000, endpointsEndMs: 9000, requests: traffic({ perSecond: 10, fromMs: -60_000, toMs: 4000 }) },
  });
  const scale = scaleOf([recording]);
  expect(scale.fromMs).toBe(-3000);
  expect(scale.toMs).toBeCloseTo(9480);
});

test("a long time-out does not squeeze the rest, a loss long before the stop is on it", () => {
  const requests = traffic({
    ...{ perSecond: 1, fromMs: -20_000, toMs: 3000 },
    fate: ({ id, dueMs }) =>
      id === 1 ? { outcome: "http-error" } : id === 22 ? { outcome: "timed-out", endMs: dueMs + 600_000 } : {},
  });
  const scale = scaleOf([sketch({ recording: { requests, endMs: 3000, endpointsEndMs: 0 } }).recording]);
  expect(scale.fromMs).toBe(-20_000);
  expect(scale.toMs).toBeLessThan(5000);
});

test("two recordings share one", () => {
  const short = sketch({ recording: { endMs: 3000, endpointsEndMs: 0 } }).recording;
  const long = sketch({ recording: { endMs: 30_000, endpointsEndMs: 0 } }).recording;
  expect(scaleOf([short, long])).toEqual(scaleOf([long]));
});

test("every time has a place between 0 and 100, in order", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (one, other) => {
      const scale = { fromMs: -5000, toMs: 31_000 };
      expect(place(scale, one)).toBeGreaterThanOrEqual(0);
      expect(place(scale, one)).toBeLessThanOrEqual(100);
      expect(place(scale, Math.min(one, other))).toBeLessThanOrEqual(place(scale, Math.max(one, other)));
    }),
  );
});

test.each([
  [1000, 10, 100],
  [1001, 10, 200],
  [36_000, 14, 5000],
  [7, 10, 1],
  [0, 10, 1],
])("%d ms in at most %d parts: steps of %d ms", (span, most, step) => {
  expect(roundStep(span, most)).toBe(step);
});

test("the axis has a tick at the stop", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1e6 }), fc.integer({ min: 1, max: 1e5 }), (after, before) => {
      const found = ticks({ fromMs: -before, toMs: after }, 8);
      expect(found.map((tick) => tick.label)).toContain("0 s");
      expect(found.length).toBeLessThanOrEqual(9);
    }),
  );
});
