/** Counts features one occurrence at a time into a sparse row. */
import type { SparseRow } from "../sparse.ts";

/** Collects one document's features; used again for the next document. */
export class RowBuilder implements SparseRow {
  ids: Uint32Array = new Uint32Array(256);
  values: Float64Array = new Float64Array(256);
  length = 0;
  /** How many occurrences were added, repetitions included. */
  occurrences = 0;
  /** For each feature its place in the row + 1; 0 for features that are not in it. */
  #places: Uint32Array = new Uint32Array(0);

  /** Empties the row and makes room for the features 0 … `features` − 1. */
  clear(features: number): void {
    for (let place = 0; place < this.length; place++) this.#places[this.ids[place]!] = 0;
    this.length = 0;
    this.occurrences = 0;
    this.reserve(features);
  }

  /** Makes room for the features 0 … `features` − 1. */
  reserve(features: number): void {
    if (features <= this.#places.length) return;
    const larger = new Uint32Array(Math.max(features, this.#places.length * 2));
    larger.set(this.#places);
    this.#places = larger;
  }

  /** Adds one occurrence of a feature for which there is room. */
  add(feature: number): void {
    this.occurrences++;
    const place = this.#places[feature]!;
    if (place !== 0) {
      this.values[place - 1]!++;
      return;
    }
    if (this.length === this.ids.length) this.#grow();
    this.ids[this.length] = feature;
    this.values[this.length++] = 1;
    this.#places[feature] = this.length;
  }

  #grow(): void {
    const ids = new Uint32Array(this.ids.length * 2);
    const values = new Float64Array(this.ids.length * 2);
    ids.set(this.ids);
    values.set(this.values);
    this.ids = ids;
    this.values = values;
  }
}
