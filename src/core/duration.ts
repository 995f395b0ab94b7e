// Durations as users type them: 500ms, 5s, 1m30s, 2h; a bare number is seconds. Time is f64 milliseconds everywhere.

import { decimal } from "./ascii.ts";
import { parseCount } from "./signal.ts";

/** Said after a malformed duration. */
export const durationForms = "a duration like 500ms, 5s or 1m30s (a bare number is seconds)";

/** The same for --delay. */
export const autoOrDuration = "auto, or a duration like 500ms, 5s or 1m30s (a bare number is seconds)";

const SECOND: i32 = 1000;
const MINUTE: i32 = 60000;
const HOUR: i32 = 3600000;
/** Longest duration taken: 1000 days, so that sums of two stay exact in f64 and in struct timespec. */
const LONGEST_MS: f64 = 86400000000.0;

/** Milliseconds, or -1 if `text` is malformed or longer than 1000 days. */
export function parseDuration(text: string): f64 {
  let total: f64 = 0;
  let lastUnit: i32 = HOUR + 1;
  let at: i32 = 0;
  do {
    const from = at;
    while (at < text.length && isDigit(text.charCodeAt(at))) at++;
    const count = parseCount(text.substring(from, at));
    let unit: i32 = from === 0 && at === text.length ? SECOND : 0;
    if (text.startsWith("s", at)) unit = SECOND;
    else if (text.startsWith("h", at)) unit = HOUR;
    else if (text.startsWith("m", at)) {
      unit = MINUTE;
      if (text.startsWith("s", at + 1)) {
        unit = 1;
        at++;
      }
    }
    at++;
    // Units descend (1m30s, not 30s1m), so that each appears at most once.
    if (count < 0 || unit === 0 || unit >= lastUnit) return -1;
    lastUnit = unit;
    total += (count as f64) * (unit as f64);
  } while (at < text.length);
  return total <= LONGEST_MS ? total : -1;
}

/** `90000` → "1m30s", as parseDuration reads it. */
export function formatDuration(ms: f64): string {
  let rest = whole(ms / 1000);
  const millis = whole(ms - (rest as f64) * 1000);
  if (rest === 0) return millis === 0 ? "0s" : decimal(millis) + "ms";
  let text = "";
  const hours: i32 = (rest / 3600) | 0;
  if (hours > 0) text += decimal(hours) + "h";
  rest = rest - hours * 3600;
  const minutes: i32 = (rest / 60) | 0;
  if (minutes > 0) text += decimal(minutes) + "m";
  rest = rest - minutes * 60;
  if (rest > 0) text += decimal(rest) + "s";
  if (millis > 0) text += decimal(millis) + "ms";
  return text;
}

/** The integer part of a number from 0 to 2^31 - 1. Written out because asc refuses `| 0` on f64, and Math.floor wants a C library. */
export function whole(value: f64): i32 {
  let result: i32 = 0;
  for (let bit: i32 = 1 << 30; bit > 0; bit = bit >> 1) {
    if (((result + bit) as f64) <= value) result = result + bit;
  }
  return result;
}

function isDigit(code: i32): bool {
  return code >= 48 && code <= 57;
}
