/**
 * The texts of a corpus as 64-bit hashes, eight bytes a text: enough to tell whether a text was in it, and the
 * texts themselves cannot be read back. (Whoever guesses a text can check the guess, as with any hash.)
 *
 * The hash is FNV-1a over UTF-8. Among a million texts, a text that is not there is taken for one of them with
 * a probability of 10⁶ / 2⁶⁴, about 5 in 10¹⁴.
 *
 * @see Fowler, Noll, Vo, Eastlake & Hansen, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923
 */

/** A set of texts, by their hashes. */
export class TextFingerprints {
  /** The hashes, rising, each once: what a model file keeps. */
  readonly hashes: BigUint64Array;

  /** @param hashes rising, as `hashes` gave them */
  constructor(hashes: BigUint64Array) {
    this.hashes = hashes;
  }

  /** How many different texts there are. */
  get size(): number {
    return this.hashes.length;
  }

  /** Whether the set holds this text, apart from case, width of white space and Unicode composition. */
  has(text: string): boolean {
    const wanted = fingerprintOf(text);
    let from = 0;
    let to = this.hashes.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.hashes[middle]! < wanted) from = middle + 1;
      else to = middle;
    }
    return this.hashes[from] === wanted;
  }
}

/** Collects texts, one after the other; keeps their hashes only. The order makes no difference. */
export class FingerprintCollector {
  #hashes = new BigUint64Array(1024);
  #length = 0;

  /**
   * Adds a text.
   *
   * @returns its hash
   */
  add(text: string): bigint {
    if (this.#length === this.#hashes.length) {
      const larger = new BigUint64Array(this.#length * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    const hash = fingerprintOf(text);
    this.#hashes[this.#length++] = hash;
    return hash;
  }

  /** All texts so far. */
  finish(): TextFingerprints {
    const sorted = this.#hashes.slice(0, this.#length).sort();
    let kept = 0;
    for (const hash of sorted) {
      if (kept === 0 || sorted[kept - 1] !== hash) sorted[kept++] = hash;
    }
    return new TextFingerprints(sorted.slice(0, kept));
  }
}

/**
 * The hash of a text in the form in which texts are compared: Unicode normalisation form C, lower case, each run
 * of white space one space, none at the ends.
 *
 * @returns from 0 to 2⁶⁴ − 1
 */
export function fingerprintOf(text: string): bigint {
  // A single space is left alone, which makes this three times as fast as replacing every run.
  const form = text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/\s\s+|[^\S ]/g, " ")
    .trim();
  return fnv1a(encoder.encode(form));
}

const encoder = new TextEncoder();

/**
 * FNV-1a, 64 bits: for each byte, hash = (hash xor byte) × (2⁴⁰ + 435) mod 2⁶⁴. The hash is kept in two halves,
 * because a BigInt for each byte would take fifty times as long:
 *
 *     (high·2³² + low) × (2⁸·2³² + 435) = (435·high + 2⁸·low)·2³² + 435·low     mod 2⁶⁴
 *
 * What 435·low carries into the upper half is found from its two halves of 16 bits.
 */
function fnv1a(bytes: Uint8Array): bigint {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let place = 0; place < bytes.length; place++) {
    low = (low ^ bytes[place]!) >>> 0;
    const carry = ((low >>> 16) * 435 + (((low & 0xffff) * 435) >>> 16)) >>> 16;
    high = (Math.imul(high, 435) + (low << 8) + carry) | 0;
    low = Math.imul(low, 435) >>> 0;
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low);
}
