/** How many folds are learned at once. */

/** On how many threads folds are done. */
export interface FoldThreads {
  /**
   * How many folds are learned at the same time, each on a thread of its own, from 1 to 256. Default 1: one after the
   * other, in the thread that asks. The figures are the same, whatever it is.
   */
  readonly threads?: number;
}
