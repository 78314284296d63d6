/**
 * What reports say of documents, five numbers each:
 *
 *     author · line · lower and upper half of the text's fingerprint · 1 for a long text, otherwise 0
 */
import type { Fingerprinter } from "../text/fingerprinter.ts";

/** How many numbers a document has. */
export const FACTS = 5;

/** Takes notes of documents, one after the other. */
export class DocumentFacts {
  #facts = new Uint32Array(1024 * FACTS);
  #length = 0;

  /** @param author the number by which its learner knows the author */
  add(author: number, line: number, { low, high }: Pick<Fingerprinter, "low" | "high">, long: boolean): void {
    if (this.#length === this.#facts.length) {
      const larger = new Uint32Array(2 * this.#facts.length);
      larger.set(this.#facts);
      this.#facts = larger;
    }
    const facts = this.#facts;
    facts[this.#length++] = author;
    facts[this.#length++] = line;
    facts[this.#length++] = low;
    facts[this.#length++] = high;
    facts[this.#length++] = long ? 1 : 0;
  }

  /** The facts of all documents so far, in an array of their own; there are none of them any more. */
  take(): Uint32Array {
    const taken = this.#facts.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}
