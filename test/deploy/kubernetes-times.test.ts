// The times of the manifests: understood by the init's own parser, and adding up within the grace period.
import { describe, expect, test } from "vitest";
import { marginMs, stopOf, sumProblems } from "../support/stop-times.ts";
import { sidecarsOf, stopOfContainer, type Workload, workloads } from "../support/workloads.ts";

test("there is a Deployment in every manifest, and two releases side by side in one", () => {
  expect(workloads.map(({ title }) => title)).toEqual([
    "kubernetes/entrypoint.yaml: web",
    "kubernetes/image-volume.yaml: shop",
    "kubernetes/init-container.yaml: shop",
    "kubernetes/rainbow-worker.yaml: worker-v42",
    "kubernetes/rainbow-worker.yaml: worker-v41",
    "kubernetes/sidecar.yaml: api",
    "kubernetes/slow-load-balancer.yaml: upload",
  ]);
});

describe.each(workloads)("$title", ({ pod, beside }) => {
  const graceMs = pod.terminationGracePeriodSeconds * 1_000;
  // They stop when the app has ended, one after the other.
  const sidecarsMs = sidecarsOf(pod).reduce((sum, sidecar) => sum + stopOfContainer(sidecar).deadlineMs, 0);

  test.each(pod.containers)("$name: delay, deadline and grace period add up", (container) => {
    expect(sumProblems(stopOfContainer(container), graceMs, sidecarsMs)).toEqual([]);
  });

  test("the sidecars serve nobody once the app has ended: no delay", () => {
    expect(sidecarsOf(pod).map((sidecar) => stopOfContainer(sidecar).delayMs)).toEqual(sidecarsOf(pod).map(() => 0));
  });

  test("the delay is there if a Service sends requests, and there once", () => {
    const served = beside.some(({ kind }) => kind === "Service");
    for (const container of pod.containers) {
      expect(stopOfContainer(container).delayMs > 0).toBe(served);
      expect(container.lifecycle).toBeUndefined();
    }
  });

  test("the cluster autoscaler leaves the grace period as it is", () => {
    // Its --max-graceful-termination-sec is 600 by default.
    expect(pod.terminationGracePeriodSeconds).toBeLessThanOrEqual(600);
  });

  test("no probe shortens it", () => {
    for (const { livenessProbe, startupProbe } of pod.containers) {
      expect(livenessProbe?.terminationGracePeriodSeconds).toBeUndefined();
      expect(startupProbe?.terminationGracePeriodSeconds).toBeUndefined();
    }
  });
});

test("the times of entrypoint.yaml are those of the two that say so", () => {
  const timesOf = ({ pod }: Workload) => {
    const { delayMs, deadlineMs } = stopOfContainer(pod.containers[0]);
    return [delayMs, deadlineMs, pod.terminationGracePeriodSeconds * 1_000];
  };
  const [entrypoint, imageVolume, initContainer] = workloads;
  expect(timesOf(entrypoint)).toEqual([5_000, 25_000, 30_000]);
  expect(timesOf(imageVolume)).toEqual(timesOf(entrypoint));
  expect(timesOf(initContainer)).toEqual(timesOf(entrypoint));
});

describe("a sum that does not add up is found", () => {
  const stop = stopOf(["lastcall-init", "app"], { LASTCALL_DELAY: "5s", LASTCALL_DEADLINE: "25s" });

  test.each([
    ["none", stop, 25_000 + marginMs, 0, 0],
    ["a grace period that ends with the deadline", stop, 25_000, 0, 1],
    ["sidecars that were not counted", stop, 30_000, 8_000, 1],
    ["a deadline with the delay", { ...stop, delayMs: 24_000 }, 30_000, 0, 1],
    ["no deadline", { ...stop, deadlineMs: Number.POSITIVE_INFINITY }, 30_000, 0, 2],
  ])("%s", (_, times, limitMs, alsoMs, count) => {
    expect(sumProblems(times, limitMs, alsoMs)).toHaveLength(count);
  });

  test.each([
    [["lastcall-init", "app"], { LASTCALL_DEADLIN: "25s" }, /LASTCALL_DEADLIN/],
    [["lastcall-init", "app"], { LASTCALL_DEADLINE: "25sec" }, /25sec/],
    [["lastcall-init", "--deadlin", "25s", "app"], {}, /--deadlin/],
    [["/sbin/tini", "--", "app"], {}, /not lastcall-init/],
  ])("%j with %j is no command line of lastcall-init", (argv, variables, message) => {
    expect(() => stopOf(argv, variables as Record<string, string>)).toThrow(message);
  });
});
