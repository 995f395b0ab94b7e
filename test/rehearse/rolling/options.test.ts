// What flags and manifests ask for of a rolling update.

import { describe, expect, test } from "vitest";
import { BadOption } from "../../../src/rehearse/bad-option.ts";
import type { RehearseOptions } from "../../../src/rehearse/options.ts";
import { firstOf, rollingOf } from "../../../src/rehearse/rolling/options.ts";
import type { UpdateOptions } from "../../../src/rehearse/rolling/update-options.ts";
import { settled } from "../surroundings.ts";

const manifest = (spec: string, kind = "Deployment") => `kind: ${kind}
metadata: { name: web }
spec:
${spec.replace(/^(?=.)/gm, "  ")}
  template: { spec: { containers: [{ name: app, command: [app] }] } }
`;

const four = manifest(`replicas: 4
minReadySeconds: 10
strategy:
  rollingUpdate: { maxSurge: 50%, maxUnavailable: 0 }`);

const rolling = (flags: UpdateOptions, text: string | null = null, more: RehearseOptions = {}) => {
  const what = text === null ? { command: "app" } : { manifest: "m.yaml" };
  return rollingOf(flags, settled({ url: "/", ...what, ...more }, { files: { "m.yaml": text ?? "" } }), "flag");
};

test("any of its options asks for one", () => {
  expect(firstOf({})).toBeNull();
  expect(firstOf({ minReady: 0, replicas: undefined })).toBe("minReady");
});

test("texts of a command line and values of a program come to the same", () => {
  const texts = { replicas: "4", maxSurge: "1", maxUnavailable: "50%", minReady: "1500ms", readyTime: "5s" };
  const values = { replicas: 4, maxSurge: 1, maxUnavailable: "50%", minReady: 1500, readyTime: 5000 };
  expect(rollingOf(values, settled({ command: "app" }), "property")).toEqual(rolling(texts));
});

test("a manifest alone says enough", () => {
  expect(rolling({}, four).options.strategy.replicas).toBe(4);
  expect(() => rolling({})).toThrow("a rolling update: does nothing without --replicas");
});

test("the defaults of the API", () => {
  expect(rolling({ replicas: "10" })).toEqual({
    options: { strategy: { replicas: 10, maxSurge: 3, maxUnavailable: 2, minReadyMs: 0 }, readyTimeMs: 0 },
    notes: [],
  });
});

test("what the manifest says holds for what flags leave open", () => {
  const strategy = { replicas: 4, maxSurge: 2, maxUnavailable: 0, minReadyMs: 10_000 };
  expect(rolling({ readyTime: "5s" }, four).options).toEqual({ strategy, readyTimeMs: 5_000 });
  expect(rolling({ replicas: "8" }, four).options.strategy).toEqual({ ...strategy, replicas: 8, maxSurge: 4 });
  const flags = { replicas: "3", maxSurge: "0", maxUnavailable: "34%", minReady: "0s" };
  expect(rolling(flags, four).options.strategy).toEqual({
    replicas: 3,
    maxSurge: 0,
    maxUnavailable: 1,
    minReadyMs: 0,
  });
});

test("a StatefulSet's update is another one, which is said", () => {
  expect(rolling({ replicas: "2" }, manifest("replicas: 3", "StatefulSet")).notes).toEqual([
    "m.yaml:1: a StatefulSet is no Deployment, but its update is played as one's",
  ]);
});

describe("refused", () => {
  const rows: [flags: UpdateOptions, text: string | null, why: string, more?: RehearseOptions][] = [
    [{ replicas: "0" }, null, "--replicas '0': expected a whole number from 1 to 999"],
    [{ replicas: "2", maxSurge: "x" }, null, "--max-surge 'x': expected a number of replicas, or a part like 25%"],
    [{ replicas: "2", maxUnavailable: "101%" }, null, "--max-unavailable '101%': expected 100% or less"],
    [{ replicas: "2", minReady: "soon" }, null, "--min-ready 'soon': expected "],
    [{ maxSurge: "1" }, null, "--max-surge '1': does nothing without --replicas"],
    [
      { maxSurge: "1" },
      manifest("paused: false"),
      "--max-surge '1': does nothing without --replicas, for m.yaml:1 does not say how many",
    ],
    [{ minReady: "1s" }, manifest("replicas: 0"), "m.yaml:1: replicas 0: there is nothing to update"],
    [
      { replicas: "2", maxSurge: "0" },
      four,
      "--replicas: neither maxSurge nor maxUnavailable is more than 0: the API server takes no such Deployment",
    ],
    [
      { replicas: "2" },
      manifest("strategy: { type: Recreate }"),
      "--replicas: m.yaml:4: strategy.type Recreate stops all pods before it starts any",
    ],
    [
      { replicas: "2" },
      null,
      "--replicas: replicas run on this machine, not in containers of web: expected a command",
      { image: "web" },
    ],
    [{ replicas: "2" }, null, "--hold '3': does nothing with --replicas", { hold: 3 }],
    [{ replicas: "2" }, manifest("replicas: -1"), "m.yaml:4: replicas '-1': expected a number of pods, 0 or more"],
    [
      { replicas: "2" },
      manifest("strategy: { rollingUpdate: { maxSurge: '1' } }"),
      "m.yaml:4: maxSurge '1': expected a number of pods, or a part like 25%",
    ],
    [
      { replicas: "2" },
      manifest("strategy: { type: Rainbow }"),
      "m.yaml:4: strategy.type: expected RollingUpdate or Recreate",
    ],
  ];
  test.each(rows)("%j of %j: %s", (flags, text, why, more = {}) => {
    expect(() => rolling(flags, text, more)).toThrow(BadOption);
    expect(() => rolling(flags, text, more)).toThrow(why);
  });
});
