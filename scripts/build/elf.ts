// C -> one static ELF: src/native and a module as one translation unit, one object, one link.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Architecture, Compiler } from "./compiler.ts";
import type { CModule } from "./module.ts";
import { fromRoot } from "./paths.ts";
import { run } from "./run.ts";
import { cutSections } from "./strip.ts";

// Smallest code. No runtime of a compiler's own, no unwind tables, no position-independent code: the address of linear
// memory is a constant. Signed overflow wraps as in Wasm. No header but ours is looked at.
const COMPILE = [
  "-std=gnu11",
  "-w",
  "-Oz",
  "-ffreestanding",
  "-nostdinc",
  "-fno-pic",
  "-fno-pie",
  "-fwrapv",
  "-ffp-contract=off",
  "-fno-strict-aliasing",
  "-fno-stack-protector",
  "-fno-asynchronous-unwind-tables",
  "-fno-unwind-tables",
  "-fno-ident",
  "-fno-sanitize=all",
  "-fomit-frame-pointer",
  "-fmerge-all-constants",
  "-fno-jump-tables",
];

// The page size is that of the largest pages of any kernel for the architecture; it costs nothing in the file.
const LINK = ["-static", "-s", "--gc-sections", "--build-id=none", "-T", "src/native/link.ld"];

/** Compiles and links `module` for `target` into the file `output`. */
export async function buildElf(
  compiler: Compiler,
  target: Architecture,
  module: CModule,
  output: string,
): Promise<void> {
  const object = `${module.folder}/${compiler.name}-${target.node}.o`;
  const folders = ["src/native/include", `src/native/${target.machine}`, module.folder];
  await run([
    ...compiler.compile(target),
    ...COMPILE,
    ...folders.map((folder) => `-I${folder}`),
    ...["-c", "src/native/init.c", "-o", object],
  ]);
  const pages = ["-z", `max-page-size=${target.maxPageSize}`];
  const linked = object.replace(/o$/, "elf");
  await run([...compiler.link(target), ...LINK, ...pages, "-o", linked, object]);
  rmSync(output, { force: true });
  writeFileSync(output, cutSections(readFileSync(fromRoot(linked))), { mode: 0o755 });
}
