/**
 * Multinomial Naive Bayes (Manning, Raghavan & Schütze 2008, chapter 13; McCallum & Nigam 1998).
 *
 *     score(c) = log P(c) + Σ_t x_t · log θ_ct          θ_ct = (N_ct + α) / (N_c + α·|V|)
 *
 * with N_ct the count of feature t in the texts of author c, N_c = Σ_t N_ct and |V| features. Written so that
 * only counts above 0 cost anything:
 *
 *     log θ_ct = z_c + g(N_ct)     z_c = log α − log (N_c + α·|V|)     g(n) = log (n + α) − log α,  g(0) = 0
 */
import type { CountMatrix, SparseRow } from "../sparse.ts";
import { featurewise, type FeaturewiseClassifier } from "./classifier.ts";
import { authorTotals, entryOf } from "./counts.ts";
import { EntryGains } from "./entry-gains.ts";

/** Settings of {@link multinomialNaiveBayes}. */
export interface MultinomialSettings {
  /** α > 0. */
  readonly smoothing: number;
  /** Natural logarithms, one an author. */
  readonly logPriors: Float64Array;
}

/** What counts below this gain is reckoned once. */
const SMALL = 1 << 13;

/**
 * Derives the classifier from counts.
 *
 * @param counts occurrences of each feature in each author's texts
 */
export function multinomialNaiveBayes(
  counts: CountMatrix,
  { smoothing, logPriors }: MultinomialSettings,
): FeaturewiseClassifier {
  const { nFeatures, nAuthors, starts, authors, values } = counts;
  const logSmoothing = Math.log(smoothing);
  const zero = authorTotals(counts).map((total) => logSmoothing - Math.log(total + smoothing * nFeatures));
  const gainOf = (count: number): number => Math.log(count + smoothing) - logSmoothing;
  // Only where rows are asked for: a number a feature is much to begin with, in a large model.
  let gains: EntryGains | undefined;
  // Most counts are small, and the same ones again and again; 0 for those that nobody has asked for.
  const known = new Float64Array(SMALL);
  const knownGainOf = (count: number): number => {
    const gain = known[count];
    if (gain === undefined) return gainOf(count);
    return gain === 0 ? (known[count] = gainOf(count)) : gain;
  };
  const complete = (into: Float64Array, total: number): void => {
    for (let author = 0; author < nAuthors; author++) {
      into[author]! += logPriors[author]! + total * zero[author]!;
    }
  };

  return featurewise({
    nFeatures,
    nAuthors,
    scores(row: SparseRow, into = new Float64Array(nAuthors)) {
      into.fill(0);
      let total = 0;
      for (let place = 0; place < row.length; place++) total += row.values[place]!;
      gains ??= new EntryGains(counts, (entry) => gainOf(values[entry]!));
      gains.addTo(into, row);
      complete(into, total);
      return into;
    },
    byOccurrence: {
      addGains(feature, into, at) {
        const end = starts[feature + 1]!;
        for (let entry = starts[feature]!; entry < end; entry++) {
          into[at + authors[entry]!]! += knownGainOf(values[entry]!);
        }
      },
      complete,
    },
    base: (author) => logPriors[author]!,
    contribution(feature, value, author) {
      const entry = entryOf(counts, feature, author);
      return value * (zero[author]! + (entry === -1 ? 0 : gainOf(values[entry]!)));
    },
  });
}
