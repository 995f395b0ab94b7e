// `lastcall install` of dist/lastcall and of the npm package's bundle.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { replaceFile } from "../../src/cli/replace-file.ts";
import { executablePath } from "./executable-path.ts";

const dist = dirname(executablePath);
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lastcall-install-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ["dist/lastcall", [executablePath]],
  ["the npm package", [process.execPath, join(dist, "lastcall.cjs")]],
])("%s install", (_, command) => {
  const install = (...words: string[]) =>
    spawnSync("sh", ["-c", 'umask 077; exec "$@"', "sh", ...command, "install", ...words], {
      encoding: "utf8",
    });

  test.each(["x64", "arm64"])("writes the init for %s, executable for everybody", (arch) => {
    const path = join(folder, "init");
    writeFileSync(path, "what was there before", { mode: 0o600 });
    expect(install(path, "--arch", arch)).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(path).equals(readFileSync(join(dist, `lastcall-init-linux-${arch}`)))).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder)).toEqual(["init"]);
    rmSync(path);
  });

  test("writes this machine's init by default", () => {
    const path = join(folder, "init");
    expect(install(path)).toMatchObject({ status: 0 });
    const own = readFileSync(join(dist, `lastcall-init-linux-${process.arch}`));
    expect(readFileSync(path).equals(own)).toBe(true);
    rmSync(path);
  });

  test("does not replace a folder, nor one behind a link", () => {
    symlinkSync(folder, join(folder, "link"));
    for (const path of [folder, join(folder, "link"), join(folder, "new/")]) {
      const { status, stderr } = install(path);
      expect(status).toBe(125);
      expect(stderr).toMatch(/^lastcall: '.*': is a directory: [^\n]*lastcall-init'\n$/);
    }
    rmSync(join(folder, "link"));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("a file that cannot be completed is not left behind", () => {
  const own = mkdtempSync(join(tmpdir(), "lastcall-install-"));
  try {
    // No such mode: fchmod(2) comes after the bytes were written.
    expect(() => replaceFile(join(own, "init"), new Uint8Array(9), -1)).toThrow(/cannot write/);
    expect(readdirSync(own)).toEqual([]);
  } finally {
    rmSync(own, { recursive: true });
  }
});
