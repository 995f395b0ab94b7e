// In which formats a report is printed.

import { BadOption, quote } from "./bad-option.ts";

export const formats = ["text", "json", "markdown", "junit", "github"] as const;
export type Format = (typeof formats)[number];

/** Throws BadOption, which begins with `where`. */
export function formatNamed(where: string, name: string): Format {
  const found = formats.find((one) => one === name);
  if (found === undefined) throw new BadOption(`${where} ${quote(name)}: expected ${formats.join(", ")}`);
  return found;
}
