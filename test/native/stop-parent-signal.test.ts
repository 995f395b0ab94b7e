// -p: the parent's death counts as a signal. (A parent that is gone before the init could ask: field-bugs.test.ts.)
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell, printSignals } from "../support/fixtures.ts";
import { start, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

/**
 * PID 1 is a shell that stays; its child runs `line`, which starts the init in the background, and ends when
 * a line is typed.
 */
const parented = (line: string) =>
  startBare(["sh", "-c", `sh -c '${line} & read go; exit'; while :; do wait; sleep 1000; done`], {
    stdin: "pipe",
  });

describeIf(needsNamespaces, "--parent-signal", () => {
  test("is passed on when the parent dies", async () => {
    const running = parented(`${initPath} -p USR1 -- ${printSignals().join(" ")}`);
    await running.line(/^ready/m);
    expect(running.stdout()).not.toMatch(/^10 /m);
    running.type("go\n");
    await running.line(/^10 /m);
  });

  test("begins a stop if it is a stop signal", async () => {
    const running = parented(`${initPath} --parent-signal TERM -- ${appInShell()}`);
    await running.line(/app ready/);
    running.type("go\n");
    await running.line(/app got TERM\napp done/);
    await until("the init to end", () => running.tree().every(({ comm }) => comm !== "perl"));
  });

  test("is not sent without the flag", async () => {
    const running = parented(`${initPath} -- ${printSignals().join(" ")}`);
    await running.line(/^ready/m);
    running.type("go\n");
    const init = () => running.tree().find(({ cmdline }) => cmdline.startsWith(initPath));
    await until("the init to have a new parent", () => init()?.ppid === running.pid);
    process.kill(init()?.pid ?? 0, "SIGUSR2");
    await running.line(/^12 /m);
    expect(running.stdout()).toMatch(/^ready.*\n12 .*\n$/);
  });

  test("means nothing for PID 1, which outlives nobody", async () => {
    const running = start(["-p", "TERM"], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
  });
});
