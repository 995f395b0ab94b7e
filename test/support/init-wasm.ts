// The init's Wasm for the fake kernel: the module that goes into the ELF, its variables made visible.

import { type Ending, FakeKernel, type Options } from "./fake-kernel.ts";
import { wasmBytes } from "./wasm-file.ts";
import { exportGlobals } from "./wasm-globals.ts";

export const initModule = new WebAssembly.Module(exportGlobals(wasmBytes("init", ["src/core", "src/init"])));

export interface Played {
  kernel: FakeKernel;
  ending: Ending;
}

/** Sets a kernel up, runs the init on it, and answers both. */
export function play(options: Options, setUp: (kernel: FakeKernel) => void = () => {}): Played {
  const kernel = new FakeKernel(options);
  setUp(kernel);
  return { kernel, ending: kernel.run(initModule) };
}

/** What was sent to whom and when, without what starting takes. */
export function sent(kernel: FakeKernel): string[] {
  return kernel.trace.filter((line) => / (kill|sigqueue) /.test(line));
}
