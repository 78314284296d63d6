/** What the Naive Bayes family needs to know about a matrix of counts. */
import { PenprintError } from "../errors.ts";
import type { CountMatrix, SparseRow } from "../sparse.ts";

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

/**
 * What each count adds to a score, for one occurrence of its feature, computed when its feature is first asked for. A
 * model is ready at once, and what texts really have is soon all there.
 *
 * Features that were asked for lie in rows one behind the other, in the order in which they came: those that texts
 * have stay together in the processor's cache, and are not spread among all that they never have.
 *
 *     gains     [ 2 g g | 3 g g g g g | … ]      how many authors have the feature, then what each of them gains
 *     authors   [ · 0 4 | · · · · · · | … ]      who they are; a row with most authors has all, those without gaining 0
 */
export class EntryGains {
  readonly #counts: CountMatrix;
  readonly #gainOf: (entry: number, feature: number) => number;
  /** Where each feature's row starts; 0 for features that nobody has asked for. */
  readonly #rows: Uint32Array;
  #gains = new Float64Array(1024);
  #authors: Uint8Array | Uint16Array | Uint32Array;
  /** Where the next row starts. */
  #end = 1;
  /** With so many authors or more a row has all of them. */
  readonly #most: number;

  /** @param gainOf what an entry adds */
  constructor(counts: CountMatrix, gainOf: (entry: number, feature: number) => number) {
    this.#counts = counts;
    this.#gainOf = gainOf;
    this.#rows = new Uint32Array(counts.nFeatures);
    this.#most = Math.max(1, counts.nAuthors / 2);
    this.#authors = authorsFor(counts.nAuthors, this.#gains.length);
  }

  /** Adds what the entries of a row's features add to their authors, each as often as the feature occurs. */
  addTo(into: Float64Array, { ids, values, length }: SparseRow): void {
    for (let place = 0; place < length; place++) {
      if (this.#rows[ids[place]!] === 0) this.#prepare(ids[place]!);
    }
    const [rows, gains, authors, most] = [this.#rows, this.#gains, this.#authors, this.#most];
    const { nAuthors } = this.#counts;
    let place = 0;
    while (place < length) {
      // Four rows with all authors at a time: their numbers are waited for together.
      if (place + 4 <= length) {
        let a = rows[ids[place]!]!;
        let b = rows[ids[place + 1]!]!;
        let c = rows[ids[place + 2]!]!;
        let d = rows[ids[place + 3]!]!;
        if (Math.min(gains[a]!, gains[b]!, gains[c]!, gains[d]!) >= most) {
          const [v, w, x, y] = [values[place]!, values[place + 1]!, values[place + 2]!, values[place + 3]!];
          for (let author = 0; author < nAuthors; author++) {
            // One after the other, as they would be added alone.
            into[author] =
              into[author]! + v * gains[++a]! + w * gains[++b]! + x * gains[++c]! + y * gains[++d]!;
          }
          place += 4;
          continue;
        }
      }
      let entry = rows[ids[place]!]!;
      const value = values[place++]!;
      const size = gains[entry++]!;
      if (size >= most) {
        for (let author = 0; author < nAuthors; author++) into[author]! += value * gains[entry + author]!;
      } else {
        for (const end = entry + size; entry < end; entry++) into[authors[entry]!]! += value * gains[entry]!;
      }
    }
  }

  /** Makes a feature's row. */
  #prepare(feature: number): void {
    const { starts, authors, nAuthors } = this.#counts;
    const start = starts[feature]!;
    const end = starts[feature + 1]!;
    const all = end - start >= this.#most;
    const row = this.#end;
    this.#end += 1 + (all ? nAuthors : end - start);
    if (this.#end > this.#gains.length) this.#grow();
    this.#gains[row] = end - start;
    for (let entry = start; entry < end; entry++) {
      const author = authors[entry]!;
      const place = row + 1 + (all ? author : entry - start);
      this.#gains[place] = this.#gainOf(entry, feature);
      this.#authors[place] = author;
    }
    this.#rows[feature] = row;
  }

  #grow(): void {
    const gains = new Float64Array(2 * this.#end);
    const authors = authorsFor(this.#counts.nAuthors, gains.length);
    gains.set(this.#gains);
    authors.set(this.#authors);
    this.#gains = gains;
    this.#authors = authors;
  }
}

/** Room for the numbers of authors. */
function authorsFor(nAuthors: number, length: number): Uint8Array | Uint16Array | Uint32Array {
  if (nAuthors <= 0x100) return new Uint8Array(length);
  return nAuthors <= 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}
