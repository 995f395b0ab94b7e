// ARCHITECTURE.md says one line about every source file: it must name all of them, and none that is gone.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const named = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+)`/g)].map((match) => match[1]);

/** Every file below a folder of the project, but those that the build writes. */
function filesOf(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files
    .map((path) => path.slice(root.length + 1))
    .filter((path) => !/^src\/init\/generated\/|\/node_modules\/|tsconfig\.json$/.test(path));
}

test.each(["src", "bin", "scripts"])("ARCHITECTURE.md names every file below %s", (folder) => {
  const files = filesOf(folder);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((path) => !named.includes(path))).toEqual([]);
});

test("every path that ARCHITECTURE.md names exists", () => {
  const built = /^(?:dist|build|src\/init\/generated)\b/;
  // node:ffi, vercel/pkg and the kernel's own files are not ours.
  const ours = named.filter((path) => /^(?:src|bin|scripts|test|bench|\.ci)\//.test(path) && !built.test(path));
  expect(ours.length).toBeGreaterThan(50);
  expect(ours.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
