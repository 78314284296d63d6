/**
 * The features with which windows of symbols begin (see windows.ts), as far as texts have been looked at: one look-up
 * finds the n-grams of all lengths that start at a place.
 *
 *     n-grams of 2 to 4     window "then"     its features     [ th | the | then ]
 *                           window "thew"                      [ th | the |  –   ]     – : no feature
 *
 * What a window begins with is found in the vocabulary's tree when the window comes for the first time. There are
 * bounds for all that is kept: when they are reached, everything starts anew.
 */
import { NONE } from "./pair-table.ts";
import { ROOT, type Vocabulary } from "./vocabulary.ts";
import type { View } from "./view.ts";
import { Windows } from "./windows.ts";

const CODE_POINTS = 0x110000;

/** Finds the features of windows in a vocabulary. */
export class KnownWindows {
  /** The latest text's windows, one a place. */
  entries: Uint32Array = new Uint32Array(0);
  /** The features of each window, `span` numbers a window; NONE where there is none. */
  features: Uint32Array = new Uint32Array(1024);
  /** How many lengths the view's n-grams have. */
  readonly span: number;
  /** How many times everything has started anew. */
  beginnings = 0;
  readonly #vocabulary: Vocabulary;
  readonly #shortest: number;
  readonly #longest: number;
  readonly #most: number;
  #windows: Windows;
  /** How many windows have their features already. */
  #known = 0;
  /** The symbols' numbers, small enough for windows: for each code point its number + 1, for characters. */
  readonly #numberOf: Uint32Array;
  #symbols = 0;
  #numbers = new Uint32Array(1024);

  /** @param most how many windows are kept; those of the latest text always are */
  constructor({ ngrams: [shortest, longest] }: View, vocabulary: Vocabulary, most: number) {
    this.#vocabulary = vocabulary;
    this.#shortest = shortest;
    this.#longest = longest;
    this.#most = most;
    this.span = longest - shortest + 1;
    this.#windows = new Windows(longest);
    // Memory that nothing is written to takes no room.
    this.#numberOf = new Uint32Array(vocabulary.tokens === null ? CODE_POINTS : 0);
  }

  /**
   * Finds the windows of a text and their features.
   *
   * @param symbols code points, or numbers of tokens, NONE for those that are not known
   * @returns false when the symbols are too many for windows to tell them apart
   */
  find(symbols: Uint32Array, length: number): boolean {
    if (this.#windows.size > this.#most) this.#forget();
    if (!this.#number(symbols, length)) {
      // Perhaps there is room when those of other texts are gone.
      this.#forget();
      if (!this.#number(symbols, length)) return false;
    }
    this.#windows.take(this.#numbers, length);
    this.entries = this.#windows.entries;
    const { entries } = this;
    for (let place = 0; place < length; place++) {
      if (entries[place]! >= this.#known) this.#learn(symbols, place, length);
    }
    return true;
  }

  /** Turns symbols into numbers that windows can take. */
  #number(symbols: Uint32Array, length: number): boolean {
    if (this.#numbers.length < length) this.#numbers = new Uint32Array(2 * length);
    const numbers = this.#numbers;
    const { bound } = this.#windows;
    const { tokens } = this.#vocabulary;
    if (tokens !== null) {
      // All that are not known are alike.
      for (let place = 0; place < length; place++) numbers[place] = Math.min(symbols[place]!, tokens.size);
      return tokens.size < bound;
    }
    const numberOf = this.#numberOf;
    for (let place = 0; place < length; place++) {
      let number = numberOf[symbols[place]!]!;
      if (number === 0) number = numberOf[symbols[place]!] = ++this.#symbols;
      numbers[place] = number - 1;
    }
    return this.#symbols < bound;
  }

  /** Notes the features of the window that starts at a place; windows are numbered as they come. */
  #learn(symbols: Uint32Array, place: number, length: number): void {
    const start = this.#known++ * this.span;
    if (start + this.span > this.features.length) {
      const larger = new Uint32Array(2 * this.features.length + this.span);
      larger.set(this.features);
      this.features = larger;
    }
    this.features.fill(NONE, start, start + this.span);
    const { nodes, features } = this.#vocabulary;
    let node = ROOT;
    for (let n = 1; n <= this.#longest && place + n <= length; n++) {
      node = nodes.find(node, symbols[place + n - 1]!);
      if (node === NONE) break;
      if (n >= this.#shortest) this.features[start + n - this.#shortest] = features[node]!;
    }
  }

  #forget(): void {
    this.beginnings++;
    this.#windows = new Windows(this.#longest);
    this.#known = 0;
    if (this.#symbols > 0) this.#numberOf.fill(0);
    this.#symbols = 0;
  }
}
