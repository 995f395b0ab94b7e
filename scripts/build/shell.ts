// Writes what a shell and man(1) read: dist/man/lastcall-init.1 and dist/completions. No date but the manual's own, so
// that two builds give the same bytes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { bashCompletion } from "../completions/bash.ts";
import { fishCompletion } from "../completions/fish.ts";
import { type Tool, toolOf } from "../completions/tool.ts";
import { zshCompletion } from "../completions/zsh.ts";
import { manual } from "../manual/manual.ts";
import { importCommands } from "./commands.ts";
import { importCore } from "./core.ts";
import { distFolder, fromRoot } from "./paths.ts";

/** Each generator gets the same description. */
const generators: Record<keyof typeof completionFiles, (tool: Tool) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function writeShellFiles(): Promise<void> {
  const core = await importCore();
  const tool = toolOf(core, await importCommands());
  const folders = { man: join(distFolder(), "man"), completions: join(distFolder(), "completions") };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const text = readFileSync(fromRoot("scripts/manual/lastcall-init.md"), "utf8");
  writeFileSync(join(folders.man, "lastcall-init.1"), manual(text, core));
  for (const shell of ["bash", "zsh", "fish"] as const) {
    writeFileSync(join(folders.completions, completionFiles[shell]), generators[shell](tool));
  }
}
