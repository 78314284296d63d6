/**
 * The texts of a corpus as 64-bit hashes, eight bytes a text: enough to tell whether a text was in it, and the
 * texts themselves cannot be read back. (Whoever guesses a text can check the guess, as with any hash.)
 *
 * Among a million texts, a text that is not there is taken for one of them with a probability of 10⁶ / 2⁶⁴, about
 * 5 in 10¹⁴; texts of a single token have no more than the 32 bits of its hash.
 */
import { PenprintError } from "../errors.ts";
import type { Fingerprinter } from "./fingerprinter.ts";
import { Reading } from "./reading.ts";

/** Texts, by their hashes. */
export class TextFingerprints {
  /** The hashes, rising; one that comes again stands there again, so that it can be taken out once. */
  readonly hashes: BigUint64Array;

  /** @param hashes rising, as `hashes` gave them */
  constructor(hashes: BigUint64Array) {
    this.hashes = hashes;
  }

  /** How many texts there are, repetitions included. */
  get size(): number {
    return this.hashes.length;
  }

  /** Whether the set holds this text, apart from case, white space and Unicode composition. */
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

/** Collects hashes of texts, one after the other. The order makes no difference. */
export class FingerprintCollector {
  /** The halves of the hashes, low before high. */
  #halves = new Uint32Array(2048);
  #length = 0;
  readonly #removed: BigUint64Array[] = [];

  /** Adds a text that has just been hashed. */
  add({ low, high }: Pick<Fingerprinter, "low" | "high">): void {
    if (this.#length === this.#halves.length) {
      const larger = new Uint32Array(this.#length * 2);
      larger.set(this.#halves);
      this.#halves = larger;
    }
    this.#halves[this.#length++] = low;
    this.#halves[this.#length++] = high;
  }

  /** Adds hashes of texts. */
  addHashes(hashes: BigUint64Array): void {
    const halves = new Uint32Array(hashes.buffer, hashes.byteOffset, 2 * hashes.length);
    for (let place = 0; place < halves.length; place += 2) {
      this.add({ low: halves[place]!, high: halves[place + 1]! });
    }
  }

  /** Takes hashes out again. */
  removeHashes(hashes: BigUint64Array): void {
    this.#removed.push(hashes);
  }

  /**
   * All texts so far.
   *
   * @throws DOCUMENTS_NOT_THERE when one was taken out that is not there
   */
  finish(): TextFingerprints {
    // The lower half of a number stands first in memory.
    const hashes = new BigUint64Array(this.#halves.slice(0, this.#length).buffer);
    hashes.sort();
    return new TextFingerprints(this.#removed.reduce(without, hashes));
  }
}

/** Rising hashes without others, each taken out once. */
function without(hashes: BigUint64Array, removed: BigUint64Array): BigUint64Array<ArrayBuffer> {
  const left = new BigUint64Array(hashes.length);
  let kept = 0;
  let next = 0;
  const rising = removed.toSorted();
  for (const hash of hashes) {
    if (hash === rising[next]) next++;
    else left[kept++] = hash;
  }
  if (next < rising.length) {
    throw new PenprintError("DOCUMENTS_NOT_THERE", { reason: "one of the texts is none of its texts" });
  }
  return left.slice(0, kept);
}

const reading = new Reading();

/**
 * The hash of a text.
 *
 * @returns from 0 to 2⁶⁴ − 1
 */
export function fingerprintOf(text: string): bigint {
  return reading.readText(text).fingerprint.hash;
}
