// A command line without a shell: words, and the quotes around them, as POSIX has them (XCU, 2.2 Quoting). Nothing is expanded.

const TAB: i32 = 9;
const NEWLINE: i32 = 10;
const SPACE: i32 = 32;
const DOUBLE: i32 = 34;
const SINGLE: i32 = 39;
const BACKSLASH: i32 = 92;

/** What would do something in a shell if it were not quoted. In double quotes it may well be meant for the shell of `sh -c "..."`. */
const SHELL = "|;&<>`$";
/** What a backslash takes its meaning from in double quotes; elsewhere in them it is an ordinary character. */
const ESCAPED = '"\\$`\n';

/** Appends the words of `text`. Empty, or what would have been valid. */
export function splitWords(text: string, words: string[]): string {
  let word = "";
  let begun = false;
  let quote: i32 = 0;
  /** Where the part begins that is not in `word` yet: put together letter by letter, each step would stay in memory. */
  let from: i32 = 0;
  for (let at: i32 = 0; at < text.length; at++) {
    const code: i32 = text.charCodeAt(at);
    if (quote === SINGLE) {
      if (code !== SINGLE) continue;
    } else if (code === BACKSLASH) {
      if (at + 1 >= text.length) break;
      if (quote === DOUBLE && ESCAPED.indexOf(text.charAt(at + 1)) < 0) continue;
      if (begun) word += text.substring(from, at);
      begun = true;
      from = ++at;
      // A line that goes on: both characters are gone.
      if (text.charCodeAt(at) === NEWLINE) from++;
      continue;
    } else if (quote === DOUBLE) {
      if (code !== DOUBLE) continue;
    } else if (code !== SINGLE && code !== DOUBLE && code !== SPACE && code !== TAB && code !== NEWLINE) {
      if (SHELL.indexOf(text.charAt(at)) >= 0) return "no shell for '" + text.charAt(at) + "': give sh -c '...'";
      if (!begun) from = at;
      begun = true;
      continue;
    }
    if (begun) word += text.substring(from, at);
    from = at + 1;
    if (code === SINGLE || code === DOUBLE) {
      quote = quote === 0 ? code : 0;
      begun = true;
    } else if (begun) {
      words.push(word);
      word = "";
      begun = false;
    }
  }
  if (quote !== 0) return "a " + (quote === SINGLE ? "'" : '"') + " is not closed: expected another one";
  if (text.endsWith("\\") && from < text.length) return "ends with a backslash: expected a character behind it";
  if (begun) words.push(word + text.substring(from));
  return words.length === 0 || words[0].length === 0 ? "expected a command" : "";
}
