/** Takes documents in, gives what an ensemble has learned from them; keeps rows of counts, not texts. */
import { type EnsembleParts, foldsOf, trainEnsemble } from "./ensemble.ts";
import { RowCounter } from "./features/row-counter.ts";
import type { Vocabulary } from "./features/vocabulary.ts";
import type { EnsembleSettings } from "./model/settings.ts";
import type { Recipe } from "./recipe.ts";
import type { Reading } from "./text/reading.ts";

interface KeptDocument {
  readonly author: number;
  /** Where it was cut from, or its text's hash. */
  readonly work: string;
  readonly hash: bigint;
}

/** Collects documents for an ensemble. The order of the documents makes no difference. */
export class EnsembleLearner {
  readonly #settings: EnsembleSettings;
  readonly #seed: number;
  readonly #views: readonly RowCounter[];
  readonly #documents: KeptDocument[] = [];

  constructor({ views, seed }: Recipe, settings: EnsembleSettings) {
    this.#settings = settings;
    this.#seed = seed;
    this.#views = views.map((view) => new RowCounter(view));
  }

  /**
   * Adds the document that is being read.
   *
   * @throws CORPUS_TOO_LARGE
   */
  add(author: number, work: string | undefined, reading: Reading): void {
    const { hash } = reading.fingerprint;
    this.#documents.push({ author, work: work === undefined ? `text ${hash}` : `work ${work}`, hash });
    for (const view of this.#views) view.add(reading);
  }

  /**
   * Learns.
   *
   * @param authorOf the number that each author gets
   */
  finish(authorOf: Uint32Array): {
    vocabularies: Vocabulary[];
    nFeatures: number;
    learn: () => EnsembleParts;
  } {
    const documents = this.#documents.map((document, place) => ({
      ...document,
      author: authorOf[document.author]!,
      place,
    }));
    // An order of the documents' own; equal texts by one author are equal rows.
    documents.sort(
      (left, right) =>
        left.author - right.author ||
        (left.hash < right.hash ? -1 : left.hash > right.hash ? 1 : 0) ||
        (left.work < right.work ? -1 : left.work > right.work ? 1 : 0),
    );
    const order = documents.map(({ place }) => place);
    const views = this.#views.map((view) => view.finish(order));
    const labels = Uint32Array.from(documents, ({ author }) => author);
    const nAuthors = labels.reduce((most, label) => Math.max(most, label + 1), 0);
    const works = documents.map(({ work }) => work);
    return {
      vocabularies: views.map(({ vocabulary }) => vocabulary),
      nFeatures: views.reduce((sum, { counts }) => sum + counts.nFeatures, 0),
      learn: () =>
        trainEnsemble(this.#settings, {
          counts: views.map(({ counts }) => counts),
          labels,
          nAuthors,
          folds: foldsOf(labels, works, nAuthors),
          seed: this.#seed,
        }),
    };
  }
}
