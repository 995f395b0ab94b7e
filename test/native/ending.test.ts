// How an ending is told, with real processes: the summary, who had to be killed, the termination message, whose a SIGKILL was.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { memoryCgroup, needsMemoryCgroup } from "../support/cgroup.ts";
import { app, appInShell } from "../support/fixtures.ts";
import { finished, start } from "../support/init.ts";
import { describeIf, needsNamespaces, needsRoot } from "../support/needs.ts";

/** What was printed, as whole UTF-8: anything else throws. */
const decoded = (latin1: string) => new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "lastcall-ending-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A command that calls itself so many bytes, says "ready", and is deaf to TERM. */
const called = (name: Buffer, more = ""): string[] => [
  "perl",
  "-e",
  `$| = 1; $SIG{TERM} = 'IGNORE'; $0 = pack('H*', shift); ${more} print "ready\\n"; sleep 1000`,
  name.toString("hex"),
];

describeIf(needsNamespaces, "the summary of a stop", () => {
  test.each<[what: string, flags: string[], command: string[], second: boolean, line: RegExp]>([
    [
      "names the app behind the shell",
      [],
      ["sh", "-c", `${appInShell("drain=100", "code=3")}; exit $?`],
      false,
      /^lastcall: stopped by SIGTERM: told perl \(pid 3\); took [\dm.]+s: exit code 3\n$/,
    ],
    [
      "says how long the delay was",
      ["--delay", "200ms"],
      app(),
      false,
      /: delay [\dm.]+s; told perl \(pid 2\); took [\dm.]+s: exit code 0\n$/,
    ],
    [
      "says that a second signal ended the delay",
      ["--delay", "1h"],
      app(),
      true,
      /: delay [\dm.]+s, cut short by a second signal; told perl \(pid 2\); took .*: exit code 0\n$/,
    ],
    [
      "says that it took force",
      ["--deadline", "300ms"],
      app("stay=1"),
      false,
      /\nlastcall: stopped by SIGTERM: told perl \(pid 2\); took [\dm.]+s, by force: exit code 137: SIGKILL by lastcall at the deadline\n$/,
    ],
  ])("%s", async (_what, flags, command, second, line) => {
    const running = start(flags, command);
    await running.line(/app ready/);
    running.signal("SIGTERM");
    if (second) running.signal("SIGINT");
    expect((await finished(running)).err).toMatch(line);
  });

  test("-q silences it", async () => {
    const running = start(["-q", "--deadline", "100ms"], app("stay=1"));
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await finished(running)).err).toBe("");
  });
});

describeIf(needsNamespaces, "names of processes", () => {
  const euro = Buffer.from("\u20ac");
  test.each<[what: string, name: Buffer, text: string, field: string]>([
    ["with quotes and a backslash", Buffer.from(`a"b\\c'`), `a"b\\c'`, `a"b\\c'`],
    ["with a newline and an escape", Buffer.from("a\nb\x1b[2Jc"), "a?b?[2Jc", "a\nb\x1b[2Jc"],
    ["of four bytes a letter", Buffer.from("\u{1f600}\u00e4"), "\u{1f600}\u00e4", "\u{1f600}\u00e4"],
    ["in broken UTF-8", Buffer.from([0x61, 0xff, 0x80, 0xc3, 0x62]), "a\ufffd\ufffd\ufffdb", "a\ufffd\ufffd\ufffdb"],
    [
      "that the kernel cuts after 15 bytes, in the middle of a letter",
      Buffer.concat([Buffer.from("x"), ...Array(5).fill(euro)]),
      `x${"\u20ac".repeat(4)}\ufffd\ufffd`,
      `x${"\u20ac".repeat(4)}\ufffd\ufffd`,
    ],
    ["with a control character of two bytes", Buffer.from("a\u009b2J"), "a?2J", "a\u009b2J"],
  ])("%s are whole UTF-8, and JSON", async (_what, name, text, field) => {
    for (const json of [false, true]) {
      const running = start(["--deadline", "100ms", ...(json ? ["--log", "json"] : [])], called(name));
      await running.line(/ready/);
      running.signal("SIGTERM");
      const lines = decoded((await finished(running)).err).split("\n");
      expect(lines).toHaveLength(3);
      if (json) {
        const [killed, stopped] = lines.slice(0, 2).map((line) => JSON.parse(line));
        expect(killed.left).toMatchObject([{ name: field, pid: 2, told: "SIGTERM" }]);
        expect(stopped).toMatchObject({ event: "stopped", target: field, code: 137, by: "lastcall" });
      } else {
        expect(lines[0]).toContain(`SIGKILL to 1 process: ${text} (pid 2), running for `);
        expect(lines[1]).toContain(`: told ${text} (pid 2); `);
      }
    }
  });
});

/** A stop by force whose termination message is to go to `path`. */
async function byForce(path: string, pre: string[] = []) {
  const running = start(["--deadline", "200ms", "--termination-log", path], app("stay=1"), { pre });
  await running.line(/app ready/);
  running.signal("SIGTERM");
  const { code, err } = await finished(running);
  expect(code).toBe(137);
  // Whatever became of the message.
  expect(err.match(/^lastcall: /gm)).toHaveLength(2);
}

