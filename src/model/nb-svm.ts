/**
 * NB-SVM (Wang & Manning, ACL 2012): a linear classifier that is told beforehand how strongly each feature speaks for
 * an author, in Naive Bayes' way. Strong on short texts.
 *
 *     p_f = α + rows of the author with f      q_f = α + rows of the others with f       r_f = log ( (p_f / Σp) / (q_f / Σq) )
 *
 * A linear classifier is learned on the rows x_f · r_f; brought back to the features, its weights are w_f · r_f. They are
 * mixed with their own mean magnitude, which makes the whole more like Naive Bayes the smaller β is:
 *
 *     w'_f = (1 − β) · mean |w| + β · w_f         β from 0 to 1
 */
import { createRandom } from "../random.ts";
import type { RowMatrix } from "../sparse.ts";
import type { LinearWeights } from "./linear-weights.ts";
import { type Loss, rowSvm } from "./row-svm.ts";

/** Settings of {@link trainNbSvm}. */
export interface NbSvmSettings {
  readonly loss: Loss;
  /** C, above 0. */
  readonly cost: number;
  /** α, above 0. */
  readonly smoothing: number;
  /** β, from 0 (the mean magnitude alone) to 1 (the classifier alone). */
  readonly interpolation: number;
  readonly seed: number;
}

const TOLERANCE = 0.01;
const MOST_PASSES = 100;

/**
 * Learns each author against all others.
 *
 * @param matrix the training rows, values ≥ 0 (1 for every feature that occurs, or weighed)
 * @param labels the author of each row; each author has a row
 * @param rows which rows to learn from; by default all
 */
export function trainNbSvm(
  matrix: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  settings: NbSvmSettings,
  rows: ArrayLike<number> = labels.map((_, row) => row),
): LinearWeights {
  const { nFeatures } = matrix;
  const weights = new Float32Array(nFeatures * nAuthors);
  const bias = new Float64Array(nAuthors);
  const costs = new Float64Array(matrix.nRows).fill(settings.cost);
  const options = { loss: settings.loss, costs, tolerance: TOLERANCE, passes: MOST_PASSES };
  for (let author = 0; author < nAuthors; author++) {
    const isAuthor = labels.map((label) => (label === author ? 1 : 0));
    const ratios = logCountRatios(matrix, isAuthor, rows, settings.smoothing);
    const scaled = {
      ...matrix,
      values: matrix.values.map((value, entry) => value * ratios[matrix.ids[entry]!]!),
    };
    const learned = rowSvm(scaled, isAuthor, rows, options, createRandom(settings.seed));
    const magnitude = learned.weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / nFeatures;
    const { interpolation } = settings;
    learned.weights.forEach((weight, feature) => {
      const mixed = (1 - interpolation) * magnitude + interpolation * weight;
      weights[feature * nAuthors + author] = mixed * ratios[feature]!;
    });
    bias[author] = learned.bias;
  }
  return { nFeatures, nAuthors, weights, bias };
}

/**
 * r: how much more often, in logarithms, a feature is in the author's rows than in the others'.
 *
 * @param isAuthor for each row 1 if it is the author's, 0 if not
 * @param rows the rows that count
 */
export function logCountRatios(
  { nFeatures, starts, ids }: RowMatrix,
  isAuthor: ArrayLike<number>,
  rows: ArrayLike<number>,
  smoothing: number,
): Float64Array {
  const own = new Float64Array(nFeatures).fill(smoothing);
  const others = new Float64Array(nFeatures).fill(smoothing);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!;
    const counts = isAuthor[row] === 1 ? own : others;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) counts[ids[entry]!]!++;
  }
  const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);
  const shift = Math.log(total(others)) - Math.log(total(own));
  return own.map((count, feature) => Math.log(count) - Math.log(others[feature]!) + shift);
}
