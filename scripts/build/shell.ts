// Writes what a shell reads: dist/completions.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completionFiles } from "../../src/cli/completion-files.ts";
import { bashCompletion } from "../completions/bash.ts";
import { fishCompletion } from "../completions/fish.ts";
import { type Tool, toolOf } from "../completions/tool.ts";
import { zshCompletion } from "../completions/zsh.ts";
import { importCommands } from "./commands.ts";
import { importCore } from "./core.ts";
import { distFolder } from "./paths.ts";

/** Each generator gets the same description. */
const generators: Record<keyof typeof completionFiles, (tool: Tool) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function writeShellFiles(): Promise<void> {
  const tool = toolOf(await importCore(), await importCommands());
  const folder = join(distFolder(), "completions");
  mkdirSync(folder, { recursive: true });
  for (const shell of ["bash", "zsh", "fish"] as const) {
    writeFileSync(join(folder, completionFiles[shell]), generators[shell](tool));
  }
}
