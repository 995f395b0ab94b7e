// Durations of a Compose file: `1m30s`, `1.5s`, `500us`, always with a unit (Compose specification, 11-extension.md).

import { Wrong } from "../bad-option.ts";
import { LONGEST_MS } from "../values.ts";

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds. Throws Wrong. */
export function composeMs(text: string): number {
  let ms = 0;
  let rest = text;
  do {
    const part = /^(\d{1,9}(?:\.\d{1,9})?)(us|ms|s|m|h)/.exec(rest);
    const unit = UNITS[part?.[2] ?? ""];
    if (part === null || unit === undefined) throw new Wrong("expected a duration with units, like 30s or 1m30s");
    ms += Number(part[1]) * unit;
    rest = rest.slice(part[0].length);
  } while (rest !== "");
  if (ms > LONGEST_MS) throw new Wrong("expected at most 1000 days");
  return ms;
}
