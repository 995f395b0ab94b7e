// The init: TypeScript -> Wasm (asc) -> C (wasm2c) -> one static ELF per architecture, and the core's Wasm for the
// parity tests.

import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Architecture, architectures, type Compiler, chooseCompiler } from "./compiler.ts";
import { packData } from "./data-stream.ts";
import { distFolder, fromRoot } from "./paths.ts";
import { nodeTool, run } from "./run.ts";
import { generateTexts } from "./texts.ts";
import { splitData } from "./wasm-data.ts";

// Smallest code. No runtime of a compiler's own, no unwind tables, no position-independent code: the addresses of
// linear memory and of the instance are constants, which also lets clang turn bounds into immediate operands.
const COMPILE = [
  "-std=c11",
  "-w",
  "-Oz",
  "-ffreestanding",
  "-nostdinc",
  "-fno-pic",
  "-fno-pie",
  "-fwrapv",
  "-fno-strict-aliasing",
  "-fno-stack-protector",
  "-fno-asynchronous-unwind-tables",
  "-fno-unwind-tables",
  "-fno-ident",
  "-fno-sanitize=all",
  "-fomit-frame-pointer",
  "-fmerge-all-constants",
];

/** Builds dist/lastcall-init-linux-* and, for this machine, dist/lastcall-init. */
export async function buildInit(): Promise<void> {
  mkdirSync(fromRoot("build"), { recursive: true });
  const compiler = await chooseCompiler();
  await generateTexts();
  await assemblyScript("init", "src/init/main.ts");
  const split = splitData(readFileSync(fromRoot("build/init.wasm")));
  writeFileSync(fromRoot("build/init-module.wasm"), split.module);
  writeFileSync(fromRoot("build/data-stream.inc"), cBytes(packData(split.memory)));
  const wasm2c = nodeTool("wabt/bin/wasm2c");
  await run([...wasm2c, "-n", "init", "build/init-module.wasm", "-o", "build/init-module.c"]);
  const sizes = [`-DMEMORY_PAGES=${split.pages}`, `-DTABLE_ENTRIES=${split.tableEntries}`];
  await Promise.all(architectures.map((target) => buildElf(compiler, target, sizes)));
}

/** Builds build/core.wasm. */
export async function buildCoreModule(): Promise<void> {
  const entry = "src/core/wasm-entry.ts";
  if (existsSync(fromRoot(entry))) await assemblyScript("core", entry);
}

function assemblyScript(target: string, entry: string): Promise<string> {
  return run([...nodeTool("assemblyscript/bin/asc.js"), entry, "--target", target]);
}

async function buildElf(compiler: Compiler, target: Architecture, sizes: string[]): Promise<void> {
  const artifact = `lastcall-init-linux-${target.node}`;
  if (!compiler.builds(target)) {
    console.error(`build: ${artifact}: left out: this ${compiler.name} builds for its own machine only`);
    return;
  }
  const object = `build/init-${compiler.name}-${target.node}.o`;
  const includes = ["src/native/include", `src/native/${target.machine}`, "build"].map((folder) => `-I${folder}`);
  await run([...compiler.compile(target), ...COMPILE, ...sizes, ...includes, "-c", "src/native/init.c", "-o", object]);
  const output = join(distFolder(), artifact);
  await run([
    ...compiler.link(target),
    ...["-static", "-s", "--gc-sections", "--build-id=none", "-T", "src/native/link.ld"],
    ...["-z", `max-page-size=${target.maxPageSize}`, "-o", output, object],
  ]);
  chmodSync(output, 0o755);
  if (target.node === process.arch) copyFileSync(output, join(distFolder(), "lastcall-init"));
  console.log(`${artifact}: ${statSync(output).size} bytes (${compiler.name})`);
}

/** An array initializer. */
function cBytes(bytes: Uint8Array): string {
  return bytes.join(",").replace(/((?:\d+,){32})/g, "$1\n");
}
