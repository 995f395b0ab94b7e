import { expect, test } from "vitest";
import { NotReady } from "../../../src/rehearse/app-failure.ts";
import { untilReady } from "../../../src/rehearse/drive/ready.ts";
import type { Sandbox } from "../../../src/rehearse/drive/sandbox.ts";
import type { Ready } from "../../../src/rehearse/rehearsal.ts";
import { fakeSandbox } from "../../support/rehearsal.ts";

function sandboxThat(exitCode: number | null, ports: readonly number[] = []): Sandbox {
  return fakeSandbox({
    listeners: async () => new Map(ports.map((port) => [port, port])),
    ...(exitCode === null ? {} : { exited: Promise.resolve(exitCode) }),
  });
}

const never: Ready = { kind: "log", pattern: /never/ };
async function reasonOf(sandbox: Sandbox): Promise<string> {
  const error = await untilReady(sandbox, never, 1, () => ["hello"]).catch((error) => error);
  expect(error).toBeInstanceOf(NotReady);
  return error.message;
}

test("says where the app listens, if it is not ready in time", async () => {
  expect(await reasonOf(sandboxThat(null, [80, 81]))).toBe(
    "not ready within 0.001s (log:never); the app listens on ports 80, 81; its last output: hello",
  );
  expect(await reasonOf(sandboxThat(null))).toBe("not ready within 0.001s (log:never); its last output: hello");
});

test("does not wait for a probe that hangs", async () => {
  const sandbox = fakeSandbox({ runHook: () => new Promise(() => {}) });
  const ready: Ready = { kind: "exec", command: ["hangs"] };
  await expect(untilReady(sandbox, ready, 1, () => [])).rejects.toThrow("not ready within 0.001s");
});

test("hears the line that says it, also if many come at once", async () => {
  const onLine: Sandbox["onLine"] = (listener) => {
    for (const line of ["ready", ...Array(500).fill("chatter")]) listener("stdout", line);
  };
  // Not among those that are kept.
  const kept = () => ["chatter"];
  await expect(untilReady(fakeSandbox({ onLine }), { kind: "log", pattern: /^ready$/ }, 1, kept)).resolves.toBeNull();
});

test("says what ends with 0 before it is ready", async () => {
  expect(await reasonOf(sandboxThat(0))).toContain(
    "exit code 0 before it was ready, as one does that puts itself into",
  );
  expect(await reasonOf(sandboxThat(3))).toBe(
    "the app ended with exit code 3 before it was ready; its last output: hello",
  );
});
