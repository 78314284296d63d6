/**
 * Pairs of whole numbers that lie in order, as a model file has them, and can be looked up at once: nothing is
 * built before. Each pair is its own number's entry:
 *
 *     pairs  [ ROOT a | ROOT b | ROOT c | 0 b | 0 c | 2 a | 3 a ]     the root first, then parents 0, 1, 2 …,
 *               0        1        2       3     4     5     6         the seconds rising under each of them
 *
 * A pair that is asked for the first time is found by halving, among all pairs or, when many were asked for, among those
 * of its first half; its entry is then kept in a slot at the pair's hash
 * (see pair-table.ts), where it is found by one look-up the next time. So opening a large model costs nothing, and
 * what is used of it lies together in a table that grows with it and stays in the processor's cache.
 */
import { FileMemory } from "../kernel/file-memory.ts";
import { hashPair, NONE, SLOT, slotsFor } from "./pair-table.ts";

/** Pairs in order, numbered by their places. */
export class SortedPairs {
  /** The pairs, a₀ b₀ a₁ b₁ … */
  readonly pairs: Uint32Array;
  /** How many pairs there are. */
  readonly size: number;
  /** What was found so far, and how many that are. */
  #slots: Uint32Array = new Uint32Array(slotsFor(1024));
  #found = 0;
  #firsts: Uint32Array | null = null;
  /** How many pairs are to be searched for among all before it is worth it to note where those of each first half start. */
  #patience: number;

  /**
   * @param pairs in order, see {@link disorderIn}; among others, some are not found
   * @param patience how many pairs are searched for among all before those of each first half are told apart
   */
  constructor(pairs: Uint32Array, patience = 1 << 12) {
    this.#patience = patience;
    this.pairs = pairs;
    this.size = pairs.length / 2;
  }

  /** The first half of an entry's pair. */
  first(entry: number): number {
    return this.pairs[entry * 2]!;
  }

  /** The second half of an entry's pair. */
  second(entry: number): number {
    return this.pairs[entry * 2 + 1]!;
  }

  /** The entry of (a, b), or {@link NONE}. */
  find(a: number, b: number): number {
    // Where every token is an n-gram, the root's pairs are theirs in order.
    if (a === NONE && b < this.size && this.pairs[b * 2] === NONE && this.pairs[b * 2 + 1] === b) return b;
    const slots = this.#slots;
    const mask = slots.length - SLOT;
    let slot = (hashPair(a, b) << 2) & mask;
    while (slots[slot + 2] !== 0) {
      if (slots[slot] === a && slots[slot + 1] === b) return slots[slot + 2]! - 1;
      slot = (slot + SLOT) & mask;
    }
    return this.#search(slot, a, b);
  }

  /** Finds a pair by halving, and keeps it in a free slot. */
  #search(slot: number, a: number, b: number): number {
    const { pairs, size } = this;
    // The root, 2³² − 1, comes first.
    const wanted = (a + 1) >>> 0;
    const firsts = this.#firstsOfChildren();
    let low = firsts?.[wanted] ?? 0;
    let high = firsts?.[wanted + 1] ?? size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = (pairs[middle * 2]! + 1) >>> 0;
      if (first < wanted || (first === wanted && pairs[middle * 2 + 1]! < b)) low = middle + 1;
      else high = middle;
    }
    if (low >= size || pairs[low * 2] !== a || pairs[low * 2 + 1] !== b) return NONE;
    keep(this.#slots, slot, a, b, low);
    this.#found++;
    if (this.#found * 2 * SLOT > this.#slots.length) this.#grow();
    return low;
  }

  /** Where the pairs of each first half start, the root's before all others; null before it is worth it. */
  #firstsOfChildren(): Uint32Array | null {
    if (this.#firsts !== null || this.#patience-- > 0) return this.#firsts;
    const { pairs, size } = this;
    const firsts = new Uint32Array(size + 2);
    for (let entry = 0; entry < size; entry++) firsts[((pairs[entry * 2]! + 1) >>> 0) + 1]!++;
    for (let first = 1; first < firsts.length; first++) firsts[first]! += firsts[first - 1]!;
    this.#firsts = firsts;
    return firsts;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(2 * old.length);
    const mask = slots.length - SLOT;
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + 2] === 0) continue;
      let slot = (hashPair(old[from]!, old[from + 1]!) << 2) & mask;
      while (slots[slot + 2] !== 0) slot = (slot + SLOT) & mask;
      keep(slots, slot, old[from]!, old[from + 1]!, old[from + 2]! - 1);
    }
    this.#slots = slots;
  }
}

function keep(slots: Uint32Array, slot: number, a: number, b: number, entry: number): void {
  slots[slot] = a;
  slots[slot + 1] = b;
  slots[slot + 2] = entry + 1;
}

/**
 * Looks whether pairs are in order, no two of them alike, the first half of each the root or an entry before it.
 *
 * @param bound above all second halves
 * @returns the first entry that is out of order, or −1
 */
export function disorderIn(pairs: Uint32Array, bound: number): number {
  const memory = FileMemory.of(pairs);
  if (memory !== null) return memory.disorderIn(pairs, bound);
  let last = -1;
  for (let entry = 0; entry * 2 < pairs.length; entry++) {
    const first = (pairs[entry * 2]! + 1) >>> 0;
    const second = pairs[entry * 2 + 1]!;
    // Both halves as one number, below 2^53 where the first half is an entry.
    const key = first * bound + second;
    if (key <= last || first > entry || second >= bound) return entry;
    last = key;
  }
  return -1;
}
