// The stop sequence: every trace of machine-rows*.ts, and every event in every phase.

import { describe, expect, test } from "vitest";
import { cores } from "../support/core.ts";
import { feed, phases, play } from "../support/trace.ts";
import { matrix } from "./machine-matrix.ts";
import { traces } from "./machine-rows.ts";
import { asTraces } from "./machine-rows-as.ts";
import { delayTraces } from "./machine-rows-delay.ts";
import { escalationTraces } from "./machine-rows-escalate.ts";
import { hookTraces } from "./machine-rows-hooks.ts";

describe.each(cores)("the stop sequence in $name", (core) => {
  test.each([...traces, ...hookTraces, ...delayTraces, ...escalationTraces, ...asTraces])(
    "$name",
    ({ options, trace, inKubernetes }) => {
      const { wanted, got } = play(core, options, trace, inKubernetes);
      expect(got).toEqual(wanted);
    },
  );

  test.each(matrix)("every event while $phase, after $lead, with $options", ({ phase, options, lead, rows }) => {
    for (const row of rows.split("\n").map((line) => line.trim())) {
      const machine = core.machine([...options.split(" "), "app"]);
      for (const event of lead) feed(core, machine, event);
      expect(phases[machine.phase()]).toBe(phase);
      expect(feed(core, machine, row.split(" -> ")[0] as string)).toBe(row);
    }
  });
});
