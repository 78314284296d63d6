/** From a text to the features of one view: normal form, tokens, n-grams, counts. */
import { align } from "../text/alignment.ts";
import { CodePoints } from "../text/code-points.ts";
import { NormalFormWriter } from "../text/normal-form.ts";
import { Tokens } from "../text/words.ts";
import { NONE, type PairTable } from "./pair-table.ts";
import { RowBuilder } from "./row-builder.ts";
import type { View } from "./view.ts";
import { GrowingVocabulary, ROOT, type Vocabulary } from "./vocabulary.ts";

/** One occurrence of a feature in a text. */
export interface Occurrence {
  readonly feature: number;
  /** `text.slice(start, end)` is the piece of the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/**
 * Counts features of texts, one text after the other, in buffers of its own. With a {@link GrowingVocabulary}
 * whatever is met is added and the row's ids are nodes; with a finished one they are features, and what it
 * does not know is left out.
 */
export class Extractor {
  /** The latest text's features and counts; valid until the next text. */
  readonly row = new RowBuilder();
  readonly #view: View;
  readonly #vocabulary: Vocabulary | GrowingVocabulary;
  readonly #normalForm: NormalFormWriter;
  readonly #tokens = new Tokens();
  readonly #codePoints = new CodePoints();
  /** Symbol of each token of the latest text: token number or code point, NONE for unknown tokens. */
  #symbols: Uint32Array = new Uint32Array(0);
  /** The n-gram that starts at each token, as far as it was looked up. */
  #nodes = new Uint32Array(0);
  #length = 0;

  constructor(view: View, vocabulary: Vocabulary | GrowingVocabulary) {
    this.#view = view;
    this.#vocabulary = vocabulary;
    this.#normalForm = new NormalFormWriter(view.lower_case);
  }

  /** How many n-grams the latest text has, known or not. */
  get possible(): number {
    const [shortest, longest] = this.#view.ngrams;
    let possible = 0;
    for (let n = shortest; n <= longest; n++) possible += Math.max(0, this.#length - n + 1);
    return possible;
  }

  /** How many words the latest text has; null when the view looks at characters. */
  get words(): number | null {
    return this.#vocabulary.tokens === null ? null : this.#tokens.words;
  }

  /** Fills the row with the features of `text`. */
  extract(text: string): void {
    this.#normalForm.writeText(text);
    this.#findSymbols();
    this.#count();
  }

  /** Fills the row and tells where each feature stands in the text, in the order of the text. */
  locate(text: string): Occurrence[] {
    const vocabulary = this.#vocabulary;
    if (vocabulary instanceof GrowingVocabulary) return [];
    this.extract(text);
    const { starts, ends } = align(text, this.#view.lower_case);
    const [shortest, longest] = this.#view.ngrams;
    const words = vocabulary.tokens !== null;
    const startOf = (token: number): number =>
      starts[words ? this.#tokens.starts[token]! : this.#codePoints.starts[token]!]!;
    const endOf = (token: number): number =>
      ends[(words ? this.#tokens.ends[token]! : this.#codePoints.starts[token + 1]!) - 1]!;
    const found: Occurrence[] = [];
    for (let first = 0; first < this.#length; first++) {
      let node = ROOT;
      for (let n = 1; n <= longest && first + n <= this.#length; n++) {
        node = vocabulary.nodes.find(node, this.#symbols[first + n - 1]!);
        if (node === NONE) break;
        const feature = n < shortest ? NONE : vocabulary.features[node]!;
        if (feature !== NONE) {
          found.push({ feature, start: startOf(first), end: endOf(first + n - 1) });
        }
      }
    }
    return found;
  }

  #findSymbols(): void {
    const { bytes, length } = this.#normalForm;
    const { tokens: table } = this.#vocabulary;
    if (table === null) {
      this.#codePoints.find(bytes, length);
      this.#symbols = this.#codePoints.points;
      this.#length = this.#codePoints.length;
      return;
    }
    const tokens = this.#tokens;
    tokens.find(bytes, length);
    this.#length = tokens.length;
    if (this.#symbols.length < tokens.length) this.#symbols = new Uint32Array(tokens.length * 2);
    const growing = this.#vocabulary instanceof GrowingVocabulary;
    for (let token = 0; token < tokens.length; token++) {
      const start = tokens.starts[token]!;
      const end = tokens.ends[token]!;
      const hash = tokens.hashes[token]!;
      this.#symbols[token] = growing
        ? table.add(bytes, start, end, hash)
        : table.find(bytes, start, end, hash);
    }
  }

  #count(): void {
    const vocabulary = this.#vocabulary;
    if (vocabulary instanceof GrowingVocabulary) this.#countGrowing(vocabulary.nodes);
    else this.#countKnown(vocabulary);
  }

  // Both go level by level: the look-ups of one level do not wait for each other, so that the processor
  // fetches many of them at a time.

  #countGrowing(table: PairTable): void {
    const [shortest, longest] = this.#view.ngrams;
    const { row } = this;
    const symbols = this.#symbols;
    const nodes = this.#startLevels();
    row.clear(table.size);
    for (let n = 1; n <= longest; n++) {
      const end = this.#length - n + 1;
      for (let first = 0; first < end; first++) {
        nodes[first] = table.add(nodes[first]!, symbols[first + n - 1]!);
      }
      if (n < shortest) continue;
      row.reserve(table.size);
      for (let first = 0; first < end; first++) row.add(nodes[first]!);
    }
  }

  #countKnown(vocabulary: Vocabulary): void {
    const [shortest, longest] = this.#view.ngrams;
    const { row } = this;
    const { nodes: table, features } = vocabulary;
    const symbols = this.#symbols;
    const nodes = this.#startLevels();
    row.clear(vocabulary.size);
    for (let n = 1; n <= longest; n++) {
      const end = this.#length - n + 1;
      for (let first = 0; first < end; first++) {
        const parent = nodes[first]!;
        // A longer n-gram can only be known when the shorter one is. NONE is also the symbol of an unknown
        // token, under which no node was ever filed.
        if (parent === NONE && n > 1) continue;
        const node = table.find(parent, symbols[first + n - 1]!);
        nodes[first] = node;
        if (node === NONE || n < shortest) continue;
        const feature = features[node]!;
        if (feature !== NONE) row.add(feature);
      }
    }
  }

  /** One node for each place of the text, at first the root. */
  #startLevels(): Uint32Array {
    if (this.#nodes.length < this.#length) this.#nodes = new Uint32Array(this.#length * 2);
    return this.#nodes.fill(ROOT, 0, this.#length);
  }
}
