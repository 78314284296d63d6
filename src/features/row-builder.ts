/** Counts features one occurrence at a time into a sparse row. */
import type { SparseRow } from "../sparse.ts";

/**
 * Collects one document's features; used again for the next document. Features find their places in a small open hash
 * table, which stays in the processor's cache however many features there are in the world.
 *
 *     slot   [ feature | row's mark + place ]   at the feature's hash or the next free place
 *
 * Marks rise from row to row: what an earlier row has left is below the mark, and counts as free.
 */
export class RowBuilder implements SparseRow {
  ids: Uint32Array = new Uint32Array(256);
  values: Float64Array = new Float64Array(256);
  length = 0;
  /** How many occurrences were added, repetitions included. */
  occurrences = 0;
  /** At most half of the slots are taken: they are twice as many as there is room for features. */
  #slots: Uint32Array = new Uint32Array(4 * 256);
  /** The row's mark. */
  #mark = 1;

  /** Empties the row. */
  clear(): void {
    this.#mark += this.length;
    this.length = 0;
    this.occurrences = 0;
    if (this.#mark < MOST_MARK) return;
    this.#slots.fill(0);
    this.#mark = 1;
  }

  /** Adds one occurrence of a feature. */
  add(feature: number): void {
    this.occurrences++;
    const slots = this.#slots;
    const mark = this.#mark;
    const last = slots.length - 2;
    let slot = hashOf(feature) & last;
    for (; slots[slot + 1]! >= mark; slot = (slot + 2) & last) {
      if (slots[slot] !== feature) continue;
      this.values[slots[slot + 1]! - mark]!++;
      return;
    }
    slots[slot] = feature;
    slots[slot + 1] = mark + this.length;
    this.ids[this.length] = feature;
    this.values[this.length++] = 1;
    if (this.length === this.ids.length) this.#grow();
  }

  #grow(): void {
    const ids = new Uint32Array(this.ids.length * 2);
    const values = new Float64Array(this.ids.length * 2);
    ids.set(this.ids);
    values.set(this.values);
    this.ids = ids;
    this.values = values;
    const slots = new Uint32Array(this.#slots.length * 2);
    const last = slots.length - 2;
    for (let place = 0; place < this.length; place++) {
      let slot = hashOf(ids[place]!) & last;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & last;
      slots[slot] = ids[place]!;
      slots[slot + 1] = this.#mark + place;
    }
    this.#slots = slots;
  }
}

/** Rows are at most 2³¹ long. */
const MOST_MARK = 2 ** 31;

/** Even, and as mixed as is needed: features that stand side by side are often found together. */
function hashOf(feature: number): number {
  const hash = Math.imul(feature, 0x9e3779b1);
  return (hash ^ (hash >>> 15)) << 1;
}
