// A stop under bad conditions: nowhere to write, no /proc, no permission to signal. The rest must still work.
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell, printSignals } from "../support/fixtures.ts";
import { start, startBare, startFrom } from "../support/init.ts";
import { describeIf, needsNamespaces, needsRoot } from "../support/needs.ts";
import { readProc, signalFound } from "../support/processes.ts";
import { until } from "../support/until.ts";

/** stderr becomes a pipe that nobody reads and that holds not one byte more. */
const fullPipe = [
  'd=$(mktemp -d) && mkfifo "$d/pipe" && exec 8<>"$d/pipe"',
  // dd opens the pipe anew, so that O_NONBLOCK is its own and not the command's.
  'dd if=/dev/zero bs=4096 count=1000 oflag=nonblock of="$d/pipe" 2>/dev/null; rm -r "$d"',
  'exec "$@" 2>&8 8>&-',
].join("; ");

describeIf(needsNamespaces, "a stderr that takes nothing", () => {
  test("a full pipe does not hold up signals, the stop or the exit", async () => {
    const running = startFrom(fullPipe, ["-v", "--delay", "100ms"], app("stay=1"));
    await running.line(/app ready/);
    for (const signal of ["HUP", "USR1", "USR2"] as const) {
      running.signal(`SIG${signal}`);
      await running.line(new RegExp(`app got ${signal}`));
    }
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    const command = running.tree().find(({ comm }) => comm === "perl");
    signalFound(command, "SIGKILL");
    expect((await running.exited).code).toBe(137);
  });

  test("a full pipe stays as it is for the command: blocking", async () => {
    const running = startFrom(fullPipe, ["-v"], app());
    await running.line(/app ready/);
    const command = running.tree().find(({ comm }) => comm === "perl");
    const flags = readProc(command?.pid ?? 0, "fdinfo/2")?.match(/flags:\s*(\d+)/)?.[1] ?? "";
    const O_NONBLOCK = 0o4000;
    expect(Number.parseInt(flags, 8) & O_NONBLOCK).toBe(0);
  });

  test("a closed one is no reason to fail, and nothing is written elsewhere", async () => {
    const running = startFrom('exec "$@" 2>&-', ["-v", "--deadline", "200ms"], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(137);
    expect(running.stdout()).toMatch(/^app ready.*\napp got TERM\n$/);
  });

  test("/dev/full is no reason to fail", async () => {
    const running = startFrom('exec "$@" 2>/dev/full', ["-v"], app("code=3"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(3);
  });
});

describeIf(needsNamespaces, "/proc", () => {
  for (const [how, line] of [
    // The namespace's own /proc is mounted over the machine's, whose numbers mean nothing in here.
    ["of another namespace", 'umount -l /proc && exec "$@"'],
    ["empty", 'mount -t tmpfs none /proc && exec "$@"'],
  ]) {
    test(`${how}: the command is told and its exit code is kept`, async () => {
      const running = startFrom(line, [], app("drain=100", "code=3"));
      await running.line(/app ready/);
      running.signal("SIGUSR1");
      await running.line(/app got USR1/);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(3);
      expect(running.stdout()).toMatch(/app done\n$/);
    });

    test(`${how}: the deadline ends everything that is left`, async () => {
      const daemon = appInShell("name=daemon", "stay=1", "daemon=1");
      const script = `${daemon}; exec ${appInShell("stay=1")}`;
      const running = startFrom(line, ["--deadline", "200ms"], ["sh", "-c", script]);
      await running.line(/daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(137);
    });

    test(`${how}: orphans are reaped and waited for`, async () => {
      const daemon = appInShell("name=daemon", "drain=200", "daemon=1");
      const script = `${daemon}; (true &); exec ${appInShell("code=4")}`;
      const running = startFrom(line, [], ["sh", "-c", script]);
      await running.line(/daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/);
      await until("the orphan to be gone", () => running.tree().length === 3);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(4);
      expect(running.stdout()).toMatch(/daemon done\n/);
    });
  }
});

describeIf(needsRoot, "without the right to signal the command", () => {
  /** PID 1 is root without CAP_KILL; the command belongs to somebody else. */
  const pre = ["setpriv", "--bounding-set", "-kill", "--inh-caps", "-kill"];
  const asNobody = ["setpriv", "--reuid", "65534", "--clear-groups", "--"];

  test("it says so, stays, and keeps the exit code", async () => {
    const words = [...asNobody, "sh", "-c", "echo ready; read line; exit 9"];
    const running = start([], words, { pre, stdin: "pipe" });
    await running.line(/ready/);
    running.signal("SIGUSR1");
    running.signal("SIGTERM");
    await running.errLine(/lastcall: .*(not permitted|EPERM|permission)/i);
    expect(running.tree()).toHaveLength(2);
    running.closeStdin();
    expect((await running.exited).code).toBe(9);
  });

  test("a deadline is an end all the same", async () => {
    const words = [...asNobody, "sh", "-c", "echo ready; read line"];
    const running = start(["--deadline", "200ms"], words, { pre, stdin: "pipe" });
    await running.line(/ready/);
    running.signal("SIGTERM");
    await running.exited;
    expect(running.tree()).toHaveLength(0);
  });
});

describeIf(needsNamespaces, "many signals at once", () => {
  test("none of a burst of kinds is lost during a stop", async () => {
    const running = start(["-v", "--target", "child"], printSignals());
    await running.line(/^ready/m);
    const burst = [1, 10, 12, 14, 15, 16, 23, 28, 34, 40, 50, 64];
    for (const signal of burst) running.signal(signal);
    for (const signal of burst) await running.line(new RegExp(`^${signal} `, "m"));
  });
});

describeIf(needsRoot, "a member of many groups", () => {
  test("a shell's trap is found behind them in its status", async () => {
    const groups = Array.from({ length: 800 }, (_, index) => 100_000 + index).join(",");
    // The background child says it: between fork and exec it would still have the shell's trap.
    const background = "sh -c 'echo ready; exec sleep 1000'";
    const script = `trap "echo trapped; exit 9" TERM; ${background} & wait; echo unreached`;
    const running = startBare(["setpriv", "--groups", groups, initPath, "--settle", "100s", "--", "sh", "-c", script]);
    await running.line(/ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(9);
    expect(running.stdout()).toBe("ready\ntrapped\n");
  });
});
