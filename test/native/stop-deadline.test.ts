// --deadline: from when it counts, what it ends, and what it leaves alone.
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell } from "../support/fixtures.ts";
import { start, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { signalFound } from "../support/processes.ts";
import { until } from "../support/until.ts";

describeIf(needsNamespaces, "the deadline of a stop", () => {
  test("counts from the arrival of the stop signal, the delay included", async () => {
    const running = start(["--delay", "1500ms", "--deadline", "2s"], app("stay=1"));
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    const { code } = await running.exited;
    const took = performance.now() - stopped;
    expect(code).toBe(137);
    expect(running.stdout()).toMatch(/app got TERM/);
    expect(took).toBeGreaterThan(1_990);
    // Counted from the end of the delay it would be 3500.
    expect(took).toBeLessThan(3_400);
  });

  test("ends everything that is left with SIGKILL and says who it was", async () => {
    const script = `${appInShell("name=daemon", "stay=1", "daemon=1")}; exec ${appInShell("stay=1")}`;
    const running = start(["--deadline", "300ms"], ["sh", "-c", script]);
    await running.line(/daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(137);
    expect(running.stderr()).toMatch(/^lastcall: .*(SIGKILL|kill)/im);
    expect(running.stderr()).toMatch(/perl/);
  });

  test("is not waited for by an app that ends in time", async () => {
    const running = start(["--deadline", "1h"], app("drain=100", "code=4"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
    expect(running.stdout()).toMatch(/app done/);
    expect(running.stderr()).not.toMatch(/SIGKILL/);
  });

  test("does not hide the exit code of a command that ended in time", async () => {
    const script = `${appInShell("name=daemon", "stay=1", "daemon=1")}; exec ${appInShell("code=7")}`;
    const running = start(["--deadline", "300ms"], ["sh", "-c", script]);
    await running.line(/daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(7);
    expect(running.stdout()).toMatch(/app done/);
  });

  test("not as PID 1 it ends its own descendants, orphans included, and nobody else", async () => {
    const bystander = appInShell("name=bystander", "stay=1");
    const daemon = appInShell("name=daemon", "stay=1", "daemon=1");
    const command = `sh -c '${daemon}; exec ${appInShell("stay=1")}'`;
    const script = `${bystander} & ${initPath} --deadline 300ms -- ${command} & echo init $!; wait $!; echo code $?; wait`;
    const running = startBare(["sh", "-c", script]);
    for (const name of ["bystander", "daemon", "app"]) await running.line(RegExp(`${name} ready`));
    const [, nsPid] = await running.line(/^init (\d+)$/m);
    const init = running.tree().find((process) => process.nsPid === Number(nsPid));
    signalFound(init, "SIGTERM");
    await running.line(/^code 137$/m);
    await until("only the bystander", () => running.tree().length === 2);
    expect(
      running
        .tree()
        .map(({ cmdline }) => cmdline)
        .join(),
    ).toMatch(/name=bystander/);
  });

  test("a stopped process is ended as well", async () => {
    const running = start(["--deadline", "200ms"], app("stay=1"));
    await running.line(/app ready/);
    const command = running.tree().find(({ comm }) => comm === "perl");
    signalFound(command, "SIGSTOP");
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(137);
  });
});

describeIf(needsNamespaces, "a stop without a deadline", () => {
  test("waits for as long as the app needs, and the engine's SIGKILL ends it all", async () => {
    const running = start([], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    running.signal("SIGTERM");
    await until("the second", () => /got TERM[\s\S]*got TERM/.test(running.stdout()));
    expect(running.tree()).toHaveLength(2);
    running.signal("SIGKILL");
    await running.exited;
    expect(running.stdout()).not.toMatch(/done/);
  });
});
