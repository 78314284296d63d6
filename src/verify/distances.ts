/** How far apart two profiles are, over a random part of their features. */
import type { SparseRow } from "../sparse.ts";

/** The distances. */
export const distances = ["min-max", "cosine"] as const;
/** One of them: 0 for equal profiles, 1 for profiles that share nothing. */
export type DistanceName = (typeof distances)[number];

/** One profile spread out, so that others are compared with it at the cost of their own length. */
export class Comparison {
  readonly #row: SparseRow;
  readonly #dense: Float64Array;
  #chosen: Uint8Array = new Uint8Array(0);
  #sum = 0;
  #squares = 0;

  /**
   * @param row no value below 0
   * @param nFeatures ids are below it
   */
  constructor(row: SparseRow, nFeatures: number) {
    this.#row = row;
    this.#dense = new Float64Array(nFeatures);
    for (let place = 0; place < row.length; place++) this.#dense[row.ids[place]!] = row.values[place]!;
    this.choose(new Uint8Array(nFeatures).fill(1));
  }

  /**
   * Chooses the features that count from now on.
   *
   * @param chosen 1 or 0 for each feature; kept, not copied
   */
  choose(chosen: Uint8Array): void {
    this.#chosen = chosen;
    this.#sum = 0;
    this.#squares = 0;
    for (let place = 0; place < this.#row.length; place++) {
      if (this.#chosen[this.#row.ids[place]!] === 0) continue;
      this.#sum += this.#row.values[place]!;
      this.#squares += this.#row.values[place]! ** 2;
    }
  }

  /** The distance by name, over the chosen features. */
  distance(other: SparseRow, name: DistanceName): number {
    return name === "cosine" ? this.cosine(other) : this.minMax(other);
  }

  /** 1 − Σ min(x, y) / Σ max(x, y), after Růžička; 1 when neither has anything. */
  minMax(other: SparseRow): number {
    let least = 0;
    let sum = 0;
    for (let place = 0; place < other.length; place++) {
      const id = other.ids[place]!;
      if (this.#chosen[id] === 0) continue;
      const value = other.values[place]!;
      const own = this.#dense[id]!;
      least += own < value ? own : value;
      sum += value;
    }
    // What is larger of two numbers is their sum less the smaller one.
    const most = this.#sum + sum - least;
    return most > 0 ? 1 - least / most : 1;
  }

  /** 1 − x·y / (‖x‖ ‖y‖); 1 when either has nothing. */
  cosine(other: SparseRow): number {
    let product = 0;
    let squares = 0;
    for (let place = 0; place < other.length; place++) {
      const id = other.ids[place]!;
      if (this.#chosen[id] === 0) continue;
      const value = other.values[place]!;
      product += value * this.#dense[id]!;
      squares += value * value;
    }
    const norms = Math.sqrt(this.#squares * squares);
    return norms > 0 ? 1 - product / norms : 1;
  }
}
