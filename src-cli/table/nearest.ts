/** The word that was probably meant. */

/** The one of `names` that is at most two slips away from `word`; null if none is. */
export function nearest(word: string, names: readonly string[]): string | null {
  const [best] = names
    .map((name) => ({ name, slips: slipsBetween(word, name) }))
    .filter(({ slips, name }) => slips <= 2 && slips < name.length)
    .sort((a, b) => a.slips - b.slips);
  return best?.name ?? null;
}

/** Letters to add, drop or change (Levenshtein). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let n = 0; n < one.length; n++) {
    const next = [n + 1];
    for (let m = 0; m < other.length; m++) {
      const change = (row[m] ?? 0) + (one[n] === other[m] ? 0 : 1);
      next.push(Math.min(change, (row[m + 1] ?? 0) + 1, (next[m] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
