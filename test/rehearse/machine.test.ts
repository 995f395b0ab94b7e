// Options and files on this machine: files that are there, and files that are not.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Compose writes variables.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settle } from "../../src/rehearse/settle.ts";

const root = resolve(import.meta.dirname, "../..");
const manifests = join(root, "deploy/kubernetes");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "settle-"));
  mkdirSync(join(folder, "app"));
  writeFileSync(
    join(folder, "compose.yaml"),
    "services: { web: { command: x, env_file: a.env, environment: ['B=${B}'] } }",
  );
  writeFileSync(join(folder, "a.env"), "A=1\n");
  writeFileSync(join(folder, ".env"), "B=2\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

test("files beside a Compose file", () => {
  expect(settle({ compose: join(folder, "compose.yaml"), cwd: join(folder, "app") })).toMatchObject({
    env: { A: "1", B: "2" },
    cwd: join(folder, "app"),
  });
});

test.each([
  ["missing.yaml", "no such file (ENOENT)"],
  ["app", "is a directory (EISDIR)"],
  ["compose.yaml/x", "no such folder (ENOTDIR)"],
])("%s cannot be read", (name, why) => {
  const manifest = join(folder, name);
  expect(() => settle({ manifest })).toThrow(`manifest '${manifest}': ${why}`);
});

test.each(readdirSync(manifests))("deploy/kubernetes/%s can be rehearsed", (name) => {
  const container = name === "rainbow-worker.yaml" ? "worker-v42/worker" : undefined;
  const { graceMs, image, command, load } = settle({ manifest: join(manifests, name), container, url: ":8080/" });
  expect(graceMs).toBeGreaterThanOrEqual(30_000);
  expect(image !== null || command.length > 0).toBe(true);
  expect(load?.url).toBe("http://localhost:8080/");
});

test.each(["web", "shop"])("the service %s of deploy/compose.yaml can be rehearsed", (service) => {
  expect(settle({ compose: join(root, "deploy/compose.yaml"), service })).toMatchObject({
    graceMs: 30_000,
    ready: { kind: "exec" },
  });
});
