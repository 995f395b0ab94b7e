// Files of NAME=VALUE lines: Compose's `env_file`, and the `.env` beside a Compose file (Compose specification, env_file format).

import { Wrong } from "../bad-option.ts";
import { interpolate, type Lookup } from "./interpolate.ts";

/** A line, whose value may be quoted and then go on over several; or a comment; or nothing. */
const ENTRY =
  /[^\S\n]*(?:(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*(?:[=:][^\S\n]*(?:'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|([^\n]*)))?)?[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The variables, each with what `outside` and those before it have for `${...}`. A name alone is taken from `outside`. Throws Wrong with the line. */
export function readEnvFile(text: string, outside: Lookup): Record<string, string> {
  const all: Record<string, string> = {};
  const source = text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < source.length) {
    const from = ENTRY.lastIndex;
    const entry = ENTRY.exec(source);
    if (entry === null) {
      const line = source.slice(0, from).split("\n").length;
      throw new Wrong(`line ${line}: expected NAME=VALUE`);
    }
    const [, name, single, double, bare] = entry;
    if (name === undefined) continue;
    const value = (words: string) =>
      interpolate(
        words,
        (other) => outside(other) ?? all[other],
        () => {},
      );
    if (single !== undefined) all[name] = single;
    else if (double !== undefined) {
      all[name] = value(
        double.replace(/\\([\s\S])/g, (_all, code: string) => escapes[code] ?? (code === "$" ? "$$" : code)),
      );
    } else if (bare !== undefined) all[name] = value(bare.replace(/(?:^|\s)#.*$/, "").trim());
    else {
      const own = outside(name);
      if (own !== undefined) all[name] = own;
    }
  }
  return all;
}
