/** The features of all views of a recipe, side by side: those of the first view, then of the second … */
import type { SparseRow } from "../sparse.ts";
import { Reading } from "../text/reading.ts";
import { Extractor, type Occurrence } from "./extractor.ts";
import { FigureExtractor } from "./figure-extractor.ts";
import { HashedExtractor } from "./hashed-extractor.ts";
import { HashedVocabulary } from "./hashed-vocabulary.ts";
import { typedTrigramName } from "./typed-trigrams.ts";
import { tellsUnseen, type View } from "./view.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a text holds, as features. */
export interface ExtractedRow extends SparseRow, Familiarity {}

/** How much of a text is known. */
export interface Familiarity {
  /** n-grams of the text, all views together but those in which all words look alike, repetitions included. */
  readonly possible: number;
  /** How many of them are known. */
  readonly known: number;
}

/** A view's features: n-grams, or buckets of them. */
export type AnyVocabulary = Vocabulary | HashedVocabulary;

/** Several views of the same texts. */
export class FeatureSpace {
  readonly views: readonly View[];
  /** One a view. */
  readonly vocabularies: readonly AnyVocabulary[];
  /** Those of what stands in texts: figures of style are words about them. */
  readonly readVocabularies: readonly AnyVocabulary[];
  /** How many features there are. */
  readonly size: number;
  readonly #extractors: readonly (Extractor | FigureExtractor | HashedExtractor)[];
  readonly #offsets: readonly number[];
  /** The views in which something unheard of shows; all where there is none. */
  readonly #telling: readonly boolean[];

  /** @param vocabularies one a view, in the same order */
  constructor(views: readonly View[], vocabularies: readonly AnyVocabulary[]) {
    this.views = views;
    this.vocabularies = vocabularies;
    this.readVocabularies = vocabularies.filter((_, index) => views[index]!.tokens !== "style-figures");
    this.#extractors = views.map((view, index) => {
      const vocabulary = vocabularies[index]!;
      if (vocabulary instanceof HashedVocabulary) return new HashedExtractor(view, vocabulary);
      return view.tokens === "style-figures"
        ? new FigureExtractor(view, vocabulary)
        : new Extractor(view, vocabulary);
    });
    const offsets: number[] = [];
    let size = 0;
    for (const vocabulary of vocabularies) {
      offsets.push(size);
      size += vocabulary.size;
    }
    this.#offsets = offsets;
    const open = views.some(tellsUnseen);
    this.#telling = views.map((view) => tellsUnseen(view) || !open);
    this.size = size;
  }

  /** The features of the text that is being read; valid until the next text. */
  extract(reading: Reading): ExtractedRow {
    for (const extractor of this.#extractors) extractor.extract(reading);
    const [only] = this.#extractors;
    if (this.#extractors.length === 1 && only !== undefined) {
      const { ids, values, length, occurrences } = only.row;
      return { ids, values, length, known: occurrences, possible: only.possible };
    }
    return this.#joined();
  }

  /** Every occurrence of a known feature, in the order of the views, then of the text. */
  locate(text: string): Occurrence[] {
    const reading = new Reading().readText(text);
    return this.#extractors.flatMap((extractor, index) =>
      extractor
        .locate(text, reading)
        .map((occurrence) => ({ ...occurrence, feature: occurrence.feature + this.#offsets[index]! })),
    );
  }

  /** A feature in letters; null for a bucket, whose n-grams nobody has kept. */
  nameOf(feature: number): string | null {
    let index = this.#offsets.length - 1;
    while (this.#offsets[index]! > feature) index--;
    const vocabulary = this.vocabularies[index]!;
    if (vocabulary instanceof HashedVocabulary) return null;
    const name = vocabulary.nameOf(feature - this.#offsets[index]!);
    return this.views[index]!.tokens === "typed-trigrams" ? typedTrigramName(name) : name;
  }

  #joined(): ExtractedRow {
    const rows = this.#extractors.map((extractor) => extractor.row);
    const length = rows.reduce((sum, row) => sum + row.length, 0);
    const ids = new Uint32Array(length);
    const values = new Float64Array(length);
    let place = 0;
    rows.forEach((row, index) => {
      for (let own = 0; own < row.length; own++, place++) {
        ids[place] = row.ids[own]! + this.#offsets[index]!;
        values[place] = row.values[own]!;
      }
    });
    const telling = this.#extractors.filter((_, index) => this.#telling[index]);
    const known = telling.reduce((sum, { row }) => sum + row.occurrences, 0);
    const possible = telling.reduce((sum, extractor) => sum + extractor.possible, 0);
    return { ids, values, length, known, possible };
  }
}
