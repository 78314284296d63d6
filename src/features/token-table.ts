/**
 * A table from tokens (their bytes) to 0, 1, 2 … in order of arrival, in typed arrays.
 *
 *     bytes    t h e o f a n d …                  all tokens, one after the other
 *     offsets  0 3 5 8 …                          token i is bytes[offsets[i], offsets[i + 1])
 *     slots    [ hash 2 | 0 0 | … ]               hash and token + 1, at the token's hash or the next free place;
 *                                                 token + 1 = 0 is empty
 */
import { hashBytes, type TokenList } from "../text/words.ts";

const SLOT = 2;

/** Tokens, numbered. */
export class TokenTable {
  #bytes: Uint8Array<ArrayBufferLike>;
  #offsets: Uint32Array<ArrayBufferLike>;
  /** At most three quarters of the slots are taken; there are none before a token is looked for. */
  #slots: Uint32Array = none;
  #size: number;

  /**
   * @param bytes a table's bytes, as `bytes` gave them; without them the table starts empty
   * @param offsets the offsets that belong to them
   */
  constructor(bytes: Uint8Array = new Uint8Array(0), offsets: Uint32Array = new Uint32Array(1)) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#size = offsets.length - 1;
  }

  /**
   * Takes over tokens that begin with those which are here already.
   *
   * @param bytes all of them, one after the other
   * @param offsets where each starts, and where the last one ends
   */
  adopt(bytes: Uint8Array, offsets: Uint32Array): void {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.#size = offsets.length - 1;
    this.#slots = none;
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

  /** How many bytes a token has. */
  lengthOf(token: number): number {
    return this.#offsets[token + 1]! - this.#offsets[token]!;
  }

  /** One of a token's bytes; 0, which no token has, behind its end. */
  byteAt(token: number, place: number): number {
    const at = this.#offsets[token]! + place;
    return at < this.#offsets[token + 1]! ? this.#bytes[at]! : 0;
  }

  /** Compares two tokens by their bytes: below 0, 0 or above 0, as `sort` wants it. */
  compare(left: number, right: number): number {
    const bytes = this.#bytes;
    const [a, b] = [this.#offsets[left]!, this.#offsets[right]!];
    const [lengthA, lengthB] = [this.#offsets[left + 1]! - a, this.#offsets[right + 1]! - b];
    for (let place = 0; place < lengthA && place < lengthB; place++) {
      const difference = bytes[a + place]! - bytes[b + place]!;
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** The number of the token `bytes[start, end)` with that hash (see `hashBytes`), or NONE. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    // 0 − 1 is NONE, as a number of 32 bits.
    const slot = this.#slotOf(bytes, start, end, hash);
    return (this.#slots[slot + 1]! - 1) >>> 0;
  }

  /** The number of the token `bytes[start, end)`, made if it is not there yet. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    // Looking for a token may make the slots.
    const slot = this.#slotOf(bytes, start, end, hash);
    const taken = this.#slots[slot + 1]!;
    return taken !== 0 ? taken - 1 : this.#insert(bytes, start, end, hash);
  }

  /** Fills `numbers` with the number of each token of a text in `bytes`; what is not there yet is made. */
  addAll(bytes: Uint8Array, tokens: TokenList, numbers: Uint32Array): void {
    const { starts, ends, hashes, length } = tokens;
    for (let token = 0; token < length; token++) {
      numbers[token] = this.add(bytes, starts[token]!, ends[token]!, hashes[token]!);
    }
  }

  /** Fills `numbers` with the number of each token of a text in `bytes`, or NONE. */
  findAll(bytes: Uint8Array, tokens: TokenList, numbers: Uint32Array): void {
    const { starts, ends, hashes, length } = tokens;
    for (let token = 0; token < length; token++) {
      numbers[token] = this.find(bytes, starts[token]!, ends[token]!, hashes[token]!);
    }
  }

  /**
   * Adds all tokens of another table; returns their numbers here.
   *
   * @param bytes the other table's bytes
   * @param offsets the offsets that belong to them
   */
  addTable({ bytes, offsets }: Pick<TokenTable, "bytes" | "offsets">): Uint32Array {
    const numbers = new Uint32Array(offsets.length - 1);
    for (let token = 0; token < numbers.length; token++) {
      const start = offsets[token]!;
      const end = offsets[token + 1]!;
      numbers[token] = this.add(bytes, start, end, hashBytes(bytes, start, end));
    }
    return numbers;
  }

  /** Makes room for so many tokens and bytes in all, so that nothing need be moved while they come. */
  reserve(tokens: number, bytes: number): void {
    if (bytes > this.#bytes.length) this.#bytes = enlarged(this.#bytes, new Uint8Array(bytes));
    if (tokens >= this.#offsets.length) this.#offsets = enlarged(this.#offsets, new Uint32Array(tokens + 1));
    const length = slotsFor(tokens);
    if (length > this.#slots.length) this.#fill(length);
  }

  /** Where the token's slot starts, or the empty one where it would stand. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (this.#slots.length === 0) this.#fill(slotsFor(this.#size));
    const slots = this.#slots;
    const own = this.#bytes;
    const offsets = this.#offsets;
    const length = end - start;
    const mask = slots.length - SLOT;
    let slot = (hash << 1) & mask;
    for (; slots[slot + 1] !== 0; slot = (slot + SLOT) & mask) {
      if (slots[slot] !== hash) continue;
      const token = slots[slot + 1]! - 1;
      const from = offsets[token]!;
      if (offsets[token + 1]! - from !== length) continue;
      let same = 0;
      while (same < length && own[from + same] === bytes[start + same]) same++;
      if (same === length) return slot;
    }
    return slot;
  }

  #insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const token = this.#size++;
    const from = this.#offsets[token]!;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const length = Math.max(1024, to, this.#bytes.length * 2);
      this.#bytes = enlarged(this.#bytes, new Uint8Array(length));
    }
    if (token + 2 > this.#offsets.length) {
      const length = Math.max(64, this.#offsets.length * 2);
      this.#offsets = enlarged(this.#offsets, new Uint32Array(length));
    }
    this.#bytes.set(bytes.subarray(start, end), from);
    this.#offsets[token + 1] = to;
    place(this.#slots, hash, token);
    if (this.#size * 4 * SLOT > this.#slots.length * 3) this.#fill(this.#slots.length * 2);
    return token;
  }

  /** Makes so many numbers of slots, with all tokens in their places. */
  #fill(length: number): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(length);
    for (let slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot + 1] !== 0) place(this.#slots, old[slot]!, old[slot + 1]! - 1);
    }
    if (old.length > 0) return;
    for (let token = 0; token < this.#size; token++) {
      const hash = hashBytes(this.#bytes, this.#offsets[token]!, this.#offsets[token + 1]!);
      place(this.#slots, hash, token);
    }
  }
}

const none = new Uint32Array(0);

/** How many numbers the slots take: a power of two that leaves a quarter of them free. */
function slotsFor(tokens: number): number {
  let length = 16 * SLOT;
  while (tokens * 4 * SLOT > length * 3) length *= 2;
  return length;
}

function enlarged<A extends Uint8Array | Uint32Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}

/** Puts a token that is not there yet into the first free slot from its hash on. */
function place(slots: Uint32Array, hash: number, token: number): void {
  const mask = slots.length - SLOT;
  let slot = (hash << 1) & mask;
  while (slots[slot + 1] !== 0) slot = (slot + SLOT) & mask;
  slots[slot] = hash;
  slots[slot + 1] = token + 1;
}
