/** What the Naive Bayes family needs to know about a matrix of counts. */
import { PenprintError } from "../errors.ts";
import type { CountMatrix } from "../sparse.ts";

/** N_c: the sum of each author's counts. */
export function authorTotals({ nAuthors, authors, values, totals: known }: CountMatrix): Float64Array {
  if (known !== undefined) return known;
  const totals = new Float64Array(nAuthors);
  for (let entry = 0; entry < values.length; entry++) totals[authors[entry]!]! += values[entry]!;
  return totals;
}

/** N_t: the sum of each feature's counts. */
export function featureTotals({ nFeatures, starts, values }: CountMatrix): Float64Array {
  const totals = new Float64Array(nFeatures);
  for (let feature = 0; feature < nFeatures; feature++) {
    for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
      totals[feature]! += values[entry]!;
    }
  }
  return totals;
}

/** The entry of (feature, author), or −1 where the count is 0. */
export function entryOf({ starts, authors }: CountMatrix, feature: number, author: number): number {
  let low = starts[feature]!;
  let high = starts[feature + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (authors[middle]! < author) low = middle + 1;
    else high = middle;
  }
  return low < starts[feature + 1]! && authors[low] === author ? low : -1;
}

/**
 * Refuses a matrix with a negative count.
 *
 * @throws FEATURES_NEGATIVE naming the feature
 */
export function checkCounts({ starts, values }: CountMatrix): void {
  // Whole numbers without a sign.
  if (!(values instanceof Float64Array)) return;
  for (let entry = 0; entry < values.length; entry++) {
    const value = values[entry]!;
    if (value >= 0) continue;
    const feature = starts.findIndex((start) => start > entry) - 1;
    throw new PenprintError("FEATURES_NEGATIVE", { feature, value });
  }
}
