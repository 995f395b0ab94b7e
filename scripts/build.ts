// `node scripts/build.ts`          everything: the init for both architectures, the npm package's files, dist/lastcall
// `node scripts/build.ts init`     the init, the manual and the completions
// `node scripts/build.ts package`  what the npm package holds
// LASTCALL_DIST names another folder than dist/; CC another compiler (scripts/build/compiler.ts).

import { buildCoreModule, buildInit } from "./build/init.ts";
import { writeShellFiles } from "./build/shell.ts";

const [what = "all", ...rest] = process.argv.slice(2);
if (!["all", "init", "package"].includes(what) || rest.length > 0) {
  console.error(`build: '${[what, ...rest].join(" ")}': nothing, "init" or "package"`);
  process.exit(2);
}

try {
  await buildInit();
  await writeShellFiles();
  if (what !== "package") await buildCoreModule();
  if (what !== "init") {
    const { buildBundle } = await import("./build/bundle.ts");
    const { buildLibrary } = await import("./build/library.ts");
    const { writeNotices } = await import("./build/notices.ts");
    await buildBundle();
    await buildLibrary();
    writeNotices();
  }
  if (what === "all") {
    const { buildExecutable } = await import("./build/executable.ts");
    await buildExecutable();
  }
} catch (error) {
  console.error(`build: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
