/**
 * Complement Naive Bayes (Rennie, Shih, Teevan & Karger, ICML 2003, table 4): an author is scored by how badly
 * the text fits all the *other* authors' texts, which is steadier when authors differ in size.
 *
 *     score(c) = −Σ_t x_t · w_ct        w_ct = log ((N_t − N_ct + α) / (N − N_c + α·|V|))
 *
 * With weight normalisation (WCNB) w_ct is divided by Σ_k |w_ck|. The weights are all negative, so the score
 * then becomes Σ_t x_t · w_ct / Σ_k w_ck with the sign that keeps "higher is better". There are no priors.
 */
import type { CountMatrix, SparseRow } from "../sparse.ts";
import { featurewise, type FeaturewiseClassifier } from "./classifier.ts";
import { authorTotals, entryOf, featureTotals } from "./counts.ts";
import { EntryGains } from "./entry-gains.ts";

/** Settings of {@link complementNaiveBayes}. */
export interface ComplementSettings {
  /** α > 0. */
  readonly smoothing: number;
  /** Whether weights are normalised. */
  readonly normalize: boolean;
}

/**
 * Derives the classifier from counts.
 *
 * @param counts occurrences of each feature in each author's texts
 */
export function complementNaiveBayes(
  counts: CountMatrix,
  { smoothing, normalize }: ComplementSettings,
): FeaturewiseClassifier {
  const { nFeatures, nAuthors, starts, authors, values } = counts;
  const totals = authorTotals(counts);
  const ofFeature = featureTotals(counts);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const logSize = totals.map((total) => Math.log(all - total + smoothing * nFeatures));
  // w_ct of an author without the feature is logNone[t] − logSize[c].
  const logNone = ofFeature.map((total) => Math.log(total + smoothing));
  // A single feature has the weight log 1 = 0 with every author: nothing to divide, and nothing to divide by.
  const scales = normalize && nFeatures > 1 ? weightSums() : new Float64Array(nAuthors).fill(-1);

  function weightSums(): Float64Array {
    const ofNone = logNone.reduce((sum, log) => sum + log, 0);
    const sums = logSize.map((log) => ofNone - nFeatures * log);
    for (let feature = 0; feature < nFeatures; feature++) {
      for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
        sums[authors[entry]!]! += surplus(feature, entry);
      }
    }
    return sums;
  }

  /** What w_ct gains over that of an author without the feature. */
  function surplus(feature: number, entry: number): number {
    return Math.log(ofFeature[feature]! - values[entry]! + smoothing) - logNone[feature]!;
  }

  const gains = new EntryGains(counts, (entry, feature) => surplus(feature, entry));
  return featurewise({
    nFeatures,
    nAuthors,
    scores(row: SparseRow, into = new Float64Array(nAuthors)) {
      into.fill(0);
      let total = 0;
      let none = 0;
      for (let place = 0; place < row.length; place++) {
        const feature = row.ids[place]!;
        const value = row.values[place]!;
        total += value;
        none += value * logNone[feature]!;
      }
      gains.addTo(into, row);
      for (let author = 0; author < nAuthors; author++) {
        into[author] = (into[author]! + none - total * logSize[author]!) / scales[author]!;
      }
      return into;
    },
    base: () => 0,
    contribution(feature, value, author) {
      const entry = entryOf(counts, feature, author);
      const weight = logNone[feature]! + (entry === -1 ? 0 : surplus(feature, entry)) - logSize[author]!;
      return (value * weight) / scales[author]!;
    },
  });
}
