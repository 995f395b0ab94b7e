// The aarch64 executable under qemu's user mode. execve goes through to the host's kernel, so that the commands it
// starts are the host's own; everything up to there, and the watching over them, is aarch64 code.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { distFolder } from "../../scripts/build/paths.ts";
import { describeIf, type Need, needsNamespaces } from "../support/needs.ts";
import { unshareCommand } from "../support/unshare.ts";

const qemu = ["qemu-aarch64-static", "qemu-aarch64"].find((name) => spawnSync(name, ["--version"]).status === 0);
const need: Need =
  needsNamespaces.ok && !qemu ? { ok: false, reason: "qemu-aarch64-static not installed" } : needsNamespaces;

/** Runs it as PID 1 of a namespace of its own, which --kill-child ends with the test. */
function run(...args: string[]) {
  const [unshare, ...options] = unshareCommand;
  const init = join(distFolder(), "lastcall-init-linux-arm64");
  // SIGKILL, as unshare passes no other signal on.
  const limits = { timeout: 15_000, killSignal: "SIGKILL" } as const;
  const done = spawnSync(unshare, [...options, qemu ?? "", init, ...args], { encoding: "utf8", ...limits });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

describeIf(need, "lastcall-init for arm64", () => {
  it("prints its version", () => {
    const { code, stdout } = run("-V");
    expect(code).toBe(0);
    expect(stdout).toMatch(/lastcall-init \d+\.\d+\.\d+/);
  });

  it("names a malformed value and exits with 125", () => {
    const { code, stderr } = run("--delay", "5x", "--", "/bin/true");
    expect(code).toBe(125);
    expect(stderr).toContain("5x");
  });

  it("exits as the command did", () => {
    expect(run("--", "/bin/true").code).toBe(0);
    expect(run("--", "/bin/sh", "-c", "exit 7").code).toBe(7);
    expect(run("--", "/bin/sh", "-c", "kill -KILL $$").code).toBe(128 + 9);
  });

  it("copies itself", () => {
    const folder = mkdtempSync(join(tmpdir(), "lastcall-arm64-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "lastcall-init");
    expect(run("--install", path)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(path).equals(readFileSync(join(distFolder(), "lastcall-init-linux-arm64")))).toBe(true);
    expect(statSync(path).mode & 0o7777).toBe(0o555);
  });

  it("finds the command in PATH, and says when it is not there", () => {
    expect(run("true").code).toBe(0);
    const { code, stderr } = run("no-such-command");
    expect(code).toBe(127);
    expect(stderr).toContain("no-such-command");
  });

  it("passes on a signal, waits for the command and takes its exit code", () => {
    const script = "trap 'echo told; exit 3' TERM; kill -TERM $PPID; while :; do sleep 0.05; done";
    const { code, stdout } = run("--", "/bin/sh", "-c", script);
    expect(stdout).toContain("told");
    expect(code).toBe(3);
  });

  it("reaps an orphan", () => {
    // The orphan is ours once its parent has gone; when it has gone too, no process is left but the script's.
    const script = "sh -c 'sleep 0.1 &'; until ! pidof sleep > /dev/null; do sleep 0; done; exit 5";
    expect(run("--", "/bin/sh", "-c", script).code).toBe(5);
  });

  it("runs hooks: a command, and a request in a copy of itself", () => {
    // Nobody listens on port 1.
    const hooks = ["--pre-stop", "echo hook 'a b'", "--pre-stop-http", "http://127.0.0.1:1/"];
    const { code, stdout, stderr } = run(...hooks, "--", "/bin/sh", "-c", "kill -TERM 1; exec sleep 60");
    expect(stdout).toBe("hook a b\n");
    expect(stderr).toMatch(/pre-stop hook 'http:\/\/127\.0\.0\.1:1\/': connect: ECONNREFUSED/);
    expect(code).toBe(128 + 15);
  });
});
