// `${VAR}` in a Compose file: $VAR, ${VAR}, ${VAR:-default}, ${VAR-default}, ${VAR:?error}, ${VAR?error}, ${VAR:+other}, ${VAR+other},
// and $$ for a dollar sign (Compose specification, 12-interpolation.md).

import { wrong } from "../bad-option.ts";

/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is shown as Compose writes it.
const FORM = "expected $NAME, ${NAME}, ${NAME:-default}, or $$ for a dollar sign";

/** `unset` hears of each name that has neither value nor default; Compose takes it as empty. Throws Wrong. */
export function interpolate(text: string, lookup: Lookup, unset: (name: string) => void): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const dollar = text.indexOf("$", at);
    if (dollar < 0) return result + text.slice(at);
    result += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === "$") {
      result += "$";
      at = dollar + 2;
    } else if (next === "{") {
      const end = closing(text, dollar + 2);
      result += braced(text.slice(dollar + 2, end), lookup, unset);
      at = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(dollar + 1))?.[0];
      if (name === undefined) wrong(FORM);
      result += plain(name, lookup, unset);
      at = dollar + 1 + name.length;
    }
  }
  return result;
}

/** Where the brace is closed that was opened before `from`; others inside come in pairs. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return wrong(FORM);
}

function plain(name: string, lookup: Lookup, unset: (name: string) => void): string {
  const value = lookup(name);
  if (value === undefined) unset(name);
  return value ?? "";
}

function braced(inner: string, lookup: Lookup, unset: (name: string) => void): string {
  const parts = /^([A-Za-z_]\w*)(?:(:?)([-?+])([\s\S]*))?$/.exec(inner);
  const name = parts?.[1];
  if (parts === null || name === undefined) wrong(FORM);
  const [, , colon, operator, word = ""] = parts;
  if (operator === undefined) return plain(name, lookup, unset);
  const value = lookup(name);
  const there = value !== undefined && (colon === "" || value !== "");
  const other = () => interpolate(word, lookup, unset);
  if (operator === "+") return there ? other() : "";
  if (there) return value;
  if (operator === "-") return other();
  return wrong(`${name} is not set: ${other() || "it is required"}`);
}
