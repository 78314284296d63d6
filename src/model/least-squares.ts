/**
 * Linear classifiers of all authors at once by least squares with weighed rows (regularised least squares, Rifkin, Yeo
 * & Poggio 2003; the least squares support vector machine, Suykens & Vandewalle 1999), from inner products alone:
 *
 *     min over w:  ½ ‖w‖² + Σ_i C_i (y_i − w·x_i)²        y_i = 1 for the author's texts, −1 for the others'
 *
 * The bias is the weight of one more feature that every row has with the value 1. The answer is w = Σ β_i x_i with
 *
 *     β = H y        H = (K + 1 + Λ)⁻¹        Λ_ii = 1 / (2 C_i)
 *
 * and H is the same for all authors. It also tells what the rows of a fold would have scored if none of them had been
 * learned from (the block form of the leave-one-out formula):
 *
 *     y_F − f₋F(x_F) = H_FF⁻¹ β_F
 */
import { choleskyOf, solve } from "./cholesky.ts";
import { invert } from "./inverse.ts";

/** What was learned about all authors. */
export interface LeastSquares {
  /** For each author β_i of each row. */
  readonly betas: readonly Float64Array[];
  /** Σ β_i, one an author. */
  readonly bias: Float64Array;
  /** `heldOut[row * nAuthors + author]`: scores by classifiers that have not seen the row's fold. */
  readonly heldOut: Float64Array | null;
}

/** The first Λ_ii that is tried where the costs ask for too little, as a share of the sum of all K_ii + 1. */
const LEAST_RIDGE = 2e-5;

/**
 * Learns each author against all others.
 *
 * @param products K, n × n; overwritten
 * @param labels the author of each row, below nAuthors
 * @param costs C of each row, above 0
 * @param folds the rows of each fold, for held-out scores
 */
export function leastSquares(
  products: Float32Array,
  labels: Uint32Array,
  nAuthors: number,
  costs: ArrayLike<number>,
  folds: readonly (readonly number[])[] | null,
): LeastSquares {
  const n = labels.length;
  const inverse = ridgeInverse(products, costs, n);
  const betas = Array.from({ length: nAuthors }, () => new Float64Array(n));
  for (let row = 0; row < n; row++) {
    // y is −1 nearly everywhere: H y = 2 · (the sum over the author's rows) − (the sum over all).
    let whole = 0;
    for (let other = 0; other < n; other++) {
      const number = inverse[row * n + other]!;
      whole += number;
      betas[labels[other]!]![row]! += 2 * number;
    }
    for (const ofAuthor of betas) ofAuthor[row]! -= whole;
  }
  const bias = Float64Array.from(betas, (ofAuthor) => ofAuthor.reduce((sum, beta) => sum + beta, 0));
  if (folds === null) return { betas, bias, heldOut: null };
  const heldOut = new Float64Array(n * nAuthors);
  for (const rows of folds) {
    const factor = choleskyOf(rows.length, (row, column) => inverse[rows[row]! * n + rows[column]!]!);
    betas.forEach((ofAuthor, author) => {
      const errors = solve(
        factor,
        rows.map((row) => ofAuthor[row]!),
      );
      rows.forEach((row, place) => {
        heldOut[row * nAuthors + author] = (labels[row] === author ? 1 : -1) - errors[place]!;
      });
    });
  }
  return { betas, bias, heldOut };
}

/**
 * H. Rows that are nearly all the same (verses of one form behind a mask) have a matrix that numbers of 32 bits cannot
 * invert; Λ is then raised until they can: 0 < H_ii ≤ 1 / Λ_ii, whatever K is.
 */
function ridgeInverse(products: Float32Array, costs: ArrayLike<number>, n: number): Float32Array {
  let trace = 0;
  for (let place = 0; place < products.length; place++) products[place]! += 1;
  for (let row = 0; row < n; row++) trace += products[row * n + row]!;
  for (let least = 0; ; least = Math.max(least * 5, trace * LEAST_RIDGE)) {
    const ridges = Float64Array.from(costs, (cost) => Math.max(1 / (2 * cost), least));
    const matrix = products.slice();
    ridges.forEach((ridge, row) => (matrix[row * n + row]! += ridge));
    const inverse = invert(matrix, n);
    const isPrecise = ridges.every((ridge, row) => {
      const number = inverse[row * n + row]!;
      return number > 0 && number <= 1.001 / ridge;
    });
    if (isPrecise || least >= trace) return inverse;
  }
}
