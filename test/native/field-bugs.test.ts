// Bugs that container inits have had, each named after the behaviour that was missing.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell, fixture, printSignals, sendWithValues } from "../support/fixtures.ts";
import { count, finished, onTerminal, run, start, startBare, startFrom } from "../support/init.ts";
import { describeIf, needsNamespaces, needsRoot, needsStrace, needsTerminal } from "../support/needs.ts";
import { statusField } from "../support/processes.ts";
import { ctrlZ, interactiveShell } from "../support/pty.ts";
import { heldBack } from "../support/strace.ts";
import { until } from "../support/until.ts";

const withSignals = (words: string) => `exec perl ${fixture("with-signals.pl")} ${words} -- "$@"`;

describeIf(needsStrace, "races", () => {
  for (const flags of [["-g"], ["-c"], []]) {
    test(`a signal that arrives before the child has its process group is not lost ${flags}`, async () => {
      const running = start(flags, ["sleep", "1000"], { outside: heldBack("setpgid,setsid") });
      await until("the child", () => running.tree().length === 2);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(143);
    });

    test(`a signal that arrives before the command is executed is not swallowed ${flags}`, async () => {
      const running = start(flags, ["sleep", "1000"], { outside: heldBack("execve") });
      await until("the child", () => running.tree().length === 2);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(143);
    });
  }
});

