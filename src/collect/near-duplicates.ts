/**
 * Near duplicates by MinHash: of a text's word triples, `hashes` different orders each keep the least; two texts
 * agree in an order with a probability that is the Jaccard index of their sets of triples (Broder 1997).
 *
 *     signature   | h₀ h₁ h₂ h₃ | h₄ h₅ h₆ h₇ | …        64 numbers of 16 bits a text
 *                   band 0        band 1                 texts that agree in a whole band are compared
 */

import { plainWords } from "./words.ts";

/** A document that a document is nearly like. */
export interface NearDocument {
  /** Its number. */
  readonly like: number;
  /** The estimated Jaccard index of their word triples. */
  readonly similarity: number;
}

/** What is nearly like what, by the documents' numbers. */
export interface NearPairs {
  /** Document → the first earlier one by the same author. */
  readonly own: ReadonlyMap<number, NearDocument>;
  /** Document → the first one by another author, which may come later. */
  readonly others: ReadonlyMap<number, NearDocument>;
}

const hashes = 64;
const rows = 4;
/** Shorter texts are alike by chance. */
const minimumWords = 20;
/** With so many of a band's neighbours each one is compared, so that a thousand alike cost a thousand steps. */
const maximumCompared = 20;

/** Keeps 128 bytes, the number and the author of each document that is long enough. */
export class NearDuplicates {
  readonly similarity: number;
  readonly #numbers: number[] = [];
  readonly #authors: number[] = [];
  #signatures = new Uint16Array(hashes * 64);

  /** @param similarity from which on two texts are near duplicates, 0.5 to 1 */
  constructor(similarity: number) {
    this.similarity = similarity;
  }

  /** Remembers a text; short ones are passed over. Numbers rise. */
  add(text: string, number: number, author: number): void {
    const words = plainWords(text);
    if (words.length < minimumWords) return;
    const at = this.#numbers.length * hashes;
    if (at === this.#signatures.length) {
      const larger = new Uint16Array(at * 2);
      larger.set(this.#signatures);
      this.#signatures = larger;
    }
    this.#numbers.push(number);
    this.#authors.push(author);
    sign(words, this.#signatures.subarray(at, at + hashes));
  }

  /** What is nearly like what. */
  pairs(): NearPairs {
    const own = new Map<number, NearDocument>();
    const others = new Map<number, NearDocument>();
    const order = new Uint32Array(this.#numbers.length);
    for (let band = 0; band < hashes / rows; band++) {
      for (let index = 0; index < order.length; index++) order[index] = index;
      const keys = Float64Array.from(order, (index) => this.#bandKey(index, band));
      order.sort((a, b) => keys[a]! - keys[b]! || a - b);
      for (let from = 0; from < order.length;) {
        let to = from + 1;
        while (to < order.length && keys[order[to]!] === keys[order[from]!]) to++;
        this.#compare(order.subarray(from, to), own, others);
        from = to;
      }
    }
    return { own, others };
  }

  /** Compares each of a band's neighbours with the first few that are unlike, or by different authors. */
  #compare(neighbours: Uint32Array, own: Map<number, NearDocument>, others: Map<number, NearDocument>): void {
    const firsts: number[] = [];
    for (const index of neighbours) {
      let isOwn = false;
      for (const first of firsts) {
        const isSame = this.#authors[first] === this.#authors[index];
        if (isSame && isOwn) continue;
        const similarity = this.#alike(first, index);
        if (similarity < this.similarity) continue;
        if (isSame) isOwn = true;
        else this.#keep(others, first, index, similarity);
        this.#keep(isSame ? own : others, index, first, similarity);
      }
      if (!isOwn && firsts.length < maximumCompared) firsts.push(index);
    }
  }

  /** Keeps the first one that a document is like. */
  #keep(pairs: Map<number, NearDocument>, index: number, other: number, similarity: number): void {
    const number = this.#numbers[index]!;
    const like = this.#numbers[other]!;
    const known = pairs.get(number);
    if (known === undefined || like < known.like) pairs.set(number, { like, similarity });
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
