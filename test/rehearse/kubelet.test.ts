// The engine's side of a stop: hook, grace period, floor and endpoints, in traces.

import { describe, expect, test } from "vitest";
import { Kubelet, type StopEvent } from "../../src/rehearse/kubelet.ts";
import type { Engine, Hook, Rehearsal } from "../../src/rehearse/rehearsal.ts";

const kubernetes: Engine = {
  name: "kubernetes",
  stopSignal: "TERM",
  graceMs: 30_000,
  floorMs: 2000,
  hookInsideGrace: true,
  endpointLagMs: 3000,
};
const compose: Engine = {
  ...kubernetes,
  name: "compose",
  graceMs: 10_000,
  floorMs: 0,
  hookInsideGrace: false,
  endpointLagMs: 0,
};
const hook: Hook = { kind: "sleep", ms: 5000 };

function kubelet(given: Partial<Rehearsal>): Kubelet {
  const engine = given.engine ?? kubernetes;
  const rehearsal = { engine, graceMs: engine.graceMs, hook: null, endpointLagMs: engine.endpointLagMs, ...given };
  return new Kubelet(rehearsal as Rehearsal);
}

/** `ms event` in, `ms event -> actions @wake` out. */
function trace(given: Partial<Rehearsal>, events: readonly string[]): string[] {
  const one = kubelet(given);
  return events.map((row) => {
    const [ms = "", kind = ""] = row.split(" ");
    const actions = one.step({ kind } as StopEvent, Number(ms)).map((action) => action.kind);
    return `${row} -> ${actions.join(", ") || "nothing"} @${one.wakeMs()}`;
  });
}

describe("a stop", () => {
  test("without a hook: the signal at once, SIGKILL after the grace period", () => {
    expect(trace({}, ["0 begin", "3000 time", "30000 time", "30010 exited"])).toEqual([
      "0 begin -> signal @3000",
      "3000 time -> end-endpoints @30000",
      "30000 time -> kill @Infinity",
      "30010 exited -> nothing @Infinity",
    ]);
  });

  test("with a hook: its whole seconds are taken off the grace period", () => {
    expect(trace({ hook }, ["0 begin", "3000 time", "5900 hook-ended", "30900 time"])).toEqual([
      "0 begin -> run-hook @3000",
      "3000 time -> end-endpoints @30000",
      "5900 hook-ended -> signal @30900",
      "30900 time -> kill @Infinity",
    ]);
  });

  test("a hook that takes all the time is left behind, and the app has 2 s", () => {
    expect(trace({ hook, graceMs: 4000 }, ["0 begin", "3000 time", "4000 time", "6000 time"])).toEqual([
      "0 begin -> run-hook @3000",
      "3000 time -> end-endpoints @4000",
      "4000 time -> abandon-hook, signal @6000",
      "6000 time -> kill @Infinity",
    ]);
  });

  test("a hook that ends after it was left behind changes nothing", () => {
    const rows = trace({ hook, graceMs: 4000 }, ["0 begin", "4000 time", "5000 hook-ended"]);
    expect(rows.at(-1)).toBe("5000 hook-ended -> nothing @6000");
  });

  test("an app that ends early is not killed, and the endpoints lag on", () => {
    expect(trace({}, ["0 begin", "100 exited", "3000 time"])).toEqual([
      "0 begin -> signal @3000",
      "100 exited -> nothing @3000",
      "3000 time -> end-endpoints @Infinity",
    ]);
  });

  test("Compose's hook is not counted, and there is no floor", () => {
    expect(trace({ engine: compose, hook }, ["0 begin", "8000 hook-ended", "18000 time"])).toEqual([
      "0 begin -> run-hook, end-endpoints @Infinity",
      "8000 hook-ended -> signal @18000",
      "18000 time -> kill @Infinity",
    ]);
  });
});
