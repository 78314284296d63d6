/** Finds all n-grams of texts, and makes those known to a growing vocabulary that are new. */
import { RowBuilder } from "./row-builder.ts";
import type { Symbols } from "./symbols.ts";
import type { View } from "./view.ts";
import { type GrowingVocabulary, ROOT } from "./vocabulary.ts";

/** Turns the symbols of one text after the other into rows of nodes. */
export class NgramGrower {
  /** The latest text's n-grams, as nodes, with their counts; valid until the next text. */
  readonly row = new RowBuilder();
  readonly #view: View;
  readonly #vocabulary: GrowingVocabulary;
  /** The n-gram that starts at each place, as far as it was looked up. */
  #nodes = new Uint32Array(0);

  constructor(view: View, vocabulary: GrowingVocabulary) {
    this.#view = view;
    this.#vocabulary = vocabulary;
  }

  /** Fills the row. */
  grow(symbols: Symbols): void {
    const [shortest, longest] = this.#view.ngrams;
    const { row } = this;
    const { nodes: table } = this.#vocabulary;
    const { numbers, length } = symbols;
    if (this.#nodes.length < length) this.#nodes = new Uint32Array(length * 2);
    const nodes = this.#nodes.fill(ROOT, 0, length);
    row.clear();
    // Level by level: the look-ups of one level do not wait for each other, so that the processor fetches many of
    // them at a time.
    for (let n = 1; n <= longest; n++) {
      const end = length - n + 1;
      for (let first = 0; first < end; first++) {
        nodes[first] = table.add(nodes[first]!, symbols.symbolOf(numbers[first + n - 1]!));
      }
      if (n < shortest) continue;
      for (let first = 0; first < end; first++) row.add(nodes[first]!);
    }
  }
}
