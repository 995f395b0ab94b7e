// Nobody is cut off: whom the init waits for during a stop, and what it does with leftovers without one.
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { app, appInShell } from "../support/fixtures.ts";
import { count, start, startBare } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

const both = /daemon ready[\s\S]*app ready|app ready[\s\S]*daemon ready/;

/** The app as the command, beside a daemon that left its session and its parent. */
const withDaemon = (daemon: string[], ...command: string[]) => [
  "sh",
  "-c",
  `${appInShell("name=daemon", "daemon=1", ...daemon)}; exec ${appInShell(...command)}`,
];

describeIf(needsNamespaces, "during a stop", () => {
  test("a daemon that was not told is told when the command has ended, and drains to its end", async () => {
    const running = start([], withDaemon(["drain=300"], "code=3"));
    await running.line(both);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(3);
    expect(running.stdout()).toMatch(/app done[\s\S]*daemon done\n$/);
    expect(count(running.stdout(), /daemon got TERM/)).toBe(1);
    expect(running.stderr()).not.toMatch(/SIGKILL/);
  });

  test("--linger does not shorten the drain of a stop", async () => {
    const running = start(["--linger", "50ms"], withDaemon(["drain=400"]));
    await running.line(both);
    running.signal("SIGTERM");
    await running.exited;
    expect(running.stdout()).toMatch(/daemon done\n$/);
  });

  test("an app that its shell abandons drains to its end and is told once", async () => {
    // The shell traps nothing and waits for nothing: it ends at once, its app is an orphan then.
    const script = `${appInShell("drain=300")} & read line; exit 8`;
    const running = start([], ["sh", "-c", script], { stdin: "pipe" });
    await running.line(/app ready/);
    running.signal("SIGTERM");
    await running.line(/app got TERM/);
    running.closeStdin();
    expect((await running.exited).code).toBe(8);
    expect(running.stdout()).toMatch(/app done\n$/);
    expect(count(running.stdout(), /got TERM/)).toBe(1);
  });

  test("children of a shell that trapped the signal count as told by it", async () => {
    const child = `trap "echo child got TERM" TERM; echo child ready; read line <&8; echo child done`;
    const script = `exec 8<&0; trap "exit 4" TERM; sh -c '${child}' & wait`;
    const running = start([], ["sh", "-c", script], { stdin: "pipe" });
    await running.line(/child ready/);
    running.signal("SIGTERM");
    await until("the shell to be gone", () => running.tree().length === 2);
    running.closeStdin();
    expect((await running.exited).code).toBe(4);
    expect(running.stdout()).toBe("child ready\nchild done\n");
  });
});

describeIf(needsNamespaces, "when the command ends by itself", () => {
  test("leftovers get SIGTERM and the time to end, and its exit code stays", async () => {
    const running = start([], withDaemon(["drain=200"], "serve=1", "code=9"), { stdin: "pipe" });
    await running.line(both);
    const ended = performance.now();
    running.closeStdin();
    expect((await running.exited).code).toBe(9);
    expect(running.stdout()).toMatch(/daemon got TERM\ndaemon done\n$/);
    // Over as soon as they are gone, far before the 5 s of --linger.
    expect(performance.now() - ended).toBeLessThan(3_000);
  });

  test("leftovers that stay get SIGKILL after --linger, and are named", async () => {
    const running = start(["--linger", "200ms"], withDaemon(["stay=1"], "serve=1", "code=9"), {
      stdin: "pipe",
    });
    await running.line(both);
    const ended = performance.now();
    running.closeStdin();
    expect((await running.exited).code).toBe(9);
    expect(performance.now() - ended).toBeGreaterThan(190);
    expect(running.stdout()).toMatch(/daemon got TERM\n$/);
    expect(running.stderr()).toMatch(/perl/);
  });

  test("nothing is said and nothing is waited for if nobody is left", async () => {
    const running = start(["--linger", "1h"], ["sh", "-c", "exit 3"]);
    expect((await running.exited).code).toBe(3);
    expect(running.stderr()).toBe("");
  });

  test("a stop signal while leftovers linger starts no second round", async () => {
    const running = start(["--linger", "1h"], withDaemon(["drain=300"], "serve=1"), {
      stdin: "pipe",
    });
    await running.line(both);
    running.closeStdin();
    await running.line(/daemon got TERM/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(running.stdout()).toMatch(/daemon done\n$/);
  });

  test("an unmapped code stays and a mapped one becomes 0, leftovers or not", async () => {
    const running = start(["-e", "9"], withDaemon([], "serve=1", "code=9"), { stdin: "pipe" });
    await running.line(both);
    running.closeStdin();
    expect((await running.exited).code).toBe(0);
  });
});

describeIf(needsNamespaces, "a command that is its own app", () => {
  test("drains and its exit code is the init's", async () => {
    const running = start([], app("drain=200", "code=7"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(7);
    expect(running.stdout()).toMatch(/app got TERM\napp done\n$/);
  });
});

describeIf(needsNamespaces, "a reader of what the init was given to write", () => {
  const reader = "(echo reading; cat; echo end of input) >&3";
  test.each([
    ["output", `> >(${reader})`],
    ["output and errors", `> >(${reader}) 2>&1`],
  ])("of its %s, comes to the end of its input and is not signalled", async (_what, redirection) => {
    const line = `exec 3>&1; exec "$@" ${redirection}`;
    const flags = ["--settle", "100s", "--linger", "100s"];
    const running = startBare(["bash", "-c", line, "bash", initPath, ...flags, "--", "sh", "-c", "cat; exit 3"], {
      stdin: "pipe",
    });
    await running.line(/reading/);
    running.closeStdin();
    expect((await running.exited).code).toBe(3);
    expect(running.stdout()).toBe("reading\nend of input\n");
  });
});
