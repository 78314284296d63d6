/**
 * The one form in which every linear classifier ends, however it was learned: a weight for each feature and author.
 *
 *     score(author) = bias(author) + Σ over the row's features of value · weight(feature, author)
 *
 *     weights   f0: a0 a1 a2 | f1: a0 a1 a2 | …      feature by feature, so that a feature's weights for all authors
 *                                                    stand side by side and are read at once
 *
 * The mean of several such classifiers over different features is one again, over all of them together.
 */
import { type RowMatrix, type SparseRow, transposed } from "../sparse.ts";
import { featurewise, type FeaturewiseClassifier } from "./classifier.ts";

/** The numbers of a linear classifier; plain arrays, as a model file keeps them. */
export interface LinearWeights {
  readonly nFeatures: number;
  readonly nAuthors: number;
  /** `weights[feature * nAuthors + author]`. */
  readonly weights: Float32Array;
  /** One an author. */
  readonly bias: Float64Array;
}

/** The classifier that has these weights. */
export function linearClassifier({
  nFeatures,
  nAuthors,
  weights,
  bias,
}: LinearWeights): FeaturewiseClassifier {
  return featurewise({
    nFeatures,
    nAuthors,
    scores(row: SparseRow, into = new Float64Array(nAuthors)) {
      into.set(bias);
      addFeatures(into, weights, row);
      return into;
    },
    base: (author) => bias[author]!,
    contribution: (feature, value, author) => value * weights[feature * nAuthors + author]!,
  });
}

/**
 * Adds to each author's score what the features of a row add: value · weight(feature, author).
 *
 * @param into one number an author
 * @param weights `weights[feature * nAuthors + author]`
 */
export function addFeatures(
  into: Float64Array,
  weights: Float32Array,
  { ids, values, length }: SparseRow,
): void {
  const nAuthors = into.length;
  // Four features at a time: their weights lie far apart in memory and come while others are waited for. The sums are
  // those of one feature after the other, to the last bit.
  const fours = length - (length % 4);
  for (let place = 0; place < fours; place += 4) {
    const first = values[place]!;
    const second = values[place + 1]!;
    const third = values[place + 2]!;
    const fourth = values[place + 3]!;
    const one = ids[place]! * nAuthors;
    const two = ids[place + 1]! * nAuthors;
    const three = ids[place + 2]! * nAuthors;
    const four = ids[place + 3]! * nAuthors;
    for (let author = 0; author < nAuthors; author++) {
      into[author] =
        into[author]! +
        first * weights[one + author]! +
        second * weights[two + author]! +
        third * weights[three + author]! +
        fourth * weights[four + author]!;
    }
  }
  for (let place = fours; place < length; place++) {
    const value = values[place]!;
    const start = ids[place]! * nAuthors;
    for (let author = 0; author < nAuthors; author++) into[author]! += value * weights[start + author]!;
  }
}

/**
 * The weights that a classifier learned from inner products alone has: w_author = Σ_i β_i,author · x_i.
 *
 * @param matrix the training rows
 * @param betas for each author one number a row
 * @param bias one number an author
 */
export function weightsFromRows(
  matrix: RowMatrix,
  betas: readonly Float64Array[],
  bias: Float64Array,
): LinearWeights {
  const { nRows, nFeatures } = matrix;
  const nAuthors = betas.length;
  const weights = new Float32Array(nFeatures * nAuthors);
  const ofRows = new Float64Array(nRows * nAuthors);
  betas.forEach((ofAuthor, author) => {
    for (let row = 0; row < nRows; row++) ofRows[row * nAuthors + author] = ofAuthor[row]!;
  });
  // Feature by feature: the betas of all rows fit into near memory, the weights of all features do not.
  const { starts, ids, values } = transposed(matrix);
  const sums = new Float64Array(nAuthors);
  for (let feature = 0; feature < nFeatures; feature++) {
    sums.fill(0);
    addRows(sums, ofRows, ids, values, starts[feature]!, starts[feature + 1]!);
    weights.set(sums, feature * nAuthors);
  }
  return { nFeatures, nAuthors, weights, bias };
}

/**
 * Adds some rows of a dense table, each times a value, to sums of one number a column.
 *
 * @param table rows as long as `sums`, one behind the other
 * @param ids which rows, from place `from` to `to − 1`
 * @param values how many times each
 */
export function addRows(
  sums: Float64Array,
  table: Float64Array,
  ids: Uint32Array,
  values: Float32Array,
  from: number,
  to: number,
): void {
  const width = sums.length;
  // Four rows at a time need a quarter of the ways to and from the sums.
  const fours = to - ((to - from) % 4);
  for (let place = from; place < fours; place += 4) {
    const first = values[place]!;
    const second = values[place + 1]!;
    const third = values[place + 2]!;
    const fourth = values[place + 3]!;
    const one = ids[place]! * width;
    const two = ids[place + 1]! * width;
    const three = ids[place + 2]! * width;
    const four = ids[place + 3]! * width;
    for (let column = 0; column < width; column++) {
      sums[column] =
        sums[column]! +
        first * table[one + column]! +
        second * table[two + column]! +
        third * table[three + column]! +
        fourth * table[four + column]!;
    }
  }
  for (let place = fours; place < to; place++) {
    const value = values[place]!;
    const start = ids[place]! * width;
    for (let column = 0; column < width; column++) sums[column]! += value * table[start + column]!;
  }
}

/**
 * The weighted sum of classifiers as one: its features are those of the first, then those of the second …
 *
 * @param parts of the same authors
 * @param shares one factor a part
 */
export function stackWeights(parts: readonly LinearWeights[], shares: readonly number[]): LinearWeights {
  const nFeatures = parts.reduce((sum, part) => sum + part.nFeatures, 0);
  const nAuthors = parts[0]?.nAuthors ?? 0;
  const weights = new Float32Array(nFeatures * nAuthors);
  const bias = new Float64Array(nAuthors);
  let start = 0;
  parts.forEach((part, index) => {
    const share = shares[index]!;
    for (let place = 0; place < part.weights.length; place++)
      weights[start + place] = share * part.weights[place]!;
    for (let author = 0; author < nAuthors; author++) bias[author]! += share * part.bias[author]!;
    start += part.weights.length;
  });
  return { nFeatures, nAuthors, weights, bias };
}
