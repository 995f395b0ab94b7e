// Reads the little Markdown that a manual page is written in into blocks; lines that fit none of them are an error.

export type Block =
  | { kind: "section" | "subsection" | "paragraph" | "bullet"; text: string }
  /** What a reader looks up, what is said about it, and a line of its own for what it comes to. */
  | { kind: "term"; term: string; text: string; facts?: string }
  /** Lines that stay as they are: an example. */
  | { kind: "literal"; lines: readonly string[] }
  /** <!-- name -->: what is not in the text. */
  | { kind: "part"; name: string };

/** The blocks of a page, without the comment before its first section. */
export function readMarkdown(text: string): Block[] {
  const start = text.search(/^# /m);
  if (start < 0) throw new Error("manual: no '# SECTION'");
  return text
    .slice(start)
    .split(/\n{2,}/)
    .filter((chunk) => chunk.trim() !== "")
    .flatMap(readChunk);
}

function readChunk(chunk: string): Block[] {
  const lines = chunk.replace(/\n+$/, "").split("\n");
  if (lines.every((line) => line.startsWith("    "))) {
    return [{ kind: "literal", lines: lines.map((line) => line.slice(4)) }];
  }
  if (lines.length === 1 || /^(?:- |\| )/.test(chunk)) return lines.map(readLine);
  throw new Error(`manual: a paragraph is one line: ${lines[1]}`);
}

function readLine(line: string): Block {
  const heading = /^(##?) (.+)$/.exec(line);
  if (heading !== null) return { kind: heading[1] === "#" ? "section" : "subsection", text: heading[2] };
  const part = /^<!-- (\w+) -->$/.exec(line);
  if (part !== null) return { kind: "part", name: part[1] };
  const row = /^\| (.+?) \| (.+) \|$/.exec(line);
  if (row !== null) return { kind: "term", term: row[1], text: row[2] };
  if (line.startsWith("- ")) return { kind: "bullet", text: line.slice(2) };
  if (/^[#|<\s-]/.test(line)) throw new Error(`manual: cannot be read: ${line}`);
  return { kind: "paragraph", text: line };
}
