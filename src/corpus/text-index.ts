/** Which texts were met before: 28 to 36 bytes a text, whatever its length. */

/** What is known of a text's first appearance: three whole numbers below 2^32. */
export interface FirstSeen {
  readonly author: number;
  readonly file: number;
  readonly line: number;
}

/**
 * A set of texts, kept as their fingerprints of 64 bits one behind the other, and an open hash table of their numbers:
 *
 *     text   low    high   author  file  line          slots   0 2 0 1 …   text + 1, at its fingerprint or the next free
 *      0    8f1c…  03aa…      3     0     12                               place; at most half of them are taken
 *
 * What is there already is not moved when there are more: a million texts would be there twice.
 *
 * Among a million texts, two different ones have equal bits with a chance of 3 to 10^8.
 */
export class TextIndex {
  /** So many texts in each but the last. */
  readonly #pieces: Uint32Array[] = [];
  #slots = new Uint32Array(1024);
  #count = 0;

  /**
   * Notes a text, unless it is there already.
   *
   * @param low the lower half of its fingerprint
   * @param high the upper half
   * @returns where it was seen first, or null if it is new
   */
  add(low: number, high: number, seen: FirstSeen): FirstSeen | null {
    if (2 * this.#count >= this.#slots.length) this.#grow();
    const slot = this.#slotOf(low, high);
    const known = this.#slots[slot]!;
    if (known !== 0) {
      const piece = this.#pieces[(known - 1) >>> PIECE_BITS]!;
      const at = placeOf(known - 1);
      return { author: piece[at + 2]!, file: piece[at + 3]!, line: piece[at + 4]! };
    }
    const at = placeOf(this.#count);
    if (at === 0) this.#pieces.push(new Uint32Array(FACTS << PIECE_BITS));
    const piece = this.#pieces[this.#count >>> PIECE_BITS]!;
    piece[at] = low;
    piece[at + 1] = high;
    piece[at + 2] = seen.author;
    piece[at + 3] = seen.file;
    piece[at + 4] = seen.line;
    this.#slots[slot] = ++this.#count;
    return null;
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let text = 0; text < this.#count; text++) {
      let slot = this.#pieces[text >>> PIECE_BITS]![placeOf(text)]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = text + 1;
    }
  }

  /** Where a fingerprint stands, or where it would stand. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = low & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const text = slots[slot]! - 1;
      const piece = this.#pieces[text >>> PIECE_BITS]!;
      const at = placeOf(text);
      if (piece[at] === low && piece[at + 1] === high) break;
    }
    return slot;
  }
}

/** How many numbers are kept of a text. */
const FACTS = 5;
const PIECE_BITS = 10;

/** Where a text stands in its piece. */
const placeOf = (text: number): number => (text & ((1 << PIECE_BITS) - 1)) * FACTS;
