/** One look at all counts of a file: whether they can be believed, and what they add up to. */
import { FileMemory } from "../kernel/file-memory.ts";
import type { CountMatrix } from "../sparse.ts";

/**
 * Adds up the counts of each author.
 *
 * @param counts as a file has them: nothing is known of them yet
 * @returns the sums, one an author; null when the starts do not lead from 0 to the last number or fall, an author is
 *   none or not above the one before, or a count is not above 0, not finite, or above 2⁵³
 */
export function addUpCounts({
  nFeatures,
  nAuthors,
  starts,
  authors,
  values,
}: CountMatrix): Float64Array | null {
  if (authors.length !== values.length || starts.length !== nFeatures + 1) return null;
  if (starts[0] !== 0 || starts[nFeatures] !== values.length) return null;
  const memory = FileMemory.of(values);
  if (memory !== null && memory === FileMemory.of(authors) && memory === FileMemory.of(starts)) {
    const sums = memory.addUpCounts(starts, authors, values, nAuthors);
    if (sums !== undefined) return sums;
  }
  const totals = new Float64Array(nAuthors);
  let entry = 0;
  for (let feature = 1; feature <= nFeatures; feature++) {
    const end = starts[feature]!;
    if (end < entry || end > values.length) return null;
    for (let before = -1; entry < end; entry++) {
      const author = authors[entry]!;
      const value = values[entry]!;
      if (author <= before || author >= nAuthors) return null;
      if (!(value > 0 && value <= Number.MAX_SAFE_INTEGER)) return null;
      totals[author]! += value;
      before = author;
    }
  }
  return totals;
}
