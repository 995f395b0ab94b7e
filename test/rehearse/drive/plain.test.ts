import { afterEach, expect, test } from "vitest";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import { findWay, withoutNamespace } from "../../../src/rehearse/drive/ways.ts";
import { describeIf, needsProgram } from "../../support/needs.ts";
import { isRunning, rehearsalOf } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

afterEach(cleanUp);

/** Every app of these tests signals nobody: outside of a namespace that could be anybody. */
async function open(command: readonly string[]) {
  const sandbox = await openNamespace(rehearsalOf(command), async () => withoutNamespace("for a test"));
  const lines: string[] = [];
  sandbox.onLine((stream, line) => lines.push(`${stream}: ${line}`));
  return { sandbox, lines };
}

const handler = '$|=1; $SIG{TERM}=sub{ print "told\\n"; exit 4 }; print "ready\\n"; sleep 1 while 1';

describeIf(needsProgram("perl", "-e", "1"), "a sandbox without a namespace", () => {
  test("says what cannot be seen, and why", async () => {
    const { sandbox } = await open(["sleep", "600"]);
    expect(sandbox.kind).toBe("none");
    expect(sandbox.blind[0]).toContain("for a test");
    expect(sandbox.signals()).toBeNull();
  });

  test("is what is left where unshare may not be used", async () => {
    const way = await findWay([]);
    expect(way).toMatchObject({ kind: "none", words: [] });
    expect(way.blind[0]).toContain("unshare is not installed");
  });

  test("runs the app in a session of its own, shows it as number 1, and signals it", async () => {
    const { sandbox, lines } = await open(["perl", "-e", handler]);
    await until("ready", () => lines.includes("stdout: ready"));
    const [first, ...others] = await sandbox.processes();
    expect(first).toMatchObject({ pid: 1, parent: 0, name: "perl" });
    expect(others).toEqual([]);
    await sandbox.signal("TERM");
    expect(await sandbox.exited).toBe(4);
    expect(lines).toContain("stdout: told");
  });

  test("drops a signal that the kernel would drop at PID 1", async () => {
    const { sandbox, lines } = await open(["sh", "-c", "echo ready; sleep 600; exit 0"]);
    await until("ready", () => lines.includes("stdout: ready"));
    const [first] = await sandbox.processes();
    await sandbox.signal("TERM");
    await sandbox.signal("HUP");
    expect(isRunning(first?.hostPid as number)).toBe(true);
    await sandbox.kill();
    expect(await sandbox.exited).toBe(137);
  });

  test("ends everybody with the app, those that have left it too", async () => {
    const script = "setsid sh -c 'sleep 600 & sleep 601' & echo ready; sleep 602; exit 0";
    const { sandbox, lines } = await open(["sh", "-c", script]);
    await until("ready", () => lines.includes("stdout: ready"));
    const all = await until("all", async () => {
      const some = await sandbox.processes();
      return some.filter(({ name }) => name === "sleep").length === 3 ? some : null;
    });
    expect(all[0]).toMatchObject({ pid: 1, parent: 0 });
    await sandbox.kill();
    expect(await sandbox.exited).toBe(137);
    await sandbox.remove();
    expect(all.filter(({ hostPid }) => isRunning(hostPid))).toEqual([]);
  });

  test("finds an orphan, also one with a session of its own, as a child of number 1, and ends it", async () => {
    // The middle one ends at once: the machine's init, or a subreaper, takes its child over.
    const { sandbox } = await open(["sh", "-c", "sh -c 'setsid sleep 600 &'; exec sleep 601"]);
    const orphan = await until("the orphan", async () => {
      const all = await sandbox.processes();
      const is600 = all.find(({ commandLine }) => commandLine === "sleep 600");
      return all.length === 2 && is600?.parent === 1 ? is600 : null;
    });
    await sandbox.remove();
    expect(isRunning(orphan.hostPid)).toBe(false);
    expect(await sandbox.processes()).toEqual([]);
  });

  test("tells the app's own exit code, and 128 + n", async () => {
    expect(await (await open(["sh", "-c", "exit 3"])).sandbox.exited).toBe(3);
    expect(await (await open(["sh", "-c", "kill -15 $$"])).sandbox.exited).toBe(143);
  });

  test("runs an exec hook beside the app", async () => {
    const { sandbox } = await open(["sleep", "600"]);
    const hook = { kind: "exec", command: ["sh", "-c", 'test -n "$REHEARSED_BY_LASTCALL"'] } as const;
    expect(await sandbox.runHook(hook, new AbortController().signal)).toEqual({ exitCode: 0 });
  });
});
