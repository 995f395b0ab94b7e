// --ready-file and --stop-file: what a probe finds from the moment on when a stop begins.
import { existsSync, lstatSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "../support/fixtures.ts";
import { start } from "../support/init.ts";
import { describeIf, needsNamespaces } from "../support/needs.ts";
import { until } from "../support/until.ts";

describeIf(needsNamespaces, "the files of a stop", () => {
  let folder = "";
  let ready = "";
  let stopping = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lastcall-files-"));
    ready = join(folder, "ready");
    stopping = join(folder, "stopping");
    writeFileSync(ready, "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const files = () => ["--ready-file", ready, "--stop-file", stopping];

  test("change before hooks and delay, while the app goes on serving", async () => {
    const running = start([...files(), "--delay", "1h"], app());
    await running.line(/app ready/);
    expect([existsSync(ready), existsSync(stopping)]).toEqual([true, false]);
    running.signal("SIGTERM");
    await until("the stop file", () => existsSync(stopping));
    expect(existsSync(ready)).toBe(false);
    expect(statSync(stopping).size).toBe(0);
    expect(running.stdout()).not.toMatch(/got/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(running.stdout()).toMatch(/app got TERM/);
  });

  test("a stop file of the last stop is gone before the command runs", async () => {
    writeFileSync(stopping, "");
    const running = start(files(), ["sh", "-c", `test ! -e ${stopping} && test -e ${ready}`]);
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).toBe("");
  });

  test("stay as they are when the command ends by itself", async () => {
    const running = start(files(), ["true"]);
    expect((await running.exited).code).toBe(0);
    expect([existsSync(ready), existsSync(stopping)]).toEqual([true, false]);
  });

  test("an app that was not ready yet has no ready file, and that is no trouble", async () => {
    rmSync(ready);
    const running = start(files(), app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(running.stderr()).not.toMatch(/cannot/);
  });

  test("a path that cannot be written is said, and the stop goes on", async () => {
    const running = start(["--ready-file", folder, "--stop-file", "/proc/nowhere/stopping"], app());
    await running.line(/app ready/);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(running.stdout()).toMatch(/app got TERM/);
    expect(running.stderr()).toContain(`cannot remove the ready file '${folder}': EISDIR`);
    expect(running.stderr()).toContain("cannot create the stop file '/proc/nowhere/stopping': ENOENT");
  });

  test("a link in the stop file's place leads nowhere", async () => {
    const elsewhere = join(folder, "elsewhere");
    const running = start([...files(), "--delay", "100ms"], app());
    await running.line(/app ready/);
    symlinkSync(elsewhere, stopping);
    running.signal("SIGTERM");
    expect((await running.exited).code).toBe(0);
    expect(existsSync(elsewhere)).toBe(false);
    expect(lstatSync(stopping).isSymbolicLink()).toBe(true);
  });
});
