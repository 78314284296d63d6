/**
 * A table from pairs of whole numbers to 0, 1, 2 … in order of arrival, in typed arrays.
 *
 *     slots  [ a₁ b₁ 2 · | 0 0 0 · | a₀ b₀ 1 · | … ]   a pair and its entry + 1, at the pair's hash or the next
 *                                                      free place; entry + 1 = 0 is empty
 *     pairs  [ a₀ b₀ | a₁ b₁ | … ]                     the pair of each entry
 *
 * A slot has four numbers, 16 bytes, so that a look-up touches one cache line.
 */

import type { NodeTable } from "./single-nodes.ts";

/** Says that a table does not have what was asked for. */
export const NONE = 0xffffffff;

/** How many numbers a slot has. */
export const SLOT = 4;

/** Pairs of 32-bit numbers, numbered. */
export class PairTable implements NodeTable {
  /** At most three quarters of the slots are taken. */
  #slots: Uint32Array;
  #pairs: Uint32Array<ArrayBufferLike>;
  #size: number;

  /** @param pairs a table's pairs, as `pairs` gave them; without them the table starts empty */
  constructor(pairs: Uint32Array = new Uint32Array(0)) {
    this.#pairs = pairs;
    this.#size = pairs.length / 2;
    this.#slots = this.#filled(slotsFor(this.#size));
  }

  /** How many pairs there are. */
  get size(): number {
    return this.#size;
  }

  /** The pairs, a₀ b₀ a₁ b₁ …, without spare room. */
  get pairs(): Uint32Array {
    return this.#pairs.subarray(0, this.#size * 2);
  }

  /** The first half of an entry's pair. */
  first(entry: number): number {
    return this.#pairs[entry * 2]!;
  }

  /** The second half of an entry's pair. */
  second(entry: number): number {
    return this.#pairs[entry * 2 + 1]!;
  }

  /** The entry of (a, b), or {@link NONE}. */
  find(a: number, b: number): number {
    const slots = this.#slots;
    // 0 − 1 is NONE, as a number of 32 bits.
    return (slots[slotOf(slots, a, b) + 2]! - 1) >>> 0;
  }

  /** The entry of (a, b), made if it is not there yet. */
  add(a: number, b: number): number {
    const slots = this.#slots;
    const slot = slotOf(slots, a, b);
    const taken = slots[slot + 2]!;
    return taken !== 0 ? taken - 1 : this.#insert(slot, a, b);
  }

  /** Makes room for so many pairs in all, so that nothing need be moved while they come. */
  reserve(size: number): void {
    if (size * 2 > this.#pairs.length) {
      const larger = new Uint32Array(size * 2);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    const length = slotsFor(size);
    if (length > this.#slots.length) this.#slots = this.#filled(length);
  }

  #insert(slot: number, a: number, b: number): number {
    const entry = this.#size++;
    if (entry * 2 === this.#pairs.length) {
      const larger = new Uint32Array(Math.max(32, this.#pairs.length * 2));
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    this.#pairs[entry * 2] = a;
    this.#pairs[entry * 2 + 1] = b;
    write(this.#slots, slot, a, b, entry);
    if (this.#size * 4 * SLOT > this.#slots.length * 3) this.#slots = this.#filled(this.#slots.length * 2);
    return entry;
  }

  /** Slots, `length` numbers of them, with all entries in their places. */
  #filled(length: number): Uint32Array {
    const slots = new Uint32Array(length);
    for (let entry = 0; entry < this.#size; entry++) {
      const a = this.#pairs[entry * 2]!;
      const b = this.#pairs[entry * 2 + 1]!;
      write(slots, slotOf(slots, a, b), a, b, entry);
    }
    return slots;
  }
}

/** Where the slot of (a, b) starts, or the empty one where it would stand. */
function slotOf(slots: Uint32Array, a: number, b: number): number {
  const mask = slots.length - SLOT;
  let slot = (hashPair(a, b) << 2) & mask;
  while (slots[slot + 2] !== 0 && (slots[slot] !== a || slots[slot + 1] !== b)) slot = (slot + SLOT) & mask;
  return slot;
}

function write(slots: Uint32Array, slot: number, a: number, b: number, entry: number): void {
  slots[slot] = a;
  slots[slot + 1] = b;
  slots[slot + 2] = entry + 1;
}

/** How many numbers the slots take: a power of two that leaves a quarter of them free. */
export function slotsFor(size: number): number {
  let length = 16 * SLOT;
  while (size * 4 * SLOT > length * 3) length *= 2;
  return length;
}

/** The hash of a pair: 30 bits. */
export function hashPair(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 2;
}
