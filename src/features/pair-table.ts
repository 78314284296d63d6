/**
 * A table from pairs of whole numbers to 0, 1, 2 … in order of arrival, in typed arrays.
 *
 *     slots  [ 0 | 2 | 0 | 1 | … ]      entry + 1, at the pair's hash or the next free place; 0 is empty
 *     pairs  [ a₀ b₀ | a₁ b₁ | … ]      the pair of each entry
 */

/** Says that a table does not have what was asked for. */
export const NONE = 0xffffffff;

/** Pairs of 32-bit numbers, numbered. */
export class PairTable {
  /** At most three quarters of the slots are taken. */
  #slots: Uint32Array<ArrayBufferLike>;
  #pairs: Uint32Array<ArrayBufferLike>;
  #size: number;

  /**
   * @param pairs a table's pairs, as `pairs` gave them; without them the table starts empty
   * @param slots the slots that belong to them, if they were kept
   */
  constructor(pairs: Uint32Array = new Uint32Array(0), slots?: Uint32Array) {
    this.#pairs = pairs;
    this.#size = pairs.length / 2;
    this.#slots = slots ?? new Uint32Array(0);
    if (slots === undefined) this.#rebuild(slotsFor(this.#size));
  }

  /** How many pairs there are. */
  get size(): number {
    return this.#size;
  }

  /** The pairs, a₀ b₀ a₁ b₁ …, without spare room. */
  get pairs(): Uint32Array {
    return this.#pairs.subarray(0, this.#size * 2);
  }

  /** The slots: 2ⁿ numbers. */
  get slots(): Uint32Array {
    return this.#slots;
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
    const pairs = this.#pairs;
    const mask = slots.length - 1;
    let slot = hashPair(a, b) & mask;
    for (;;) {
      const taken = slots[slot]!;
      if (taken === 0) return NONE;
      const at = (taken - 1) * 2;
      if (pairs[at] === a && pairs[at + 1] === b) return taken - 1;
      slot = (slot + 1) & mask;
    }
  }

  /** The entry of (a, b), made if it is not there yet. */
  add(a: number, b: number): number {
    const slots = this.#slots;
    const pairs = this.#pairs;
    const mask = slots.length - 1;
    let slot = hashPair(a, b) & mask;
    for (;;) {
      const taken = slots[slot]!;
      if (taken === 0) break;
      const at = (taken - 1) * 2;
      if (pairs[at] === a && pairs[at + 1] === b) return taken - 1;
      slot = (slot + 1) & mask;
    }
    const entry = this.#size++;
    slots[slot] = entry + 1;
    if (entry * 2 === pairs.length) this.#growPairs();
    this.#pairs[entry * 2] = a;
    this.#pairs[entry * 2 + 1] = b;
    if (this.#size * 4 > slots.length * 3) this.#rebuild(slots.length * 2);
    return entry;
  }

  #growPairs(): void {
    const larger = new Uint32Array(Math.max(32, this.#pairs.length * 2));
    larger.set(this.#pairs);
    this.#pairs = larger;
  }

  #rebuild(length: number): void {
    const slots = new Uint32Array(length);
    const mask = length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = hashPair(this.#pairs[entry * 2]!, this.#pairs[entry * 2 + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}

/** The smallest power of two that leaves a quarter of the slots free. */
function slotsFor(size: number): number {
  let length = 16;
  while (size * 4 > length * 3) length *= 2;
  return length;
}

function hashPair(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
