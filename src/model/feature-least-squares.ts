/**
 * The same classifiers as least-squares.ts finds, for rows of few features (function words, figures of style): from the
 * products of features with features, which are as many for a million rows as for a thousand:
 *
 *     (1 + Σ_i 2 C_i x_i x_iᵀ) w = Σ_i 2 C_i y_i x_i        β_i = 2 C_i (y_i − w·x_i)
 *
 * where every x_i has one more feature with the value 1, whose weight is the bias. What the rows of a fold would have
 * scored comes from the same equations without their products.
 */
import type { RowMatrix } from "../sparse.ts";
import { choleskyOf, solve } from "./cholesky.ts";
import type { LeastSquares } from "./least-squares.ts";

/** With more features than this, products of features take longer than others' ways. */
const MOST_FEATURES = 600;

/** Whether rows have so few features, in all and beside their number, that this is the shortest way. */
export function hasFewFeatures({ nFeatures, nRows }: RowMatrix): boolean {
  return nFeatures <= MOST_FEATURES && 2 * nFeatures <= nRows;
}

/** Σ 2 C_i x_i x_iᵀ and, for each author, Σ 2 C_i x_i over his or her rows. */
interface Sums {
  /** size × size, row by row; the lower triangle. */
  readonly products: Float64Array;
  /** `own[author * size + feature]` */
  readonly own: Float64Array;
}

/**
 * Learns each author against all others.
 *
 * @param labels the author of each row, below nAuthors
 * @param costs C of each row, above 0
 * @param folds the rows of each fold, every row in one, for held-out scores; null without
 */
export function featureLeastSquares(
  matrix: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  costs: ArrayLike<number>,
  folds: readonly (readonly number[])[] | null,
): LeastSquares {
  const { nRows } = matrix;
  const size = matrix.nFeatures + 1;
  const all = Array.from({ length: nRows }, (_, row) => row);
  const parts = (folds ?? [all]).map((rows) => sumsOf(matrix, labels, nAuthors, costs, rows));
  const whole: Sums = { products: new Float64Array(size * size), own: new Float64Array(nAuthors * size) };
  for (const { products, own } of parts) {
    products.forEach((product, place) => (whole.products[place]! += product));
    own.forEach((sum, place) => (whole.own[place]! += sum));
  }

  const weights = weightsOf(whole, null, size, nAuthors);
  const betas = weights.map((ofAuthor, author) =>
    Float64Array.from(labels, (label, row) => {
      return 2 * costs[row]! * ((label === author ? 1 : -1) - scoreOf(matrix, row, ofAuthor));
    }),
  );
  const bias = Float64Array.from(weights, (ofAuthor) => ofAuthor[size - 1]!);
  if (folds === null) return { betas, bias, heldOut: null };
  const heldOut = new Float64Array(nRows * nAuthors);
  folds.forEach((rows, fold) => {
    weightsOf(whole, parts[fold]!, size, nAuthors).forEach((ofAuthor, author) => {
      for (const row of rows) heldOut[row * nAuthors + author] = scoreOf(matrix, row, ofAuthor);
    });
  });
  return { betas, bias, heldOut };
}

function sumsOf(
  { nFeatures, starts, ids, values }: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  costs: ArrayLike<number>,
  rows: readonly number[],
): Sums {
  const size = nFeatures + 1;
  const products = new Float64Array(size * size);
  const own = new Float64Array(nAuthors * size);
  for (const row of rows) {
    const cost = 2 * costs[row]!;
    const start = starts[row]!;
    const end = starts[row + 1]!;
    const author = labels[row]! * size;
    const last = nFeatures * size;
    for (let entry = start; entry < end; entry++) {
      const feature = ids[entry]!;
      const weighed = cost * values[entry]!;
      own[author + feature]! += weighed;
      products[last + feature]! += weighed;
      // Features of a row rise, so that those before it are in the lower triangle.
      const line = feature * size;
      for (let other = start; other <= entry; other++)
        products[line + ids[other]!]! += weighed * values[other]!;
    }
    own[author + nFeatures]! += cost;
    products[last + nFeatures]! += cost;
  }
  return { products, own };
}

/** w of each author, learned from all rows but those of a fold. */
function weightsOf(whole: Sums, without: Sums | null, size: number, nAuthors: number): Float64Array[] {
  const left = (of: keyof Sums, place: number): number =>
    whole[of][place]! - (without === null ? 0 : without[of][place]!);
  const factor = choleskyOf(size, (row, column) => {
    return left("products", row * size + column) + (row === column ? 1 : 0);
  });
  const total = new Float64Array(size);
  for (let place = 0; place < nAuthors * size; place++) total[place % size]! += left("own", place);
  // y is −1 nearly everywhere: Σ 2 C y x = 2 · (the sum over the author's rows) − (the sum over all).
  return Array.from({ length: nAuthors }, (_, author) =>
    solve(
      factor,
      total.map((sum, feature) => 2 * left("own", author * size + feature) - sum),
    ),
  );
}

/** w·x of a row, its bias included. */
function scoreOf({ nFeatures, starts, ids, values }: RowMatrix, row: number, weights: Float64Array): number {
  let score = weights[nFeatures]!;
  for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
    score += values[entry]! * weights[ids[entry]!]!;
  }
  return score;
}
