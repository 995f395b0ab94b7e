// What the value of a single option means. All throw Wrong with what would have been valid.

import { validateHeaderName, validateHeaderValue } from "node:http";
import { durationForms, parseDuration } from "../core/duration.ts";
import { LONGEST, splitWords, words, wordsLength } from "../core/shell-words.ts";
import { parseSignal, signalForms, signalName, signalNames } from "../core/signal.ts";
import { nearest } from "../core/suggest.ts";
import { Wrong } from "./bad-option.ts";

/** A time: "500ms", "5s", "1m30s" ("5" is five seconds), or a number of milliseconds, as everywhere in Node and in the report. */
export type Duration = string | number;

/** 1000 days, which is what src/core/duration.ts takes at most. */
export const LONGEST_MS = 86_400_000_000;

export function durationMs(value: Duration): number {
  if (typeof value === "number") {
    if (value >= 0 && value <= LONGEST_MS) return value;
    throw new Wrong("expected a number of milliseconds from 0 to 86400000000, or a text like '5s'");
  }
  const ms = typeof value === "string" ? parseDuration(value) : -1;
  if (ms < 0) throw new Wrong(`expected ${durationForms}`);
  return ms;
}

/** "TERM", "sigterm", 15 → "SIGTERM". */
export function signalNamed(value: string | number): string {
  const text = String(value);
  const name = signalName(parseSignal(text));
  if (name.startsWith("SIG")) return name;
  const guess = nearest(text.toUpperCase().replace(/^SIG/, ""), signalNames);
  throw new Wrong(guess === "" ? `expected ${signalForms}` : `did you mean SIG${guess}?`);
}

/** The words of a command line, without a shell; words that are apart already stay as they are. */
export function commandWords(value: string | readonly string[]): readonly string[] {
  if (typeof value === "string") return split(value);
  if (!Array.isArray(value) || value.length === 0 || !value.every((word) => typeof word === "string")) {
    throw new Wrong("expected a command, as words");
  }
  if (value[0] === "") throw new Wrong("expected a command, not an empty word");
  if (value.some((word) => word.includes("\0"))) throw new Wrong("expected words without a NUL");
  return [...value];
}

/** src/core/shell-words.ts takes bytes, one in each character. */
function split(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  if (bytes.length > LONGEST) throw new Wrong(`longer than ${LONGEST} bytes`);
  if (text.includes("\0")) throw new Wrong("expected words without a NUL");
  const error = splitWords(bytes.toString("latin1"));
  if (error !== "") throw new Wrong(error);
  return Buffer.from(words.subarray(0, wordsLength)).toString("utf8").split("\0").slice(0, -1);
}

export function wholeNumber(value: string | number, least: number, most: number): number {
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Wrong(`expected a whole number from ${least} to ${most}`);
}

/** "30%", "0.3", 0.3 → 0.3. */
export function share(value: string | number): number {
  const parts = /^(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})(%?)$/.exec(String(value));
  const part = parts === null ? Number.NaN : Number(parts[1]) / (parts[2] === "%" ? 100 : 1);
  const exact = typeof value === "number" ? value : part;
  if (exact >= 0 && exact <= 1) return exact;
  throw new Wrong("expected a share from 0 to 1, or one like 30%");
}

/** A method of HTTP, which is a token (RFC 9110, 9.1); in capitals, as all that are registered. */
export function methodNamed(value: string): string {
  if (typeof value === "string" && /^[!#$%&'*+.^_`|~\w-]+$/.test(value) && value.toUpperCase() !== "CONNECT") {
    return value.toUpperCase();
  }
  throw new Wrong("expected a method like GET or POST");
}

/** Pairs as an object, or as texts with a separator between name and value. */
export type Pairs = Readonly<Record<string, string>> | readonly string[];

/** `read` looks at one pair, and throws Wrong. */
function pairs(value: Pairs, separator: string, form: string): [name: string, value: string][] {
  if (typeof value !== "object" || value === null) throw new Wrong(`expected ${form}`);
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as Readonly<Record<string, string>>);
    if (entries.some(([, text]) => typeof text !== "string")) throw new Wrong("expected texts as values");
    return entries;
  }
  return (value as readonly string[]).map((text) => {
    const at = typeof text === "string" ? text.indexOf(separator) : -1;
    if (at < 1) throw new Wrong(`expected ${form}`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

/** Header fields: `Name: value`, or { Name: value }. */
export function headerFields(value: Pairs): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, text] of pairs(value, ":", "NAME: VALUE, like 'Accept: text/html'")) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, text.trim());
    } catch {
      throw new Wrong("expected a header field that HTTP allows, like 'Accept: text/html'");
    }
    fields[name] = text.trim();
  }
  return fields;
}

/** Variables of the environment: `NAME=VALUE`, or { NAME: value }. */
export function variables(value: Pairs): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, text] of pairs(value, "=", "NAME=VALUE")) {
    if (name === "" || /[=\0]/.test(name) || text.includes("\0")) throw new Wrong("expected NAME=VALUE");
    all[name] = text;
  }
  return all;
}
