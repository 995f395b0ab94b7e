// dist/lastcall.cjs: the command line as one CommonJS file, which the npm package runs and dist/lastcall carries.

import { chmodSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { contained } from "./parts.ts";
import { distFolder, fromRoot } from "./paths.ts";

export function bundlePath(): string {
  return join(distFolder(), "lastcall.cjs");
}

export async function buildBundle(): Promise<void> {
  const { metafile } = await build({
    entryPoints: [fromRoot("bin/lastcall.ts")],
    outfile: bundlePath(),
    bundle: true,
    platform: "node",
    format: "cjs",
    // Older than what it needs, so that an older Node gets as far as bin/lastcall.ts' own words.
    target: "node16",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "inline",
    absWorkingDir: fromRoot(),
    // The names of modules are in the bundle: where a link leads is nobody's business.
    preserveSymlinks: true,
    metafile: true,
  });
  for (const name of packagesOf(Object.keys(metafile.inputs))) {
    const known = contained.some((part) => part.name === name && part.products.includes("bundle"));
    if (!known) throw new Error(`${name} is in the bundle, but scripts/build/parts.ts does not say so`);
  }
  chmodSync(bundlePath(), 0o755);
}

/** The npm packages that files come from. */
export function packagesOf(paths: readonly string[]): Set<string> {
  const names = paths.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? "");
  return new Set(names.filter((name) => name !== ""));
}
