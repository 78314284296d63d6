/**
 * What came out for each test document, in numbers: all that the metrics need, and nothing of the texts.
 */

import type { Signs } from "../model/trust.ts";

/** Stands for an author that the model does not know, and for the verdict "none of these". */
export const UNKNOWN = -1;

/** The part of a prediction that is measured. */
export interface Answer {
  /** The verdict; null for "none of these". */
  readonly author: string | null;
  /** All authors of the model with their probabilities, the most likely first. */
  readonly ranking: readonly { readonly author: string; readonly probability: number }[];
}

/** The part of an identifier that is measured. */
export interface Predicts {
  /** In code point order. */
  readonly authors: readonly string[];
  readonly card: {
    readonly corpus: {
      /** How many documents of each author it was trained on. */
      readonly authors: readonly { readonly author: string; readonly documents: number }[];
    };
  };
  /** By which recipe it was trained, if by one. */
  readonly recipe?: { readonly name: string };
  /** Whether there was too little to make its probabilities mean something. */
  readonly isUncalibrated?: boolean;
  predict(text: string): Answer;
  /** What the verdict on a text can be doubted by. */
  signsOf?(text: string): Signs;
}

/** All that is recorded of an answer; it is as long for a hundred authors as for two. */
export interface AnswerGist {
  /** The verdict; null for "none of these". */
  readonly verdict: string | null;
  /** The probability given to the true author; null when the ranking does not hold him or her. */
  readonly ofTruth: number | null;
  /** Σ (p_c − y_c)² over the authors c; y_c is 1 for the true author and 0 for the others. */
  readonly squares: number;
  /** The probability given to the author ranked first. */
  readonly ofFirst: number;
  /** Whether the author ranked first is the true one. */
  readonly isFirst: boolean;
}

/** What is recorded of the answer to a document by this author. */
export function gistOf(author: string, { author: verdict, ranking }: Answer): AnswerGist {
  let ofTruth: number | null = null;
  let squares = 0;
  for (const ranked of ranking) {
    if (ranked.author === author) ofTruth = ranked.probability;
    squares += (ranked.probability - (ranked.author === author ? 1 : 0)) ** 2;
  }
  const first = ranking[0]!;
  return { verdict, ofTruth, squares, ofFirst: first.probability, isFirst: first.author === author };
}

/** Where an outcome belongs. */
export interface Circumstances {
  /** The work that the document was cut from; documents of one work are resampled together. */
  readonly work?: string | undefined;
  /** Whether the model was trained on the same text. Default false. */
  readonly seenInTraining?: boolean;
}

/** Records outcomes as they come. Authors are numbers: their place in `authors`, or {@link UNKNOWN}. */
export class Outcomes {
  readonly authors: readonly string[];
  /** The true author of each document; UNKNOWN when the model that answered does not know him or her. */
  readonly truths: number[] = [];
  /** The verdict on each document; UNKNOWN for "none of these". */
  readonly verdicts: number[] = [];
  /** Whether each document's text was in the training texts. */
  readonly seenInTraining: boolean[] = [];

  // The four columns below hold one entry for each document whose author the model knows.

  /** The probability given to the true author. */
  readonly truthProbabilities: number[] = [];
  /** Σ (p_c − y_c)² over the authors c; y_c is 1 for the true author and 0 for the others. */
  readonly squaredErrors: number[] = [];
  /** The probability of the author ranked first. */
  readonly topProbabilities: number[] = [];
  /** Whether the author ranked first is the true one. */
  readonly topRight: boolean[] = [];

  /** Where each document is resampled: the place of its unit in the two columns below. */
  readonly unitOf: number[] = [];
  /** What is resampled: a work, or a document that names none. How many of its documents are right. */
  readonly unitRight: number[] = [];
  /** How many documents each unit has. */
  readonly unitDocuments: number[] = [];

  /** How many documents there are of each author that the model does not know. */
  readonly strangers = new Map<string, number>();
  /** All authors of the test documents. */
  readonly testAuthors = new Set<string>();

  readonly #indexes: ReadonlyMap<string, number>;
  readonly #units = new Map<string, number>();

  /** @param authors the authors that can be told apart */
  constructor(authors: readonly string[]) {
    this.authors = authors;
    this.#indexes = new Map(authors.map((author, index) => [author, index]));
  }

  /** How many documents were recorded. */
  get documents(): number {
    return this.truths.length;
  }

  /** How many works were named. */
  get works(): number {
    return this.#units.size;
  }

  /**
   * Records the answer to one document.
   *
   * @param author its true author; when the answer's ranking does not hold him or her, the model does not know him
   *   or her, and "none of these" is the right answer
   * @returns whether the verdict is right
   */
  add(author: string, answer: Answer, circumstances: Circumstances = {}): boolean {
    return this.addGist(author, gistOf(author, answer), circumstances);
  }

  /** Records an answer of which only the gist is there. */
  addGist(author: string, gist: AnswerGist, circumstances: Circumstances = {}): boolean {
    const verdict = gist.verdict === null ? UNKNOWN : this.#indexes.get(gist.verdict)!;
    const truth = this.#addProbabilities(gist) ? this.#indexes.get(author)! : UNKNOWN;
    if (truth === UNKNOWN) this.strangers.set(author, (this.strangers.get(author) ?? 0) + 1);
    this.testAuthors.add(author);
    this.truths.push(truth);
    this.verdicts.push(verdict);
    this.seenInTraining.push(circumstances.seenInTraining ?? false);
    const unit = this.#unitOf(circumstances.work);
    this.unitOf.push(unit);
    this.unitDocuments[unit]! += 1;
    const right = truth === verdict;
    if (right) this.unitRight[unit]! += 1;
    return right;
  }

  /** Whether the ranking holds the author; only then its probabilities are recorded. */
  #addProbabilities({ ofTruth, squares, ofFirst, isFirst }: AnswerGist): boolean {
    if (ofTruth === null) return false;
    this.truthProbabilities.push(ofTruth);
    this.squaredErrors.push(squares);
    this.topProbabilities.push(ofFirst);
    this.topRight.push(isFirst);
    return true;
  }

  #unitOf(work: string | undefined): number {
    const known = work === undefined ? undefined : this.#units.get(work);
    if (known !== undefined) return known;
    const unit = this.unitRight.length;
    this.unitRight.push(0);
    this.unitDocuments.push(0);
    if (work !== undefined) this.#units.set(work, unit);
    return unit;
  }
}
