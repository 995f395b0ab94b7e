// Texts that the init prints as they are, made here from src/core and put into the module byte by byte: a string of
// AssemblyScript's takes two bytes a letter, and the code that puts the help together is not needed at run time.

import { mkdirSync, writeFileSync } from "node:fs";
import { importCore } from "./core.ts";
import { fromRoot } from "./paths.ts";

const LICENSE = "MIT License, Copyright (c) 2026 the lastcall authors\n";

/** Writes src/init/generated/texts.ts: help, version and licence of each program, in the order of As. */
export async function generateTexts(): Promise<void> {
  const { As, helpText, helpTextAs, version, versionAs } = await importCore();
  const texts = [helpText("lastcall-init"), `lastcall-init ${version}\n`, LICENSE];
  for (const as of [As.Tini, As.DumbInit, As.Catatonit]) texts.push(helpTextAs(as), versionAs(as), LICENSE);
  const bytes = [...Buffer.from(`${texts.join("\0")}\0`, "utf8")];
  const lines = [
    "// Written by scripts/build/texts.ts from src/core. Not to be edited.",
    "",
    `export const textsStart: usize = memory.data<u8>([${bytes.join(", ")}]);`,
  ];
  mkdirSync(fromRoot("src/init/generated"), { recursive: true });
  writeFileSync(fromRoot("src/init/generated/texts.ts"), `${lines.join("\n")}\n`);
}
