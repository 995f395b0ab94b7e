// Orphans, subreaping, and how little the init does while nothing happens.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell } from "../support/fixtures.ts";
import { finished, start, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { readProcess, statusField } from "../support/processes.ts";
import { until } from "../support/until.ts";

const wakeUps = (pid: number) =>
  Number(statusField(pid, "voluntary_ctxt_switches")) + Number(statusField(pid, "nonvoluntary_ctxt_switches"));

describeIf(needsNamespaces, "orphans", () => {
  test("are reaped as they end, while the command goes on", async () => {
    // Each subshell leaves its child behind; the children read one pipe, so all end when it closes.
    const orphan = "(cat <&8 >/dev/null &)";
    const script = `exec 8<&0; i=0; while [ $i -lt 100 ]; do ${orphan}; i=$((i + 1)); done; exec 8<&-; ${appInShell()}`;
    const running = start([], ["sh", "-c", script], { stdin: "pipe" });
    await running.line(/app ready/);
    const cats = () => running.tree().filter(({ comm }) => comm === "cat");
    expect(cats()).toHaveLength(100);
    expect(cats().every(({ ppid }) => ppid === running.pid)).toBe(true);
    running.closeStdin();
    await until("none left, not even as a zombie", () => cats().length === 0);
    expect(running.tree()).toHaveLength(3);
  });

  test("are reaped without a timer, which would be up to a second late", async () => {
    const running = start([], ["sh", "-c", `(sleep 0.01 &); exec ${appInShell()}`]);
    await running.line(/app ready/);
    const zombies = () => running.tree().filter(({ state }) => state === "Z");
    await until("the orphan to be gone", () => running.tree().length === 2, 900);
    expect(zombies()).toEqual([]);
  });

  test("that end in the same moment as the command do not hide its exit code", async () => {
    const script = "i=0; while [ $i -lt 20 ]; do (true &); i=$((i + 1)); done; exit 33";
    for (let round = 0; round < 5; round++) {
      expect((await finished(start([], ["sh", "-c", script]))).code).toBe(33);
    }
  });
});

describeIf(needsNamespaces, "not as PID 1", () => {
  /** PID 1 is a shell; the init is its child, and the app an orphan below the command. */
  const below = (flags: string) => {
    const command = `sh -c '(setsid ${appInShell()} &); exec sleep 1000'`;
    return startBare(["sh", "-c", `${initPath} ${flags} -- ${command}; exit $?`]);
  };
  const find = (running: ReturnType<typeof below>, comm: string) =>
    running.tree().find((process) => process.comm === comm);

  test("it adopts orphans by itself", async () => {
    const running = below("");
    await running.line(/app ready/);
    const orphan = await until("the orphan's new parent", () => {
      const process = find(running, "perl");
      return process && readProcess(process.ppid)?.comm !== "sh" ? process : null;
    });
    expect(orphan.ppid).not.toBe(running.pid);
    expect(orphan.ppid).toBe(find(running, "sleep")?.ppid);
  });

  test("--no-subreaper leaves them to PID 1", async () => {
    const running = below("--no-subreaper");
    await running.line(/app ready/);
    await until("PID 1 to have the orphan", () => find(running, "perl")?.ppid === running.pid);
  });
});

describeIf(needsNamespaces, "idle", () => {
  test("PID 1 is not woken once in a second, before and during a stop", async () => {
    const plain = start([], app());
    const configured = start(["--delay", "1h", "--deadline", "2h", "--settle", "1s", "--linger", "1s", "-v"], app());
    const stopping = start(["--deadline", "2h", "--settle", "1h"], app("stay=1"));
    for (const running of [plain, configured, stopping]) await running.line(/app ready/);
    stopping.signal("SIGTERM");
    await stopping.line(/app got TERM/);
    configured.signal("SIGTERM");
    const asleep = (pid: number) => readProcess(pid)?.state === "S";
    for (const { pid } of [plain, configured, stopping]) await until("sleep", () => asleep(pid));
    // Whatever follows a signal is done within this; then the second is measured.
    await sleep(200);
    const before = [plain, configured, stopping].map(({ pid }) => wakeUps(pid));
    await sleep(1_000);
    const after = [plain, configured, stopping].map(({ pid }) => wakeUps(pid));
    expect(after).toEqual(before);
  });
});
