/** What somebody may have meant by a name that nobody knows. */

/**
 * The known name that is most like an unknown one, if any is so like it that a slip of the fingers explains it, or
 * that begins so.
 *
 * @returns undefined when none is
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of known) {
    const changes = editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best ?? (name.length > 2 ? known.find((candidate) => candidate.startsWith(name)) : undefined);
}

/** Letters to add, take, change or swap with the next one (Damerau and Levenshtein); `limit` where it is that or more. */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let last: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) cost = Math.min(cost, last[j - 2]! + 1);
      next.push(cost);
    }
    [last, row] = [row, next];
  }
  return Math.min(row[other.length]!, limit);
}
