// The manifests of deploy/kubernetes against the schemas of Kubernetes, and proof that these find what is wrong.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { deployPath, deployText, manifestNames, readYaml } from "../support/deploy-files.ts";
import { problemsOf } from "../support/kubernetes-schema.ts";

test("every manifest is in the list", () => {
  const files = readdirSync(deployPath("kubernetes")).map((name) => `kubernetes/${name}`);
  expect(files.sort()).toEqual(manifestNames);
});

describe.each(manifestNames)("%s", (name) => {
  const objects = readYaml(deployText(name));

  test("has no field that Kubernetes does not know, and no value of another type", () => {
    expect(objects.length).toBeGreaterThan(1);
    expect(objects.flatMap(problemsOf)).toEqual([]);
  });

  test("means the same to readers of YAML 1.1, as kubectl is one", () => {
    expect(readYaml(deployText(name), "1.1")).toEqual(objects);
  });
});

describe("the validator finds", () => {
  test.each([
    [
      "a field that is misspelt",
      "entrypoint.yaml",
      "terminationGracePeriodSeconds:",
      "terminationGracePeriod:",
      "/spec/template/spec/terminationGracePeriod: unknown field",
    ],
    [
      "a field at the wrong depth",
      "entrypoint.yaml",
      "  replicas: 3",
      "  terminationGracePeriodSeconds: 30",
      "/spec/terminationGracePeriodSeconds: unknown field",
    ],
    [
      "an unknown field at the top",
      "entrypoint.yaml",
      "kind: Service",
      "kind: Service\nextra: {}",
      "/extra: unknown field",
    ],
    [
      "an unknown field of a container",
      "sidecar.yaml",
      "          restartPolicy: Always",
      "          restart: Always",
      "/spec/template/spec/initContainers/0/restart: unknown field",
    ],
    [
      "an unknown field of an image volume",
      "image-volume.yaml",
      "pullPolicy:",
      "policy:",
      "/spec/template/spec/volumes/0/image/policy: unknown field",
    ],
    [
      "an unknown kind of volume",
      "image-volume.yaml",
      "          image:\n",
      "          oci:\n",
      "/spec/template/spec/volumes/0/oci: unknown field",
    ],
    ["a number as text", "entrypoint.yaml", "replicas: 3", 'replicas: "3"', "/spec/replicas: type"],
    [
      "a number as a variable's value",
      "rainbow-worker.yaml",
      "value: 0s",
      "value: 0",
      "/spec/template/spec/containers/0/env/1/value: type",
    ],
    [
      "text where a list belongs",
      "init-container.yaml",
      "args: [npm, start]",
      "args: npm start",
      "/spec/template/spec/containers/0/args: type",
    ],
    [
      "a pull policy that there is not",
      "image-volume.yaml",
      "pullPolicy: IfNotPresent",
      "pullPolicy: Sometimes",
      "/spec/template/spec/volumes/0/image/pullPolicy: enum",
    ],
    [
      "a size that is none",
      "init-container.yaml",
      "sizeLimit: 1Mi",
      "sizeLimit: 1 MB",
      "/spec/template/spec/volumes/0/emptyDir/sizeLimit: format",
    ],
    [
      "a container without a name",
      "entrypoint.yaml",
      "        - name: web\n          image:",
      "        - image:",
      "/spec/template/spec/containers/0: required",
    ],
    [
      "a key with nothing behind it",
      "entrypoint.yaml",
      "minReadySeconds: 10",
      "minReadySeconds:",
      "/spec/minReadySeconds: nothing behind the colon",
    ],
    ["a kind without a schema", "entrypoint.yaml", "kind: Service", "kind: Servise", "no schema for v1 Servise"],
  ])("%s", (_, name, right, wrong, problem) => {
    const text = deployText(`kubernetes/${name}`);
    expect(text).toContain(right);
    expect(readYaml(text.replace(right, wrong)).flatMap(problemsOf)).toContain(problem);
  });

  test("a key that is there twice", () => {
    const text = deployText("kubernetes/entrypoint.yaml");
    expect(() => readYaml(text.replace("replicas: 3", "replicas: 3\n  replicas: 4"))).toThrow(/unique/);
  });
});
