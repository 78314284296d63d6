/** What is counted in a text that is to be verified: characters in runs of 2 to 4, and words; each has a number. */
import { NONE, ROOT, SymbolTree } from "../model/symbol-tree.ts";
import { NormalFormWriter } from "../text/normal-form.ts";
import { Tokens } from "../text/words.ts";

/** The two families of features. */
export const families = ["characters", "words"] as const;
/** One of them. */
export type Family = (typeof families)[number];

/** The shortest and the longest run of characters. */
const SHORTEST_RUN = 2;
const LONGEST_RUN = 4;

/** What is in a text. */
export interface FeatureCounts {
  /** How often each feature that has a number is in it. */
  readonly counts: ReadonlyMap<number, number>;
  /** How many features there are, each as often as it is there, known or not. */
  readonly total: number;
}

/** Numbers features as they come, and counts them in texts: normal form, lower case, white space as one space. */
export class FeatureIndex {
  readonly #normalForm = new NormalFormWriter(true);
  readonly #tokens = new Tokens();
  readonly #decoder = new TextDecoder();
  readonly #words = new Map<string, number>();
  readonly #symbols = new Map<number, number>();
  readonly #runs = new SymbolTree(LONGEST_RUN, 2 ** 21);

  /** How many numbers a family has given out; all are below it. */
  size(family: Family): number {
    return family === "words" ? this.#words.size : this.#runs.length;
  }

  /**
   * Counts the features of a text.
   *
   * @param grow whether features that have no number yet get one; otherwise they are only part of the total
   */
  count(text: string, family: Family, grow: boolean): FeatureCounts {
    this.#normalForm.writeText(text);
    return family === "words" ? this.#countWords(grow) : this.#countRuns(grow);
  }

  /** How many words a text has; signs do not count. */
  wordsIn(text: string): number {
    this.#normalForm.writeText(text);
    this.#tokens.find(this.#normalForm.bytes, this.#normalForm.length);
    return this.#tokens.words;
  }

  #countWords(grow: boolean): FeatureCounts {
    const counts = new Map<number, number>();
    const { bytes, length } = this.#normalForm;
    const tokens = this.#tokens;
    tokens.find(bytes, length);
    for (let token = 0; token < tokens.length; token++) {
      const word = this.#decoder.decode(bytes.subarray(tokens.starts[token], tokens.ends[token]));
      const number = numberOf(this.#words, word, grow);
      if (number !== NONE) counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    return { counts, total: tokens.length };
  }

  #countRuns(grow: boolean): FeatureCounts {
    const counts = new Map<number, number>();
    const symbols = this.#readSymbols(grow);
    let total = 0;
    for (let first = 0; first < symbols.length; first++) {
      const longest = Math.min(LONGEST_RUN, symbols.length - first);
      total += Math.max(0, longest - SHORTEST_RUN + 1);
      let node = ROOT;
      for (let size = 1; size <= longest; size++) {
        const symbol = symbols[first + size - 1]!;
        if (symbol === NONE) break;
        node = grow ? this.#runs.grow(node, symbol) : this.#runs.child(node, symbol);
        if (node === NONE) break;
        if (size >= SHORTEST_RUN) counts.set(node, (counts.get(node) ?? 0) + 1);
      }
    }
    return { counts, total };
  }

  /** Each character's number, white space as one space; NONE where it has none. */
  #readSymbols(grow: boolean): Uint32Array {
    const { bytes, length } = this.#normalForm;
    const text = this.#decoder.decode(bytes.subarray(0, length)).replace(/\s+/gu, " ").trim();
    const symbols = new Uint32Array(text.length);
    let found = 0;
    for (const character of text) {
      symbols[found++] = numberOf(this.#symbols, character.codePointAt(0)!, grow);
    }
    return symbols.subarray(0, found);
  }
}

function numberOf<K>(numbers: Map<K, number>, key: K, grow: boolean): number {
  const number = numbers.get(key);
  if (number !== undefined) return number;
  if (!grow) return NONE;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
