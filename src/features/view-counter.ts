/** Learns one view: grows its vocabulary and counts its features by author, fold by fold. */
import type { CountMatrix, SparseRow } from "../sparse.ts";
import { AuthorCounts } from "./author-counts.ts";
import { canonicalOrder } from "./canonical-order.ts";
import { Extractor } from "./extractor.ts";
import { NONE } from "./pair-table.ts";
import { selectFeatures } from "./selection.ts";
import type { View } from "./view.ts";
import { GrowingVocabulary, Vocabulary } from "./vocabulary.ts";

/** The features that documents outside one fold have, and their counts. */
export interface CountsOutside {
  readonly counts: CountMatrix;
  /** The feature that each node of the grown vocabulary is there, or NONE. */
  readonly featureOf: Uint32Array;
}

/** The counts of one view over all documents so far. */
export class ViewCounter {
  readonly #view: View;
  readonly #binary: boolean;
  readonly #vocabulary: GrowingVocabulary;
  readonly #extractor: Extractor;
  readonly #folds: readonly AuthorCounts[];
  readonly #documents: number[];

  /**
   * @param binary count documents rather than occurrences
   * @param folds into how many parts the documents are put; at least 1
   */
  constructor(view: View, binary: boolean, folds: number) {
    this.#view = view;
    this.#binary = binary;
    this.#vocabulary = new GrowingVocabulary(view.tokens);
    this.#extractor = new Extractor(view, this.#vocabulary);
    this.#folds = Array.from({ length: folds }, () => new AuthorCounts(binary));
    this.#documents = this.#folds.map(() => 0);
  }

  /** The latest document's features, as nodes of the vocabulary in the making; valid until the next one. */
  get row(): SparseRow {
    return this.#extractor.row;
  }

  /**
   * Adds one document.
   *
   * @param fold the part it is put into
   * @returns how many words it has; null when the view looks at characters
   */
  add(author: number, fold: number, text: string): number | null {
    this.#extractor.extract(text);
    this.#folds[fold]!.add(author, this.#extractor.row, this.#vocabulary.nodes.size);
    this.#documents[fold]!++;
    return this.#extractor.words;
  }

  /**
   * The vocabulary in canonical order, and the counts of all documents.
   *
   * @param authorOf the number that each author gets
   */
  finish(authorOf: Uint32Array): { vocabulary: Vocabulary; counts: CountMatrix } {
    const { counts, documents } = this.#sum(() => true);
    const canonical = canonicalOrder(this.#vocabulary, this.#view, counts.documents, documents);
    return {
      vocabulary: new Vocabulary(canonical.arrays),
      counts: counts.matrix(canonical.featureOf, canonical.size, authorOf),
    };
  }

  /**
   * What would have been learned from the documents outside one fold alone: features that only that fold has
   * are not features.
   *
   * @param authorOf the number that each author gets
   */
  finishWithout(fold: number, authorOf: Uint32Array): CountsOutside {
    const { counts, documents } = this.#sum((other) => other !== fold);
    const selected = selectFeatures(this.#vocabulary, this.#view, counts.documents, documents);
    let size = 0;
    const featureOf = Uint32Array.from(selected, (chosen) => (chosen === 1 ? size++ : NONE));
    return { counts: counts.matrix(featureOf, size, authorOf), featureOf };
  }

  #sum(wanted: (fold: number) => boolean): { counts: AuthorCounts; documents: number } {
    const chosen = this.#folds.filter((_, fold) => wanted(fold));
    const documents = this.#documents.reduce((sum, count, fold) => (wanted(fold) ? sum + count : sum), 0);
    if (chosen.length === 1) return { counts: chosen[0]!, documents };
    const counts = new AuthorCounts(this.#binary);
    for (const part of chosen) counts.merge(part);
    return { counts, documents };
  }
}

/** The row of a document whose ids are nodes, in the features of {@link CountsOutside}. */
export function mapRow(
  { ids, values }: Pick<SparseRow, "ids" | "values">,
  featureOf: Uint32Array,
  offset: number,
): SparseRow {
  const mapped = new Uint32Array(ids.length);
  const kept = new Float64Array(ids.length);
  let length = 0;
  for (let place = 0; place < ids.length; place++) {
    const feature = featureOf[ids[place]!] ?? NONE;
    if (feature === NONE) continue;
    mapped[length] = feature + offset;
    kept[length++] = values[place]!;
  }
  return { ids: mapped, values: kept, length };
}
