// Loads src/core, or another part of src, into Node, for scripts that print what it says. Node strips types but not
// parameter properties and enums, so esbuild compiles it first.

import { build } from "esbuild";
import { fromRoot } from "./paths.ts";

/** What scripts take from src/core. */
export interface Core {
  helpText(program: string): string;
  version: string;
  /** The names of the inits that lastcall-init stands in for, after its own: "a, b|c". */
  programs: string;
  As: Readonly<Record<"Tini" | "DumbInit" | "Catatonit", number>>;
  helpTextAs(as: number): string;
  versionAs(as: number): string;
  optionsOf(as: number): string;
  /** The names of the signals from 1 to 31, each with a comma behind it. */
  signalNames: string;
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
  export { As, optionsOf, programs } from "./src/core/as.ts";
  export { version } from "./src/core/version.ts";
  export { signalNames } from "./src/core/signal.ts";
  import { FlagId } from "./src/core/flags.ts";
  import { flagOf } from "./src/core/help.ts";
  export const flags = Array.from({ length: FlagId.Version + 1 }, (_, id) => flagOf(id));
`;

export function importCore(): Promise<Core> {
  return importSource(entry);
}

/** The module that `contents` is; it imports by paths from the root. */
export async function importSource<T>(contents: string): Promise<T> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fromRoot(".") },
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "silent",
    // Imported when `lastcall run` becomes the init, and never here: it would load node:ffi, with a warning.
    external: ["../handover/*"],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
