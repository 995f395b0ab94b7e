// Lists of words in one string, which takes a fraction of what an array of strings does: "app, child, group".

const COMMA: i32 = 44;

/** Where the word that begins at `from` ends: at a blank, a comma or a bar, or with the list. */
export function wordEnd(list: string, from: i32): i32 {
  let at = from;
  for (; at < list.length; at++) {
    const code: i32 = list.charCodeAt(at);
    if (code === 32 || code === COMMA || code === 124) break;
  }
  return at;
}

/** Whether the word that ends at `to` is the last of its item. */
export function endsItem(list: string, to: i32): bool {
  return to < list.length && list.charCodeAt(to) === COMMA;
}

/** Where the item of this index begins; the last one of all has a comma behind it or is not asked for. */
export function itemStart(list: string, index: i32): i32 {
  let from: i32 = 0;
  for (let left = index; left > 0; left--) from = list.indexOf(",", from) + 1;
  return from;
}

/** What stands behind the character at `at`. (With one argument substring() is another function to asc.) */
export function behind(text: string, at: i32): string {
  return text.substring(at + 1, text.length);
}

/** Which item has this word; -1 if there is none. */
export function indexOfWord(list: string, word: string): i32 {
  let index: i32 = 0;
  for (let from: i32 = 0; from < list.length; ) {
    const to = wordEnd(list, from);
    if (to > from && to - from === word.length && list.startsWith(word, from)) return index;
    if (endsItem(list, to)) index++;
    from = to + 1;
  }
  return -1;
}
