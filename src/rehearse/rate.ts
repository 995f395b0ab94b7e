// How many requests arrive in a second: `50/s`, `3000/m`.

import { Wrong } from "./bad-option.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Beyond what one process can send, by far. */
const MOST = 100_000;

/** "50/s", "3000/m", "0.5/s"; "50" and 50 are for each second. Requests per second. Throws Wrong. */
export function ratePerSecond(value: string | number): number {
  const parts = /^(\d{1,9}(?:\.\d{1,6})?|\.\d{1,6})(?:\/([smh]))?$/.exec(String(value));
  const rate = parts === null ? Number.NaN : Number(parts[1]) / (UNITS[parts[2] ?? "s"] ?? 1);
  if (rate > 0 && rate <= MOST) return rate;
  throw new Wrong("expected a rate like 50/s or 3000/m, more than 0 and at most 100000/s");
}
