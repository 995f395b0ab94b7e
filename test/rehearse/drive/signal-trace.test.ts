import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import { parseTraced, traceWords } from "../../../src/rehearse/drive/signal-trace.ts";
import { describeIf, needsTracefs } from "../../support/needs.ts";
import { rehearsalOf, traceInstances } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

afterEach(cleanUp);

test("reads a line, whatever the process is called", () => {
  const line =
    "  a-b (x)-77  [002] d..1.    12.345678: signal_generate: sig=15 errno=0 code=0 comm=p pid=1 res=1 pid=78 grp=1 res=0";
  const event = parseTraced(line);
  expect(event).toMatchObject({ name: "SIGTERM", from: 77, to: 78, arrived: true, byKernel: false });
  expect(parseTraced(line.replace("code=0", "code=128"))?.byKernel).toBe(true);
  expect(parseTraced(line.replace(/0$/, "1"))?.arrived).toBe(false);
  expect(parseTraced("ready")).toBeNull();
});

describeIf(needsTracefs, "the kernel's trace", () => {
  test("tells who was told, by whom, and when, and leaves nothing", async () => {
    const child = '$|=1; $SIG{TERM}=sub{ print "told\\n"; exit }; print "ready\\n"; sleep 1 while 1';
    const script = `trap 'kill $p; wait $p; exit 0' TERM; perl -e '${child}' & p=$!; sleep 600 & wait`;
    const sandbox = await openNamespace(rehearsalOf(["bash", "-c", script]));
    const lines: string[] = [];
    sandbox.onLine((_, line) => lines.push(line));
    await until("both", async () => lines.includes("ready") && (await sandbox.processes()).length === 3);
    const from = performance.now();
    // PID 1 does not catch it: the kernel drops it.
    await sandbox.signal("HUP");
    await sandbox.signal("TERM");
    await sandbox.exited;
    await sandbox.traced();
    const sent = sandbox.signals() ?? [];
    const told = sent.filter(({ name }) => name === "SIGTERM" || name === "SIGHUP");
    expect(told.map(({ name, from, to, arrived }) => ({ name, from, to, arrived }))).toEqual([
      { name: "SIGHUP", from: 0, to: 1, arrived: false },
      { name: "SIGTERM", from: 0, to: 1, arrived: true },
      { name: "SIGTERM", from: 1, to: 2, arrived: true },
    ]);
    expect(told.every(({ at }) => at >= from && at <= performance.now())).toBe(true);
    await sandbox.remove();
    expect(traceInstances(process.pid)).toEqual([]);
  });

  test("has all that came before, every time", async () => {
    for (let time = 0; time < 8; time++) {
      const sandbox = await openNamespace(rehearsalOf(["sleep", "600"]));
      await sandbox.processes();
      await sandbox.signal("KILL");
      await sandbox.traced();
      expect(sandbox.signals()).toMatchObject([{ name: "SIGKILL", to: 1, arrived: true }]);
      await sandbox.remove();
    }
  });

  test("takes its instance away for a reader that has ended before it could read a word", async () => {
    const child = spawn("unshare", traceWords(`lastcall-${process.pid}-unread`), { stdio: ["pipe", "pipe", "ignore"] });
    child.stdout.destroy();
    child.stdin.end();
    await once(child, "exit");
    expect(traceInstances(process.pid)).toEqual([]);
  });

  test("is not asked for a signal that runtimes use by themselves", async () => {
    const sandbox = await openNamespace(rehearsalOf(["sleep", "600"], { stopSignal: "SIGURG" }));
    expect(sandbox.signals()).toBeNull();
    expect(sandbox.blind).toEqual([expect.stringContaining("trace of signals")]);
  });

  test("is shared by sandboxes that are open at the same time", async () => {
    const sandboxes = await Promise.all(["1", "2", "3"].map(() => openNamespace(rehearsalOf(["sleep", "600"]))));
    expect(traceInstances(process.pid)).toHaveLength(1);
    await sandboxes[0]?.remove();
    await sandboxes[1]?.processes();
    await sandboxes[1]?.signal("TERM");
    await until("the trace", () =>
      sandboxes[1]?.signals()?.some(({ name, arrived }) => name === "SIGTERM" && !arrived),
    );
    expect(sandboxes[2]?.signals()).toEqual([]);
  });
});
