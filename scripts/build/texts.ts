// Texts that the init prints as they are, made here from src/core and put into the module byte by byte: a string of
// AssemblyScript's takes two bytes a letter, and the code that puts the help together is not needed at run time.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { importCore } from "./core.ts";
import { fromRoot } from "./paths.ts";

/** Writes src/init/generated/texts.ts: help, version and licence of each program, in the order of As. */
export async function generateTexts(): Promise<void> {
  const { As, helpText, helpTextAs, version, versionAs } = await importCore();
  const licence = licenceLine();
  const texts = [helpText("lastcall-init"), `lastcall-init ${version}\n`, licence];
  for (const as of [As.Tini, As.DumbInit, As.Catatonit]) texts.push(helpTextAs(as), versionAs(as), licence);
  const bytes = [...Buffer.from(`${texts.join("\0")}\0`, "utf8")];
  const lines = [
    "// Written by scripts/build/texts.ts from src/core. Not to be edited.",
    "",
    `export const textsStart: usize = memory.data<u8>([${bytes.join(", ")}]);`,
  ];
  mkdirSync(fromRoot("src/init/generated"), { recursive: true });
  writeFileSync(fromRoot("src/init/generated/texts.ts"), `${lines.join("\n")}\n`);
}

/** Its name and whose it is: the first line and the third of LICENSE. */
function licenceLine(): string {
  const [name, , holder] = readFileSync(fromRoot("LICENSE"), "utf8").split("\n");
  return `${name}, ${holder}\n`;
}
