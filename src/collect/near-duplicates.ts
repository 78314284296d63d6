/**
 * Near duplicates by MinHash: of a text's word triples, `hashes` different orders each keep the least; two texts
 * agree in an order with a probability that is the Jaccard index of their sets of triples (Broder 1997).
 *
 *     signature   | h₀ h₁ h₂ h₃ | h₄ h₅ h₆ h₇ | …        64 numbers of 16 bits a text
 *                   band 0        band 1                 texts that agree in a whole band are compared
 */

/** A document that nearly repeats an earlier one. */
export interface NearPair {
  /** The document's number. */
  readonly number: number;
  /** The earlier one's. */
  readonly like: number;
  /** The estimated Jaccard index of their word triples. */
  readonly similarity: number;
}

const hashes = 64;
const rows = 4;
/** Shorter texts are alike by chance. */
const minimumWords = 20;

/** Keeps 128 bytes and the number of each document that is long enough. */
export class NearDuplicates {
  readonly similarity: number;
  readonly #numbers: number[] = [];
  #signatures = new Uint16Array(hashes * 64);

  /** @param similarity from which on two texts are near duplicates, 0.5 to 1 */
  constructor(similarity: number) {
    this.similarity = similarity;
  }

  /** Remembers a text; short ones are passed over. */
  add(text: string, number: number): void {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length < minimumWords) return;
    const at = this.#numbers.length * hashes;
    if (at === this.#signatures.length) {
      const larger = new Uint16Array(at * 2);
      larger.set(this.#signatures);
      this.#signatures = larger;
    }
    this.#numbers.push(number);
    sign(words, this.#signatures.subarray(at, at + hashes));
  }

  /** The near duplicates, in the order in which they came; each with the first document it is like. */
  pairs(): NearPair[] {
    const best = new Map<number, { like: number; similarity: number }>();
    const order = new Uint32Array(this.#numbers.length);
    for (let band = 0; band < hashes / rows; band++) {
      for (let index = 0; index < order.length; index++) order[index] = index;
      const keys = Float64Array.from(order, (index) => this.#bandKey(index, band));
      order.sort((a, b) => keys[a]! - keys[b]! || a - b);
      for (let from = 0; from < order.length;) {
        let to = from + 1;
        while (to < order.length && keys[order[to]!] === keys[order[from]!]) to++;
        this.#compare(order.subarray(from, to), best);
        from = to;
      }
    }
    return [...best]
      .sort(([a], [b]) => a - b)
      .map(([index, { like, similarity }]) => ({
        number: this.#numbers[index]!,
        like: this.#numbers[like]!,
        similarity,
      }));
  }

  /** Compares each of a band's neighbours with the first few, so that a thousand alike cost a thousand steps. */
  #compare(neighbours: Uint32Array, best: Map<number, { like: number; similarity: number }>): void {
    const firsts: number[] = [];
    for (const index of neighbours) {
      let isLike = false;
      for (const first of firsts) {
        const similarity = this.#alike(first, index);
        if (similarity < this.similarity) continue;
        isLike = true;
        const known = best.get(index);
        if (known === undefined || first < known.like) best.set(index, { like: first, similarity });
        break;
      }
      if (!isLike && firsts.length < 20) firsts.push(index);
    }
  }

  #bandKey(index: number, band: number): number {
    const at = index * hashes + band * rows;
    const [a, b, c, d] = [0, 1, 2, 3].map((row) => this.#signatures[at + row]!);
    // 52 of the 64 bits: an exact number, and chance meetings are sorted out by comparing.
    return ((a! * 65536 + b!) * 65536 + c!) * 16 + (d! & 15);
  }
  #alike(one: number, other: number): number {
    let same = 0;
    for (let at = 0; at < hashes; at++) {
      if (this.#signatures[one * hashes + at] === this.#signatures[other * hashes + at]) same++;
    }
    return same / hashes;
  }
}

/** Odd multipliers and offsets: one order of the triples each. From a fixed linear congruential sequence. */
const orders = Array.from({ length: hashes * 2 }, (_, index) => {
  let state = (index + 1) * 0x9e3779b9;
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
  return (state ^ (state >>> 15)) | 1;
});

function sign(words: readonly string[], into: Uint16Array): void {
  const least = new Uint32Array(hashes).fill(0xffffffff);
  for (let at = 0; at + 2 < words.length; at++) {
    const triple = fnv1a(`${words[at]} ${words[at + 1]} ${words[at + 2]}`);
    for (let order = 0; order < hashes; order++) {
      let hash = Math.imul(triple ^ orders[order + hashes]!, orders[order]!);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      hash = (hash ^ (hash >>> 12)) >>> 0;
      if (hash < least[order]!) least[order] = hash;
    }
  }
  // The low bits of a least value are as good as random; the high ones are nearly always 0.
  for (let order = 0; order < hashes; order++) into[order] = least[order]! & 0xffff;
}

/** FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
