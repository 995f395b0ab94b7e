// Blocks to the man macros of roff (man(7), groff_man(7)), as mandoc and groff both understand them without a warning.

import type { Block } from "./markdown.ts";

interface Title {
  name: string;
  section: number;
  date: string;
  source: string;
  volume: string;
}

export function roff(title: Title, blocks: readonly Block[]): string {
  const { name, section, date, source, volume } = title;
  // Set in full lines, an 80-column page has holes in it, and options would be hyphenated.
  const head = [`.TH ${name.toUpperCase()} ${section} "${date}" "${source}" "${volume}"`, ".ad l", ".nh"];
  return `${[...head, ...blocks.flatMap((block, at) => macros(block, blocks[at - 1]))].join("\n")}\n`;
}

function macros(block: Block, before?: Block): string[] {
  // The heading makes the space itself.
  const fresh = before?.kind === "section" || before?.kind === "subsection";
  switch (block.kind) {
    case "section":
      return [`.SH ${block.text}`];
    case "subsection":
      return [`.SS ${block.text}`];
    case "paragraph":
      return [...(fresh ? [] : [".PP"]), ...filled(block.text)];
    case "bullet":
      return [".IP \\(bu 2", ...filled(block.text)];
    case "term": {
      const facts = block.facts ? [".br", inline(block.facts)] : [];
      return [".TP", inline(block.term), ...filled(block.text), ...facts];
    }
    case "literal":
      return [...(fresh ? [] : [".PP"]), ...literal(block.lines, fresh)];
    case "part":
      throw new Error(`manual: nothing to put in for '${block.name}'`);
  }
}

/** Examples are indented; what follows a heading at once is a synopsis, which is not. */
function literal(lines: readonly string[], synopsis: boolean): string[] {
  const text = synopsis ? lines.map(inline) : lines.map((line) => protect(escaped(line).replaceAll("-", "\\-")));
  return synopsis ? [".nf", ...text, ".fi"] : [".RS 4", ".nf", ...text, ".fi", ".RE"];
}

/** Each sentence begins a line, and none is longer than 80 bytes: so it can be read, and compared, as source. */
function filled(text: string): string[] {
  const sentences = inline(text).split(/(?<=[.:;]) (?=[A-Z\\])/);
  return sentences.flatMap((sentence) => {
    const lines: string[] = [];
    let line = "";
    for (const word of sentence.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > 80) {
        lines.push(protect(line));
        line = word;
      } else line += (line && " ") + word;
    }
    return [...lines, protect(line)];
  });
}

/** `typed` is bold, *placeholder* italic. */
function inline(text: string): string {
  const parts = text.split(/(`[^`]+`|\*[^*]+\*)/);
  const set = parts.map((part) => {
    if (part.startsWith("`")) return `\\fB${escaped(part.slice(1, -1)).replaceAll("-", "\\-")}\\fR`;
    if (part.startsWith("*")) return `\\fI${escaped(part.slice(1, -1))}\\fR`;
    return crossReferences(escaped(part).replaceAll(" - ", " \\- "));
  });
  return protect(set.join(""));
}

/** kill(2) with its name in bold. */
function crossReferences(text: string): string {
  return text.replace(/\b([a-z][a-z_-]*)(\([1-8]\))/g, (_, name: string, section: string) => {
    return `\\fB${name.replaceAll("-", "\\-")}\\fR${section}`;
  });
}

function escaped(text: string): string {
  const bad = /[^ -~]/.exec(text);
  if (bad !== null) throw new Error(`manual: not ASCII: '${bad[0]}' in ${text}`);
  return text.replaceAll("\\", "\\e").replaceAll("'", "\\(aq").replaceAll("^", "\\(ha").replaceAll("~", "\\(ti");
}

/** A line that begins with a dot would be a macro. */
function protect(line: string): string {
  return line.startsWith(".") ? `\\&${line}` : line;
}
