// Loads src/core into Node, for scripts that print what it says. Node strips types but not parameter properties and
// enums, so esbuild compiles it first.

import { build } from "esbuild";
import { fromRoot } from "./paths.ts";

/** What scripts take from src/core. */
export interface Core {
  helpText(program: string): string;
  version: string;
  As: Readonly<Record<"Tini" | "DumbInit" | "Catatonit", number>>;
  helpTextAs(as: number): string;
  versionAs(as: number): string;
  flags: readonly Flag[];
  fallbackOf(id: number): string;
  helpOf(id: number): string;
}

/** A row of src/core/help.ts. */
export interface Flag {
  readonly id: number;
  readonly short: string;
  readonly long: string;
  readonly value: string;
  readonly variable: string;
}

const entry = `
  export { fallbackOf, helpOf, helpText, helpTextAs, versionAs } from "./src/core/help.ts";
  export { As } from "./src/core/as.ts";
  export { version } from "./src/core/version.ts";
  import { FlagId } from "./src/core/flags.ts";
  import { flagOf } from "./src/core/help.ts";
  export const flags = Array.from({ length: FlagId.Version + 1 }, (_, id) => flagOf(id));
`;

export async function importCore(): Promise<Core> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: fromRoot(".") },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
