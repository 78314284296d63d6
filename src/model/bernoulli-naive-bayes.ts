/**
 * Bernoulli Naive Bayes (Manning, Raghavan & Schütze 2008, section 13.3): only whether a feature occurs counts,
 * and its absence counts too.
 *
 *     score(c) = log P(c) + Σ_t [ b_t · log p_ct + (1 − b_t) · log (1 − p_ct) ]     p_ct = (D_ct + α) / (D_c + 2α)
 *
 * with D_ct the documents of author c that hold feature t, D_c the author's documents, b_t 1 where the text holds
 * t. What a text without any feature scores is one number an author; each feature that occurs adds its log-odds:
 *
 *     score(c) = empty_c + Σ_{t in text} log (p_ct / (1 − p_ct))
 */
import type { CountMatrix, SparseRow } from "../sparse.ts";
import { featurewise, type FeaturewiseClassifier } from "./classifier.ts";
import { entryOf } from "./counts.ts";
import { EntryGains } from "./entry-gains.ts";

/** Settings of {@link bernoulliNaiveBayes}. */
export interface BernoulliSettings {
  /** α > 0. */
  readonly smoothing: number;
  /** Natural logarithms, one an author. */
  readonly logPriors: Float64Array;
  /** D_c: how many documents each author has. */
  readonly documents: ArrayLike<number>;
}

/**
 * Derives the classifier from counts.
 *
 * @param counts in how many of each author's documents each feature occurs
 */
export function bernoulliNaiveBayes(
  counts: CountMatrix,
  { smoothing, logPriors, documents }: BernoulliSettings,
): FeaturewiseClassifier {
  const { nFeatures, nAuthors, authors, values } = counts;
  const logAbsent = (count: number, author: number): number =>
    Math.log(documents[author]! - count + smoothing) - Math.log(documents[author]! + 2 * smoothing);
  const logOdds = (count: number, author: number): number =>
    Math.log(count + smoothing) - Math.log(documents[author]! - count + smoothing);

  const oddsOfNone = Float64Array.from(logPriors, (_, author) => logOdds(0, author));
  // What an entry adds: the log-odds of a feature in n of the author's documents, above those of one in none.
  const gains = new EntryGains(
    counts,
    (entry) => logOdds(values[entry]!, authors[entry]!) - oddsOfNone[authors[entry]!]!,
  );
  const absentOfNone = Float64Array.from(logPriors, (_, author) => logAbsent(0, author));
  const empty = logPriors.map((prior, author) => prior + nFeatures * absentOfNone[author]!);
  for (let entry = 0; entry < values.length; entry++) {
    const author = authors[entry]!;
    empty[author]! += logAbsent(values[entry]!, author) - absentOfNone[author]!;
  }

  return featurewise({
    nFeatures,
    nAuthors,
    scores(row: SparseRow, into = new Float64Array(nAuthors)) {
      into.fill(0);
      const present = onceEach(row);
      gains.addTo(into, present);
      for (let author = 0; author < nAuthors; author++) {
        into[author]! += empty[author]! + present.length * oddsOfNone[author]!;
      }
      return into;
    },
    base: (author) => empty[author]!,
    contribution(feature, value, author) {
      if (value === 0) return 0;
      const entry = entryOf(counts, feature, author);
      return entry === -1 ? oddsOfNone[author]! : logOdds(values[entry]!, author);
    },
  });
}

/** The features of a row that occur, each of them once. */
function onceEach({ ids, values, length }: SparseRow): SparseRow {
  const present = ids.slice(0, length).filter((_, place) => values[place] !== 0);
  return { ids: present, values: new Float64Array(present.length).fill(1), length: present.length };
}
