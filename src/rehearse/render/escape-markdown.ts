// Foreign text in GitHub's Markdown: harmless, and it looks as it is.

import { clean } from "./measure.ts";

/**
 * One line of prose or a table's cell, not at the beginning of a line. Markup, HTML and formulae are taken their meaning; a comment behind
 * @ and # keeps a name from being told and a number from becoming a link, which GitHub looks for in what has been rendered.
 */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("$", "<span>$</span>")
    .replace(/[@#]/g, (character) => `${character}<!-- -->`)
    .replaceAll("://", ":<!-- -->//");
}

/** Prose in which a part between two backticks is code. */
export function proseMarkdown(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1)) : escapeMarkdown(part)))
    .join("");
}

/** A code span, not for tables: its fence is longer than any run of backticks inside (CommonMark 6.1). */
export function codeSpan(text: string): string {
  const inside = clean(text);
  const fence = "`".repeat(longestRun(inside) + 1);
  const space = inside.startsWith("`") || inside.endsWith("`") || inside === "" ? " " : "";
  return `${fence}${space}${inside}${space}${fence}`;
}

/** A fenced block, its lines as they are but for control characters. */
export function codeBlock(text: string, language: string): readonly string[] {
  const lines = text
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => clean(line));
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
