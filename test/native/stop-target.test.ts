// --target and its short forms: who is told, and that nobody is told twice; --settle.
import { expect, test } from "vitest";
import { appInShell } from "../support/fixtures.ts";
import { count, start } from "../support/init.ts";
import type { Running } from "../support/namespace.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { signalFound } from "../support/processes.ts";

/** A shell that traps TERM, with an app in its group and one in a session of its own. */
const family = `trap "echo shell got TERM" TERM;
  ${appInShell("name=member", "stay=1")} &
  setsid ${appInShell("name=outsider", "stay=1")} &
  while :; do wait; done`;

async function started(flags: string[]): Promise<Running> {
  const running = start(flags, ["sh", "-c", family]);
  await running.line(/member ready/);
  await running.line(/outsider ready/);
  return running;
}

/** Who got TERM; USR2, passed on to the outsider directly, shows that nothing more is under way. */
async function told(running: Running, expected: string[]): Promise<void> {
  running.signal("SIGTERM");
  for (const name of expected) await running.line(new RegExp(`${name} got TERM`));
  for (const name of ["member", "outsider"]) {
    const process = running.tree().find(({ comm, cmdline }) => comm === "perl" && cmdline.includes(`name=${name} `));
    signalFound(process, "SIGUSR2");
    await running.line(new RegExp(`${name} got USR2`));
  }
  const names = [...running.stdout().matchAll(/^(\w+) got TERM/gm)].map((match) => match[1]);
  expect(names.sort()).toEqual(expected.sort());
}

describeIf(needsNamespaces, "--target", () => {
  for (const flags of [["-c"], ["--target", "child"], ["--target=child"]]) {
    test(`${flags.join(" ")} tells the command only`, async () => {
      await told(await started(flags), ["shell"]);
    });
  }

  for (const flags of [["-g"], ["--target", "group"]]) {
    test(`${flags.join(" ")} tells the command's process group`, async () => {
      await told(await started(flags), ["shell", "member"]);
    });
  }

  test("all tells every descendant", async () => {
    await told(await started(["--target", "all"]), ["shell", "member", "outsider"]);
  });

  test("app, the default, leaves the children of a shell that traps the signal to it", async () => {
    await told(await started([]), ["shell"]);
  });

  test("app tells the program behind a shell that does not trap, and the shell goes on", async () => {
    const script = `${appInShell("drain=100", "code=3")}; echo cleanup after $?; exit 9`;
    const running = start(["--target", "app"], ["sh", "-c", script]);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(9);
    expect(running.stdout()).toMatch(/app got TERM\napp done\ncleanup after 3\n$/);
    expect(count(running.stdout(), /got/)).toBe(1);
  });

  test("child goes past the program behind a shell: it is told when the shell has gone", async () => {
    const running = start(["-c"], ["sh", "-c", `${appInShell("drain=100")}; echo cleanup`]);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(143);
    expect(running.stdout()).toMatch(/app got TERM\napp done\n$/);
  });

  test("signals that begin no stop go to the same target", async () => {
    const running = start([], ["sh", "-c", `${appInShell("stay=1")}; :`]);
    await running.line(/app ready/);
    running.signal("SIGUSR1");
    await running.line(/app got USR1/);
    expect(running.tree()).toHaveLength(3);
  });
});

describeIf(needsNamespaces, "--settle", () => {
  test("a restart loop is ended: its shell is told once its app is gone", async () => {
    const loop = `while :; do ${appInShell()}; echo again; done`;
    const running = start(["--settle", "200ms"], ["sh", "-c", loop]);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(143);
    // Each of the apps that the loop started was told once.
    const ready = count(running.stdout(), /app ready/);
    expect(ready).toBeGreaterThan(1);
    expect(count(running.stdout(), /app got TERM/)).toBe(ready);
  });

  test("a shell that needs its time after the app is not told before --settle is over", async () => {
    const script = `${appInShell()}; echo cleaning; sleep 0.3; echo cleaned; exit 6`;
    const running = start(["--settle", "1h"], ["sh", "-c", script]);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(6);
    expect(running.stdout()).toMatch(/cleaning\ncleaned\n$/);
  });

  test("does not count while the app still drains", async () => {
    const script = `${appInShell("drain=700")}; echo cleanup; exit 6`;
    const running = start(["--settle", "100ms"], ["sh", "-c", script]);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(6);
    expect(running.stdout()).toMatch(/app done\ncleanup\n$/);
    expect(count(running.stdout(), /got/)).toBe(1);
  });
});
