// Texts that the init prints as they are, made here from src/core and put into the module byte by byte: a string of
// AssemblyScript's takes two bytes a letter, and the code that puts the help together is not needed at run time.

import { mkdirSync, writeFileSync } from "node:fs";
import { importCore } from "./core.ts";
import { fromRoot } from "./paths.ts";

/** Writes src/init/generated/help.ts. */
export async function generateTexts(): Promise<void> {
  const { helpText, version } = await importCore();
  const lines = [
    "// Written by scripts/build/texts.ts from src/core/help.ts. Not to be edited.",
    "",
    ...staticBytes("help", helpText("lastcall-init")),
    ...staticBytes("version", `lastcall-init ${version}\n`),
  ];
  mkdirSync(fromRoot("src/init/generated"), { recursive: true });
  const file = fromRoot("src/init/generated/help.ts");
  writeFileSync(file, `${lines.join("\n")}\n`);
}

function staticBytes(name: string, text: string): string[] {
  const bytes = [...Buffer.from(text, "utf8")];
  return [
    `export const ${name}Start: usize = memory.data<u8>([${bytes.join(", ")}]);`,
    `export const ${name}Length: i32 = ${bytes.length};`,
  ];
}
