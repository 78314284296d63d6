/**
 * Tokens that lie in the order of their bytes, as a model file has them, and can be looked up at once: nothing is
 * built before. As with sorted-pairs.ts, a token is found by halving the first time, and by one look-up from then
 * on.
 *
 *     bytes    a c a t t h e …                    all tokens, one after the other
 *     offsets  0 1 4 7 …                          token i is bytes[offsets[i], offsets[i + 1])
 *     slots    [ hash 3 | 0 0 | … ]               hash and token + 1 of what was found so far
 */
import { FileMemory } from "../kernel/file-memory.ts";
import type { TokenList } from "../text/words.ts";
import { NONE } from "./pair-table.ts";

/** Tokens in order, numbered by their places. */
export class SortedTokens {
  /** The tokens' bytes, one after the other. */
  readonly bytes: Uint8Array;
  /** Where each token starts in `bytes`, and where the last one ends. */
  readonly offsets: Uint32Array;
  /** How many tokens there are. */
  readonly size: number;
  /** At most three quarters of them are taken; memory that nothing was written to takes no room. */
  readonly #slots: Uint32Array;

  /**
   * @param bytes in order, see {@link disorderedToken}; among others, some are not found
   * @param offsets rising, from 0 to the number of bytes
   */
  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.size = offsets.length - 1;
    let length = 32;
    while (this.size * 8 > length * 3) length *= 2;
    this.#slots = new Uint32Array(length);
  }

  /** A token's bytes. */
  bytesOf(token: number): Uint8Array {
    return this.bytes.subarray(this.offsets[token]!, this.offsets[token + 1]!);
  }

  /** The number of the token `bytes[start, end)` with that hash (see `hashBytes`), or NONE. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      if (slots[slot] !== hash) continue;
      const token = slots[slot + 1]! - 1;
      if (this.#compare(token, bytes, start, end) === 0) return token;
    }
    return this.#search(slot, bytes, start, end, hash);
  }

  /** Fills `numbers` with the number of each token of a text in `bytes`, or NONE. */
  findAll(bytes: Uint8Array, tokens: TokenList, numbers: Uint32Array): void {
    const { starts, ends, hashes, length } = tokens;
    for (let token = 0; token < length; token++) {
      numbers[token] = this.find(bytes, starts[token]!, ends[token]!, hashes[token]!);
    }
  }

  /** Finds a token by halving, and keeps it in a free slot. */
  #search(slot: number, bytes: Uint8Array, start: number, end: number, hash: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, bytes, start, end) < 0) low = middle + 1;
      else high = middle;
    }
    if (low === this.size || this.#compare(low, bytes, start, end) !== 0) return NONE;
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = low + 1;
    return low;
  }

  #compare(token: number, bytes: Uint8Array, start: number, end: number): number {
    return compareBytes(this.bytes, this.offsets[token]!, this.offsets[token + 1]!, bytes, start, end);
  }
}

/**
 * The first token that is not above the one before it, or −1.
 *
 * @param offsets rising, from 0 to the number of bytes
 */
export function disorderedToken(bytes: Uint8Array, offsets: Uint32Array): number {
  const memory = FileMemory.of(bytes);
  if (memory !== null && memory === FileMemory.of(offsets)) return memory.disorderedToken(bytes, offsets);
  for (let token = 1; token < offsets.length - 1; token++) {
    const start = offsets[token]!;
    if (compareBytes(bytes, offsets[token - 1]!, start, bytes, start, offsets[token + 1]!) >= 0) return token;
  }
  return -1;
}

/** Below 0, 0 or above 0, as `left[from, to)` is below, the same as, or above `right[start, end)`. */
function compareBytes(
  left: Uint8Array,
  from: number,
  to: number,
  right: Uint8Array,
  start: number,
  end: number,
): number {
  const length = Math.min(to - from, end - start);
  for (let place = 0; place < length; place++) {
    const difference = left[from + place]! - right[start + place]!;
    if (difference !== 0) return difference;
  }
  return to - from - (end - start);
}
