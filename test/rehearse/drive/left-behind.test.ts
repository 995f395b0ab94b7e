// Nothing is left of a sandbox, however the process that opened it ends, and whenever it is removed.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import { findWay, withoutNamespace } from "../../../src/rehearse/drive/ways.ts";
import { describeIf, needsNamespaces, needsTracefs } from "../../support/needs.ts";
import { rehearsalOf, runningWith, traceInstances } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

const root = resolve(import.meta.dirname, "../../..");
afterEach(cleanUp);

/** A command line that nobody else has. */
let made = 0;
const unique = () => `600.${process.pid}${made++}`;
const gone = (seconds: string) => until("it to be gone", () => runningWith(`sleep\0${seconds}\0`).length === 0);

describeIf(needsNamespaces, "a sandbox that is removed while it is being opened", () => {
  test.each([0, 1, 2, 4, 8, 16, 32, 64])("after %i ms", async (ms) => {
    const way = await findWay();
    for (const [turn, take] of [async () => way, async () => withoutNamespace("for a test")].entries()) {
      const seconds = unique();
      const opening = openNamespace(rehearsalOf(["sleep", seconds]), take).catch((error) => error.name);
      await new Promise((go) => setTimeout(go, ms));
      await cleanUp();
      const answer = await opening;
      expect(typeof answer === "string" ? answer : await answer.exited).toBeOneOf(["CannotStart", 137]);
      expect([turn, runningWith(`sleep\0${seconds}\0`)]).toEqual([turn, []]);
      if (needsTracefs.ok) expect(traceInstances(process.pid)).toEqual([]);
    }
  });
});

describeIf(needsNamespaces, "a process that has opened a sandbox", () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  const children = new Set<ChildProcess>();
  beforeAll(async () => {
    const entryPoints = [join(root, "src/rehearse/drive/namespace.ts")];
    await build({ entryPoints, bundle: true, platform: "node", format: "cjs", outfile: join(folder, "sandbox.cjs") });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  /** Opens a sandbox whose PID 1 and a child sleep that long, and then does what `then` says. */
  async function opener(seconds: string, then: string) {
    const file = join(folder, "opener.cjs");
    writeFileSync(
      file,
      `require("./sandbox.cjs").openNamespace({ command: ["sh", "-c", "sleep ${seconds} & exec sleep ${seconds}"], env: {}, cwd: null, stopSignal: "SIGTERM" })
        .then(async (sandbox) => {
          while ((await sandbox.processes()).filter(({ name }) => name === "sleep").length < 2);
          console.log("open");
          ${then}
        });`,
    );
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    children.add(child);
    const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(signal ?? code)));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    return { child, ended };
  }

  test("may be killed without a chance to clean up", async () => {
    const seconds = unique();
    const { child, ended } = await opener(seconds, "");
    expect(runningWith(`sleep\0${seconds}\0`)).toHaveLength(2);
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    await gone(seconds);
    // What was traced is taken away by the tracer itself, once our end of its input is closed.
    if (needsTracefs.ok) await until("the trace to be gone", () => traceInstances(child.pid as number).length === 0);
  });

  test("may call process.exit", async () => {
    const seconds = unique();
    const { ended } = await opener(seconds, "process.exit(5)");
    expect(await ended).toBe(5);
    await gone(seconds);
  });

  test("ends by itself after remove", async () => {
    const seconds = unique();
    const { ended } = await opener(seconds, "await sandbox.remove()");
    expect(await ended).toBe(0);
    expect(runningWith(`sleep\0${seconds}\0`)).toEqual([]);
  });
});
