// `node scripts/build.ts`       everything: the init for both architectures, then dist/lastcall
// `node scripts/build.ts init`  the init alone
// LASTCALL_DIST names another folder than dist/; CC another compiler (scripts/build/compiler.ts).

import { existsSync } from "node:fs";
import { buildCoreModule, buildInit } from "./build/init.ts";
import { fromRoot } from "./build/paths.ts";

const [what = "all", ...rest] = process.argv.slice(2);
if (!["all", "init"].includes(what) || rest.length > 0) {
  console.error(`build: '${[what, ...rest].join(" ")}': nothing, or "init"`);
  process.exit(2);
}

try {
  await buildInit();
  await buildCoreModule();
  const executable = fromRoot("scripts/build/executable.ts");
  if (what === "all" && existsSync(executable)) {
    const { buildExecutable } = (await import(executable)) as { buildExecutable(): Promise<void> };
    await buildExecutable();
  }
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
