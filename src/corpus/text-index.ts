/** Which texts were met before: 20 bytes a text, whatever its length. */

/** What is known of a text's first appearance: three whole numbers below 2^32. */
export interface FirstSeen {
  readonly author: number;
  readonly file: number;
  readonly line: number;
}

/**
 * A set of texts, kept as their fingerprints of 64 bits in an open hash table:
 *
 *     slot  low    high     author + 1  file  line
 *      0    8f1c…  03aa…         3        0    12
 *      1                         0 (free)
 *
 * Among a million texts, two different ones have equal bits with a chance of 3 to 10^8.
 */
export class TextIndex {
  #slots = new Uint32Array(slotSize * 1024);
  #count = 0;

  /**
   * Notes a text, unless it is there already.
   *
   * @param low the lower half of its fingerprint
   * @param high the upper half
   * @returns where it was seen first, or null if it is new
   */
  add(low: number, high: number, seen: FirstSeen): FirstSeen | null {
    if (2 * this.#count * slotSize >= this.#slots.length) this.#grow();
    const slots = this.#slots;
    const at = slotOf(slots, low, high);
    if (slots[at + 2] !== 0) {
      return { author: slots[at + 2]! - 1, file: slots[at + 3]!, line: slots[at + 4]! };
    }
    slots[at] = low;
    slots[at + 1] = high;
    slots[at + 2] = seen.author + 1;
    slots[at + 3] = seen.file;
    slots[at + 4] = seen.line;
    this.#count++;
    return null;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(2 * old.length);
    for (let from = 0; from < old.length; from += slotSize) {
      if (old[from + 2] === 0) continue;
      const to = slotOf(slots, old[from]!, old[from + 1]!);
      for (let part = 0; part < slotSize; part++) slots[to + part] = old[from + part]!;
    }
    this.#slots = slots;
  }
}

const slotSize = 5;

/** Where a fingerprint stands, or where it would stand. */
function slotOf(slots: Uint32Array, low: number, high: number): number {
  const capacity = slots.length / slotSize;
  for (let slot = low % capacity; ; slot = slot + 1 === capacity ? 0 : slot + 1) {
    const at = slot * slotSize;
    if (slots[at + 2] === 0 || (slots[at] === low && slots[at + 1] === high)) return at;
  }
}
