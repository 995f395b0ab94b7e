// Wasm -> C: what src/native includes of a module. Besides wasm2c's output that is its packed data and its sizes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { markCold } from "./cold.ts";
import { nearBytes, packData, piecesLength } from "./data-stream.ts";
import { fromRoot } from "./paths.ts";
import { nodeTool, run } from "./run.ts";
import { splitData } from "./wasm-data.ts";

/** A folder with init-module.c, init-module.h, data-stream.inc and module-sizes.h. */
export interface CModule {
  readonly folder: string;
}

/** Translates a Wasm module into `folder`, a path relative to the root. */
export async function writeModule(wasm: Uint8Array, folder: string): Promise<CModule> {
  mkdirSync(fromRoot(folder), { recursive: true });
  const { module, memory, pages, tableEntries, watched } = splitData(wasm);
  writeFileSync(fromRoot(folder, "module.wasm"), module);
  writeFileSync(fromRoot(folder, "data-stream.inc"), cBytes(packData(memory)));
  writeFileSync(
    fromRoot(folder, "module-sizes.h"),
    [
      `#define MEMORY_PAGES ${pages}`,
      `#define PIECES_BYTES ${piecesLength(memory)}`,
      `#define NEAR_BYTES ${nearBytes(memory)}`,
      `#define TABLE_ENTRIES ${tableEntries}`,
      `#define HAS_WATCH ${Number(watched)}`,
      "",
    ].join("\n"),
  );
  const source = `${folder}/init-module.c`;
  await run([...nodeTool("wabt/bin/wasm2c"), "-n", "init", `${folder}/module.wasm`, "-o", source]);
  const code = markCold(tune(readFileSync(fromRoot(source), "utf8")));
  writeFileSync(fromRoot(source), code);
  return { folder };
}

/** An array initializer. */
function cBytes(bytes: Uint8Array): string {
  return bytes.join(",").replace(/((?:\d+,){32})/g, "$1\n");
}

// Places in what wasm2c (wabt 1.0.39) writes, for code that is smaller. No access goes unchecked.
const TUNED: readonly (readonly [RegExp, string])[] = [
  // A load and a store, to be written by src/native/*/access.h, and always inlined: they are an instruction each.
  [
    /^ {4}wasm_rt_memcpy\(&result, MEM_ADDR_MEMOP\(mem, addr, sizeof\(t1\)\), +\\\n +sizeof\(t1\)\); +\\$/gm,
    "    result = LOAD(t1, addr); \\",
  ],
  [
    /^ {4}wasm_rt_memcpy\(MEM_ADDR_MEMOP\(mem, addr, sizeof\(t1\)\), &wrapped, +\\\n +sizeof\(t1\)\); +\\$/gm,
    "    STORE(t1, addr, wrapped); \\",
  ],
  [/static inline (t3 name##_unchecked|void name##_unchecked|return_type name##_default32)/g, "INLINE $1"],
  // Base and size of the only memory are constants here, not fields to be loaded. Two numbers of 32 bits do not overflow
  // 64 when they are added.
  [/&\(\(mem\)->data\[addr\]\)/g, "(linear_memory + (addr))"],
  [
    /^ {4}if \(UNLIKELY\(add_overflow\(offset, len, &res\)\)\) +\\\n {6}TRAP\(OOB\); +\\\n {4}if \(UNLIKELY\(res > \(mem\)->size\)\) +\\$/gm,
    "    if (outside(offset, len)) \\",
  ],
  // It is the address before its constant offset that is checked (src/native/runtime.h, inside): one check serves all fields
  // of an object.
  [/^ {2}if \(UNLIKELY\(a \+ \(uint64_t\)sizeof\(t\) > mem->size\)\) +\\\n {4}TRAP\(OOB\);$/gm, ""],
  [/_default32\(&instance->w2c_memory, \(u64\)\(/g, "_default32(&instance->w2c_memory, inside("],
  // Reads that nobody uses need not happen: they are to fault at a guard page, which we have not.
  [/#define (FORCE_READ_(?:INT|FLOAT))\(var\) __asm__\("" ::"\w"\(var\)\);/g, "#define $1(var)"],
];

// The same, where a module has them.
const TUNED_IF_THERE: typeof TUNED = [
  [/instance->w2c_memory\.pages/g, "MEMORY_PAGES"],
  // The instance is zeros before its globals are initialised.
  [/(?<=^static void init_globals\([^}]*)^ {2}instance->w2c_g\d+ = 0(u|ull|\.0);\n/gm, ""],
];

// Less than the page that inside() keeps free behind an address, by the widest access.
const LARGEST_OFFSET = 65536 - 8;

function tune(source: string): string {
  for (const [, offset] of source.matchAll(/_default32\(&instance->w2c_memory, \(u64\)\(\w+\) \+ (\d+)u/g)) {
    if (Number(offset) > LARGEST_OFFSET) throw new Error(`an offset of ${offset} is not checked`);
  }
  for (const [theirs, ours] of TUNED) {
    if (source.search(theirs) < 0) throw new Error(`wasm2c's output has changed: no ${theirs}`);
    source = source.replaceAll(theirs, ours);
  }
  for (const [theirs, ours] of TUNED_IF_THERE) source = source.replaceAll(theirs, ours);
  return source;
}
