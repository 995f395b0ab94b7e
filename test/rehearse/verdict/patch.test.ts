// The patch for each engine's file: YAML with the fields that the engine has, and with the recommended figures in them.

import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { composeProblems } from "../../support/compose-schema.ts";
import { problemsOf } from "../../support/kubernetes-schema.ts";
import { engines, judged, program, recording, request, requests } from "./recordings.ts";

function manifest(settings: Partial<Rehearsal>) {
  const { manifest: text, because } = judged(recording(), settings).recommendation;
  return { text, because, fields: parse(text) };
}

const container = (fields: { spec: { template: { spec: { containers: unknown[] } } } }) =>
  fields.spec.template.spec.containers[0];

test("Kubernetes: a strategic merge patch", () => {
  const { fields } = manifest({ container: "web" });
  expect(fields.spec.template.spec.terminationGracePeriodSeconds).toBe(30);
  expect(container(fields)).toEqual({
    name: "web",
    env: [
      { name: "LASTCALL_DELAY", value: "7s" },
      { name: "LASTCALL_DEADLINE", value: "20s" },
    ],
  });
});

test.each([
  { kind: "sleep", ms: 15_000 },
  { kind: "exec", command: ["sleep", "15"] },
  { kind: "exec", command: ["/bin/sh", "-c", "sleep 15"] },
] as const)("Kubernetes: a preStop that only waits goes: $kind $command", (hook) => {
  const { fields, because } = manifest({ hook });
  expect(container(fields)).toMatchObject({ lifecycle: { preStop: null } });
  expect(because).toContain("H = 0 ms: the hook is a delay, and that is the init's from now on");
});

test.each([
  { kind: "http", url: "http://:8080/drain" },
  { kind: "exec", command: ["nginx", "-s", "quit"] },
  { kind: "exec", command: ["sh", "-c", "sleep 5; drain"] },
] as const)("Kubernetes: any other preStop stays: $kind $command", (hook) => {
  expect(container(manifest({ hook }).fields)).not.toHaveProperty("lifecycle");
});

test("Compose and docker", () => {
  const compose = manifest({ engine: engines.compose, container: "web" });
  expect(compose.fields.services.web).toEqual({
    stop_grace_period: "15s",
    stop_signal: "SIGTERM",
    environment: { LASTCALL_DELAY: "0s", LASTCALL_DEADLINE: "10s" },
  });
  expect(manifest({ engine: engines.docker }).text).toContain("docker run --stop-timeout 15, or docker stop -t 15");
});

test("ECS", () => {
  const { fields } = manifest({ engine: engines.ecs });
  expect(fields.containerDefinitions[0]).toMatchObject({ name: "app", stopTimeout: 30 });
});

test("Nomad: kill_timeout, or its own delay", () => {
  const { text, fields } = manifest({ engine: engines.nomad, endpointLagMs: 3000, graceMs: 5000 });
  expect(fields.task.app).toMatchObject({
    kill_timeout: "20s",
    env: { LASTCALL_DELAY: "5s", LASTCALL_DEADLINE: "15s" },
  });
  expect(text).toContain("shutdown_delay: 5s");
  expect(text).toContain("LASTCALL_DEADLINE: 10s, kill_timeout: 12s");
});

test("Cloud Run: what fits, and what does not is said", () => {
  const quick = judged(recording({ endMs: 500 }), { engine: engines["cloud-run"] }).recommendation;
  expect(container(parse(quick.manifest))).toMatchObject({ env: [{ value: "0s" }, { value: "8s" }] });
  expect(quick.because.join()).not.toContain("would be needed");
  const slow = recording({ requests: [...requests(-500, 0), request(-20_000, { endMs: -5000, kind: "slow" })] });
  const report = judged(slow, { engine: engines["cloud-run"] });
  expect(report.recommendation).toMatchObject({ terminationGracePeriodSeconds: 10, deadlineMs: 8000 });
  expect(report.recommendation.because.join("\n")).toContain(
    "Cloud Run sends SIGKILL after 10 s, and that cannot be changed",
  );
});

test("names that YAML would misread stay names", () => {
  expect(container(manifest({ container: "1e3" }).fields)).toMatchObject({ name: "1e3" });
});

test("a Dockerfile line, and STOPSIGNAL where it has to change", () => {
  expect(judged(recording()).recommendation.dockerfile).toBe(
    'ENTRYPOINT ["lastcall-init","--delay","7s","--deadline","20s","--","node","server.js"]',
  );
  const httpd = recording({
    command: ["httpd"],
    processes: [program(1, "httpd", { catches: ["SIGWINCH"], listens: true, toMs: 7030 })],
  });
  const { dockerfile, stopSignal } = judged(httpd, { stopSignal: "SIGWINCH" }).recommendation;
  expect(stopSignal).toBe("SIGTERM");
  expect(dockerfile).toBe(
    'STOPSIGNAL SIGTERM\nENTRYPOINT ["lastcall-init","--delay","7s","--deadline","20s","-r","TERM:WINCH","--","httpd"]',
  );
});

/** As `kubectl patch --type strategic` does it: containers by name, null takes a field away. */
function merged(into: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...into };
  for (const [key, value] of Object.entries(patch)) {
    const old = result[key];
    if (value === null) delete result[key];
    else if (key === "containers")
      result[key] = [merged((old as Record<string, unknown>[])[0] ?? {}, (value as never[])[0] ?? {})];
    else if (typeof value !== "object" || Array.isArray(value)) result[key] = value;
    else result[key] = merged((old ?? {}) as Record<string, unknown>, value as Record<string, unknown>);
  }
  return result;
}

test("a Deployment with the patch in it is one that Kubernetes takes", () => {
  const pod = { containers: [{ name: "web", image: "my-web", lifecycle: { preStop: { sleep: { seconds: 15 } } } }] };
  const labels = { app: "web" };
  const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
  const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec };
  const { fields } = manifest({ container: "web", hook: { kind: "sleep", ms: 15_000 } });
  const patched = merged(deployment, fields);
  expect(problemsOf(patched)).toEqual([]);
  expect(JSON.stringify(patched)).toContain('"lifecycle":{}');
});

test("so is a Compose file", () => {
  const { fields } = manifest({ engine: engines.compose, container: "web" });
  expect(composeProblems(merged({ services: { web: { image: "my-web" } } }, fields))).toEqual([]);
});
