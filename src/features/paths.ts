/** Counts of windows → counts of the n-grams with which they begin. */
import type { SparseRow } from "../sparse.ts";
import type { View } from "./view.ts";
import { type GrowingVocabulary, ROOT } from "./vocabulary.ts";

/** Knows what windows are made of. */
export interface WindowSource {
  /**
   * Takes a window apart.
   *
   * @param into is given its symbols, as a vocabulary calls them
   * @returns how many there are before the gaps
   */
  symbolsOf(window: number, into: Uint32Array): number;
}

/** The n-grams with which windows begin. */
export class Paths {
  readonly #longest: number;
  readonly #shortest: number;
  readonly #vocabulary: GrowingVocabulary;
  readonly #windows: WindowSource;
  /** The nodes of each window, `longest` numbers a window, NONE behind the last; not there yet where the first is 0. */
  #nodes = new Uint32Array(1024);
  readonly #path = new Uint32Array(16);
  /** The row, and for each node its place in it + 1; used again for the next row. */
  #ids = new Uint32Array(1024);
  #values = new Float64Array(1024);
  #places = new Uint32Array(1024);

  /** @param vocabulary gets the n-grams that it does not have yet */
  constructor(view: View, vocabulary: GrowingVocabulary, windows: WindowSource) {
    [this.#shortest, this.#longest] = view.ngrams;
    this.#vocabulary = vocabulary;
    this.#windows = windows;
  }

  /** Counts of windows as counts of n-grams; valid until the next row. */
  rowOf(things: Uint32Array, counts: Uint32Array | Float64Array): SparseRow {
    const longest = this.#longest;
    const most = things.length * (longest - this.#shortest + 1);
    if (this.#ids.length < most) {
      this.#ids = new Uint32Array(2 * most);
      this.#values = new Float64Array(2 * most);
    }
    const [ids, values] = [this.#ids, this.#values];
    let length = 0;
    if (longest === 1) {
      // Each n-gram is one window.
      if (this.#vocabulary.isSingle) {
        for (; length < things.length; length++) {
          this.#windows.symbolsOf(things[length]!, this.#path);
          ids[length] = this.#vocabulary.nodes.add(ROOT, this.#path[0]!);
          values[length] = counts[length]!;
        }
        return { ids, values, length };
      }
      for (; length < things.length; length++) {
        const start = this.#pathOf(things[length]!);
        ids[length] = this.#nodes[start]! - 1;
        values[length] = counts[length]!;
      }
      return { ids, values, length };
    }
    for (let place = 0; place < things.length; place++) {
      const start = this.#pathOf(things[place]!);
      const nodes = this.#nodes;
      const places = this.#roomForPlaces();
      for (let n = this.#shortest; n <= longest; n++) {
        const node = nodes[start + n - 1]!;
        if (node === 0) break;
        const known = places[node - 1]!;
        if (known !== 0) {
          values[known - 1]! += counts[place]!;
          continue;
        }
        ids[length] = node - 1;
        values[length++] = counts[place]!;
        places[node - 1] = length;
      }
    }
    for (let place = 0; place < length; place++) this.#places[ids[place]!] = 0;
    return { ids, values, length };
  }

  #roomForPlaces(): Uint32Array {
    const { size } = this.#vocabulary.nodes;
    if (size > this.#places.length) {
      const larger = new Uint32Array(2 * size);
      larger.set(this.#places);
      this.#places = larger;
    }
    return this.#places;
  }

  /** Where the nodes of a window start, each of them + 1; 0 stands for a gap. */
  #pathOf(window: number): number {
    const longest = this.#longest;
    const start = window * longest;
    if (start + longest > this.#nodes.length) {
      const larger = new Uint32Array(2 * (start + longest));
      larger.set(this.#nodes);
      this.#nodes = larger;
    }
    if (this.#nodes[start] !== 0) return start;
    const length = this.#windows.symbolsOf(window, this.#path);
    let node = ROOT;
    for (let n = 0; n < length; n++) {
      node = this.#vocabulary.nodes.add(node, this.#path[n]!);
      this.#nodes[start + n] = node + 1;
    }
    return start;
  }
}
