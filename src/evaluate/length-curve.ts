/**
 * Accuracy against the length of the text: each test document is cut after its first 25, 50, 100 … words, and the model
 * is asked again. The documents that are shorter are left out there, so the points rest on fewer documents the farther
 * right they are.
 */
import type { Document } from "../document.ts";
import { accuracyInterval, type IntervalOptions } from "./interval.ts";
import { type AnswerGist, gistOf, Outcomes, type Predicts } from "./outcomes.ts";

/** A point of the curve. */
export interface LengthPoint {
  /** How many words of each document were read, as white space separates them. */
  readonly words: number;
  /** How many documents have so many. */
  readonly documents: number;
  readonly accuracy: number;
  /** As that of the whole evaluation. */
  readonly accuracy_interval: readonly [low: number, high: number];
}

/** Where documents are cut: 25 · 2ⁿ words. */
const SHORTEST = 25;
/** More words than this are as good as all. */
const LONGEST = 25 * 2 ** 10;
/** Fewer documents make no point. */
const LEAST_DOCUMENTS = 5;

/** What came out for the beginning of a document. */
export interface BeginningGist {
  /** How many words were read. */
  readonly words: number;
  readonly gist: AnswerGist;
}

/** Asks the model about the beginnings of a document. A script without spaces has none. */
export function* beginningsOf(
  { text, author }: Document,
  model: Pick<Predicts, "predict">,
): Generator<BeginningGist> {
  let words = 0;
  let wanted = SHORTEST;
  for (const { index, 0: word } of text.matchAll(/\S+/gu)) {
    words++;
    if (words < wanted) continue;
    const beginning = text.slice(0, index + word.length);
    // Signs alone are no text.
    if (/[^\s\p{Cc}]/u.test(beginning)) {
      yield { words: wanted, gist: gistOf(author, model.predict(beginning)) };
    }
    wanted *= 2;
    if (wanted > LONGEST) return;
  }
}

/** Records what came out for beginnings of documents. */
export class LengthTrials {
  readonly #authors: readonly string[];
  readonly #outcomes = new Map<number, Outcomes>();

  /** @param authors all that can be told apart */
  constructor(authors: readonly string[]) {
    this.#authors = authors;
  }

  /** @param gists of beginnings of this document (see {@link beginningsOf}) */
  add({ author, work }: Document, gists: Iterable<BeginningGist>): void {
    for (const { words, gist } of gists) this.#outcomesAt(words).addGist(author, gist, { work });
  }

  /** The curve, rising in words. */
  curve(options: IntervalOptions): LengthPoint[] {
    return [...this.#outcomes]
      .filter(([, { documents }]) => documents >= LEAST_DOCUMENTS)
      .sort(([left], [right]) => left - right)
      .map(([words, { documents, unitRight, unitDocuments }]) => ({
        words,
        documents,
        accuracy: unitRight.reduce((sum, right) => sum + right, 0) / documents,
        accuracy_interval: accuracyInterval(unitRight, unitDocuments, options),
      }));
  }

  #outcomesAt(words: number): Outcomes {
    let own = this.#outcomes.get(words);
    if (own === undefined) this.#outcomes.set(words, (own = new Outcomes(this.#authors)));
    return own;
  }
}
