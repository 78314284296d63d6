/**
 * Metrics of verdicts, by the names and conventions of scikit-learn, with one addition: the verdict "none of
 * these" ({@link UNKNOWN}) is right for a document whose author the model does not know, and wrong for any other.
 *
 * Authors that the model does not know are no class of their own. Their documents count in `accuracy`, and, when
 * one is given to an author of the model, against that author's precision; but no recall or F1 of theirs enters
 * `balanced_accuracy` or `macro_f1`, because a model cannot find authors it never saw. This is how PAN 2019 scores
 * open sets. Averages over everything that occurs in the test, such labels included, punish a model for labels it
 * could not have given.
 */
import { UNKNOWN } from "./outcomes.ts";

/** How often each author was right, answered and there. */
export interface Tally {
  readonly documents: number;
  /** Documents with the right verdict, "none of these" included. */
  readonly right: number;
  /** For each author: documents by him or her with that verdict. */
  readonly hits: Float64Array;
  /** For each author: documents with that verdict. */
  readonly answers: Float64Array;
  /** For each author: documents by him or her. */
  readonly support: Float64Array;
}

/** One author's part in the result. */
export interface AuthorScore {
  readonly author: string;
  /** Of the documents given to the author, the share that is by him or her; 0 when none was given. */
  readonly precision: number;
  /** Of the documents by the author, the share given to him or her; 0 when there are none. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 when both are. */
  readonly f1: number;
  /** How many documents by the author there are. */
  readonly support: number;
}

/** Verdicts against truths, counted. */
export interface Confusion {
  /** `matrix[true author][verdict]`: documents. */
  readonly matrix: number[][];
  /**
   * What rows and columns are: the authors in their order; after them `unknown` (in rows: authors the model does
   * not know; in columns: "none of these"), but only when there are such documents. It is always the last, so an
   * author called `unknown` is told from it by the place.
   */
  readonly labels: string[];
}

/**
 * Counts what the metrics need.
 *
 * @param truths for each document the number of its author, or UNKNOWN
 * @param verdicts for each document the number of the author given, or UNKNOWN
 * @param authors how many authors the model has; numbers are below it
 */
export function tally(truths: ArrayLike<number>, verdicts: ArrayLike<number>, authors: number): Tally {
  const hits = new Float64Array(authors);
  const answers = new Float64Array(authors);
  const support = new Float64Array(authors);
  let right = 0;
  for (let document = 0; document < truths.length; document++) {
    const truth = truths[document]!;
    const verdict = verdicts[document]!;
    if (truth === verdict) right++;
    if (truth !== UNKNOWN) support[truth]! += 1;
    if (verdict !== UNKNOWN) answers[verdict]! += 1;
    if (truth === verdict && truth !== UNKNOWN) hits[truth]! += 1;
  }
  return { documents: truths.length, right, hits, answers, support };
}

/** Documents with the right verdict / documents; NaN without documents. */
export function accuracy({ right, documents }: Tally): number {
  return right / documents;
}

/**
 * Mean recall of the authors who have documents in the test.
 *
 * @returns null when none of the model's authors has any
 */
export function balancedAccuracy({ hits, support }: Tally): number | null {
  let sum = 0;
  let present = 0;
  support.forEach((documents, author) => {
    if (documents === 0) return;
    sum += hits[author]! / documents;
    present++;
  });
  return present === 0 ? null : sum / present;
}

/**
 * Mean F1 of the model's authors who have documents in the test or were given some: the labels over which
 * scikit-learn's `f1_score(average="macro")` goes by default, less those that the model does not know. An author
 * whom the test does not have counts (with 0) once a document is given to him or her, as the mistake would be free
 * otherwise; never named, he or she does not count.
 *
 * @returns null when there are no such authors
 */
export function macroF1({ hits, answers, support }: Tally): number | null {
  let sum = 0;
  let present = 0;
  hits.forEach((hit, author) => {
    const both = support[author]! + answers[author]!;
    if (both === 0) return;
    sum += (2 * hit) / both;
    present++;
  });
  return present === 0 ? null : sum / present;
}

/** Precision, recall and F1 = 2·hits / (answers + support) of each author; 0 where there is nothing to divide. */
export function authorScores({ hits, answers, support }: Tally, authors: readonly string[]): AuthorScore[] {
  return authors.map((author, index) => ({
    author,
    precision: ratio(hits[index]!, answers[index]!),
    recall: ratio(hits[index]!, support[index]!),
    f1: ratio(2 * hits[index]!, answers[index]! + support[index]!),
    support: support[index]!,
  }));
}

/** Counts how often each truth met each verdict. */
export function confusion(
  truths: ArrayLike<number>,
  verdicts: ArrayLike<number>,
  authors: readonly string[],
): Confusion {
  const last = authors.length;
  const matrix = Array.from({ length: last + 1 }, () => Array.from({ length: last + 1 }, () => 0));
  for (let document = 0; document < truths.length; document++) {
    const row = matrix[truths[document] === UNKNOWN ? last : truths[document]!]!;
    row[verdicts[document] === UNKNOWN ? last : verdicts[document]!]! += 1;
  }
  const used = matrix.some((row, index) => row[last]! > 0 || (index === last && row.some((n) => n > 0)));
  if (used) return { matrix, labels: [...authors, "unknown"] };
  return { matrix: matrix.slice(0, last).map((row) => row.slice(0, last)), labels: [...authors] };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
