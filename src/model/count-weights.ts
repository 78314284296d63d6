/**
 * Naive Bayes on rows, with held-out scores: a member of an ensemble. Values are counts divided by a power of their
 * total, so that long documents do not drown out all else:
 *
 *     score(author) = Σ_f  c_f / (Σ c)^γ · (log θ_author,f − mean over authors)
 *     θ_author,f    = (N_author,f + α) / (N_author + α · features)
 *
 * Taking out the mean over authors changes no difference between two of them. Authors are equally likely beforehand.
 */
import type { RowMatrix } from "../sparse.ts";
import type { TrainedLinear } from "./train-linear.ts";

/** Settings of {@link trainCountWeights}. */
export interface CountWeightsSettings {
  /** α, above 0. */
  readonly smoothing: number;
  /** γ, from 0 to 1. */
  readonly exponent: number;
}

/**
 * Learns.
 *
 * @param counts the training rows
 * @param labels the author of each row, below nAuthors
 * @param folds the fold of each row, for held-out scores
 */
export function trainCountWeights(
  counts: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  settings: CountWeightsSettings,
  folds: ArrayLike<number>,
): TrainedLinear {
  const { nRows, nFeatures } = counts;
  const bias = new Float64Array(nAuthors);
  const tallies = tallyOf(counts, labels, nAuthors, () => true);
  const heldOut = new Float64Array(nRows * nAuthors);
  for (const fold of new Set(Array.from(folds))) {
    const inside = tallyOf(counts, labels, nAuthors, (row) => folds[row] === fold);
    const outside = tallies.map((count, place) => count - inside[place]!);
    const weights = weightsOf(outside, nFeatures, nAuthors, settings.smoothing);
    for (let row = 0; row < nRows; row++) {
      if (folds[row] !== fold) continue;
      score(counts, row, weights, settings.exponent, heldOut.subarray(row * nAuthors, (row + 1) * nAuthors));
    }
  }
  const weights = weightsOf(tallies, nFeatures, nAuthors, settings.smoothing);
  return { weights: { nFeatures, nAuthors, weights, bias }, heldOut };
}

/** How often the authors' rows have each feature: `tally[feature * nAuthors + author]`. */
function tallyOf(
  { nRows, nFeatures, starts, ids, values }: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  wanted: (row: number) => boolean,
): Float64Array {
  const tally = new Float64Array(nFeatures * nAuthors);
  for (let row = 0; row < nRows; row++) {
    if (!wanted(row)) continue;
    const author = labels[row]!;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      tally[ids[entry]! * nAuthors + author]! += values[entry]!;
    }
  }
  return tally;
}

function weightsOf(
  tally: Float64Array,
  nFeatures: number,
  nAuthors: number,
  smoothing: number,
): Float32Array {
  const totals = new Float64Array(nAuthors).fill(smoothing * nFeatures);
  for (let place = 0; place < tally.length; place++) totals[place % nAuthors]! += tally[place]!;
  const logTotals = totals.map(Math.log);
  const unseen = Math.log(smoothing);
  const weights = new Float32Array(tally.length);
  const logs = new Float64Array(nAuthors);
  for (let start = 0; start < tally.length; start += nAuthors) {
    let mean = 0;
    for (let author = 0; author < nAuthors; author++) {
      const count = tally[start + author]!;
      logs[author] = (count === 0 ? unseen : Math.log(count + smoothing)) - logTotals[author]!;
      mean += logs[author]! / nAuthors;
    }
    for (let author = 0; author < nAuthors; author++) weights[start + author] = logs[author]! - mean;
  }
  return weights;
}

/** Adds the scores of one row to `into`, one number an author. */
function score(
  { starts, ids, values }: RowMatrix,
  row: number,
  weights: Float32Array,
  exponent: number,
  into: Float64Array,
): void {
  let total = 0;
  for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) total += values[entry]!;
  const divisor = total === 0 ? 1 : total ** exponent;
  for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
    const value = values[entry]! / divisor;
    const start = ids[entry]! * into.length;
    for (let author = 0; author < into.length; author++) into[author]! += value * weights[start + author]!;
  }
}