describeIf(needsNamespaces, "the termination message", () => {
  test("is put into the file that is there and empty", async () => {
    const path = join(folder(), "log");
    writeFileSync(path, "");
    await byForce(path);
    expect(readFileSync(path, "utf8")).toMatch(
      /^lastcall: deadline passed [\dm.]+s after SIGTERM.*: SIGKILL to 1 process\nperl \(pid 2\), running for [\dm.]+s, told SIGTERM [\dm.]+s ago\n$/,
    );
  });

  test("makes no file", async () => {
    const path = join(folder(), "log");
    await byForce(path);
    expect(existsSync(path)).toBe(false);
  });

  test("spares a file with something in it", async () => {
    const path = join(folder(), "log");
    writeFileSync(path, "x");
    await byForce(path);
    expect(readFileSync(path, "utf8")).toBe("x");
  });

  test("spares a directory", async () => {
    const path = join(folder(), "log");
    mkdirSync(path);
    await byForce(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test.each([false, true])("spares a FIFO and is not held up by it, with a reader: %s", async (read) => {
    const path = join(folder(), "log");
    execFileSync("mkfifo", [path]);
    // A reader that does not block, before there is a writer: its read answers 0, and EAGAIN had there been one that is open.
    const reader = read ? openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) : -1;
    await byForce(path);
    if (read) {
      expect(readSync(reader, Buffer.alloc(16))).toBe(0);
      closeSync(reader);
    }
  });

  test("has 4096 bytes at most, and no letter is cut", async () => {
    const path = join(folder(), "log");
    writeFileSync(path, "");
    const name = Buffer.from("\u00e9".repeat(8));
    const command = called(name, "for (1 .. 99) { last unless fork }");
    const running = start(["--deadline", "500ms", "--termination-log", path], command);
    await running.line(/(?:ready\n){100}/);
    running.signal("SIGTERM");
    await finished(running);
    const bytes = readFileSync(path);
    expect(bytes.length).toBeLessThanOrEqual(4096);
    expect(bytes.length).toBeGreaterThan(4096 - 130);
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(bytes).split("\n");
    expect(lines.pop()).toBe("");
    const [, more] = /^and (\d+) more$/.exec(lines.pop() as string) ?? [];
    expect(lines.shift()).toMatch(/SIGKILL to 100 processes$/);
    expect(lines.length + Number(more)).toBe(100);
    for (const line of lines)
      expect(line).toMatch(/^\u00e9{7}\ufffd \(pid \d+\), running for .*, (?:told SIGTERM .* ago|not told)$/);
  });
});

describeIf(needsRoot, "a termination message that may not be written", () => {
  test("changes nothing else", async () => {
    const path = join(folder(), "log");
    writeFileSync(path, "");
    chmodSync(path, 0o444);
    await byForce(path, ["setpriv", "--bounding-set=-dac_override", "--"]);
    expect(readFileSync(path, "utf8")).toBe("");
  });
});

describeIf(needsNamespaces, "an exit code of 137", () => {
  test("with no OOM kill and no stop was somebody else's doing", async () => {
    const { err, code } = await finished(start([], ["sh", "-c", "kill -KILL $$"]));
    expect(code).toBe(137);
    expect(err).toMatch(/^lastcall: the command ended: exit code 137: SIGKILL by somebody else, .*\n$/);
  });
});

describeIf(needsMemoryCgroup(needsRoot), "a memory cgroup below another", () => {
  // Not a constant: perl would make the string when it compiles the line.
  const eat = `my $n = 1 << 28; my $x = 'x' x $n;`;
  const oom = "exit code 137: the kernel's OOM killer \\(memory cgroup\\), oom_kill \\+1\\n$";

  async function ending(command: string[], stop: boolean) {
    const group = memoryCgroup(48 << 20);
    const path = join(folder(), "log");
    writeFileSync(path, "");
    const running = start(["--termination-log", path], command, { pre: group.enter });
    await running.line(/ready/);
    if (stop) running.signal("SIGTERM");
    const { code, err } = await finished(running);
    const kills = group.kills();
    group.remove();
    expect(code).toBe(137);
    // A shell says "Killed" as well.
    const ours = err.replace(/^(?!lastcall: ).*\n/gm, "");
    expect(readFileSync(path, "utf8")).toBe(ours);
    return { err: ours, kills };
  }

  test.each<[what: string, command: string[], stop: boolean, line: string]>([
    ["the command itself", ["perl", "-e", `$| = 1; print "ready\\n"; ${eat}`], false, "the command ended: "],
    [
      "the child of a shell",
      ["sh", "-c", `perl -e '$| = 1; print "ready\\n"; ${eat.replaceAll("'", '"')}'; exit $?`],
      false,
      "the command ended: ",
    ],
    [
      "the command, told to stop",
      ["perl", "-e", `$| = 1; $SIG{TERM} = sub { ${eat} }; print "ready\\n"; sleep 1 while 1`],
      true,
      "stopped by SIGTERM: told perl \\(pid 2\\); took .*: ",
    ],
  ])("an OOM kill is told as one: %s", async (_what, command, stop, line) => {
    const { err, kills } = await ending(command, stop);
    expect(kills).toBe(1);
    expect(err).toMatch(new RegExp(`^lastcall: ${line}${oom}`));
  });

  test("a SIGKILL that the OOM killer did not send is not taken for one", async () => {
    const { err, kills } = await ending(["sh", "-c", "echo ready; kill -KILL $$"], false);
    expect(kills).toBe(0);
    expect(err).toMatch(/: SIGKILL by somebody else, with no OOM kill in this cgroup\n$/);
  });
});
