/** What every classifier offers; ranking, probabilities and evidence are written once on top of it. */
import type { SparseRow } from "../sparse.ts";

/** A score in its parts: base + Σ shares = score. */
export interface ScoreParts {
  /** What belongs to no feature of the row. */
  readonly base: number;
  /** What each feature of the row adds; in the order of the row. */
  readonly shares: Float64Array;
}

/** A trained classifier. It is frozen: scoring changes nothing in it, so one may serve many requests at once. */
export interface Classifier {
  readonly nFeatures: number;
  readonly nAuthors: number;
  /**
   * Natural-log scores, one an author, in the order of authors; the highest is the most likely author.
   *
   * @param row features below nFeatures, each at most once, values ≥ 0
   * @param into an array of length nAuthors to write to; a new one by default
   */
  scores(row: SparseRow, into?: Float64Array): Float64Array;
  /** The parts of an author's score. */
  parts(row: SparseRow, author: number): ScoreParts;
  /**
   * How high a text scores for an author by itself, whoever else there is and however scores were calibrated: the higher,
   * the closer to his or her texts. On a scale of its own; left out where there is none.
   */
  closeness?(row: SparseRow, author: number): number;
  /**
   * Where an author's score is that of one member of an ensemble, the one that scores him or her highest: which, from 0;
   * −1 where none counts. What the other members say has no part in it, nor in its parts. Left out where all count.
   */
  decidedBy?(row: SparseRow, author: number): number;
  /** Scores without rows, where every occurrence of a feature adds the same. */
  readonly byOccurrence?: OccurrenceScores;
}

/** A score in which every occurrence of a feature gains an author the same, whatever else there is. */
export interface OccurrenceScores {
  /** Adds what one occurrence of a feature gains each author to the numbers of `into` from `at` on. */
  addGains(feature: number, into: Float64Array, at: number): void;
  /** Turns the gains of all occurrences, so many as there are, into scores. */
  complete(gains: Float64Array, occurrences: number): void;
}

/**
 * A classifier in which what a feature adds depends on nothing else in the row:
 *
 *     score(author) = base(author) + Σ over the row's features of contribution(feature, value, author)
 */
export interface FeaturewiseClassifier extends Classifier {
  /** What an author scores before any feature was seen. */
  base(author: number): number;
  /** What `value` occurrences of a feature add to an author's score. */
  contribution(feature: number, value: number, author: number): number;
}

/** Completes a classifier that knows what each feature adds. */
export function featurewise(classifier: Omit<FeaturewiseClassifier, "parts">): FeaturewiseClassifier {
  const parts = ({ ids, values, length }: SparseRow, author: number): ScoreParts => ({
    base: classifier.base(author),
    shares: Float64Array.from({ length }, (_, place) =>
      classifier.contribution(ids[place]!, values[place]!, author),
    ),
  });
  return { ...classifier, parts };
}
