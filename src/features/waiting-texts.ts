/** Texts that wait to be counted until it is known which words are frequent in all of them together. */
import { type CharacterList, CodePoints } from "../text/code-points.ts";
import type { Reading } from "../text/reading.ts";
import { Tokens } from "../text/words.ts";
import { FrequentWordMask, mostFrequentWords, type WordList } from "./frequent-words.ts";
import { TokenTable } from "./token-table.ts";
import type { View } from "./view.ts";

/** Normal forms, in the order in which they came, and how often they have each word. */
export class WaitingTexts {
  readonly #view: View;
  readonly #texts: Uint8Array[] = [];
  readonly #table = new TokenTable();
  #counts = new Float64Array(1024);
  /** In how many texts each word is, and the last of them, counted from 1. */
  #documents = new Uint32Array(1024);
  #last = new Uint32Array(1024);
  #numbers = new Uint32Array(1024);

  /** @param view with `frequent_words` */
  constructor(view: View) {
    this.#view = view;
  }

  /** How many texts wait. */
  get size(): number {
    return this.#texts.length;
  }

  /** Keeps the text that is being read; returns how many bytes that took. */
  add(reading: Reading): number {
    const { lower_case: lowerCase } = this.#view;
    const tokens = reading.tokens(lowerCase);
    const { bytes, length } = reading.normalForm(lowerCase);
    this.#texts.push(bytes.slice(0, length));
    if (tokens.length > this.#numbers.length) this.#numbers = new Uint32Array(2 * tokens.length);
    this.#table.addAll(bytes, tokens, this.#numbers);
    if (this.#table.size > this.#counts.length) {
      const size = 2 * this.#table.size;
      this.#counts = enlarged(this.#counts, new Float64Array(size));
      this.#documents = enlarged(this.#documents, new Uint32Array(size));
      this.#last = enlarged(this.#last, new Uint32Array(size));
    }
    for (let place = 0; place < tokens.length; place++) {
      const token = this.#numbers[place]!;
      this.#counts[token]!++;
      if (this.#last[token] === this.size) continue;
      this.#last[token] = this.size;
      this.#documents[token]!++;
    }
    return length;
  }

  /** The most frequent words of all texts so far, of those that are in as many texts as the view wants of its features. */
  frequentWords(): WordList {
    const { minimum_documents: least, frequent_words: most } = this.#view;
    const counts = this.#counts.map((count, token) => (this.#documents[token]! < least ? 0 : count));
    return mostFrequentWords(this.#table, counts, most!);
  }

  /** The characters of each text, masked, in the order in which the texts came; valid until the next ones. */
  *masked(frequent: WordList): Generator<CharacterList> {
    const masking = new FrequentWordMask(frequent, this.#view.mask === "single-asterisks");
    const [tokens, characters] = [new Tokens(), new CodePoints()];
    for (const bytes of this.#texts) {
      tokens.find(bytes, bytes.length);
      characters.find(bytes, bytes.length);
      masking.mask({ bytes, length: bytes.length }, tokens, characters);
      yield masking;
    }
  }
}

function enlarged<A extends Float64Array | Uint32Array>(array: A, larger: A): A {
  larger.set(array);
  return larger;
}
