/** What every classifier offers; ranking, probabilities and evidence are written once on top of it. */
import type { SparseRow } from "../sparse.ts";

/**
 * A trained classifier. It is frozen: scoring changes nothing in it, so one may serve many requests at once.
 *
 * The score of an author is the sum of visible parts:
 *
 *     score(author) = base(author) + Σ over the row's features of contribution(feature, value, author)
 */
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
  /** What an author scores before any feature was seen. */
  base(author: number): number;
  /** What `value` occurrences of a feature add to an author's score. */
  contribution(feature: number, value: number, author: number): number;
}
