// The npm package as a tarball whose bytes depend on its files' names and contents only. npm itself sees to order, owner
// and times; modes come from the working tree, where they depend on the umask of whoever checked it out.

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromRoot } from "../build/paths.ts";

interface PackedFile {
  readonly path: string;
  readonly mode: number;
}

interface Packed {
  readonly filename: string;
  readonly files: readonly PackedFile[];
}

/** Packs into `folder`. The paths of what is in the tarball, and its own name. */
export function packPackage(folder: string): { filename: string; paths: string[] } {
  const copy = fromRoot("build/release/package");
  rmSync(copy, { recursive: true, force: true });
  for (const { path, mode } of npmPack(fromRoot(), "--dry-run").files) {
    const target = join(copy, path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(fromRoot(path), target);
    chmodSync(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
  }
  const { filename, files } = npmPack(copy, "--pack-destination", folder);
  return { filename, paths: files.map(({ path }) => path) };
}

/** `npm pack` without scripts: they would build, and what they print is not JSON. */
function npmPack(cwd: string, ...options: string[]): Packed {
  const words = ["pack", "--json", "--ignore-scripts", "--offline", "--loglevel=error", ...options];
  const [packed] = JSON.parse(execFileSync("npm", words, { cwd, encoding: "utf8" })) as Packed[];
  return packed;
}
