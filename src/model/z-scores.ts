/**
 * z-scores of sparse rows: how far each value is from its mean over training, in standard deviations.
 *
 *     z_f = (r_f − μ_f) / σ_f          r_f the value, or count / all counts of the row; μ and σ over the training rows
 *     x   = z / ‖z‖                    a row of whatever length is then one of length 1: what counts is its direction
 *
 * A feature that a row does not have is not 0 but −μ / σ, the same for every row that lacks it. So nothing need be
 * filled in to weigh x: the features that are there add r_f / σ_f · w_f, all together add one number a row,
 *
 *     w · x = ( Σ_row r_f / σ_f · w_f  +  b ) / ‖z‖          b = − Σ_f μ_f / σ_f · w_f
 *
 * and ‖z‖² is that of a row without features, Σ (μ_f / σ_f)², with a correction for each that is there. Dividing
 * without taking the mean away, as scikit-learn's StandardScaler(with_mean=False) does to keep zeros, would leave out b;
 * a linear classifier could learn it as its bias if ‖z‖ were the same for all rows, which it is not.
 */
import type { RowMatrix, SparseRow } from "../sparse.ts";

/** Where every feature's values lie in training; plain arrays, as a model file keeps them. */
export interface ZScale {
  /** 1 / σ_f; 0 for features that never vary. */
  readonly factors: Float32Array;
  /** μ_f / σ_f; 0 for features that never vary. */
  readonly shifts: Float32Array;
}

/** What is scaled: values as they are, or their shares in the sum of their row. */
export type Scaled = "values" | "shares";

/** A row as its z-scores are weighed. */
export interface ZRow {
  /** r_f / σ_f / ‖z‖ of its features. */
  readonly row: SparseRow;
  /** 1 / ‖z‖: how often b counts. */
  readonly share: number;
}

/** What is scaled of each entry. */
export function scaledValues({ nRows, starts, values }: RowMatrix, scaled: Scaled): Float64Array {
  const found = Float64Array.from(values);
  if (scaled === "values") return found;
  for (let row = 0; row < nRows; row++) {
    let total = 0;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) total += values[entry]!;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) found[entry]! /= total;
  }
  return found;
}

/**
 * Mean and deviation (over n, not n − 1) of each feature over some rows.
 *
 * @param values of each entry (see {@link scaledValues})
 */
export function fitZScale(
  { nFeatures, starts, ids }: RowMatrix,
  values: Float64Array,
  rows: readonly number[],
): ZScale {
  const sums = new Float64Array(nFeatures);
  const squares = new Float64Array(nFeatures);
  for (const row of rows) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      sums[ids[entry]!]! += values[entry]!;
      squares[ids[entry]!]! += values[entry]! ** 2;
    }
  }
  const factors = Float32Array.from(sums, (sum, feature) => {
    const mean = sum / rows.length;
    const variance = squares[feature]! / rows.length - mean * mean;
    // What is left of a variance of 0 after rounding.
    return variance > 1e-12 * mean * mean ? 1 / Math.sqrt(variance) : 0;
  });
  return { factors, shifts: factors.map((factor, feature) => (sums[feature]! / rows.length) * factor) };
}

/** ‖z‖² of a row that has none of the features. */
export function squaredShifts({ shifts }: ZScale): number {
  return shifts.reduce((sum, shift) => sum + shift * shift, 0);
}

/**
 * A row as its z-scores are weighed.
 *
 * @param constant {@link squaredShifts} of the scale
 */
export function zRow(
  { factors, shifts }: ZScale,
  constant: number,
  { ids, values, length }: SparseRow,
  scaled: Scaled,
): ZRow {
  let total = 0;
  for (let place = 0; place < length; place++) total += values[place]!;
  const divisor = scaled === "values" || total === 0 ? 1 : total;
  const found = new Float64Array(length);
  let squares = constant;
  for (let place = 0; place < length; place++) {
    const feature = ids[place]!;
    const value = (values[place]! / divisor) * factors[feature]!;
    found[place] = value;
    squares += value * (value - 2 * shifts[feature]!);
  }
  const share = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let place = 0; place < length; place++) found[place]! *= share;
  return { row: { ids, values: found, length }, share };
}

/** b of each author: what weights make of a row that has none of the features, before it is divided by ‖z‖. */
export function baseOf({ shifts }: ZScale, weights: Float32Array, nAuthors: number): Float64Array {
  const base = new Float64Array(nAuthors);
  for (let place = 0; place < weights.length; place++) {
    const author = place % nAuthors;
    base[author]! -= shifts[(place - author) / nAuthors]! * weights[place]!;
  }
  return base;
}

/** x of all rows, nothing left out: for views of few features. */
export function zRows(scale: ZScale, matrix: RowMatrix, scaled: Scaled): RowMatrix {
  const { nRows, nFeatures, starts, ids } = matrix;
  const { factors, shifts } = scale;
  const own = scaledValues(matrix, scaled);
  const values = new Float32Array(nRows * nFeatures);
  for (let row = 0; row < nRows; row++) {
    const z = values.subarray(row * nFeatures, (row + 1) * nFeatures);
    for (let feature = 0; feature < nFeatures; feature++) z[feature] = -shifts[feature]!;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      z[ids[entry]!]! += own[entry]! * factors[ids[entry]!]!;
    }
    const squares = z.reduce((sum, value) => sum + value * value, 0);
    const share = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let feature = 0; feature < nFeatures; feature++) z[feature]! *= share;
  }
  return {
    nRows,
    nFeatures,
    starts: Uint32Array.from({ length: nRows + 1 }, (_, row) => row * nFeatures),
    ids: Uint32Array.from(values, (_, place) => place % nFeatures),
    values,
  };
}
