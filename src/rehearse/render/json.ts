// Reports as JSON for machines: the same keys in the same order every time, and nothing but what JSON has.

/** Keys that come first, in this order, wherever they are; all others follow as they are in the value. */
const FIRST = ["version", "kind", "verdict", "command"];

/**
 * Any report, indented, with a line feed at its end; `version` is in the report. What is no JSON is turned into it: numbers that are not
 * finite into null, a RegExp, a bigint or a symbol into text, a Map or a Set into a list; functions and undefined are left out.
 */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(plain(value, []), null, 2) ?? "null"}\n`;
}

/** `above` is the way down to the value; it is as it was when this returns. */
function plain(value: unknown, above: object[]): unknown {
  if (typeof value === "bigint" || typeof value === "symbol" || value instanceof RegExp) return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string") return value.replace(/\p{Cs}/gu, "\ufffd");
  if (typeof value !== "object" || value === null) return value;
  // A circle would not end.
  if (above.includes(value)) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Map || value instanceof Set) return plain([...value], above);
  above.push(value);
  const copy = Array.isArray(value) ? value.map((item) => plain(item, above)) : plainObject(value, above);
  above.pop();
  return copy;
}

function plainObject(value: object, above: object[]): unknown {
  const entries: [string, unknown][] = Object.entries(value);
  for (const entry of entries) entry[1] = plain(entry[1], above);
  // Most objects are requests, and have none of these.
  if (FIRST.some((key) => Object.hasOwn(value, key))) entries.sort(([one], [other]) => placeOf(one) - placeOf(other));
  return Object.fromEntries(entries);
}

function placeOf(key: string): number {
  return FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length;
}
