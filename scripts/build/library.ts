// dist/index.cjs and its types: what `import { rehearse } from "lastcall"` is.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { distFolder, fromRoot } from "./paths.ts";
import { nodeTool } from "./run.ts";

const SPECIFIER = /(?<=\bfrom "|\bimport\(")(\.[^"]+)\.ts(?=")/g;

export async function buildLibrary(): Promise<void> {
  await build({
    entryPoints: [fromRoot("src/rehearse/index.ts")],
    outfile: join(distFolder(), "index.cjs"),
    bundle: true,
    platform: "node",
    // Node finds the names that a module imports from it, and jest takes it as it is.
    format: "cjs",
    target: "node22",
    legalComments: "inline",
    absWorkingDir: fromRoot(),
    preserveSymlinks: true,
    logLevel: "warning",
  });
  writeTypes();
}

/** The declarations that the library's own reach, and no others. */
function writeTypes(): void {
  const folder = mkdtempSync(join(tmpdir(), "lastcall-types-"));
  try {
    const [node = "", ...tsc] = nodeTool("typescript/bin/tsc");
    execFileSync(node, [...tsc, "-p", "tsconfig.types.json", "--outDir", folder], { cwd: fromRoot() });
    const target = join(distFolder(), "types");
    rmSync(target, { recursive: true, force: true });
    const pending = ["rehearse/index"];
    const seen = new Set(pending);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const text = readFileSync(join(folder, `${name}.d.ts`), "utf8");
      const file = join(target, `${name}.d.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text.replace(SPECIFIER, "$1.js"));
      for (const [path] of text.matchAll(SPECIFIER)) {
        const next = relative(folder, join(folder, dirname(name), path)).replace(/\.ts$/, "");
        if (seen.has(next)) continue;
        seen.add(next);
        pending.push(next);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
