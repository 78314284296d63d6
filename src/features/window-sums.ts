/**
 * What windows gain each author, summed up in TypeScript: what the kernel has to agree with (see window-gains.ts). The sums
 * are kept as long as the windows are.
 */
import { KnownWindows } from "./known-windows.ts";
import { NONE } from "./pair-table.ts";
import type { View } from "./view.ts";
import { ROOT, type Vocabulary } from "./vocabulary.ts";
import type { AddGains } from "./window-gains.ts";

/** Sums up one text after the other. */
export class WindowSums {
  readonly #view: View;
  readonly #vocabulary: Vocabulary;
  readonly #nAuthors: number;
  readonly #addGains: AddGains;
  readonly #most: number;
  /** How many symbols are to be looked up before there are windows: never, where these would have one symbol. */
  #patience: number;
  #windows: KnownWindows | null = null;
  /** Of each window what it gains each author, and with how many known n-grams it begins. */
  #rows = new Float64Array(0);
  /** How many windows have theirs, and since which beginning. */
  #size = 0;
  #beginning = 0;

  /**
   * @param mostBytes so many bytes of sums are kept, about, before they start anew
   * @param patience so many symbols are looked up one by one before it pays to keep sums
   */
  constructor(
    view: View,
    vocabulary: Vocabulary,
    nAuthors: number,
    addGains: AddGains,
    mostBytes: number,
    patience: number,
  ) {
    this.#view = view;
    this.#vocabulary = vocabulary;
    this.#nAuthors = nAuthors;
    this.#addGains = addGains;
    this.#patience = view.ngrams[1] === 1 ? Infinity : patience;
    this.#most = mostBytes / (8 * (nAuthors + 1));
  }

  /**
   * Adds what a text gains.
   *
   * @param symbols code points, or numbers of tokens, NONE for those that are not known
   * @returns how many n-grams are known
   */
  sum(symbols: Uint32Array, length: number, into: Float64Array): number {
    this.#patience -= length;
    if (this.#patience > 0) return this.#sumOneByOne(symbols, length, into);
    const windows = (this.#windows ??= new KnownWindows(this.#view, this.#vocabulary, this.#most));
    if (!windows.find(symbols, length)) return this.#sumOneByOne(symbols, length, into);
    if (this.#beginning !== windows.beginnings) this.#size = 0;
    this.#beginning = windows.beginnings;
    const nAuthors = this.#nAuthors;
    let known = 0;
    for (let place = 0; place < length; place++) {
      const entry = windows.entries[place]!;
      // They are numbered as they come.
      if (entry === this.#size) this.#sumUp(windows);
      const rows = this.#rows;
      const row = entry * (nAuthors + 1);
      for (let author = 0; author < nAuthors; author++) into[author]! += rows[row + author]!;
      known += rows[row + nAuthors]!;
    }
    return known;
  }

  /** Sums up what the next window gains, the shortest n-gram first. */
  #sumUp({ features, span }: KnownWindows): void {
    const window = this.#size++;
    const row = window * (this.#nAuthors + 1);
    const next = row + this.#nAuthors + 1;
    if (next > this.#rows.length) {
      const larger = new Float64Array(2 * next);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows.fill(0, row, next);
    for (let level = 0; level < span; level++) {
      const feature = features[window * span + level]!;
      if (feature === NONE) continue;
      this.#addGains(feature, this.#rows, row);
      this.#rows[next - 1]!++;
    }
  }

  /** For the first texts, for windows of one symbol, and for texts with more symbols than windows tell apart. */
  #sumOneByOne(symbols: Uint32Array, length: number, into: Float64Array): number {
    const { nodes, features } = this.#vocabulary;
    const [shortest, longest] = this.#view.ngrams;
    const row = new Float64Array(this.#nAuthors);
    let known = 0;
    for (let place = 0; place < length; place++) {
      const end = Math.min(length, place + longest);
      row.fill(0);
      let node = ROOT;
      for (let last = place; last < end; last++) {
        node = symbols[last] === NONE ? NONE : nodes.find(node, symbols[last]!);
        if (node === NONE) break;
        const feature = last - place + 1 < shortest ? NONE : features[node]!;
        if (feature === NONE) continue;
        this.#addGains(feature, row, 0);
        known++;
      }
      for (let author = 0; author < row.length; author++) into[author]! += row[author]!;
    }
    return known;
  }
}
