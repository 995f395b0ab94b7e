// Memory safety at the border: no import of the native layer reads or writes outside linear memory, whatever the
// module asks for. The module here is a probe, built by the same steps as the init.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildExecutables } from "../../scripts/build/init.ts";

const folder = mkdtempSync(join(tmpdir(), "lastcall-bounds-"));
const probe = join(folder, "probe");

beforeAll(() => buildExecutables("test/fixtures/native-probe.ts", "native-probe", probe));
afterAll(() => rmSync(folder, { recursive: true }));

function run(word: string) {
  const { status, stdout, stderr } = spawnSync(probe, [word], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { code: status, lines: stdout.split("\n").slice(0, -1), stderr };
}

describe("the native layer", () => {
  it("answers -EFAULT where a byte would lie outside linear memory", () => {
    const { code, lines } = run("a");
    expect(lines).toEqual(new Array(27).fill("-14"));
    expect(code).toBe(9);
  });

  it("lets the kernel, and machine addresses, have the last bytes of linear memory", () => {
    expect(run("b")).toEqual({ code: 9, lines: ["0", "0", "0", "0", "7"], stderr: "" });
  });

  it.each([
    ["a store behind linear memory", "c"],
    ["a store that begins inside linear memory and ends behind it", "g"],
    ["a machine address below the arguments", "d"],
    ["a machine address that ends behind linear memory", "e"],
    ["a machine address that is before linear memory", "h"],
  ])("traps at %s: one line, exit code 125", (_, word) => {
    const { code, lines, stderr } = run(word);
    expect(stderr).toMatch(/^lastcall: internal error: trap \d+\n$/);
    expect(lines).toEqual([]);
    expect(code).toBe(125);
  });

  it("refuses to grow memory", () => {
    expect(run("f")).toEqual({ code: 9, lines: ["-1"], stderr: "" });
  });
});
