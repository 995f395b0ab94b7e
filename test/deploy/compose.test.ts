// deploy/compose.yaml against the Compose specification, and its times by the init's own parser.

import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { composeProblems } from "../support/compose-schema.ts";
import { tsCore } from "../support/core-ts.ts";
import { deployPath, deployText, readYaml } from "../support/deploy-files.ts";
import { stopOf, sumProblems } from "../support/stop-times.ts";

interface Service {
  build?: { context: string; dockerfile: string };
  entrypoint?: string[];
  command?: string[];
  environment: Record<string, string>;
  stop_grace_period: string;
  init?: boolean;
  pre_stop?: unknown;
  [field: string]: unknown;
}

const text = deployText("compose.yaml");
const [file] = readYaml(text) as [{ services: Record<string, Service> }];
const services = Object.entries(file.services).map(([name, service]) => ({ name, service }));

test("has no field that the specification does not know, and no value of another type", () => {
  expect(composeProblems(file)).toEqual([]);
  expect(readYaml(text, "1.1")).toEqual([file]);
});

test.each([
  ["an unknown field", "read_only:", "readonly:"],
  ["an unknown field of the health check", "start_period:", "startPeriod:"],
  ["a number where a duration belongs", "stop_grace_period: 30s", "stop_grace_period: 30"],
  ["text where a list belongs", "cap_drop: [ALL]", "cap_drop: ALL"],
])("the validator finds %s", (_, right, wrong) => {
  expect(text).toContain(right);
  expect(composeProblems(readYaml(text.replace(right, wrong))[0])).not.toEqual([]);
});

describe.each(services)("$name", ({ service }) => {
  test("its times are understood, and add up", () => {
    const argv = service.entrypoint ?? ["lastcall-init", "--", "the-image-says"];
    const stop = stopOf([...argv, ...(service.command ?? [])], service.environment);
    const limitMs = tsCore.parseDuration(service.stop_grace_period);
    expect(sumProblems(stop, limitMs)).toEqual([]);
    // Compose cuts parts of a second off.
    expect(limitMs % 1_000).toBe(0);
  });

  test("there is no second init, and no hook outside the grace period", () => {
    expect(service.init).toBeUndefined();
    expect(service.pre_stop).toBeUndefined();
  });

  test("the container may write nowhere, and has no capability", () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
  });

  test("the Dockerfile that it is built from is there", () => {
    const { context = "docker", dockerfile = "Dockerfile.alpine" } = service.build ?? {};
    expect(existsSync(deployPath(`${context}/${dockerfile}`))).toBe(true);
  });
});
