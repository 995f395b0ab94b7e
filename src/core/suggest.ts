// "did you mean": the one known word that is nearest to what was typed, if there is exactly one near enough.

/** More edits than this are not counted. */
const FAR: i32 = 3;

/** Edits (a letter inserted, deleted or replaced, two swapped) between two words, at most 3. */
export function editDistance(a: string, b: string): i32 {
  let edits: i32 = 0;
  while (edits < FAR && !isWithin(a, 0, b, 0, edits)) edits++;
  return edits;
}

function isWithin(a: string, i: i32, b: string, j: i32, edits: i32): bool {
  if (i > a.length || j > b.length) return false;
  while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
    i++;
    j++;
  }
  if (i === a.length && j === b.length) return true;
  if (edits === 0) return false;
  const left = edits - 1;
  if (isWithin(a, i + 1, b, j + 1, left) || isWithin(a, i + 1, b, j, left) || isWithin(a, i, b, j + 1, left))
    return true;
  if (i + 1 >= a.length || j + 1 >= b.length) return false;
  const swapped = a.charCodeAt(i) === b.charCodeAt(j + 1) && a.charCodeAt(i + 1) === b.charCodeAt(j);
  return swapped && isWithin(a, i + 2, b, j + 2, left);
}

/** The only word within a third of its length (at most 2 edits), or the only one that `typed` abbreviates; else "". Empty ones do not count. */
export function nearest(typed: string, known: string[]): string {
  let found = "";
  let foundAt: i32 = 3;
  let twice = false;
  for (let i: i32 = 0; i < known.length; i++) {
    const word = known[i];
    if (word.length === 0) continue;
    const limit: i32 = word.length >= 5 ? 2 : 1;
    let distance = editDistance(typed, word);
    if (typed.length >= 3 && word.startsWith(typed)) distance = 1;
    if (distance > limit) continue;
    if (distance < foundAt) {
      found = word;
      foundAt = distance;
      twice = false;
    } else if (distance === foundAt) {
      twice = true;
    }
  }
  return twice ? "" : found;
}
