// The command starts in the environment that the init was given, to the bit. Each test gives an unusual one
// and compares the command under the init with the same command without it.
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { initPath } from "../support/elf.ts";
import { fixture } from "../support/fixtures.ts";
import { startBare } from "../support/init.ts";
import type { Options } from "../support/namespace.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { type Process, readProc, statusField } from "../support/processes.ts";
import { until } from "../support/until.ts";

/** `cat` started by a line of shell in which `$@` is the command line; looked at once it is running. */
async function command(line: string, words: readonly string[], options: Options): Promise<Process> {
  const running = startBare(["sh", "-c", line, "sh", ...words, "cat"], {
    stdin: "pipe",
    ...options,
  });
  return until("cat to run", () => running.tree().find((process) => process.comm === "cat" && process.state === "S"));
}

/** The same fact about the command without and with the init. */
async function both<T>(
  line: string,
  look: (process: Process) => T,
  options: Options = {},
): Promise<{ bare: T; under: T }> {
  return {
    bare: look(await command(line, [], options)),
    under: look(await command(line, [initPath, "--"], options)),
  };
}

const bit = (signal: number) => 1n << BigInt(signal - 1);
const mask = (field: string) => (process: Process) => BigInt(`0x${statusField(process.pid, field) ?? "0"}`);
const withSignals = (words: string) => `exec perl ${fixture("with-signals.pl")} ${words} -- "$@"`;

describeIf(needsNamespaces, "the command's environment", () => {
  test("keeps the inherited signal mask", async () => {
    const { bare, under } = await both(withSignals("block=10,20,33,40"), mask("SigBlk"));
    expect(bare).toBe(bit(10) | bit(20) | bit(33) | bit(40));
    expect(under).toBe(bare);
  });

  test("has no signal blocked if none was", async () => {
    const { bare, under } = await both('exec "$@"', mask("SigBlk"));
    expect(bare).toBe(0n);
    expect(under).toBe(0n);
  });

  test("keeps ignored signals ignored", async () => {
    const { bare, under } = await both(withSignals("ignore=1,13,22,45"), mask("SigIgn"));
    expect(bare).toBe(bit(1) | bit(13) | bit(22) | bit(45));
    expect(under).toBe(bare);
  });

  test("ignores no signal if none was ignored", async () => {
    const { bare, under } = await both('exec "$@"', mask("SigIgn"));
    expect(bare).toBe(0n);
    expect(under).toBe(0n);
  });

  test("has SIGCHLD reset", async () => {
    const { bare, under } = await both(withSignals("ignore=1,17"), mask("SigIgn"));
    expect(bare).toBe(bit(1) | bit(17));
    expect(under).toBe(bit(1));
  });

  // The init opens a device or a pipe that is its stderr anew, but not a socket, which is what a test has.
  test.each(["", " 2>/dev/null"])("keeps every descriptor and gets none of the init's%s", async (stderr) => {
    const line = `exec 7</etc/passwd 9>/dev/null${stderr}; exec "$@"`;
    const { bare, under } = await both(line, (process) =>
      readdirSync(`/proc/${process.pid}/fd`).map((fd) => {
        const target = readlinkSync(`/proc/${process.pid}/fd/${fd}`);
        return `${fd} ${target.replace(/^(pipe|socket):.*/, "$1")}`;
      }),
    );
    expect(bare).toContain("7 /etc/passwd");
    expect(under).toEqual(bare);
  });

  test("keeps the flags of stdin, stdout and stderr", async () => {
    const { bare, under } = await both('exec "$@"', (process) =>
      [0, 1, 2].map((fd) => readProc(process.pid, `fdinfo/${fd}`)?.match(/flags:.*/)?.[0]),
    );
    expect(bare[2]).toMatch(/flags:/);
    expect(under).toEqual(bare);
  });

  test("keeps closed standard descriptors closed", async () => {
    const { bare, under } = await both('exec "$@" 2>&-', (process) => readdirSync(`/proc/${process.pid}/fd`));
    expect(bare).not.toContain("2");
    expect(under).toEqual(bare);
  });

  test("keeps resource limits", async () => {
    const line = 'ulimit -n 77; ulimit -c 0; ulimit -S -s 1024; ulimit -f 4096; exec "$@"';
    const { bare, under } = await both(line, (process) => readProc(process.pid, "limits"));
    expect(bare).toMatch(/Max open files +77 +77/);
    expect(under).toBe(bare);
  });

  test("keeps the working directory", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "lastcall-cwd-"));
    const look = (process: Process) => readlinkSync(`/proc/${process.pid}/cwd`);
    const { bare, under } = await both('exec "$@"', look, { cwd });
    rmSync(cwd, { recursive: true });
    expect(bare).toBe(cwd);
    expect(under).toBe(cwd);
  });

  test("keeps umask, niceness and OOM score", async () => {
    const line = 'umask 027; echo 500 >/proc/self/oom_score_adj; exec nice -n 3 "$@"';
    const { bare, under } = await both(line, ({ pid }) => ({
      umask: statusField(pid, "Umask"),
      nice: readProc(pid, "stat")
        ?.replace(/^.*\) /, "")
        .split(" ")[16],
      oom: readProc(pid, "oom_score_adj")?.trim(),
    }));
    expect(bare).toEqual({ umask: "0027", nice: "3", oom: "500" });
    expect(under).toEqual(bare);
  });

  test("keeps credentials, capabilities and no_new_privs", async () => {
    const { bare, under } = await both('exec setpriv --no-new-privs "$@"', ({ pid }) =>
      ["Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs"].map(
        (field) => `${field} ${statusField(pid, field)}`,
      ),
    );
    expect(bare).toContain("NoNewPrivs 1");
    expect(under).toEqual(bare);
  });

  test("keeps the bytes of its arguments, UTF-8 or not", async () => {
    const line = 'exec "$@" - "$(printf "a\\377\\200b")" "" "$(printf "x\\ny\\tz")"';
    const { bare, under } = await both(line, (process) => readProc(process.pid, "cmdline"));
    expect(bare).toBe("cat\0-\0a\xff\x80b\0\0x\ny\tz\0");
    expect(under).toBe(bare);
  });

  test("keeps every variable in its place, LASTCALL_* included", async () => {
    const line = 'exec env -i PATH="$PATH" ODD="$(printf "\\377=\\n")" LASTCALL_DELAY=2s EMPTY= "$@"';
    const { bare, under } = await both(line, (process) => readProc(process.pid, "environ"));
    expect(bare).toContain("ODD=\xff=");
    expect(bare).toContain("LASTCALL_DELAY=2s\0EMPTY=\0");
    expect(under).toBe(bare);
  });
});
