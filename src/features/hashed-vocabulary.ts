/**
 * A vocabulary of fixed size: an n-gram's feature is a hash of it, one of 2^bits buckets. It takes no memory for
 * n-grams and knows none by name; n-grams that share a bucket cannot be told apart.
 *
 *     hash(n-gram) = mix(hash(n-gram without its last symbol), symbol)        mix: murmur3's, 32 bits
 *     feature      = the highest bits of (hash · 2654435761)
 *
 * @see Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (ICML 2009)
 */
import type { CountMatrix } from "../sparse.ts";
import type { Reading } from "../text/reading.ts";
import { RowBuilder } from "./row-builder.ts";
import type { View } from "./view.ts";

/** The hash of the empty n-gram. */
const START = 0x9747b28c;

/** Finds the buckets of texts' n-grams. */
export class BucketFinder {
  /** The buckets of the latest text's n-grams: all of the shortest length, then of the next …; used again. */
  buckets = new Uint32Array(1024);
  /** How many n-grams the latest text has. */
  length = 0;
  readonly #view: View;
  readonly #shift: number;
  /** The hash of the n-gram that starts at each place, as far as it was put together. */
  #hashes = new Int32Array(1024);

  /** @param view with `hash_bits` */
  constructor(view: View) {
    this.#view = view;
    this.#shift = 32 - (view.hash_bits ?? 32);
  }

  /** Finds the buckets of the text that is being read. */
  find(reading: Reading): void {
    const { tokens, lower_case: lowerCase, mask, ngrams } = this.#view;
    if (tokens === "words") {
      const { hashes, length } = reading.tokens(lowerCase);
      this.#find(hashes, length, ngrams);
    } else {
      const { points, length } = reading.codePoints(lowerCase, mask !== undefined);
      this.#find(points, length, ngrams);
    }
  }

  /** The places of the n-grams whose buckets were found, in the same order: first symbol and number of symbols. */
  *places(symbols: number): Generator<readonly [first: number, count: number]> {
    const [shortest, longest] = this.#view.ngrams;
    for (let n = shortest; n <= longest; n++) {
      for (let first = 0; first + n <= symbols; first++) yield [first, n];
    }
  }

  #find(symbols: Uint32Array, length: number, [shortest, longest]: View["ngrams"]): void {
    let most = 0;
    for (let n = shortest; n <= longest; n++) most += Math.max(0, length - n + 1);
    if (this.buckets.length < most) this.buckets = new Uint32Array(2 * most);
    if (this.#hashes.length < length) this.#hashes = new Int32Array(2 * length);
    const { buckets } = this;
    const hashes = this.#hashes.fill(START, 0, length);
    let found = 0;
    for (let n = 1; n <= longest; n++) {
      for (let first = 0; first + n <= length; first++) {
        let symbol = Math.imul(symbols[first + n - 1]!, 0xcc9e2d51);
        symbol = Math.imul((symbol << 15) | (symbol >>> 17), 0x1b873593);
        const joined = hashes[first]! ^ symbol;
        hashes[first] = (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0;
      }
      if (n < shortest) continue;
      for (let first = 0; first + n <= length; first++) {
        const hash = hashes[first]!;
        buckets[found++] = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1) >>> this.#shift;
      }
    }
    this.length = found;
  }
}

/** Which buckets are used. */
export class HashedVocabulary {
  /** How many buckets there are. */
  readonly size: number;
  /** How many of them are used. */
  readonly used: number;
  readonly #isUsed: Uint8Array;

  /**
   * @param view with `hash_bits`
   * @param starts where the counts of each bucket start, as in a {@link CountMatrix}
   * @param first the bucket 0 among the features
   */
  constructor(view: View, starts: CountMatrix["starts"], first: number) {
    this.size = bucketsOf(view);
    this.#isUsed = new Uint8Array(this.size);
    let used = 0;
    for (let bucket = 0; bucket < this.size; bucket++) {
      if (starts[first + bucket + 1] === starts[first + bucket]) continue;
      this.#isUsed[bucket] = 1;
      used++;
    }
    this.used = used;
  }

  /** Whether a bucket is used: whether something in it was seen in training. */
  has(bucket: number): boolean {
    return this.#isUsed[bucket] === 1;
  }

  /**
   * How many different n-grams were seen, estimated from the buckets that none has:
   *
   *     n ≈ −m · ln(1 − used / m)
   *
   * @see Whang, Vander-Zanden & Taylor, "A Linear-Time Probabilistic Counting Algorithm for Database Applications",
   *   ACM Transactions on Database Systems 15 (1990)
   */
  get ngrams(): number {
    if (this.used === this.size) return Infinity;
    return -this.size * Math.log1p(-this.used / this.size);
  }

  /** The share of n-grams that have a bucket together with another one, estimated: 1 − e^(−n / m). */
  get collisions(): number {
    return this.used / this.size;
  }
}

/** How many buckets a view has. */
export function bucketsOf({ hash_bits: bits }: View): number {
  return 2 ** (bits ?? 0);
}

/** Fills a row with buckets. */
export function fillRow(row: RowBuilder, { buckets, length }: BucketFinder): void {
  row.clear();
  for (let place = 0; place < length; place++) row.add(buckets[place]!);
}
