// "did you mean": the one known word that is nearest to what was typed, if there is exactly one near enough.

import { wordEnd } from "./word-list.ts";

/** How much of the longer word is left when both have lost what they begin and end with alike: a slip of the hand leaves 1 or 2. */
export function distance(a: string, b: string): i32 {
  if (a.length > b.length) return distance(b, a);
  let same: i32 = 0;
  while (same < a.length && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  let ends: i32 = 0;
  while (same + ends < a.length && a.charCodeAt(a.length - 1 - ends) === b.charCodeAt(b.length - 1 - ends)) ends++;
  const far = b.length - same - ends;
  // Two letters the wrong way round are one slip.
  const swapped =
    far === 2 &&
    a.length === b.length &&
    a.charCodeAt(same) === b.charCodeAt(same + 1) &&
    a.charCodeAt(same + 1) === b.charCodeAt(same);
  return swapped ? 1 : far;
}

/**
 * The only word of a list (src/core/word-list.ts) within 2 and within half of its length, or the only one that `typed` abbreviates; else
 * "".
 */
export function nearest(typed: string, known: string): string {
  let found = "";
  let foundAt: i32 = 3;
  for (let from: i32 = 0; from < known.length; ) {
    const to = wordEnd(known, from);
    const word = known.substring(from, to);
    from = to + 1;
    let far = distance(typed, word);
    if (typed.length >= 3 && word.startsWith(typed)) far = 1;
    if (far > foundAt || far * 2 > word.length) continue;
    found = far === foundAt ? "" : word;
    foundAt = far;
  }
  return found;
}
