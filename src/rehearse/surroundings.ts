// What settling options needs of the machine, so that it can be tested without one.

import { readFileSync, statSync } from "node:fs";
import { BadOption, quote, type Spelling } from "./bad-option.ts";

export interface Surroundings {
  /** The text of a file, or of stdin (`-`). Throws as node:fs does. */
  read(path: string): string;
  isDirectory(path: string): boolean;
  /** For `${VAR}` in Compose files. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** How the user calls the options. */
  readonly spelling: Spelling;
}

/** This machine. */
export function machine(spelling: Spelling, variables: Surroundings["variables"]): Surroundings {
  return {
    read: (path) => readFileSync(path === "-" ? 0 : path, "utf8"),
    isDirectory,
    variables,
    spelling,
  };
}

/** Also false where we may not look. */
function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "no such folder",
};

/** A file that has to be there; `label` says who asks for it. Throws BadOption. */
export function readText(surroundings: Surroundings, label: string, path: string): string {
  try {
    return surroundings.read(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new BadOption(
      `${label} ${quote(path)}: ${reasons[code] ?? "cannot be read"}${code === "" ? "" : ` (${code})`}`,
    );
  }
}
