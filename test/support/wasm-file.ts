// The Wasm modules that the build leaves behind. One that is older than its source would prove nothing, so it is refused.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

function youngest(folder: string): number {
  const times = readdirSync(join(root, folder)).map((name) => statSync(join(root, folder, name)).mtimeMs);
  return Math.max(...times);
}

/** The bytes of build/NAME.wasm, which was made from `folders`. */
export function wasmBytes(name: string, folders: string[]): Buffer<ArrayBuffer> {
  const file = join(root, "build", `${name}.wasm`);
  const builtAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) throw new Error(`build/${name}.wasm: missing: npm run build`);
  for (const folder of folders) {
    if (youngest(folder) > builtAt) throw new Error(`build/${name}.wasm: older than ${folder}: npm run build`);
  }
  return readFileSync(file);
}
