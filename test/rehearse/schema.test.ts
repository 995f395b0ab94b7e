// docs/report.schema.json: what `--format json` prints is what it says, for every kind of rehearsal, and it asks for every field.

import { expect, test } from "vitest";
import { print } from "../../src/rehearse/output.ts";
import { PLAIN } from "../../src/rehearse/render/look.ts";
import type { Report } from "../../src/rehearse/report.ts";
import type { Result } from "../../src/rehearse/result.ts";
import { summarise } from "../../src/rehearse/rolling/summary.ts";
import { problems } from "../support/report-schema.ts";
import { REPORTS } from "./render/reports.ts";
import { fourReplicas, rehearsalOf } from "./rolling/update.ts";
import { hook, judged, killedRecording, recording, refused, requests } from "./verdict/recordings.ts";

const printed = (result: Result) => JSON.parse(print(result, "json", PLAIN));

const losing = judged(
  recording({ requests: requests(-1000, 3000, refused), hooks: [hook(0, 1000, 1, "no such file")], blind: ["half"] }),
);
const reports: Record<string, Report> = { fine: judged(recording()), killed: judged(killedRecording()), losing };

test.each(Object.entries(reports))("a report: %s", (_name, report) => {
  const value = printed({ kind: "single", report });
  expect(problems("report", value)).toEqual([]);
  expect(problems("", value)).toEqual([]);
});

test.each(Object.entries(REPORTS))("a report, whatever is in it: %s", (_name, report) => {
  expect(problems("report", printed({ kind: "single", report: report() }))).toEqual([]);
});

test("a proof has both", () => {
  const value = printed({ kind: "proof", before: losing, after: judged(recording()) });
  expect(problems("report", value)).toEqual([]);
  expect(problems("report", { ...value, proof: {} })).not.toEqual([]);
});

test("a comparison", () => {
  const missing = { init: "tini", report: null, reason: "not installed" };
  const value = printed({ kind: "comparison", contestants: [{ init: "none", report: losing }, missing] });
  expect(problems("comparison", value)).toEqual([]);
});

const pod = { port: 1, signalMs: 1, forced: false, exitCode: 0, refused: 0, hookError: null };
const update = summarise({
  rehearsal: rehearsalOf(["app"]),
  options: fourReplicas,
  pods: [
    { pod: 1, revision: "old", startedMs: -5000, readyMs: -4000, deletedMs: 0, endedMs: 2000, ...pod },
    { pod: 2, revision: "new", startedMs: 0, readyMs: 1000, deletedMs: null, endedMs: null, ...pod },
  ],
  requests: requests(0, 500, refused),
  completeMs: 2000,
  unserved: 0,
  blind: [],
});

test("a rolling update", () => {
  expect(problems("rolling-update", printed({ kind: "rolling", report: update }))).toEqual([]);
});

test.each([
  ["report", printed({ kind: "single", report: losing })],
  ["rolling-update", printed({ kind: "rolling", report: update })],
] as const)("no field of a %s may be missing, at any depth, but those that need not be there", (name, value) => {
  const optional =
    /^(?:notes|settings|evidence.(?:requests|processes|facts)|status|errno|closeCode|error|told(?:Again)?Ms|killedMs|leftBehind)$/;
  for (const [path, without] of removals(value)) {
    const key = path.slice(-1)[0] ?? "";
    const within = path.slice(-2).join(".");
    const free = optional.test(key) || optional.test(within);
    expect(problems(name, without).length > 0, path.join(".")).toBe(!free);
  }
});

/** The value without one of its fields, for each of them; of a list the first item counts. */
function* removals(value: unknown, path: readonly string[] = []): Generator<[path: string[], without: unknown]> {
  if (Array.isArray(value)) {
    if (value.length > 0) for (const [where, without] of removals(value[0], path)) yield [where, [without]];
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const { [key]: _gone, ...rest } = value as Record<string, unknown>;
      yield [[...path, key], rest];
      for (const [where, without] of removals(inner, [...path, key])) yield [where, { ...value, [key]: without }];
    }
  }
}
