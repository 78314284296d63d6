/**
 * Learns a linear classifier of one view, each author against all others or all at once, and, on the way, the scores that every
 * training row gets from a classifier that has not seen its fold: what views are put together by (stacking.ts).
 *
 * For up to some thousands of rows all is learned from inner products (gram.ts), which are found once; for more rows,
 * from the rows themselves. Both find the same classifier. Least squares (least-squares.ts, row-least-squares.ts; for rows
 * of few features feature-least-squares.ts) learn all authors and folds at once; multinomial logistic regression (multinomial-logistic.ts) all authors, one fold after the
 * other; the other losses (kernel-svm.ts, row-svm.ts) one author after the other.
 */
import { createRandom } from "../random.ts";
import type { RowMatrix } from "../sparse.ts";
import { featureLeastSquares, hasFewFeatures } from "./feature-least-squares.ts";
import { gram } from "./gram.ts";
import { kernelSvm } from "./kernel-svm.ts";
import { leastSquares } from "./least-squares.ts";
import { type LinearWeights, weightsFromRows } from "./linear-weights.ts";
import { rowLeastSquares } from "./row-least-squares.ts";
import { multinomialLogistic, type MultinomialSolution } from "./multinomial-logistic.ts";
import { type Loss, rowSvm } from "./row-svm.ts";

/** Settings of {@link trainLinear}. */
export interface LinearSettings {
  /**
   * What an error costs. Least squares come to nearly the same accuracy as the squared hinge in a small part of its
   * time: one inverse serves all authors and folds.
   */
  readonly loss: Loss | "least-squares" | "multinomial-logistic";
  /** C, above 0, for rows whose length is about 1 apart from what all rows have in common. */
  readonly cost: number;
  /** Whether all authors weigh alike, however many documents they have. */
  readonly balanced: boolean;
  readonly seed: number;
}

/** A trained classifier. */
export interface TrainedLinear {
  readonly weights: LinearWeights;
  /** `heldOut[row * nAuthors + author]`: scores by classifiers that have not seen the row's fold. */
  readonly heldOut: Float64Array | null;
}

/** Up to so many rows the inner products of all rows with all are found. */
export const MOST_GRAM_ROWS = 4000;
const TOLERANCE = 0.01;
/** Of equations of least squares: the scores are then right to about a hundredth of a text's distance from the border. */
const ROW_TOLERANCE = 0.03;
const MOST_PASSES = 300;

/**
 * Learns.
 *
 * @param matrix the training rows
 * @param labels the author of each row, below nAuthors; each author has a row
 * @param folds the fold of each row, for held-out scores; without it there are none
 */
export function trainLinear(
  matrix: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  settings: LinearSettings,
  folds?: ArrayLike<number>,
): TrainedLinear {
  const costs = costsOf(matrix, labels, nAuthors, settings);
  const { loss } = settings;
  const problem = { matrix, labels, nAuthors, costs, settings, folds: foldsOf(matrix.nRows, folds) };
  if (loss === "least-squares") return learnBySquares(problem);
  if (loss === "multinomial-logistic") return learnTogether(problem);
  const byProducts = loss === "squared-hinge" && matrix.nRows <= MOST_GRAM_ROWS;
  return byProducts ? learnFromProducts(problem) : learnFromRows(problem, loss);
}

interface Problem {
  readonly matrix: RowMatrix;
  readonly labels: Uint32Array;
  readonly nAuthors: number;
  readonly costs: Float64Array;
  readonly settings: LinearSettings;
  /** The rows inside and outside of each fold; null without folds. */
  readonly folds: readonly { readonly inside: number[]; readonly outside: number[] }[] | null;
}

function learnBySquares({ matrix, labels, nAuthors, costs, folds }: Problem): TrainedLinear {
  const inside = folds?.map((fold) => fold.inside) ?? null;
  const options = { costs, tolerance: ROW_TOLERANCE, steps: MOST_PASSES };
  const { betas, bias, heldOut } = hasFewFeatures(matrix)
    ? featureLeastSquares(matrix, labels, nAuthors, costs, inside)
    : matrix.nRows <= MOST_GRAM_ROWS
      ? leastSquares(gram(matrix), labels, nAuthors, costs, inside)
      : rowLeastSquares(matrix, labels, nAuthors, options, inside);
  return { weights: weightsFromRows(matrix, betas, bias), heldOut };
}

