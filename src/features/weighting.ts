/**
 * From counts to the values that linear classifiers see. What is fitted (how rare a feature is, how far its values
 * spread) is fitted on training rows alone and kept, one number a feature.
 *
 *     binary-tf-idf   x_f = idf_f                              x / ‖x‖
 *     tf-idf          x_f = (1 + ln c_f) · idf_f               x / ‖x‖
 *     log-deviation   x_f = (1 + ln c_f) / deviation_f         x / ‖x‖
 *     max-abs         x_f = (1 + ln c_f) · idf_f               x / ‖x‖, then each x_f / the largest in training
 *
 * for features that occur (c_f > 0), with ‖x‖ = √(Σ x_f²) and, as scikit-learn smooths it,
 *
 *     idf_f = ln ((1 + n) / (1 + n_f)) + 1                     n rows, n_f of them with feature f
 *
 * A text of whatever length is then a row of length 1: what counts is its direction.
 */
import { type RowMatrix, rowsWith, type SparseRow } from "../sparse.ts";

/** How counts become values; part of a recipe's view. */
export type Weighting = "binary-tf-idf" | "tf-idf" | "log-deviation" | "max-abs";

/** All weightings. */
export const weightings: readonly Weighting[] = ["binary-tf-idf", "tf-idf", "log-deviation", "max-abs"];

/** A weighting that has been fitted; plain arrays, as a model file keeps them. */
export interface FittedWeighting {
  readonly weighting: Weighting;
  /** What a feature's value is multiplied by before the row is brought to length 1: idf, or 1 / deviation. */
  readonly factors: Float32Array;
  /** What a feature's value is multiplied by after that (max-abs alone). */
  readonly scales: Float32Array | null;
}

/**
 * Fits a weighting.
 *
 * @param counts the training rows: how often each feature occurs, above 0
 */
export function fitWeighting(weighting: Weighting, counts: RowMatrix): FittedWeighting {
  if (weighting === "log-deviation") return { weighting, factors: inverseDeviations(counts), scales: null };
  const fitted = { weighting, factors: inverseFrequencies(counts), scales: null };
  return weighting === "max-abs" ? { ...fitted, scales: inverseMaxima(weighRows(fitted, counts)) } : fitted;
}

/** The values of one row of counts; features that occur 0 times get the value 0. */
export function weighRow(fitted: FittedWeighting, { ids, values, length }: SparseRow): SparseRow {
  const weighed = new Float64Array(length);
  weigh(fitted, ids.subarray(0, length), values, weighed);
  return { ids, values: weighed, length };
}

/** The values of all rows. */
export function weighRows(fitted: FittedWeighting, counts: RowMatrix): RowMatrix {
  const { starts, ids } = counts;
  const values = new Float32Array(ids.length);
  for (let row = 0; row < counts.nRows; row++) {
    const start = starts[row]!;
    const end = starts[row + 1]!;
    weigh(fitted, ids.subarray(start, end), counts.values.subarray(start, end), values.subarray(start, end));
  }
  return { ...counts, values };
}

function weigh(
  { weighting, factors, scales }: FittedWeighting,
  ids: Uint32Array,
  counts: Float64Array | Float32Array,
  into: Float64Array | Float32Array,
): void {
  const binary = weighting === "binary-tf-idf";
  let squares = 0;
  for (let place = 0; place < ids.length; place++) {
    const count = counts[place]!;
    const local = count === 0 ? 0 : binary ? 1 : 1 + Math.log(count);
    const value = local * factors[ids[place]!]!;
    into[place] = value;
    squares += value * value;
  }
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let place = 0; place < ids.length; place++) {
    into[place] = (into[place]! / length) * (scales === null ? 1 : scales[ids[place]!]!);
  }
}

function inverseFrequencies(counts: RowMatrix): Float32Array {
  return Float32Array.from(rowsWith(counts), (rows) => Math.log((1 + counts.nRows) / (1 + rows)) + 1);
}

/** 1 / the standard deviation of 1 + ln c over all rows, 0 where there is none; features that never vary get 0. */
function inverseDeviations({ nRows, nFeatures, ids, values }: RowMatrix): Float32Array {
  const sums = new Float64Array(nFeatures);
  const squares = new Float64Array(nFeatures);
  for (let entry = 0; entry < ids.length; entry++) {
    const value = 1 + Math.log(values[entry]!);
    sums[ids[entry]!]! += value;
    squares[ids[entry]!]! += value * value;
  }
  return Float32Array.from(sums, (sum, feature) => {
    const mean = sum / nRows;
    const variance = squares[feature]! / nRows - mean * mean;
    // What is left of a variance of 0 after rounding.
    return variance > 1e-12 * mean * mean ? 1 / Math.sqrt(variance) : 0;
  });
}

function inverseMaxima({ nFeatures, ids, values }: RowMatrix): Float32Array {
  const largest = new Float32Array(nFeatures);
  for (let entry = 0; entry < ids.length; entry++) {
    const feature = ids[entry]!;
    if (values[entry]! > largest[feature]!) largest[feature] = values[entry]!;
  }
  return largest.map((value) => (value === 0 ? 1 : 1 / value));
}
