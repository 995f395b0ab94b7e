// "did you mean": the one known word that is nearest to what was typed, if there is exactly one near enough.

/** Edits (insert, delete, replace) between two words; capped by their lengths. */
export function editDistance(a: string, b: string): i32 {
  const row: i32[] = [];
  for (let j: i32 = 0; j <= b.length; j++) row.push(j);
  for (let i: i32 = 1; i <= a.length; i++) {
    let diagonal = row[0];
    row[0] = i;
    for (let j: i32 = 1; j <= b.length; j++) {
      const above = row[j];
      const cost: i32 = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let best: i32 = diagonal + cost;
      if (above + 1 < best) best = above + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      row[j] = best;
      diagonal = above;
    }
  }
  return row[b.length];
}

/** The only word within a third of its length (at most 2 edits), or the only one that `typed` abbreviates; else "". */
export function nearest(typed: string, known: string[]): string {
  let found = "";
  let foundAt: i32 = 3;
  let twice = false;
  for (let i: i32 = 0; i < known.length; i++) {
    const word = known[i];
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