function learnFromProducts({ matrix, labels, nAuthors, costs, settings, folds }: Problem): TrainedLinear {
  const products = gram(matrix);
  const all = Uint32Array.from(labels, (_, row) => row);
  const heldOut = folds === null ? null : new Float64Array(matrix.nRows * nAuthors);
  const options = { costs, tolerance: TOLERANCE, passes: MOST_PASSES };
  const bias = new Float64Array(nAuthors);
  const betas = Array.from({ length: nAuthors }, (_, author) => {
    const isAuthor = labels.map((label) => (label === author ? 1 : 0));
    const whole = kernelSvm(products, isAuthor, all, options, createRandom(settings.seed));
    folds?.forEach(({ inside, outside }) => {
      const part = kernelSvm(products, isAuthor, outside, options, createRandom(settings.seed), whole);
      for (const row of inside) heldOut![row * nAuthors + author] = part.scores[row]!;
    });
    bias[author] = whole.bias;
    return whole.betas;
  });
  return { weights: weightsFromRows(matrix, betas, bias), heldOut };
}

function learnTogether({ matrix, labels, nAuthors, costs, settings, folds }: Problem): TrainedLinear {
  const { nRows, nFeatures, starts, ids, values } = matrix;
  const all = Uint32Array.from(labels, (_, row) => row);
  const options = { costs, tolerance: TOLERANCE, passes: MOST_PASSES };
  const learn = (rows: ArrayLike<number>, start?: MultinomialSolution): MultinomialSolution =>
    multinomialLogistic(matrix, labels, nAuthors, rows, options, createRandom(settings.seed), start);
  const whole = learn(all);
  const heldOut = folds === null ? null : new Float64Array(nRows * nAuthors);
  folds?.forEach(({ inside, outside }) => {
    const part = learn(outside, whole);
    for (const row of inside) {
      const scores = heldOut!.subarray(row * nAuthors, (row + 1) * nAuthors);
      scores.set(part.bias);
      for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
        const from = ids[entry]! * nAuthors;
        for (let author = 0; author < nAuthors; author++) {
          scores[author]! += values[entry]! * part.weights[from + author]!;
        }
      }
    }
  });
  const weights = Float32Array.from(whole.weights);
  return { weights: { nFeatures, nAuthors, weights, bias: whole.bias }, heldOut };
}

function learnFromRows(
  { matrix, labels, nAuthors, costs, settings, folds }: Problem,
  loss: Loss,
): TrainedLinear {
  const { nFeatures, starts, ids, values } = matrix;
  const all = Uint32Array.from(labels, (_, row) => row);
  const heldOut = folds === null ? null : new Float64Array(matrix.nRows * nAuthors);
  const options = { loss, costs, tolerance: TOLERANCE, passes: MOST_PASSES };
  const weights = new Float32Array(nFeatures * nAuthors);
  const bias = new Float64Array(nAuthors);
  for (let author = 0; author < nAuthors; author++) {
    const isAuthor = labels.map((label) => (label === author ? 1 : 0));
    const whole = rowSvm(matrix, isAuthor, all, options, createRandom(settings.seed));
    folds?.forEach(({ inside, outside }) => {
      const part = rowSvm(matrix, isAuthor, outside, options, createRandom(settings.seed), whole);
      for (const row of inside) {
        let score = part.bias;
        for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
          score += values[entry]! * part.weights[ids[entry]!]!;
        }
        heldOut![row * nAuthors + author] = score;
      }
    });
    bias[author] = whole.bias;
    whole.weights.forEach((weight, feature) => (weights[feature * nAuthors + author] = weight));
  }
  return { weights: { nFeatures, nAuthors, weights, bias }, heldOut };
}

/**
 * C of each row. Rows of which most is common to all differ little, and a C that is right for others would let hardly
 * any of it be learned; so C is divided by the mean square of what is left when the mean row is taken out.
 */
function costsOf(
  matrix: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  { cost, balanced }: LinearSettings,
): Float64Array {
  const { nRows, nFeatures, ids, values } = matrix;
  const sums = new Float64Array(nFeatures);
  let squares = 0;
  for (let entry = 0; entry < ids.length; entry++) {
    sums[ids[entry]!]! += values[entry]!;
    squares += values[entry]! ** 2;
  }
  const common = sums.reduce((sum, value) => sum + (value / nRows) ** 2, 0);
  const spread = squares / nRows - common;
  const base = spread > 1e-9 ? cost / spread : cost;
  const documents = new Float64Array(nAuthors);
  for (const label of labels) documents[label]!++;
  return Float64Array.from(labels, (label) =>
    balanced ? (base * nRows) / (nAuthors * documents[label]!) : base,
  );
}

function foldsOf(nRows: number, folds: ArrayLike<number> | undefined): Problem["folds"] {
  if (folds === undefined) return null;
  const rows = Array.from({ length: nRows }, (_, row) => row);
  const names = new Set(rows.map((row) => folds[row]!));
  return [...names].map((name) => ({
    inside: rows.filter((row) => folds[row] === name),
    outside: rows.filter((row) => folds[row] !== name),
  }));
}
