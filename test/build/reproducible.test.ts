// The same source gives the same bytes, in whatever folder it is built: nothing of the place ends up in the executable.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fromRoot } from "../../scripts/build/paths.ts";

const SOURCES = ["src", "scripts", "asconfig.json", "package.json"];
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function buildElsewhere(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.push(folder);
  for (const source of SOURCES) cpSync(fromRoot(source), join(folder, source), { recursive: true });
  symlinkSync(fromRoot("node_modules"), join(folder, "node_modules"));
  const { LASTCALL_DIST: _, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.ts", "init"], {
    cwd: folder,
    env: { ...env, HOME: join(folder, "read-only-home") },
    encoding: "utf8",
  });
  expect(stderr).not.toMatch(/error/);
  expect(status).toBe(0);
  return folder;
}

describe("the build of the init", () => {
  it("gives identical bytes in two folders", { timeout: 180_000 }, () => {
    const first = buildElsewhere("lastcall-a-");
    const second = buildElsewhere("lastcall-another-place-");
    for (const name of ["lastcall-init-linux-x64", "lastcall-init-linux-arm64"]) {
      const [one, two] = [first, second].map((folder) => readFileSync(join(folder, "dist", name)));
      expect(one.equals(two), name).toBe(true);
      expect(one.includes(tmpdir()), `${name} names a folder`).toBe(false);
    }
  });
});
