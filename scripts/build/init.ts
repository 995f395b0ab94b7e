// The init: TypeScript -> Wasm (asc) -> C (wasm2c) -> one static ELF per architecture, and the core's Wasm for the
// parity tests.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { architectures, chooseCompiler } from "./compiler.ts";
import { buildElf } from "./elf.ts";
import { writeModule } from "./module.ts";
import { distFolder, fromRoot } from "./paths.ts";
import { nodeTool, run } from "./run.ts";
import { START, shrink } from "./shrink.ts";
import { generateTexts } from "./texts.ts";

/** Builds dist/lastcall-init-linux-* and, for this machine, dist/lastcall-init. */
export async function buildInit(): Promise<void> {
  mkdirSync(fromRoot("build"), { recursive: true });
  await generateTexts();
  await buildExecutables("src/init/main.ts", "init", join(distFolder(), "lastcall-init"), "src/init/buffers.ts");
}

/**
 * Builds `output`-linux-* and `output` from the module that `entry` is; build/NAME.wasm and build/NAME lie between. The initialisers
 * of `last` run after its own.
 */
export async function buildExecutables(entry: string, name: string, output: string, ...last: string[]): Promise<void> {
  const compiler = await chooseCompiler();
  const wasm = `build/${name}.wasm`;
  await assemblyScript("init", entry, wasm, "--exportStart", START, ...last);
  await shrink(wasm);
  const module = await writeModule(readFileSync(fromRoot(wasm)), `build/${name}`);
  await Promise.all(
    architectures.map(async (target) => {
      const artifact = `${output}-linux-${target.node}`;
      if (!compiler.builds(target)) {
        console.error(`build: ${basename(artifact)}: left out: this ${compiler.name} builds for its own machine only`);
        return;
      }
      await buildElf(compiler, target, module, artifact);
      if (target.node === process.arch) {
        // A file that is being executed cannot be written to (ETXTBSY), but replaced.
        rmSync(output, { force: true });
        copyFileSync(artifact, output);
      }
      console.log(`${basename(artifact)}: ${statSync(artifact).size} bytes (${compiler.name})`);
    }),
  );
}

/** Builds build/core.wasm. */
export async function buildCoreModule(): Promise<void> {
  const entry = "src/core/wasm-entry.ts";
  if (existsSync(fromRoot(entry))) await assemblyScript("core", entry, "build/core.wasm");
}

function assemblyScript(target: string, entry: string, outFile: string, ...options: string[]): Promise<string> {
  const asc = nodeTool("assemblyscript/bin/asc.js");
  return run([...asc, entry, "--target", target, "--outFile", outFile, ...options]);
}
