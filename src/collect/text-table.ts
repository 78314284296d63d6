/** Which texts have been seen, by hashes in typed arrays: about 30 bytes a text, however long it is. */
import { createHash } from "node:crypto";

/** What is known of a text that was seen. */
export interface Seen {
  /** The number of the first document that has it. */
  readonly first: number;
  /** The number of that document's author. */
  readonly author: number;
  /** Whether documents by several authors have it. */
  readonly shared: boolean;
}

/**
 * A hash table with open addressing: 64 bits of each text's SHA-256, so that even among a hundred million texts two
 * are taken for one with a probability below one in a thousand.
 */
export class TextTable {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  /** The first document's number plus one; 0 is an empty place. */
  #first = new Uint32Array(1024);
  #author = new Uint32Array(1024);
  #shared = new Uint8Array(1024);
  #size = 0;

  /** @returns what was known of the text before; null the first time */
  add(text: string, number: number, author: number): Seen | null {
    if (this.#size * 2 > this.#first.length) this.#grow();
    const [high, low] = keyOf(text);
    const at = this.#place(high, low);
    if (this.#first[at] === 0) {
      this.#put(at, high, low, number + 1, author, 0);
      this.#size++;
      return null;
    }
    const seen = this.#seen(at);
    if (seen.author !== author) this.#shared[at] = 1;
    return seen;
  }

  /** @returns what is known of a text */
  get(text: string): Seen | null {
    const at = this.#place(...keyOf(text));
    return this.#first[at] === 0 ? null : this.#seen(at);
  }

  #seen(at: number): Seen {
    return { first: this.#first[at]! - 1, author: this.#author[at]!, shared: this.#shared[at] === 1 };
  }
  #place(high: number, low: number): number {
    const mask = this.#first.length - 1;
    let at = low & mask;
    while (this.#first[at] !== 0 && (this.#high[at] !== high || this.#low[at] !== low)) at = (at + 1) & mask;
    return at;
  }
  #put(at: number, high: number, low: number, first: number, author: number, shared: number): void {
    this.#high[at] = high;
    this.#low[at] = low;
    this.#first[at] = first;
    this.#author[at] = author;
    this.#shared[at] = shared;
  }
  #grow(): void {
    const old = [this.#high, this.#low, this.#first, this.#author, this.#shared] as const;
    const length = old[0].length * 2;
    this.#high = new Uint32Array(length);
    this.#low = new Uint32Array(length);
    this.#first = new Uint32Array(length);
    this.#author = new Uint32Array(length);
    this.#shared = new Uint8Array(length);
    const [high, low, first, author, shared] = old;
    for (let at = 0; at < first.length; at++) {
      if (first[at] === 0) continue;
      this.#put(this.#place(high[at]!, low[at]!), high[at]!, low[at]!, first[at]!, author[at]!, shared[at]!);
    }
  }
}

/** Texts are the same when their words are, whatever the white space. */
function keyOf(text: string): readonly [number, number] {
  const hash = createHash("sha256").update(text.replace(/\s+/gu, " ").trim()).digest();
  return [hash.readUInt32LE(0), hash.readUInt32LE(4)];
}
