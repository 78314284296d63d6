/**
 * Counts n-grams of all lengths by one look-up a place.
 *
 * At each place of a text stands a window of as many symbols as the longest n-gram has; at the end of the text it is
 * filled up with gaps. The n-grams that start there are the beginnings of the window, so that it is enough to count
 * windows: how often "the" occurs is how often windows begin with it.
 *
 *     n-grams of up to 3 characters in "then":     t h e | h e n | e n · | n · ·
 *
 * A window is packed into 64 bits, the same number of bits for each symbol; symbols whose numbers do not fit
 * (which only large alphabets have) make their text one that the windows cannot take.
 */
import { PairTable } from "./pair-table.ts";

/** How many bits a symbol has in windows of so many. */
export function bitsOf(longest: number): number {
  return Math.min(31, Math.floor(64 / longest));
}

/** How many n-grams of these lengths a text of so many symbols has. */
export function possibleNgrams(length: number, [shortest, longest]: readonly [number, number]): number {
  let possible = 0;
  for (let n = shortest; n <= longest; n++) possible += Math.max(0, length - n + 1);
  return possible;
}

/** The windows of texts, numbered in order of arrival. */
export class Windows {
  /** The latest text's windows, one a place; valid until the next text. */
  entries: Uint32Array = new Uint32Array(1024);
  /** The two halves of each window; not used for windows of one symbol, whose number is the symbol's. */
  readonly #table = new PairTable();
  readonly #longest: number;
  readonly #bits: number;

  /** @param longest how many symbols a window has, 1 to 16 */
  constructor(longest: number) {
    this.#longest = longest;
    this.#bits = bitsOf(longest);
  }

  /** How many windows there are. */
  get size(): number {
    return this.#table.size;
  }

  /** Symbols with numbers below this fit; one number is needed for the gap. */
  get bound(): number {
    return 2 ** this.#bits - 1;
  }

  /** Finds the windows of a text, given as the numbers of its symbols. */
  take(numbers: Uint32Array, length: number): void {
    const [longest, bits] = [this.#longest, this.#bits];
    if (longest === 1) {
      this.entries = numbers;
      return;
    }
    if (this.entries.length < length) this.entries = new Uint32Array(length * 2);
    const { entries } = this;
    const table = this.#table;
    // The window moves on by a symbol: everything moves up by so many bits, and what leaves the upper half at
    // its top is gone. No window is wider than longest · bits.
    const width = longest * bits;
    const upperMask = width >= 64 ? 0xffffffff : width > 32 ? 2 ** (width - 32) - 1 : 0;
    const lowerMask = width >= 32 ? 0xffffffff : 2 ** width - 1;
    let upper = 0;
    let lower = 0;
    for (let place = 0; place < length + longest - 1; place++) {
      const symbol = place < length ? numbers[place]! + 1 : 0;
      upper = ((upper << bits) | (lower >>> (32 - bits))) & upperMask;
      lower = ((lower << bits) | symbol) & lowerMask;
      if (place >= longest - 1) entries[place - longest + 1] = table.add(upper >>> 0, lower >>> 0);
    }
  }

  /** The number of a packed window, given as its two halves. */
  numberOf(upper: number, lower: number): number {
    return this.#table.add(upper, lower);
  }

  /**
   * Takes a window apart.
   *
   * @param into is given the numbers of its symbols
   * @returns how many there are before the gaps
   */
  symbolsOf(entry: number, into: Uint32Array): number {
    if (this.#longest === 1) {
      into[0] = entry;
      return 1;
    }
    const packed = (BigInt(this.#table.first(entry)) << 32n) | BigInt(this.#table.second(entry));
    const mask = BigInt(2 ** this.#bits - 1);
    let length = 0;
    for (; length < this.#longest; length++) {
      const shift = BigInt((this.#longest - 1 - length) * this.#bits);
      const symbol = Number((packed >> shift) & mask);
      if (symbol === 0) break;
      into[length] = symbol - 1;
    }
    return length;
  }
}
