/**
 * Nearest shrunken centroids (Tibshirani, Hastie, Narasimhan & Chu, PNAS 99, 2002): each author's mean row is drawn
 * towards the mean of all, so far that most features no longer tell authors apart and drop out.
 *
 *     d_fk = (x̄_fk − x̄_f) / (m_k · (s_f + s₀))         m_k = √(1/n_k − 1/n)
 *     d'   = sign (d) · max (0, |d| − Δ)               x̄'_fk = x̄_f + m_k · (s_f + s₀) · d'_fk
 *
 * with s_f the deviation of f within authors (over n − authors), s₀ their median. A row is nearest to the author k with
 * the smallest  Σ_f (x_f − x̄'_fk)² / (s_f + s₀)² − 2 log (n_k / n).  Minus a half of that is a score, and linear in x, as
 * the squares of x are the same for all authors.
 */
import type { RowMatrix } from "../sparse.ts";
import type { LinearWeights } from "./linear-weights.ts";

/**
 * Learns.
 *
 * @param matrix the training rows
 * @param labels the author of each row; each author has a row
 * @param threshold Δ, ≥ 0: 0 keeps the mean rows as they are
 */
export function trainShrunkenCentroids(
  matrix: RowMatrix,
  labels: ArrayLike<number>,
  nAuthors: number,
  threshold: number,
): LinearWeights {
  const { nRows, nFeatures, starts, ids, values } = matrix;
  const documents = new Float64Array(nAuthors);
  const means = new Float64Array(nFeatures * nAuthors);
  const squares = new Float64Array(nFeatures);
  for (let row = 0; row < nRows; row++) {
    const author = labels[row]!;
    documents[author]!++;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      means[ids[entry]! * nAuthors + author]! += values[entry]!;
      squares[ids[entry]!]! += values[entry]! ** 2;
    }
  }
  const deviations = new Float64Array(nFeatures);
  const overall = new Float64Array(nFeatures);
  for (let feature = 0; feature < nFeatures; feature++) {
    let within = squares[feature]!;
    for (let author = 0; author < nAuthors; author++) {
      const sum = means[feature * nAuthors + author]!;
      overall[feature]! += sum / nRows;
      within -= (sum * sum) / documents[author]!;
      means[feature * nAuthors + author] = sum / documents[author]!;
    }
    // Where each author has one row nothing is known of what differs within authors.
    deviations[feature] = Math.sqrt(Math.max(within, 0) / Math.max(nRows - nAuthors, 1));
  }
  const added = medianOf(deviations);
  const weights = new Float32Array(nFeatures * nAuthors);
  const bias = documents.map((count) => Math.log(count / nRows));
  for (let feature = 0; feature < nFeatures; feature++) {
    const spread = deviations[feature]! + added;
    // A feature that is always the same tells nobody apart.
    if (spread === 0) continue;
    for (let author = 0; author < nAuthors; author++) {
      const scale = Math.sqrt(1 / documents[author]! - 1 / nRows) * spread;
      const distance = scale === 0 ? 0 : (means[feature * nAuthors + author]! - overall[feature]!) / scale;
      const shrunken = Math.sign(distance) * Math.max(0, Math.abs(distance) - threshold);
      const centre = overall[feature]! + scale * shrunken;
      // Where nothing is left of the difference the feature weighs the same for all, and that is left out.
      const square = spread * spread;
      weights[feature * nAuthors + author] = (centre - overall[feature]!) / square;
      bias[author]! -= (centre * centre - overall[feature]! ** 2) / (2 * square);
    }
  }
  return { nFeatures, nAuthors, weights, bias };
}

function medianOf(numbers: Float64Array): number {
  const sorted = numbers.toSorted();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
