// Wasm -> smaller Wasm, with binaryen, which asc itself is built on. The module's initialisers (tables, buffers, objects)
// run here instead of in every process: what they make becomes data, and their code is not needed any more. They call
// no import, or the evaluation would stop there and what is left would run at the start as before.

import { readFileSync } from "node:fs";
import { fromRoot } from "./paths.ts";
import { nodeTool, run } from "./run.ts";

/** The name under which asc is to export the initialisers. */
export const START = "_start";

// What asc uses of Wasm beyond its first version, and wasm2c understands.
const FEATURES = ["bulk-memory", "bulk-memory-opt", "mutable-globals", "nontrapping-float-to-int", "sign-ext"];

/** Evaluates START in the module `wasm` and optimises again, as its globals are constants now. */
export async function shrink(wasm: string): Promise<void> {
  const features = FEATURES.map((name) => `--enable-${name}`);
  await run([...nodeTool("binaryen/bin/wasm-ctor-eval"), ...features, "--quiet", "-c", START, wasm, "-o", wasm]);
  const left = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(fromRoot(wasm))));
  if (left.some(({ name }) => name === START)) {
    throw new Error(
      `${wasm}: an initialiser does not run at build time: does it fit into initialMemory (asconfig.json)?`,
    );
  }
  await run([...nodeTool("binaryen/bin/wasm-opt"), ...features, "-Oz", "--converge", wasm, "-o", wasm]);
}
