import { readlinkSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { CannotStart } from "../../../src/rehearse/drive/cannot-start.ts";
import { cleanUp } from "../../../src/rehearse/drive/clean-up.ts";
import { openNamespace } from "../../../src/rehearse/drive/namespace.ts";
import type { Sandbox, Seen } from "../../../src/rehearse/drive/sandbox.ts";
import { findWay } from "../../../src/rehearse/drive/ways.ts";
import type { Rehearsal } from "../../../src/rehearse/rehearsal.ts";
import { describeIf, needsNamespaces, needsRoot, needsTracefs } from "../../support/needs.ts";
import { isRunning, rehearsalOf, runningWith, traceInstances } from "../../support/rehearsal.ts";
import { until } from "../../support/until.ts";

afterEach(cleanUp);

async function open(command: readonly string[], changes: Partial<Rehearsal> = {}) {
  const sandbox = await openNamespace(rehearsalOf(command, changes));
  const lines: string[] = [];
  sandbox.onLine((stream, line) => lines.push(`${stream}: ${line}`));
  return { sandbox, lines };
}

const line = (lines: readonly string[], wanted: string) => until(wanted, () => lines.includes(wanted));

/** Looks until the processes are as asked for. */
const seen = (sandbox: Sandbox, what: string, probe: (all: readonly Seen[]) => unknown) =>
  until(what, async () => {
    const all = await sandbox.processes();
    return probe(all) ? all : null;
  });

const perlTrap = (signal: string, then: string) =>
  `$|=1; $SIG{${signal}}=sub{ print "got ${signal}\\n"; ${then} }; print "ready\\n"; sleep 1 while 1`;

describeIf(needsNamespaces, "a sandbox of namespaces", () => {
  test("runs exactly the command as PID 1, in a session of its own", async () => {
    const script =
      'read -r pid rest </proc/self/stat; echo "$$ $pid $(ps -o sid= -p 1)"; cat /proc/1/cmdline | tr "\\0" "|"; echo; sleep 60';
    const { sandbox, lines } = await open(["sh", "-c", script, "a b"]);
    await until("the words", () => lines.find((text) => text.includes("sleep 60|a b|")));
    expect(lines[0]).toMatch(/^stdout: 1 1 +1$/);
    const [first] = await sandbox.processes();
    expect(first).toMatchObject({ pid: 1, parent: 0, name: "sh" });
    expect(readlinkSync(`/proc/${first?.hostPid}/ns/pid`)).not.toBe(readlinkSync("/proc/self/ns/pid"));
    expect(readlinkSync(`/proc/${first?.hostPid}/ns/net`)).toBe(readlinkSync("/proc/self/ns/net"));
    expect(readlinkSync(`/proc/${first?.hostPid}/fd/0`)).toBe("/dev/null");
  });

  test("has the environment and the folder that were asked for, and both streams", async () => {
    const env = { GREETING: "hello you", EMPTY: "" };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
    const script = 'echo "$GREETING|${EMPTY-unset}|$PWD"; echo oops >&2';
    const { sandbox, lines } = await open(["sh", "-c", script], {
      env,
      cwd: "/usr",
    });
    expect(await sandbox.exited).toBe(0);
    expect(lines.toSorted()).toEqual(["stderr: oops", "stdout: hello you||/usr"]);
  });

  test.each([
    ["its own exit code", "exit 3", 3],
    ["exit code 0", "exit 0", 0],
    ["126 that is the app's own", "exit 126", 126],
    ["127 that is the app's own", "exit 127", 127],
  ])("tells %s", async (_, script, code) => {
    const { sandbox } = await open(["sh", "-c", script]);
    expect(await sandbox.exited).toBe(code);
  });

  test("tells 128 + n for a fault", async () => {
    // A fault is forced upon PID 1, too (force_sig_fault): 11 is SIGSEGV.
    const { sandbox } = await open(["perl", "-e", 'print unpack("p", pack("J", 8))']);
    expect(await sandbox.exited).toBe(128 + 11);
  });

  test("sends the signal once, to PID 1 alone", async () => {
    const child = perlTrap("TERM", "");
    const { sandbox, lines } = await open(["bash", "-c", `trap 'echo first; exit 7' TERM; perl -e '${child}' & wait`]);
    await line(lines, "stdout: ready");
    await sandbox.signal("SIGTERM");
    expect(await sandbox.exited).toBe(7);
    expect(lines.filter((text) => text !== "stdout: ready")).toEqual(["stdout: first"]);
  });

  test.each(["dash", "bash"])("%s in front of an app that it does not replace swallows the signal", async (shell) => {
    const { sandbox, lines } = await open([shell, "-c", `perl -e '${perlTrap("TERM", "exit 0")}'; true`]);
    await line(lines, "stdout: ready");
    await sandbox.signal("SIGTERM");
    const all = await seen(sandbox, "both processes", (some) =>
      some.some(({ catches }) => catches.includes("SIGTERM")),
    );
    expect(all.map(({ pid, parent, name }) => [pid, parent, name])).toEqual([
      [1, 0, shell],
      [2, 1, "perl"],
    ]);
    expect(all[0]?.catches).not.toContain("SIGTERM");
    await sandbox.kill();
    expect(await sandbox.exited).toBe(137);
    expect(lines).toEqual(["stdout: ready"]);
  });

  test("tells 137 of an app that somebody else killed, and nothing that it did not say", async () => {
    const { sandbox, lines } = await open(["sh", "-c", "printf 'last words' >&2; exec sleep 600"]);
    const [first] = await seen(sandbox, "the exec", (some) => some[0]?.name === "sleep");
    process.kill(first?.hostPid as number, "SIGKILL");
    expect(await sandbox.exited).toBe(137);
    expect(lines).toEqual(["stderr: last words"]);
  });

  test("what the app says of an unshare of its own stays, and its code 1", async () => {
    const { sandbox, lines } = await open([
      "sh",
      "-c",
      "trap 'echo unshare: unshare failed: no >&2; exit 1' TERM; echo ready; sleep 600 & wait",
    ]);
    await line(lines, "stdout: ready");
    await sandbox.signal("TERM");
    expect(await sandbox.exited).toBe(1);
    expect(lines).toEqual(["stdout: ready", "stderr: unshare: unshare failed: no"]);
  });

  test("a real-time signal reaches PID 1", async () => {
    const { sandbox, lines } = await open(["perl", "-e", perlTrap("NUM37", "exit 4")]);
    await line(lines, "stdout: ready");
    await sandbox.signal("SIGRTMIN+3");
    expect(await sandbox.exited).toBe(4);
  });

  test("shows zombies and their last words", async () => {
    const script = 'if (fork() == 0) { exit 0 } print "ready\\n"; $|=1; sleep 60';
    const { sandbox } = await open(["perl", "-e", script]);
    const all = await seen(sandbox, "a zombie", (some) => some.some(({ state }) => state === "Z"));
    expect(all.map(({ pid, parent, state }) => [pid, parent, state === "Z"])).toEqual([
      [1, 0, false],
      [2, 1, true],
    ]);
  });

  test("shows who ignores a signal, and the words behind an exec", async () => {
    const { sandbox } = await open(["sh", "-c", "trap '' HUP; sleep 0.1; exec sleep 77"]);
    const [first] = await seen(sandbox, "the exec", ([one]) => one?.name === "sleep" && one.commandLine === "sleep 77");
    expect(first).toMatchObject({ pid: 1, name: "sleep", ignores: ["SIGHUP"], catches: [] });
  });

  test("shows a tree of 50, and leaves nobody", async () => {
    const { sandbox } = await open(["sh", "-c", "for i in $(seq 49); do setsid sleep 600 & done; wait"]);
    const all = await seen(
      sandbox,
      "50 processes",
      (some) => some.filter(({ name }) => name === "sleep").length === 49,
    );
    expect(all.map(({ pid }) => pid)).toEqual(
      [...new Set(all.map(({ pid }) => pid))].sort((one, other) => one - other),
    );
    expect(all.slice(1).every(({ parent }) => parent === 1)).toBe(true);
    await sandbox.remove();
    await until("everybody to be gone", () => !all.some(({ hostPid }) => isRunning(hostPid)));
    expect(await sandbox.processes()).toEqual([]);
    await sandbox.remove();
  });

  test("shows who listens where, until that ends", async () => {
    const server = `use Socket; socket(S,PF_INET,SOCK_STREAM,0); bind(S,sockaddr_in(0,INADDR_LOOPBACK)); listen(S,5);
      $SIG{USR1}=sub{close S; print "closed\\n"}; $|=1; print((sockaddr_in(getsockname(S)))[0], "\\n"); sleep 1 while 1`;
    const { sandbox, lines } = await open(["sh", "-c", `perl -e '${server}'; true`]);
    const port = await until("the port", () => (lines[0] ? Number(lines[0].slice("stdout: ".length)) : null));
    const listeners = await sandbox.listeners();
    const inode = listeners.get(port);
    expect([...listeners.keys()]).toEqual([port]);
    const owners = (await sandbox.processes()).filter(({ sockets }) => sockets.includes(inode as number));
    expect(owners.map(({ name }) => name)).toEqual(["perl"]);
    expect(sandbox.address(port)).toEqual({ host: "127.0.0.1", port });
    process.kill(owners[0]?.hostPid as number, "SIGUSR1");
    await line(lines, "stdout: closed");
    expect([...(await sandbox.listeners())]).toEqual([]);
  });

  test("an IPv6 loopback is reached there", async () => {
    const server = 'require("net").createServer().listen(0, "::1", function () { console.log(this.address().port) })';
    const { sandbox, lines } = await open([process.execPath, "-e", server]);
    const port = await until("the port", () => (lines[0] ? Number(lines[0].slice("stdout: ".length)) : null));
    expect([...(await sandbox.listeners()).keys()]).toEqual([port]);
    expect(sandbox.address(port)).toEqual({ host: "::1", port });
  });

  test("lines come whole, and the last one without its end", async () => {
    const { sandbox, lines } = await open([
      "sh",
      "-c",
      "printf 'a'; sleep 0.05; printf 'b\\r\\nc\\n\\nd\\303'; sleep 0.05; printf '\\244'",
    ]);
    await sandbox.exited;
    expect(lines).toEqual(["ab", "c", "", "dä"].map((text) => `stdout: ${text}`));
  });

  test("the app's output is a pipe: it can be opened again, also by a hook", async () => {
    const { sandbox, lines } = await open([
      "sh",
      "-c",
      "echo one >/dev/stderr; echo two >/proc/self/fd/1; exec sleep 600",
    ]);
    const hook = { kind: "exec", command: ["sh", "-c", "echo three >/proc/1/fd/1"] } as const;
    expect(await sandbox.runHook(hook, new AbortController().signal)).toEqual({ exitCode: 0 });
    await line(lines, "stdout: three");
    expect(lines).toEqual(expect.arrayContaining(["stderr: one", "stdout: two"]));
  });

  test("kill ends everybody", async () => {
    const { sandbox } = await open(["sh", "-c", "trap '' TERM; (trap '' TERM; sleep 600) & wait"]);
    const all = await seen(sandbox, "two processes", (some) => some.length === 2);
    await sandbox.kill();
    expect(await sandbox.exited).toBe(137);
    expect(all.filter(({ hostPid }) => isRunning(hostPid))).toEqual([]);
    await sandbox.signal("SIGTERM");
    await sandbox.kill();
    expect([...(await sandbox.listeners())]).toEqual([]);
  });

  test("cleanUp ends one that is open, and one that is being opened", async () => {
    const { sandbox } = await open(["sleep", "600"]);
    const opening = openNamespace(rehearsalOf(["sleep", "601"])).then(
      () => "opened",
      (error) => error,
    );
    await cleanUp();
    expect(await opening).toBeInstanceOf(CannotStart);
    expect(await sandbox.exited).toBe(137);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 12])("cleanUp ends one that is being opened, after %i turns", async (turns) => {
    const way = await findWay();
    // A command line that nobody else has.
    const seconds = `602.${process.pid}${turns}`;
    const opening = openNamespace(rehearsalOf(["sleep", seconds]), async () => way).then(
      () => "opened",
      (error) => error,
    );
    for (let turn = 0; turn < turns; turn++) await null;
    await cleanUp();
    expect(await opening).toBeInstanceOf(CannotStart);
    expect(runningWith(`sleep\0${seconds}\0`)).toEqual([]);
    if (needsTracefs.ok) expect(traceInstances(process.pid)).toEqual([]);
  });
});

describeIf(needsRoot, "a namespace inside of the sandbox's", () => {
  test("has its processes shown by their ids in the sandbox", async () => {
    const { sandbox } = await open(["unshare", "--pid", "--fork", "sh", "-c", "sleep 600 & wait"]);
    const all = await seen(sandbox, "the innermost", (some) => some.some(({ name }) => name === "sleep"));
    expect(all.map(({ pid, parent, name }) => [pid, parent, name])).toEqual([
      [1, 0, "unshare"],
      [2, 1, "sh"],
      [3, 2, "sleep"],
    ]);
    await sandbox.remove();
    expect(all.filter(({ hostPid }) => isRunning(hostPid))).toEqual([]);
  });
});