describeIf(needsNamespaces, "inherited state", () => {
  test("an inherited ignored SIGCHLD does not make it wait for ever", async () => {
    const running = startFrom(withSignals("ignore=17"), [], ["sh", "-c", "sleep 0.05; exit 5"]);
    expect((await running.exited).code).toBe(5);
  });

  test("an inherited ignored SIGCHLD leaves the stop working", async () => {
    const running = startFrom(withSignals("ignore=17"), [], app("code=4"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(4);
  });

  test("the command can be stopped from the keyboard: TSTP, TTIN and TTOU are not blocked", async () => {
    const running = start([], app());
    await running.line(/app ready/);
    const command = running.tree().find(({ comm }) => comm === "perl");
    expect(statusField(command?.pid ?? 0, "SigBlk")).toBe("0".repeat(16));
  });

  test("ignored and blocked signals survive the init, as nohup needs", async () => {
    const running = startFrom(
      withSignals("ignore=1,13 block=12"),
      [],
      ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"],
    );
    const { out } = await finished(running);
    expect(out).toMatch(/SigBlk:\s0000000000000800\nSigIgn:\s0000000000001001\n/);
  });

  test("a closed stdin is no reason to fail, terminal or not", async () => {
    expect((await startFrom('exec "$@" <&-', [], ["sh", "-c", "exit 4"]).exited).code).toBe(4);
  });
});

describeIf(needsRoot, "permissions", () => {
  const pre = ["setpriv", "--bounding-set", "-kill", "--inh-caps", "-kill"];
  const asNobody = ["setpriv", "--reuid", "65534", "--clear-groups", "--"];

  test("it starts without CAP_KILL over a command of another user", async () => {
    const { code, out } = await run([], [...asNobody, "sh", "-c", "id -u; exit 3"], { pre });
    expect({ code, out }).toEqual({ code: 3, out: "65534\n" });
  });

  test("EPERM while passing a signal on does not end it", async () => {
    const words = [...asNobody, "sh", "-c", "echo ready; read line; echo finished; exit 6"];
    const running = start([], words, { pre, stdin: "pipe" });
    await running.line(/ready/);
    running.signal("SIGTERM");
    running.signal("SIGHUP");
    await running.errLine(/permi/i);
    running.type("on\n");
    expect((await running.exited).code).toBe(6);
    expect(running.stdout()).toMatch(/finished/);
  });
});

describeIf(needsTerminal, "the terminal", () => {
  test("a closed stdin beside a controlling terminal is no reason to fail", async () => {
    const line = 'exec "$@" <&-';
    const terminal = onTerminal(["sh", "-c", line, "sh", initPath, "--", "sh", "-c", "exit 4"]);
    expect(await terminal.exited).toBe(4);
  });

  test("a command stopped with Ctrl-Z ends on SIGTERM", async () => {
    const terminal = onTerminal([initPath, "--", "sleep", "1000"]);
    const command = () => terminal.tree().find(({ comm }) => comm === "sleep");
    await until("the command in the foreground", () => command()?.tpgid === command()?.pgrp && command());
    terminal.type(ctrlZ);
    await until("it to be stopped", () => command()?.state === "T");
    terminal.signal("SIGTERM");
    expect(await terminal.exited).toBe(143);
  });

  test("started in the background, it leaves the shell its terminal", async () => {
    const terminal = onTerminal(interactiveShell);
    await terminal.sees(/ready> /);
    terminal.type(`${initPath} -- sleep 1000 &\n`);
    await until("sleep", () => terminal.tree().some(({ comm }) => comm === "sleep"));
    // The shell may have been reading already; what it reads next needs the foreground.
    for (const sum of [42, 43, 44]) {
      terminal.type(`echo $((${sum} + 0))\n`);
      await terminal.sees(new RegExp(`(\\n|> )${sum}\\r\\n`));
    }
    terminal.type("exit 7\n");
    expect(await terminal.exited).toBe(7);
  });
});

describeIf(needsNamespaces, "stop and exit", () => {
  for (const flags of [[], ["-g"], ["-c"]]) {
    test(`a draining sibling is waited for when the command is gone ${flags}`, async () => {
      const script = `${appInShell("name=sibling", "daemon=1", "drain=400")}; exec ${appInShell()}`;
      const running = start(flags, ["sh", "-c", script]);
      await running.line(/sibling ready[\s\S]*app ready|app ready[\s\S]*sibling ready/);
      running.signal("SIGTERM");
      expect((await running.exited).code).toBe(0);
      expect(running.stdout()).toMatch(/sibling got TERM\n[\s\S]*sibling done\n$/);
    });
  }

  test("real-time signals up to 64 do no harm to what comes after them", async () => {
    const running = start([], printSignals("exit=15:5"));
    await running.line(/^ready/m);
    const realTime = Array.from({ length: 33 }, (_, at) => ({ signal: 32 + at, value: at }));
    for (let round = 1; round <= 3; round++) {
      sendWithValues(running.pid, realTime);
      await until("all of them", () => count(running.stdout(), /^\d+ code/m) === 33 * round);
    }
    for (const signal of [20, 21, 22]) {
      running.signal(signal);
      await running.line(new RegExp(`^${signal} code`, "m"));
    }
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(5);
  });

  test("stdout belongs to the command, however much is logged", async () => {
    const { out, err } = await run(["-v"], ["echo", "mine"]);
    expect(out).toBe("mine\n");
    expect(err).toMatch(/lastcall/);
  });

  test("a command that cannot be executed is reported once", async () => {
    const { out, err } = await run(["-v"], ["no-such-command"]);
    expect(out).toBe("");
    expect(err.split("\n").filter((line) => /no-such-command.*not found/.test(line))).toHaveLength(1);
  });

  test("an empty exit code is refused instead of read as 0", async () => {
    const { code, err } = await finished(startBare([initPath, "-e", "", "--", "false"]));
    expect(code).toBe(125);
    expect(err).toMatch(/-e/);
  });
});

describeIf(needsStrace, "the parent's death", () => {
  test("a parent that is gone before its signal was asked for counts as dead", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-parent-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const log = join(folder, "trace");
    const strace = `strace -D -e trace=prctl -e inject=prctl:delay_enter=300000 -o ${log}`;
    // The mask keeps the signal for the command, which may get it before it is ready.
    const masked = `perl ${fixture("with-signals.pl")} block=10 --`;
    const inner = `${masked} ${strace} ${initPath} -p USR1 -- ${printSignals().join(" ")}`;
    // PID 1 stays; the shell between it and the init is gone while prctl(2) is held back.
    const script = `sh -c '${inner} & read go; exit'; while :; do wait; sleep 1000; done`;
    const running = startBare(["sh", "-c", script], { stdin: "pipe" });
    const asked = () => existsSync(log) && /PR_SET_PDEATHSIG/.test(readFileSync(log, "utf8"));
    await until("prctl to be called", asked);
    running.type("go\n");
    await running.line(/^10 code/m);
  });
});
