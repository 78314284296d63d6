/**
 * Naive Bayes on rows, with held-out scores: a member of an ensemble. Values are counts divided by a power of their
 * total, so that long documents do not drown out all else:
 *
 *     score(author) = Σ_f  c_f / (Σ c)^γ · (log θ_author,f − mean over authors)
 *     θ_author,f    = (N_author,f + α) / (N_author + α · features)
 *
 * Taking out the mean over authors changes no difference between two of them. Authors are equally likely beforehand.
 */
import { type RowMatrix, transposed } from "../sparse.ts";
import type { TrainedLinear } from "./train-linear.ts";

/** Settings of {@link trainCountWeights}. */
export interface CountWeightsSettings {
  /** α, above 0. */
  readonly smoothing: number;
  /** γ, from 0 to 1. */
  readonly exponent: number;
}

/**
 * Learns. Nearly all of the weights' numbers are those of features that an author does not have, and the same for all
 * such features; only what differs from that is looked at.
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
  const { nFeatures } = counts;
  const names = [...new Set(Array.from(folds))];
  const foldOf = Uint32Array.from(folds, (fold) => names.indexOf(fold));
  const totals = totalsOf(counts, labels, nAuthors, foldOf, names.length);
  const columns = transposed(counts);
  const tally = createTally(labels, nAuthors, foldOf, names.length);
  const weights = new Float32Array(nFeatures * nAuthors);
  const heldOut = new Float64Array(counts.nRows * nAuthors);
  const { smoothing } = settings;
  const unseen = logsOfUnseen(totals.ofAuthors, smoothing, nFeatures);
  for (let feature = 0; feature < nFeatures; feature++) {
    const own = weights.subarray(feature * nAuthors, (feature + 1) * nAuthors);
    tally.count(columns, feature);
    let sum = 0;
    for (const author of tally.authors) {
      const more = Math.log1p(tally.whole(author) / smoothing);
      own[author] = more;
      sum += more;
    }
    for (let author = 0; author < nAuthors; author++) {
      own[author] = own[author]! - sum / nAuthors + unseen[author]!;
    }
    tally.addHeldOut(columns, feature, smoothing, heldOut);
  }
  finishHeldOut(counts, foldOf, settings, totals, heldOut);
  return { weights: { nFeatures, nAuthors, weights, bias: new Float64Array(nAuthors) }, heldOut };
}

interface Totals {
  /** How many occurrences each author's rows have: Σ_f N_author,f. */
  readonly ofAuthors: Float64Array;
  /** The same without the rows of a fold: `[fold][author]`. */
  readonly outside: readonly Float64Array[];
}

function totalsOf(
  { nRows, starts, values }: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  foldOf: Uint32Array,
  nFolds: number,
): Totals {
  const ofAuthors = new Float64Array(nAuthors);
  const inside = Array.from({ length: nFolds }, () => new Float64Array(nAuthors));
  for (let row = 0; row < nRows; row++) {
    let total = 0;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) total += values[entry]!;
    ofAuthors[labels[row]!]! += total;
    inside[foldOf[row]!]![labels[row]!]! += total;
  }
  const outside = inside.map((own) => own.map((total, author) => ofAuthors[author]! - total));
  return { ofAuthors, outside };
}

/** log θ of a feature that an author does not have, around the mean over authors. */
function logsOfUnseen(totals: Float64Array, smoothing: number, nFeatures: number): Float64Array {
  if (nFeatures === 0) return new Float64Array(totals.length);
  const logs = totals.map((total) => Math.log(smoothing) - Math.log(total + smoothing * nFeatures));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => log - mean);
}

/** How often a feature was counted, by author and fold. */
interface Tally {
  /** Who has the feature. */
  readonly authors: readonly number[];
  /** Counts the feature; what is said above and below is said of it until the next one is counted. */
  count(columns: RowMatrix, feature: number): void;
  whole(author: number): number;
  /** Adds to the scores of the feature's rows what it tells there, learned without their fold. */
  addHeldOut(columns: RowMatrix, feature: number, smoothing: number, heldOut: Float64Array): void;
}

function createTally(labels: Uint32Array, nAuthors: number, foldOf: Uint32Array, nFolds: number): Tally {
  const whole = new Float64Array(nAuthors);
  const inside = new Float64Array(nFolds * nAuthors);
  const logs = new Float64Array(nFolds * nAuthors);
  const authors: number[] = [];
  const clear = (): void => {
    for (const author of authors) {
      whole[author] = 0;
      for (let fold = 0; fold < nFolds; fold++) inside[fold * nAuthors + author] = 0;
    }
    authors.length = 0;
  };
  return {
    authors,
    count({ starts, ids, values }, feature) {
      clear();
      for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
        const row = ids[entry]!;
        const author = labels[row]!;
        if (whole[author] === 0) authors.push(author);
        whole[author]! += values[entry]!;
        inside[foldOf[row]! * nAuthors + author]! += values[entry]!;
      }
    },
    whole: (author) => whole[author]!,
    addHeldOut({ starts, ids, values }, feature, smoothing, heldOut) {
      for (let fold = 0; fold < nFolds; fold++) {
        for (const author of authors) {
          const place = fold * nAuthors + author;
          logs[place] = Math.log1p((whole[author]! - inside[place]!) / smoothing);
        }
      }
      for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
        const row = ids[entry]!;
        const value = values[entry]!;
        const place = foldOf[row]! * nAuthors;
        const start = row * nAuthors;
        for (const author of authors) heldOut[start + author]! += value * logs[place + author]!;
      }
    },
  };
}

/** Adds what unseen features tell, takes out the mean over authors, and divides by the power of the rows' totals. */
function finishHeldOut(
  { nRows, nFeatures, starts, values }: RowMatrix,
  foldOf: Uint32Array,
  { smoothing, exponent }: CountWeightsSettings,
  { ofAuthors, outside }: Totals,
  heldOut: Float64Array,
): void {
  const nAuthors = ofAuthors.length;
  const unseen = outside.map((totals) => logsOfUnseen(totals, smoothing, nFeatures));
  for (let row = 0; row < nRows; row++) {
    let total = 0;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) total += values[entry]!;
    const scores = heldOut.subarray(row * nAuthors, (row + 1) * nAuthors);
    const mean = scores.reduce((sum, score) => sum + score, 0) / nAuthors;
    const divisor = total === 0 ? 1 : total ** exponent;
    const ofFold = unseen[foldOf[row]!]!;
    for (let author = 0; author < nAuthors; author++) {
      scores[author] = (scores[author]! - mean + total * ofFold[author]!) / divisor;
    }
  }
}
