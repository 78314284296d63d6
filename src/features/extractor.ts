/** From a text to the features of one view that a finished vocabulary knows. */
import { align } from "../text/alignment.ts";
import type { Reading } from "../text/reading.ts";
import { KnownWindows } from "./known-windows.ts";
import { NONE } from "./pair-table.ts";
import { RowBuilder } from "./row-builder.ts";
import { charactersOf, type CharactersOf, type TokensOf, tokensOf } from "./view-text.ts";
import type { View } from "./view.ts";
import { ROOT, type Vocabulary } from "./vocabulary.ts";
import { possibleNgrams } from "./windows.ts";

/** One occurrence of a feature in a text. */
export interface Occurrence {
  readonly feature: number;
  /** `text.slice(start, end)` is the piece of the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** When whole windows are looked up. */
export interface WindowLimits {
  /** So many symbols are looked up one by one before it pays to keep windows of them. */
  readonly from: number;
  /** So many windows are kept, about. */
  readonly most: number;
}

const noPlaces = new Uint32Array(0);

const USUAL: WindowLimits = { from: 1 << 13, most: 1 << 18 };

/** Counts features of texts, one text after the other, in buffers of its own. What is not known is left out. */
export class Extractor {
  /** The latest text's features and counts; valid until the next text. */
  readonly row = new RowBuilder();
  readonly #view: View;
  readonly #vocabulary: Vocabulary;
  /** How the text is seen; one of the two. */
  readonly #characters: CharactersOf | null;
  readonly #tokens: TokensOf | null;
  /** Where the symbol of each place of the latest text starts and ends in the bytes of its normal form. */
  #starts: Uint32Array = noPlaces;
  #ends: Uint32Array = noPlaces;
  /** Token number of each token of the latest text, NONE for unknown ones. */
  #tokenNumbers = new Uint32Array(0);
  /** Symbol of each place of the latest text: token number or code point. */
  #symbols: Uint32Array = this.#tokenNumbers;
  /** The n-gram that starts at each place, as far as it was looked up. */
  #nodes = new Uint32Array(0);
  #length = 0;
  /** Null until it pays, and where n-grams have one symbol. */
  #windows: KnownWindows | null = null;
  /** How many symbols are to be looked up before there are windows. */
  #patience: number;
  readonly #mostWindows: number;

  constructor(view: View, vocabulary: Vocabulary, { from, most }: WindowLimits = USUAL) {
    this.#patience = view.ngrams[1] === 1 ? Infinity : from;
    this.#mostWindows = most;
    this.#view = view;
    this.#vocabulary = vocabulary;
    const ofCharacters = vocabulary.tokens === null;
    this.#characters = ofCharacters ? charactersOf(view, vocabulary.frequentWords) : null;
    this.#tokens = ofCharacters ? null : tokensOf(view);
  }

  /** How many n-grams the latest text has, known or not. */
  get possible(): number {
    return possibleNgrams(this.#length, this.#view.ngrams);
  }

  /** Fills the row with the features of the text that is being read. */
  extract(reading: Reading): void {
    this.#findSymbols(reading);
    this.row.clear();
    this.#patience -= this.#length;
    if (this.#patience <= 0) {
      const windows = (this.#windows ??= new KnownWindows(this.#view, this.#vocabulary, this.#mostWindows));
      if (windows.find(this.#symbols, this.#length)) {
        this.#countWindows(windows);
        return;
      }
    }
    this.#count();
  }

  /**
   * Fills the row and tells where each feature stands, in the order of the text.
   *
   * @param text what is being read
   */
  locate(text: string, reading: Reading): Occurrence[] {
    this.extract(reading);
    const { lower_case: lowerCase } = this.#view;
    const vocabulary = this.#vocabulary;
    const { starts, ends } = align(text, lowerCase);
    const [places, borders] = [this.#starts, this.#ends];
    const [shortest, longest] = this.#view.ngrams;
    const found: Occurrence[] = [];
    for (let first = 0; first < this.#length; first++) {
      let node = ROOT;
      for (let n = 1; n <= longest && first + n <= this.#length; n++) {
        node = vocabulary.nodes.find(node, this.#symbols[first + n - 1]!);
        if (node === NONE) break;
        const feature = n < shortest ? NONE : vocabulary.features[node]!;
        if (feature !== NONE) {
          found.push({ feature, start: starts[places[first]!]!, end: ends[borders[first + n - 1]! - 1]! });
        }
      }
    }
    return found;
  }

  #findSymbols(reading: Reading): void {
    if (this.#tokens === null) {
      const { points, starts, length } = this.#characters!(reading);
      this.#symbols = points;
      this.#length = length;
      this.#starts = starts;
      this.#ends = starts.subarray(1);
      return;
    }
    const { bytes, tokens, from, to } = this.#tokens(reading);
    if (this.#tokenNumbers.length < tokens.length) this.#tokenNumbers = new Uint32Array(tokens.length * 2);
    this.#vocabulary.tokens!.findAll(bytes, tokens, this.#tokenNumbers);
    this.#symbols = this.#tokenNumbers;
    this.#length = tokens.length;
    this.#starts = from;
    this.#ends = to;
  }

  // Level by level: the look-ups of one level do not wait for each other, so that the processor fetches many of
  // them at a time.
  #count(): void {
    const [shortest, longest] = this.#view.ngrams;
    const { row } = this;
    const { nodes: table, features } = this.#vocabulary;
    const symbols = this.#symbols;
    const nodes = this.#startLevels();
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

  // In the order in which looking up n-grams level by level finds them.
  #countWindows({ entries, features, span }: KnownWindows): void {
    const { row } = this;
    const length = this.#length;
    for (let level = 0; level < span; level++) {
      for (let place = 0; place < length; place++) {
        const feature = features[entries[place]! * span + level]!;
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
