// `lastcall install` of dist/lastcall and of the npm package's bundle.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

  test.each([
    ["x64", "x64"],
    ["arm64", "arm64"],
    ["amd64", "x64"],
    ["x86_64", "x64"],
    ["aarch64", "arm64"],
  ])("--arch %s writes the init for %s, executable for everybody", (name, arch) => {
    const path = join(folder, "init");
    writeFileSync(path, "what was there before", { mode: 0o600 });
    expect(install(path, "--arch", name)).toMatchObject({ status: 0, stderr: "" });
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

  test("leaves a file alone that is the init already, but not one that cannot be executed, nor a link", () => {
    const path = join(folder, "init");
    expect(install(path)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^wrote /) });
    const { ino, mtimeNs } = statSync(path, { bigint: true });
    expect(install(path)).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringMatching(/^nothing to write: /),
    });
    expect(statSync(path, { bigint: true })).toMatchObject({ ino, mtimeNs });
    chmodSync(path, 0o644);
    expect(install(path)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^wrote /) });
    expect(statSync(path).mode & 0o777).toBe(0o755);
    symlinkSync(path, join(folder, "link"));
    expect(install(join(folder, "link"))).toMatchObject({ status: 0, stdout: expect.stringMatching(/^wrote /) });
    expect(lstatSync(join(folder, "link")).isFile()).toBe(true);
    rmSync(join(folder, "link"));
    rmSync(path);
  });

  test("an architecture without an init is one line and 125", () => {
    for (const arch of ["riscv64", "constructor"]) {
      const { status, stderr } = install(join(folder, "init"), "--arch", arch);
      expect(status).toBe(125);
      expect(stderr).toBe(`lastcall: --arch '${arch}': expected x64 or arm64\n`);
    }
    expect(readdirSync(folder)).toEqual([]);
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
