/**
 * A table from tokens (their bytes) to 0, 1, 2 … in order of arrival, in typed arrays.
 *
 *     bytes    t h e o f a n d …          all tokens, one after the other
 *     offsets  0 3 5 8 …                  token i is bytes[offsets[i], offsets[i + 1])
 */
import { hashBytes } from "../text/words.ts";
import { NONE } from "./pair-table.ts";

/** Tokens, numbered. */
export class TokenTable {
  #bytes: Uint8Array<ArrayBufferLike>;
  #offsets: Uint32Array<ArrayBufferLike>;
  #hashes: Uint32Array<ArrayBufferLike>;
  #slots: Uint32Array;
  #size: number;

  /**
   * @param bytes a table's bytes, as `bytes` gave them; without them the table starts empty
   * @param offsets the offsets that belong to them
   */
  constructor(bytes: Uint8Array = new Uint8Array(0), offsets: Uint32Array = new Uint32Array(1)) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#size = offsets.length - 1;
    this.#hashes = new Uint32Array(this.#size);
    for (let token = 0; token < this.#size; token++) {
      this.#hashes[token] = hashBytes(bytes, offsets[token]!, offsets[token + 1]!);
    }
    let length = 16;
    while (this.#size * 4 > length * 3) length *= 2;
    this.#slots = this.#slotsOf(length);
  }

  /** How many tokens there are. */
  get size(): number {
    return this.#size;
  }

  /** The tokens' bytes, one after the other, without spare room. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#offsets[this.#size]!);
  }

  /** Where each token starts in `bytes`, and where the last one ends. */
  get offsets(): Uint32Array {
    return this.#offsets.subarray(0, this.#size + 1);
  }

  /** A token's bytes. */
  bytesOf(token: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[token]!, this.#offsets[token + 1]!);
  }

  /** The number of the token `bytes[start, end)` with that hash (see `hashBytes`), or {@link NONE}. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const taken = this.#slots[this.#slotOf(bytes, start, end, hash)]!;
    return taken === 0 ? NONE : taken - 1;
  }

  /** The number of the token `bytes[start, end)`, made if it is not there yet. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slot = this.#slotOf(bytes, start, end, hash);
    const taken = this.#slots[slot]!;
    if (taken !== 0) return taken - 1;
    const token = this.#size++;
    this.#slots[slot] = token + 1;
    this.#append(bytes, start, end, hash, token);
    if (this.#size * 4 > this.#slots.length * 3) this.#slots = this.#slotsOf(this.#slots.length * 2);
    return token;
  }

  /** The slot in which the token stands, or the empty one where it would. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const taken = slots[slot]!;
      if (taken === 0) return slot;
      if (hashes[taken - 1] === hash && this.#equals(taken - 1, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(token: number, bytes: Uint8Array, start: number, end: number): boolean {
    const own = this.#bytes;
    const from = this.#offsets[token]!;
    if (this.#offsets[token + 1]! - from !== end - start) return false;
    for (let offset = 0; offset < end - start; offset++) {
      if (own[from + offset] !== bytes[start + offset]) return false;
    }
    return true;
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number, token: number): void {
    const from = this.#offsets[token]!;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(1024, to, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (token + 2 > this.#offsets.length) this.#offsets = doubled(this.#offsets);
    if (token + 1 > this.#hashes.length) this.#hashes = doubled(this.#hashes);
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#offsets[token + 1] = to;
    this.#hashes[token] = hash;
  }

  #slotsOf(length: number): Uint32Array {
    const slots = new Uint32Array(length);
    const mask = length - 1;
    for (let token = 0; token < this.#size; token++) {
      let slot = this.#hashes[token]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = token + 1;
    }
    return slots;
  }
}

function doubled(array: Uint32Array): Uint32Array {
  const larger = new Uint32Array(Math.max(64, array.length * 2));
  larger.set(array);
  return larger;
}
