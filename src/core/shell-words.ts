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

export class ShellWords {
  /** The words, a NUL behind each: the text is at least as long. */
  readonly bytes: Uint8Array;
  /** How many of the bytes are words. */
  length: i32 = 0;

  constructor(private text: string) {
    this.bytes = new Uint8Array(text.length + 1);
  }

  /** Empty, or what would have been valid. */
  split(): string {
    const text = this.text;
    const bytes = this.bytes;
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
          if (begun) bytes[length++] = 0;
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
      bytes[length++] = code as u8;
    }
    if (quote !== 0) {
      return quote === BACKSLASH ? "nothing follows the last \\" : "unclosed " + String.fromCharCode(quote);
    }
    if (begun) bytes[length++] = 0;
    this.length = length;
    return bytes[0] === 0 ? "expected a command" : "";
  }
}

function has(set: string, code: i32): bool {
  for (let at: i32 = 0; at < set.length; at++) if (set.charCodeAt(at) === code) return true;
  return false;
}
