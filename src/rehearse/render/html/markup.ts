// HTML and SVG as templates that escape whatever is put into them: what an app prints or calls itself never becomes markup.

import { stripVTControlCharacters } from "node:util";

/** Text that is markup already. Only `html` and `trusted` make it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: strings and numbers are escaped, lists are joined, nothing is left out. */
export type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = strings[0] ?? "";
  pieces.forEach((piece, index) => {
    text += textOf(piece) + (strings[index + 1] ?? "");
  });
  return new Markup(text);
}

/** A sentence of a finding: what stands in backticks is code. */
export function prose(text: string): Piece {
  // Odd parts are between two backticks; a last one without its partner is only a backtick.
  const parts = text.split("`");
  const paired = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("`")];
  return paired.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** For constants of our own: the style sheet, the script. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function textOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "string") return escapeText(piece);
  if (typeof piece === "number") return String(piece);
  if (!piece) return "";
  return piece.map(textOf).join("");
}

/** Safe in text and between the quotes of an attribute. */
export function escapeText(text: string): string {
  return plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const unseen = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Without escape sequences of terminals (ECMA-48). What is left of control characters becomes visible, so do the marks that turn the
 * direction of a text around (UAX #9), by which one line can pass for another.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(unseen, (found) => {
    if (found === "\n" || found === "\t") return found;
    const code = found.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** At most `length` characters, with an ellipsis for what is gone. */
export function shorten(text: string, length: number): string {
  const points = [...plain(text)];
  return points.length <= length ? points.join("") : `${points.slice(0, length - 1).join("")}…`;
}
