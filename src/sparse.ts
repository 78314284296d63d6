/** Sparse rows and matrices in typed arrays, and the arithmetic that scores need. */

/**
 * The features of one document that are not zero, each once, in any order:
 *
 *     feature   17   3  90        ids    [17, 3, 90]
 *     value      2   1   5        values [ 2, 1,  5]     length 3
 *
 * The arrays may be longer than `length`; what lies beyond it has no meaning.
 */
export interface SparseRow {
  readonly ids: Uint32Array;
  readonly values: Float64Array;
  readonly length: number;
}

/**
 * Probabilities from log scores: pᵢ = exp(xᵢ − m) / Σ exp(xⱼ − m), with m the largest score. Dividing keeps the sum
 * at 1 where the scores are so far from 0 that their logarithm of a sum has lost its last digits.
 *
 * @param scores at least one of them above −∞
 * @returns a new array with a sum of 1
 */
export function softmax(scores: Float64Array): Float64Array {
  let most = -Infinity;
  for (let place = 0; place < scores.length; place++) most = Math.max(most, scores[place]!);
  const shares = new Float64Array(scores.length);
  let total = 0;
  for (let place = 0; place < scores.length; place++)
    total += shares[place] = Math.exp(scores[place]! - most);
  for (let place = 0; place < scores.length; place++) shares[place]! /= total;
  return shares;
}

/** Whole numbers in the narrowest array that holds them; fractions and numbers above 2^32 in 64 bits. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The same numbers (≥ 0) in the narrowest array that holds them. */
export function narrowest(numbers: Numbers): Numbers {
  let most = 0;
  for (let place = 0; place < numbers.length; place++) {
    const number = numbers[place]!;
    if (number > most) most = number;
    if (number !== Math.floor(number)) return numbers;
  }
  if (most > 0xffffffff) return numbers;
  const narrow = narrowArray(numbers.length, most);
  narrow.set(numbers);
  return narrow;
}

/** The narrowest array that holds whole numbers up to `most`, with zeros for a start. */
export function narrowArray(length: number, most: number): Numbers {
  if (most > 0xffffffff) return new Float64Array(length);
  if (most < 0x100) return new Uint8Array(length);
  return most < 0x10000 ? new Uint16Array(length) : new Uint32Array(length);
}

/**
 * Counts of features by author, feature by feature, without the zeros:
 *
 *     feature 0: author 1 has 4          starts   [0, 1, 3, …]
 *     feature 1: author 0 has 2,         authors  [1, 0, 2, …]
 *                author 2 has 7          values   [4, 2, 7, …]
 *
 * Feature `f` has the entries from `starts[f]` up to `starts[f + 1]`, authors rising.
 */
export interface CountMatrix {
  readonly nFeatures: number;
  readonly nAuthors: number;
  /** Length nFeatures + 1. */
  readonly starts: Uint32Array;
  readonly authors: Numbers;
  /** Above 0. */
  readonly values: Numbers;
  /** Each author's sum, where somebody has added it up already. */
  readonly totals?: Float64Array;
}

/** Counts of no features. */
export function noCounts(nAuthors: number): CountMatrix {
  const none = new Uint8Array(0);
  return { nFeatures: 0, nAuthors, starts: new Uint32Array(1), authors: none, values: none };
}

/** Puts matrices of the same authors one below the other: the features of the first, then of the second … */
export function stackCounts(parts: readonly CountMatrix[]): CountMatrix {
  if (parts.length === 1) return parts[0]!;
  const nFeatures = parts.reduce((sum, part) => sum + part.nFeatures, 0);
  const entries = parts.reduce((sum, part) => sum + part.values.length, 0);
  const starts = new Uint32Array(nFeatures + 1);
  const authors = new Uint32Array(entries);
  const values = new Float64Array(entries);
  let feature = 0;
  let entry = 0;
  for (const part of parts) {
    authors.set(part.authors, entry);
    values.set(part.values, entry);
    for (let own = 0; own < part.nFeatures; own++) starts[feature++] = part.starts[own]! + entry;
    entry += part.values.length;
  }
  starts[nFeatures] = entries;
  const nAuthors = parts[0]?.nAuthors ?? 0;
  return { nFeatures, nAuthors, starts, authors: narrowest(authors), values: narrowest(values) };
}

/**
 * Rows of numbers without the zeros, one row a document:
 *
 *     row 0: feature 4 has 0.6, feature 9 has 0.8       starts  [0, 2, …]
 *                                                       ids     [4, 9, …]
 *                                                       values  [0.6, 0.8, …]
 *
 * Row `r` has the entries from `starts[r]` up to `starts[r + 1]`, each feature at most once, features rising.
 */
export interface RowMatrix {
  readonly nRows: number;
  readonly nFeatures: number;
  /** Length nRows + 1. */
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  readonly values: Float32Array;
}

/** One row of a matrix, as a copy. */
export function rowAt({ starts, ids, values }: RowMatrix, row: number): SparseRow {
  const start = starts[row]!;
  const end = starts[row + 1]!;
  return {
    ids: ids.slice(start, end),
    values: Float64Array.from(values.subarray(start, end)),
    length: end - start,
  };
}

/** Some rows of a matrix, in the order in which they are named. */
export function rowsOf(matrix: RowMatrix, rows: ArrayLike<number>): RowMatrix {
  const starts = new Uint32Array(rows.length + 1);
  for (let place = 0; place < rows.length; place++) {
    starts[place + 1] = starts[place]! + matrix.starts[rows[place]! + 1]! - matrix.starts[rows[place]!]!;
  }
  const ids = new Uint32Array(starts[rows.length]!);
  const values = new Float32Array(ids.length);
  for (let place = 0; place < rows.length; place++) {
    const start = matrix.starts[rows[place]!]!;
    const end = matrix.starts[rows[place]! + 1]!;
    ids.set(matrix.ids.subarray(start, end), starts[place]);
    values.set(matrix.values.subarray(start, end), starts[place]);
  }
  return { nRows: rows.length, nFeatures: matrix.nFeatures, starts, ids, values };
}

/** In how many rows each feature is. */
export function rowsWith({ nFeatures, ids }: RowMatrix): Uint32Array {
  const counts = new Uint32Array(nFeatures);
  for (let entry = 0; entry < ids.length; entry++) counts[ids[entry]!]!++;
  return counts;
}

/** The same numbers column by column: row `f` of the result holds the rows that have feature `f`, rising. */
export function transposed({ nRows, nFeatures, starts, ids, values }: RowMatrix): RowMatrix {
  const counts = new Uint32Array(nFeatures + 1);
  for (let entry = 0; entry < ids.length; entry++) counts[ids[entry]! + 1]!++;
  for (let feature = 0; feature < nFeatures; feature++) counts[feature + 1]! += counts[feature]!;
  const next = counts.slice();
  const rows = new Uint32Array(ids.length);
  const turned = new Float32Array(ids.length);
  for (let row = 0; row < nRows; row++) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const place = next[ids[entry]!]!++;
      rows[place] = row;
      turned[place] = values[entry]!;
    }
  }
  return { nRows: nFeatures, nFeatures: nRows, starts: counts, ids: rows, values: turned };
}

/** How features that are n-grams hang together: which is which one's beginning, and which one's end. */
export interface NgramLinks {
  /** For each feature the one without its last token; {@link ALONE} for single tokens. */
  readonly beginnings: Uint32Array;
  /** For each feature the one without its first token; {@link ALONE} for single tokens. */
  readonly ends: Uint32Array;
}

/** There is nothing shorter. */
export const ALONE = 0xffffffff;
