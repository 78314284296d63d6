/** From a text to the buckets of one view whose n-grams are hashed. */
import { align } from "../text/alignment.ts";
import type { Reading } from "../text/reading.ts";
import type { Occurrence } from "./extractor.ts";
import { BucketFinder, type HashedVocabulary } from "./hashed-vocabulary.ts";
import { RowBuilder } from "./row-builder.ts";
import type { View } from "./view.ts";

/** Counts buckets of texts, one text after the other. Buckets in which nothing was seen are left out. */
export class HashedExtractor {
  /** The latest text's buckets and counts; valid until the next text. */
  readonly row = new RowBuilder();
  readonly #view: View;
  readonly #vocabulary: HashedVocabulary;
  readonly #finder: BucketFinder;

  constructor(view: View, vocabulary: HashedVocabulary) {
    this.#view = view;
    this.#vocabulary = vocabulary;
    this.#finder = new BucketFinder(view);
  }

  /** How many n-grams the latest text has, seen or not. */
  get possible(): number {
    return this.#finder.length;
  }

  /** Fills the row with the buckets of the text that is being read. */
  extract(reading: Reading): void {
    this.#finder.find(reading);
    const { buckets, length } = this.#finder;
    this.row.clear();
    for (let place = 0; place < length; place++) {
      if (this.#vocabulary.has(buckets[place]!)) this.row.add(buckets[place]!);
    }
  }

  /**
   * Fills the row and tells where each bucket's n-grams stand, in the order of the text.
   *
   * @param text what is being read
   */
  locate(text: string, reading: Reading): Occurrence[] {
    this.extract(reading);
    const { tokens, lower_case: lowerCase, mask } = this.#view;
    const { starts, ends } = align(text, lowerCase);
    const words = tokens === "words" ? reading.tokens(lowerCase) : null;
    const points = reading.codePoints(lowerCase, mask !== undefined);
    const startOf = (place: number): number => words?.starts[place] ?? points.starts[place]!;
    const endOf = (place: number): number => words?.ends[place] ?? points.starts[place + 1]!;
    const found: Occurrence[] = [];
    let at = 0;
    for (const [first, count] of this.#finder.places(words?.length ?? points.length)) {
      const feature = this.#finder.buckets[at++]!;
      if (!this.#vocabulary.has(feature)) continue;
      found.push({ feature, start: starts[startOf(first)]!, end: ends[endOf(first + count - 1) - 1]! });
    }
    return found.sort((left, right) => left.start - right.start || left.end - right.end);
  }
}
