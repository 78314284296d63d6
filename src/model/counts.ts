/** What the Naive Bayes family needs to know about a matrix of counts. */
import { PenprintError } from "../errors.ts";
import type { CountMatrix } from "../sparse.ts";

/** N_c: the sum of each author's counts. */
export function authorTotals({ nAuthors, authors, values }: CountMatrix): Float64Array {
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

/**
 * What each count adds to a score, for one occurrence of its feature: a number an entry, computed when its feature is
 * first asked for. A model is ready at once, and what texts really have is soon all there; reading a number that lies
 * beside its neighbours is several times as fast as looking up the logarithm of each count.
 */
export class EntryGains {
  readonly #counts: CountMatrix;
  readonly #gainOf: (entry: number, feature: number) => number;
  readonly #gains: Float64Array;
  readonly #ready: Uint8Array;

  /** @param gainOf what an entry adds */
  constructor(counts: CountMatrix, gainOf: (entry: number, feature: number) => number) {
    this.#counts = counts;
    this.#gainOf = gainOf;
    this.#gains = new Float64Array(counts.values.length);
    this.#ready = new Uint8Array(counts.nFeatures);
  }

  /** Adds what a feature's entries add to their authors, `value` times each. */
  addTo(into: Float64Array, feature: number, value: number): void {
    if (this.#ready[feature] === 0) this.#prepare(feature);
    const { starts, authors, nAuthors } = this.#counts;
    const start = starts[feature]!;
    const end = starts[feature + 1]!;
    const gains = this.#gains;
    if (end - start === nAuthors) {
      // Every author has it: they stand in their order.
      for (let author = 0; author < nAuthors; author++) into[author]! += value * gains[start + author]!;
    } else {
      for (let entry = start; entry < end; entry++) into[authors[entry]!]! += value * gains[entry]!;
    }
  }

  #prepare(feature: number): void {
    const { starts } = this.#counts;
    for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
      this.#gains[entry] = this.#gainOf(entry, feature);
    }
    this.#ready[feature] = 1;
  }
}
