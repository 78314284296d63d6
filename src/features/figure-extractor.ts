/** From a text to its figures of style, in the features of a finished vocabulary. */
import { align } from "../text/alignment.ts";
import type { Reading } from "../text/reading.ts";
import type { SparseRow } from "../sparse.ts";
import type { Occurrence } from "./extractor.ts";
import { styleFigures, StyleReader } from "./style-figures.ts";
import type { View } from "./view.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Measures texts, one text after the other. */
export class FigureExtractor {
  /** The latest text's figures that are not 0; words take the place of occurrences. Valid until the next text. */
  readonly row: SparseRow & { occurrences: number; length: number };
  readonly #view: View;
  readonly #reader = new StyleReader();
  /** The figure of each feature; none for one that this penprint does not know. */
  readonly #figures: readonly number[];

  constructor(view: View, vocabulary: Vocabulary) {
    this.#view = view;
    this.#figures = Array.from({ length: vocabulary.size }, (_, feature) =>
      styleFigures.indexOf(vocabulary.nameOf(feature)),
    );
    this.row = {
      ids: new Uint32Array(vocabulary.size),
      values: new Float64Array(vocabulary.size),
      length: 0,
      occurrences: 0,
    };
  }

  /** How many words the latest text has: there is none that cannot be measured. */
  get possible(): number {
    return this.#reader.words;
  }

  /** Fills the row with the figures of the text that is being read. */
  extract(reading: Reading): void {
    const { row } = this;
    this.#reader.read(reading.codePoints(this.#view.lower_case));
    row.occurrences = this.#reader.words;
    row.length = 0;
    this.#figures.forEach((figure, feature) => {
      const value = this.#reader.values[figure] ?? 0;
      if (value === 0) return;
      row.ids[row.length] = feature;
      row.values[row.length++] = value;
    });
  }

  /**
   * Fills the row and tells where figures stand: those of words and signs at each of them, those of the whole text
   * nowhere.
   *
   * @param text what is being read
   */
  locate(text: string, reading: Reading): Occurrence[] {
    this.extract(reading);
    const { lower_case: lowerCase } = this.#view;
    const { starts, ends } = align(text, lowerCase);
    const { starts: places } = reading.codePoints(lowerCase);
    const found: Occurrence[] = [];
    for (const { figure, from, to } of this.#reader.places()) {
      const feature = this.#figures.indexOf(figure);
      if (feature === -1) continue;
      found.push({ feature, start: starts[places[from]!]!, end: ends[places[to]! - 1]! });
    }
    return found.sort((left, right) => left.start - right.start || left.end - right.end);
  }
}
