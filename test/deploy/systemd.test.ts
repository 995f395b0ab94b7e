// deploy/my-server.service: by systemd itself where it is there, and its times by the init's own parser.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tsCore } from "../support/core-ts.ts";
import { deployText } from "../support/deploy-files.ts";
import { initPath } from "../support/elf.ts";
import { describeIf, needsSystemd } from "../support/needs.ts";
import { stopOf, sumProblems } from "../support/stop-times.ts";

const unit = deployText("my-server.service");
const setting = (name: string): string => unit.match(new RegExp(`^${name}=(.*)$`, "m"))?.[1] ?? "";

test("its times are understood, and add up", () => {
  const stop = stopOf(setting("ExecStart").split(" "), {});
  expect(sumProblems(stop, tsCore.parseDuration(setting("TimeoutStopSec")))).toEqual([]);
  expect(stop.command).toEqual(["/usr/local/bin/entrypoint.sh", "my-server", "--port", "8080"]);
});

test("lastcall-init alone is told, and whoever is left is killed", () => {
  expect(setting("KillMode")).toBe("mixed");
  expect(tsCore.parseSignal(setting("KillSignal"))).toBe(15);
  expect(setting("Type")).toBe("exec");
});

describeIf(needsSystemd, "systemd-analyze verify", () => {
  const folder = mkdtempSync(join(tmpdir(), "lastcall-unit-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** It looks for the program, too: the init that was built stands in for the installed one. */
  function verify(text: string): { code: number | null; said: string } {
    const path = join(folder, "my-server.service");
    writeFileSync(path, text.replaceAll("/usr/local/bin/lastcall-init", initPath));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", path], {
      encoding: "utf8",
      timeout: 30_000,
    });
    // Other units of the machine may have faults of their own.
    return {
      code: status,
      said: stderr
        .split("\n")
        .filter((line) => line.includes("my-server"))
        .join("\n"),
    };
  }

  test("has nothing to say", () => {
    expect(verify(unit)).toEqual({ code: 0, said: "" });
  });

  test.each([
    ["an unknown setting", "TimeoutStopSec=30", "TimeoutStopSecs=30", /Unknown key.* 'TimeoutStopSecs'/],
    ["an unknown value", "KillMode=mixed", "KillMode=some", /Failed to parse kill mode/],
    [
      "a missing program",
      "/usr/local/bin/lastcall-init",
      "/usr/local/bin/no-such-init",
      /no-such-init is not executable/,
    ],
  ])("finds %s", (_, right, wrong, said) => {
    expect(unit).toContain(right);
    expect(verify(unit.replaceAll(right, wrong)).said).toMatch(said);
  });
});
