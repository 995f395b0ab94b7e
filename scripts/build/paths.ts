// Where the build reads and writes. Paths given to a compiler are relative to the root, so that none ends up in its
// output.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository's root: every tool runs there. */
export const root = resolve(import.meta.dirname, "../..");

/** An absolute path below the root. */
export function fromRoot(...parts: string[]): string {
  return join(root, ...parts);
}

/** The folder that receives the artifacts: dist/, or LASTCALL_DIST. */
export function distFolder(): string {
  const folder = resolve(root, process.env.LASTCALL_DIST || "dist");
  mkdirSync(folder, { recursive: true });
  return folder;
}
