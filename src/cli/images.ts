// Where the inits and the completions are: assets of dist/lastcall, files beside the bundle in the npm package.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getRawAsset } from "node:sea";
import { Failure, reasonOf } from "./failure.ts";
import type { Architecture } from "./platform.ts";

export function initName(arch: Architecture): string {
  return `lastcall-init-linux-${arch}`;
}

/** In the npm package: the bundle and the inits are in one folder. */
export function packagedPath(arch: Architecture): string {
  return join(__dirname, initName(arch));
}

export function initBytes(arch: Architecture, packed: boolean): Uint8Array {
  return carried("the init is", initName(arch), packed);
}

/** What `lastcall completion` prints, as scripts/build/shell.ts has written it. */
export function completionText(file: string, packed: boolean): string {
  return Buffer.from(carried("the completions are", `completions/${file}`, packed)).toString("utf8");
}

function carried(what: string, name: string, packed: boolean): Uint8Array {
  if (packed) return new Uint8Array(getRawAsset(name));
  const path = join(__dirname, name);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(`${what} missing from the package: ${path}: ${reasonOf(error)}`);
  }
}
