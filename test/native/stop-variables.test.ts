// Every flag has a variable that does the same; a flag on the command line overrules it.
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell, printSignals } from "../support/fixtures.ts";
import { count, run, start, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

describeIf(needsNamespaces, "variables", () => {
  test("LASTCALL_DELAY, LASTCALL_DEADLINE and LASTCALL_STOP_SIGNALS", async () => {
    const env = {
      LASTCALL_DELAY: "200ms",
      LASTCALL_DEADLINE: "500ms",
      LASTCALL_STOP_SIGNALS: "HUP",
    };
    const running = start([], app("stay=1"), { env });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    const stopped = performance.now();
    running.signal("SIGHUP");
    await running.line(/app got HUP/);
    expect(performance.now() - stopped).toBeGreaterThan(190);
    expect((await running.exited).code).toBe(137);
    expect(performance.now() - stopped).toBeGreaterThan(490);
  });

  test("LASTCALL_TARGET", async () => {
    for (const [target, told] of [
      ["group", 1],
      ["child", 0],
    ] as const) {
      const script = `trap "echo shell got TERM" TERM; ${appInShell("stay=1")} & while :; do wait; done`;
      const running = start([], ["sh", "-c", script], { env: { LASTCALL_TARGET: target } });
      await running.line(/app ready/);
      running.signal("SIGTERM");
      await running.line(/shell got TERM/);
      await until("the app", () => count(running.stdout(), /app got TERM/) === told);
      await running.stop();
    }
  });

  test("LASTCALL_SETTLE", async () => {
    const loop = `while :; do ${appInShell()}; done`;
    const running = start([], ["sh", "-c", loop], { env: { LASTCALL_SETTLE: "100ms" } });
    await running.line(/app ready/);
    const stopped = performance.now();
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(143);
    // The default alone is 2 s.
    expect(performance.now() - stopped).toBeLessThan(1_900);
  });

  test("LASTCALL_LINGER", async () => {
    const daemon = appInShell("name=daemon", "stay=1", "daemon=1");
    const script = `exec 8<&0; ${daemon}; read line; exit 6`;
    const running = start([], ["sh", "-c", script], {
      env: { LASTCALL_LINGER: "100ms" },
      stdin: "pipe",
    });
    await running.line(/daemon ready/);
    const ended = performance.now();
    running.closeStdin();
    expect((await running.exited).code).toBe(6);
    // The default is 5 s.
    expect(performance.now() - ended).toBeLessThan(4_000);
  });

  test("LASTCALL_REWRITE, a list", async () => {
    const env = { LASTCALL_REWRITE: "TERM:INT,HUP:USR1" };
    const running = start([], printSignals(), { env });
    await running.line(/^ready/m);
    running.signal("SIGTERM");
    running.signal("SIGHUP");
    await running.line(/^2 code/m);
    await running.line(/^10 code/m);
  });

  test("LASTCALL_SUCCESS_CODE, a list", async () => {
    const env = { LASTCALL_SUCCESS_CODE: "143,7" };
    for (const [script, code] of [
      ["exit 7", 0],
      ["kill $$", 0],
      ["exit 8", 8],
    ] as const) {
      expect((await run([], ["sh", "-c", script], { env })).code).toBe(code);
    }
  });

  test("LASTCALL_PARENT_SIGNAL", async () => {
    const inner = `${initPath} -- ${printSignals().join(" ")}`;
    const script = `sh -c "${inner} & read go; exit"; while :; do wait; sleep 1000; done`;
    const env = { LASTCALL_PARENT_SIGNAL: "USR1" };
    const running = startBare(["sh", "-c", script], { env, stdin: "pipe" });
    await running.line(/^ready/m);
    running.type("go\n");
    await running.line(/^10 code/m);
  });

  test("LASTCALL_NO_SUBREAPER", async () => {
    for (const [value, adopted] of [
      ["1", false],
      ["0", true],
    ] as const) {
      const script = `${initPath} -- sh -c "(sleep 1000 &); exec ${appInShell("stay=1")}"; :`;
      const env = { LASTCALL_NO_SUBREAPER: value };
      const running = startBare(["sh", "-c", script], { env });
      await running.line(/app ready/);
      const orphan = running.tree().find(({ comm }) => comm === "sleep");
      expect(orphan?.ppid === running.pid).toBe(!adopted);
      await running.stop();
    }
  });

  test("LASTCALL_VERBOSE, LASTCALL_QUIET and LASTCALL_LOG", async () => {
    const stop = async (env: Record<string, string>, flags: string[] = []) => {
      const running = start(flags, app(), { env });
      await running.line(/app ready/);
      running.signal("SIGTERM");
      await running.exited;
      return running.stderr();
    };
    const plain = await stop({});
    const verbose = await stop({ LASTCALL_VERBOSE: "1" });
    expect(count(verbose, /\n/)).toBeGreaterThan(count(plain, /\n/));
    expect(await stop({ LASTCALL_QUIET: "true" })).toBe("");
    expect(count(await stop({ LASTCALL_QUIET: "0" }), /\n/)).toBe(count(plain, /\n/));
    expect(await stop({ LASTCALL_QUIET: "1" }, ["-v"])).not.toBe("");
    for (const line of (await stop({ LASTCALL_LOG: "json" })).trim().split("\n")) {
      expect(JSON.parse(line)).toHaveProperty("message");
    }
  });

  test("a flag overrules its variable, an empty variable is none", async () => {
    const env = { LASTCALL_DELAY: "1h", LASTCALL_TARGET: "group", LASTCALL_DEADLINE: "" };
    const running = start(["--delay", "0", "-c"], app("code=2"), { env });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(2);
  });
});
