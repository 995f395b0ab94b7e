// A command line without a shell: words, and the quotes around them, as POSIX has them (XCU, 2.2 Quoting). Nothing is expanded.

const DOUBLE: i32 = 34;
const SINGLE: i32 = 39;
const BACKSLASH: i32 = 92;

/**
 * What would do something in a shell if it were not quoted. In double quotes it may well be meant for the shell of `sh -c "..."`.
 */
const SHELL = "|;&<>`$";
/** In double quotes, what a backslash in front of it is taken away from. */
const ESCAPED = '"\\$`';

/** Of a command's text, in bytes. src/init/cstring.ts reads no more of a word, and half of a command would be another one. */
export const LONGEST: i32 = 4095;

/** The words that were split last, a NUL behind each: each is shorter than its text by a blank, a quote or the end. */
export let words: Uint8Array = new Uint8Array(0);
export let wordsLength: i32 = 0;

/** Lends the words memory of LONGEST + 1 bytes. */
export function keepWordsIn(bytes: Uint8Array): void {
  words = bytes;
}

/** Splits a text of at most LONGEST bytes. Empty, or what would have been valid. */
export function splitWords(text: string): string {
  // At the first hook: most have none.
  if (words.length === 0) words = new Uint8Array(LONGEST + 1);
  let length: i32 = 0;
  let begun = false;
  let quote: i32 = 0;
  for (let at: i32 = 0; at < text.length; at++) {
    let code: i32 = text.charCodeAt(at);
    if (code === quote) {
      quote = 0;
      continue;
    }
    if (quote === 0) {
      if (code === 32 || code === 9 || code === 10) {
        if (begun) words[length++] = 0;
        begun = false;
        continue;
      }
      begun = true;
      if (code === SINGLE || code === DOUBLE) {
        quote = code;
        continue;
      }
      if (has(SHELL, code)) return "no shell for '" + text.charAt(at) + "': give sh -c '...'";
    }
    if (code === BACKSLASH && quote !== SINGLE) {
      if (at + 1 === text.length) {
        quote = code;
        break;
      }
      const next: i32 = text.charCodeAt(at + 1);
      if (quote === 0 || has(ESCAPED, next)) {
        code = next;
        at++;
      }
    }
    words[length++] = code as u8;
  }
  if (quote !== 0) {
    if (quote === BACKSLASH) return "nothing follows the last \\";
    return quote === SINGLE ? "unclosed '" : 'unclosed "';
  }
  if (begun) words[length++] = 0;
  wordsLength = length;
  return length === 0 || words[0] === 0 ? "expected a command" : "";
}

function has(set: string, code: i32): bool {
  for (let at: i32 = 0; at < set.length; at++) if (set.charCodeAt(at) === code) return true;
  return false;
}
