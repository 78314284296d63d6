/** Learns one view: grows its vocabulary and counts its features by author. */
import type { CountMatrix } from "../sparse.ts";
import { AuthorCounts } from "./author-counts.ts";
import { canonicalOrder } from "./canonical-order.ts";
import { Extractor } from "./extractor.ts";
import type { View } from "./view.ts";
import { GrowingVocabulary, Vocabulary } from "./vocabulary.ts";

/** The counts of one view over all documents so far. */
export class ViewCounter {
  readonly #view: View;
  readonly #vocabulary: GrowingVocabulary;
  readonly #extractor: Extractor;
  readonly #counts: AuthorCounts;

  /** @param binary count documents rather than occurrences */
  constructor(view: View, binary: boolean) {
    this.#view = view;
    this.#vocabulary = new GrowingVocabulary(view.tokens);
    this.#extractor = new Extractor(view, this.#vocabulary);
    this.#counts = new AuthorCounts(binary);
  }

  /**
   * Adds one document.
   *
   * @returns how many words it has; null when the view looks at characters
   */
  add(author: number, text: string): number | null {
    this.#extractor.extract(text);
    this.#counts.add(author, this.#extractor.row, this.#vocabulary.nodes.size);
    return this.#extractor.words;
  }

  /**
   * The vocabulary in canonical order, and the counts.
   *
   * @param documents how many documents were added
   * @param authorOf the number that each author gets
   */
  finish(documents: number, authorOf: Uint32Array): { vocabulary: Vocabulary; counts: CountMatrix } {
    const canonical = canonicalOrder(this.#vocabulary, this.#view, this.#counts.documents, documents);
    return {
      vocabulary: new Vocabulary(canonical.arrays),
      counts: this.#counts.matrix(canonical.featureOf, canonical.size, authorOf),
    };
  }
}
