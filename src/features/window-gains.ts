/**
 * What the windows of a text (see windows.ts) gain each author, where every occurrence of a feature gains the same:
 *
 *     gain(text, author) = Σ_places Σ_n gain(n-gram of n symbols that starts at the place, author)
 *
 *     n-grams of 2 to 4 in "then":     (th + the + then) + (he + hen) + (en)
 *
 * Summed up place by place, nothing need be counted; and what a window gains is summed up once, when it comes for the
 * first time. The sums are kept: in the kernel in which texts are read (window-rows.ts), and elsewhere in arrays
 * (window-sums.ts). The result is the same to the last bit.
 */
import type { Reading } from "../text/reading.ts";
import { NONE } from "./pair-table.ts";
import type { SortedTokens } from "./sorted-tokens.ts";
import type { View } from "./view.ts";
import { ROOT, type Vocabulary } from "./vocabulary.ts";
import { WindowRows } from "./window-rows.ts";
import { WindowSums } from "./window-sums.ts";
import { possibleNgrams } from "./windows.ts";

/** Adds what one occurrence of a feature gains each author to the numbers of `into` from `at` on. */
export type AddGains = (feature: number, into: Float64Array, at: number) => void;

/** With more authors than this, what windows gain is too much to be kept. */
const MOST_AUTHORS = 128;
/** Longer texts, in UTF-16 units, have features that come again and again, which had better be counted. */
const LONGEST_TEXT = 1 << 14;

/** What is kept of texts. */
export interface GainLimits {
  /** So many bytes of sums are kept before they start anew; memory that nothing was written to takes no room. */
  readonly mostBytes: number;
  /** Outside of kernels, so many symbols are looked up one by one before it pays to keep sums. */
  readonly patience: number;
}

const USUAL: GainLimits = { mostBytes: 1 << 26, patience: 1 << 13 };

/** Sums up the gains of one text after the other. */
export class WindowGains {
  /** How many n-grams of the latest text are known, and how many it has. */
  known = 0;
  possible = 0;
  readonly #view: View;
  readonly #vocabulary: Vocabulary;
  readonly #addGains: AddGains;
  readonly #mostBytes: number;
  readonly #nAuthors: number;
  /** Of texts that are in a kernel, and of all others. */
  #rows: WindowRows | null = null;
  readonly #here: WindowSums;
  #symbols: Uint32Array = new Uint32Array(1024);

  private constructor(
    view: View,
    vocabulary: Vocabulary,
    nAuthors: number,
    addGains: AddGains,
    { mostBytes, patience }: GainLimits,
  ) {
    this.#view = view;
    this.#vocabulary = vocabulary;
    this.#addGains = addGains;
    this.#mostBytes = mostBytes;
    this.#nAuthors = nAuthors;
    this.#here = new WindowSums(view, vocabulary, nAuthors, addGains, mostBytes / 4, patience);
  }

  /**
   * Gains of the n-grams of a view; null where texts had better be seen as rows of features.
   *
   * @param limits what is kept
   */
  static of(
    view: View,
    vocabulary: Vocabulary,
    nAuthors: number,
    addGains: AddGains,
    limits = USUAL,
  ): WindowGains | null {
    const { tokens, mask } = view;
    const fits = (tokens === "words" || tokens === "characters") && mask === undefined;
    if (!fits || nAuthors > MOST_AUTHORS) return null;
    return new WindowGains(view, vocabulary, nAuthors, addGains, limits);
  }

  /** Whether a text is short enough. */
  takes(text: string): boolean {
    return text.length <= LONGEST_TEXT;
  }

  /** Sums up what the text that is being read gains each author. */
  sum(reading: Reading, into: Float64Array): void {
    const rows = this.#rowsFor(reading);
    const length = rows?.find(reading) ?? -1;
    if (rows === null || length === -1) {
      this.#sumHere(reading, into);
    } else {
      if (rows.fresh > 0) this.#learn(rows, reading);
      this.known = rows.addUp(length, into);
      this.possible = possibleNgrams(length, this.#view.ngrams);
    }
    if (rows?.isFull !== true) return;
    reading.dropKernel();
    this.#rows = null;
  }

  /** The sums in the kernel in which a text is read; null where there are none. */
  #rowsFor(reading: Reading): WindowRows | null {
    const form = reading.inKernel(this.#view.lower_case);
    if (form === null) return null;
    if (this.#rows?.holds(form) !== true) {
      const kernel = reading.takeKernel();
      this.#rows =
        kernel === null ? null : WindowRows.start(kernel, this.#view, this.#nAuthors, this.#mostBytes);
    }
    return this.#rows;
  }

  /** Sums up what windows gain that came for the first time. */
  #learn(rows: WindowRows, reading: Reading): void {
    const { tokens, nodes, features } = this.#vocabulary;
    const { lower_case: lowerCase, ngrams } = this.#view;
    const symbolAt =
      tokens === null ? charactersIn(reading, lowerCase) : tokensIn(reading, lowerCase, tokens);
    for (let fresh = 0; fresh < rows.fresh; fresh++) {
      rows.turnTo(fresh);
      const { length, last, shorterNode } = rows;
      // What nothing longer begins with has no longer ones.
      const symbol = length > 1 && shorterNode === NONE ? NONE : symbolAt(last);
      const node = symbol === NONE ? NONE : nodes.find(length === 1 ? ROOT : shorterNode, symbol);
      const feature = node === NONE || length < ngrams[0] ? NONE : features[node]!;
      if (feature === NONE) rows.keep(node);
      else this.#addGains(feature, rows.gains, rows.keepWithMore(node));
    }
  }

  #sumHere(reading: Reading, into: Float64Array): void {
    const { lower_case: lowerCase, ngrams } = this.#view;
    const { tokens } = this.#vocabulary;
    into.fill(0);
    if (tokens === null) {
      const { points, length } = reading.codePoints(lowerCase);
      this.known = this.#here.sum(points, length, into);
      this.possible = possibleNgrams(length, ngrams);
      return;
    }
    const list = reading.tokens(lowerCase);
    if (this.#symbols.length < list.length) this.#symbols = new Uint32Array(2 * list.length);
    tokens.findAll(reading.normalForm(lowerCase).bytes, list, this.#symbols);
    this.known = this.#here.sum(this.#symbols, list.length, into);
    this.possible = possibleNgrams(list.length, ngrams);
  }
}

/** Finds the symbol at a place of a text: its code point. */
function charactersIn(reading: Reading, lowerCase: boolean): (place: number) => number {
  const { points } = reading.codePoints(lowerCase);
  return (place) => points[place]!;
}

/** Finds the symbol at a place of a text: its token's number, or NONE. */
function tokensIn(reading: Reading, lowerCase: boolean, tokens: SortedTokens): (place: number) => number {
  const { starts, ends, hashes } = reading.tokens(lowerCase);
  const { bytes } = reading.normalForm(lowerCase);
  return (place) => tokens.find(bytes, starts[place]!, ends[place]!, hashes[place]!);
}
