// Text on a grid of columns: how wide it is, how it is cut, padded and wrapped; and how foreign text is made harmless.

/** Punctuation that our own sentences use, for a terminal that has ASCII only. */
const ASCII: Readonly<Record<string, string>> = {
  "…": "...",
  "→": "->",
  "–": "-",
  "—": "-",
  "·": "-",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "≥": ">=",
  "≤": "<=",
  "×": "x",
  "⌈": "ceil(",
  "⌉": ")",
};

/**
 * Text of others, on one line and without power over a terminal: control characters, what is invisible or turns the direction of
 * writing, and halves of surrogate pairs are written out (`\x1b`, `\n`, `\u{202e}`); without Unicode everything that is not ASCII.
 */
export function clean(text: string, unicode = true): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
  return unicode ? shown : shown.replace(/[^ -~]/gu, (character) => ASCII[character] ?? escaped(character));
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** First and last of the blocks that East Asian terminals draw two columns wide (Unicode, EastAsianWidth.txt: W and F). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18d08],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

/** Columns of one code point. Parts of an emoji are counted one by one: rather too wide than too narrow. */
function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  // The variation selector that makes an emoji of the character before it.
  if (code === 0xfe0f) return 1;
  if (/[\p{Mn}\p{Me}]/u.test(character)) return 0;
  return /\p{Emoji_Presentation}/u.test(character) || WIDE.some(([first, last]) => code >= first && code <= last)
    ? 2
    : 1;
}

/** Columns of a text without escape sequences. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

/** At most so many columns; what was cut is marked. */
export function cut(text: string, width: number, unicode = true): string {
  if (columns(text) <= width) return text;
  const mark = unicode ? "…" : "~";
  return width < 1 ? "" : head(text, width - 1) + mark;
}

function head(text: string, width: number): string {
  let sum = 0;
  let kept = "";
  for (const character of text) {
    sum += columnsOf(character);
    if (sum > width) break;
    kept += character;
  }
  return kept;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columns(text))) + text;
}

/** Lines of at most so many columns, broken at spaces, and inside of a word only where it is longer than a line: best behind a comma. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(" ")) {
    if (line !== "" && columns(line) + 1 + columns(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    while (columns(word) > width) {
      const part = beginning(word, width);
      lines.push(part);
      word = word.slice(part.length);
    }
    line = word;
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/** At least one character, or what is wider than a line would never end. */
function beginning(word: string, width: number): string {
  const part = head(word, width) || String.fromCodePoint(word.codePointAt(0) ?? 32);
  const comma = part.lastIndexOf(",") + 1;
  return comma > part.length / 2 ? part.slice(0, comma) : part;
}
