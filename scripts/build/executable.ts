// dist/lastcall: the bundle, packed with the inits into a stripped Node by pkg, then given the entry stub.

import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { bundlePath } from "./bundle.ts";
import { architectures, chooseCompiler } from "./compiler.ts";
import { insertEntry } from "./entry.ts";
import { distFolder, fromRoot } from "./paths.ts";
import { run } from "./run.ts";
import { strip } from "./strip.ts";

const require = createRequire(import.meta.url);

/** Needs the bundle, the inits of both architectures and the completions in dist/. */
export async function buildExecutable(): Promise<void> {
  const output = join(distFolder(), "lastcall");
  const packed = fromRoot("build/lastcall-packed");
  const stub = await buildStub();
  rmSync(packed, { force: true });
  await pack(bundlePath(), strippedNode(), packed);
  writeFileSync(packed, insertEntry(readFileSync(packed), stub));
  chmodSync(packed, 0o755);
  renameSync(packed, output);
  console.log(`lastcall: ${statSync(output).size} bytes`);
}

/** The stub as a flat file; see src/native/entry. */
async function buildStub(): Promise<Buffer> {
  const target = architectures.find((one) => one.node === process.arch);
  const compiler = await chooseCompiler();
  if (target === undefined) throw new Error(`no entry stub for ${process.arch}`);
  const flags = ["-std=gnu11", "-Os", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fPIC", "-fno-builtin"];
  const none = ["-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-fomit-frame-pointer"];
  await run([...compiler.compile(target), ...flags, ...none, "-c", "src/native/entry/entry.c", "-o", "build/entry.o"]);
  const script = ["-T", "src/native/entry/entry.ld", "--oformat", "binary"];
  await run([...compiler.link(target), ...script, "build/entry.o", "-o", "build/entry.bin"]);
  return readFileSync(fromRoot("build/entry.bin"));
}

/** Without its symbols Node is a quarter smaller. */
function strippedNode(): string {
  const path = fromRoot("build/node");
  const source = require.resolve(`node-linux-${process.arch}/bin/node`);
  writeFileSync(path, strip(readFileSync(source)), { mode: 0o755 });
  return path;
}

/** pkg's path for single executable applications: with a Node given it downloads nothing. */
async function pack(entry: string, nodePath: string, output: string): Promise<void> {
  const { default: sea } = require("@yao-pkg/pkg/lib-es5/sea.js");
  const inits = architectures.map(({ node }) => `lastcall-init-linux-${node}`);
  const carried = [...inits, ...Object.values(completionFiles).map((name) => `completions/${name}`)];
  await sea(entry, {
    nodePath,
    targets: [
      {
        nodeRange: `node${process.versions.node.split(".")[0]}`,
        platform: "linux",
        arch: process.arch,
        output,
      },
    ],
    seaConfig: {
      // NODE_OPTIONS is the app's: Node must not read it here.
      execArgvExtension: "none",
      execArgv: ["--disable-warning=ExperimentalWarning"],
      useCodeCache: true,
      assets: Object.fromEntries(carried.map((name) => [name, join(distFolder(), name)])),
    },
  });
}
