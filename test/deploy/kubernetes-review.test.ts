// What a platform team asks of a manifest: the Pod Security Standard "restricted" and a little more.
import { describe, expect, test } from "vitest";
import { Action } from "../../src/core/option-values.ts";
import { tsCore } from "../support/core-ts.ts";
import { type Container, isSidecar, type KubernetesObject, type Labels, workloads } from "../support/workloads.ts";

const selects = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

describe.each(workloads)("$title", ({ deployment, pod, labels, beside }) => {
  const all = [...(pod.initContainers ?? []), ...pod.containers];
  const lasting = [...(pod.initContainers ?? []).filter(isSidecar), ...pod.containers];
  const ofKind = (kind: string): KubernetesObject[] => beside.filter((object) => object.kind === kind);

  test("the pod runs as a user other than root, by number, with the runtime's seccomp profile", () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
    expect(pod.securityContext.runAsGroup).toBeGreaterThan(0);
  });

  test.each(all)("$name: no privileges, no capability, nothing writable", ({ securityContext }) => {
    // The same user as the app's, so not even KILL is needed.
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test.each(all)("$name: requests, and as much memory as it may have", ({ resources }) => {
    expect(Object.keys(resources?.requests ?? {})).toEqual(expect.arrayContaining(["cpu", "memory"]));
    expect(resources?.limits?.memory).toBe(resources?.requests?.memory);
  });

  test.each(all)("$name: an image with a version", ({ image }) => {
    expect(image).toMatch(/^[\w.-]+\/.*:(?!latest)[\w.-]+$/);
  });

  test.each(lasting)("$name: probes, at a port that it has", (container: Container) => {
    const { startupProbe, readinessProbe, livenessProbe, ports = [] } = container;
    const served = pod.containers.includes(container) && ofKind("Service").length > 0;
    const probes = [startupProbe, livenessProbe, ...(served ? [readinessProbe] : [])];
    expect(probes).not.toContain(undefined);
    const names = ports.map(({ name }) => name);
    for (const probe of probes) expect(names).toContain(probe?.httpGet.port);
  });

  test("nothing of the API server's or of other Services comes into the pod", () => {
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  test("every volume is mounted, every mount has its volume", () => {
    const mounted = all.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
    const volumes = (pod.volumes ?? []).map(({ name }) => name);
    expect([...new Set(mounted)].sort()).toEqual(volumes.sort());
  });

  test("the selectors find this pod and no other of the file", () => {
    const found = ofKind("Deployment").filter(({ spec }) =>
      selects(deployment.spec.selector.matchLabels, spec.template.metadata.labels),
    );
    expect(found).toEqual([deployment]);
    for (const { spec } of ofKind("Service")) {
      expect(selects(spec.selector, labels)).toBe(true);
      const ports = pod.containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name));
      expect(ports).toEqual(expect.arrayContaining(spec.ports.map(({ targetPort }) => targetPort)));
    }
  });

  test("one PodDisruptionBudget, that lets a node be drained", () => {
    const budgets = ofKind("PodDisruptionBudget").filter(({ spec }) => selects(spec.selector.matchLabels, labels));
    expect(budgets.map(({ spec }) => spec.maxUnavailable)).toEqual([1]);
    expect(deployment.spec.replicas).toBeGreaterThan(1);
  });
});

test("the releases of the rainbow differ in nothing but their version", () => {
  const [next, last] = workloads.filter(({ title }) => title.includes("rainbow"));
  expect(JSON.parse(JSON.stringify(next.deployment).replaceAll("v42", "v41"))).toEqual(last.deployment);
});

describe("lastcall-init out of a volume", () => {
  const withVolume = workloads.filter(({ pod }) => pod.volumes?.some(({ name }) => name === "lastcall"));
  const mountOf = ({ volumeMounts = [] }: Container) => volumeMounts.find(({ name }) => name === "lastcall");

  test("is there with an image volume and with an emptyDir", () => {
    const volumes = withVolume.flatMap(({ pod }) => pod.volumes?.filter(({ name }) => name === "lastcall"));
    expect(volumes.map((volume) => Object.keys(volume ?? {}).sort())).toEqual([
      ["image", "name"],
      ["emptyDir", "name"],
    ]);
  });

  test.each(withVolume)("$title: is mounted read-only, and started from there", ({ pod }) => {
    const [app] = pod.containers;
    expect(mountOf(app)?.readOnly).toBe(true);
    expect(app.command?.[0]).toBe(`${mountOf(app)?.mountPath}/lastcall-init`);
  });

  test("is put there by a command that it understands", () => {
    const installers = workloads.flatMap(({ pod }) => (pod.initContainers ?? []).filter((one) => !isSidecar(one)));
    expect(installers.length).toBe(1);
    for (const installer of installers) {
      const [init, ...words] = installer.command ?? [];
      expect(init).toBe("/lastcall-init");
      const { error, action, plan } = tsCore.parseOptions(words);
      expect([error, action]).toEqual(["", Action.Install]);
      expect(plan.installPath).toBe(`${mountOf(installer)?.mountPath}/lastcall-init`);
      expect(mountOf(installer)?.readOnly).toBeUndefined();
    }
  });
});
