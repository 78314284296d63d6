/** Symbols: what n-grams are made of, as whole numbers from 0 in order of arrival. */
import type { Reading } from "../text/reading.ts";
import type { View } from "./view.ts";
import type { GrowingVocabulary } from "./vocabulary.ts";

/** How many code points there are. */
const CODE_POINTS = 0x110000;

/** Numbers the symbols of texts, one text after the other; the same symbol has the same number in all of them. */
export interface SymbolReader {
  /** The latest text's symbols, numbered from 0; used again for the next text. */
  readonly numbers: Uint32Array;
  /** How many symbols the latest text has. */
  readonly length: number;
  /** Above all numbers so far. */
  readonly bound: number;
  /** Turns to the text that is being read. */
  read(reading: Reading): void;
  /** What a vocabulary calls the symbol with that number: a token's number, or a code point. */
  symbolOf(number: number): number;
}

/** Reads the symbols of a view, and makes tokens known to the vocabulary. */
export function symbolReader(view: View, { tokens }: GrowingVocabulary): SymbolReader {
  return tokens === null
    ? new CharacterReader(view.lower_case, view.mask !== undefined)
    : new WordReader(view.lower_case, tokens);
}

/** Words and signs: their numbers are those of the token table. */
class WordReader implements SymbolReader {
  numbers = new Uint32Array(1024);
  length = 0;
  readonly #lowerCase: boolean;
  readonly #table: NonNullable<GrowingVocabulary["tokens"]>;

  constructor(lowerCase: boolean, table: NonNullable<GrowingVocabulary["tokens"]>) {
    this.#lowerCase = lowerCase;
    this.#table = table;
  }

  get bound(): number {
    return this.#table.size;
  }

  read(reading: Reading): void {
    const tokens = reading.tokens(this.#lowerCase);
    if (this.numbers.length < tokens.length) this.numbers = new Uint32Array(tokens.length * 2);
    this.#table.addAll(reading.normalForm(this.#lowerCase).bytes, tokens, this.numbers);
    this.length = tokens.length;
  }

  symbolOf(number: number): number {
    return number;
  }
}

/** Characters: numbered as they come, so that the numbers of an alphabet are small. */
class CharacterReader implements SymbolReader {
  numbers = new Uint32Array(4096);
  length = 0;
  readonly #lowerCase: boolean;
  /** For each code point its number + 1. */
  readonly #numberOf = new Uint32Array(CODE_POINTS);
  readonly #symbols: number[] = [];
  readonly #masked: boolean;

  constructor(lowerCase: boolean, masked: boolean) {
    this.#lowerCase = lowerCase;
    this.#masked = masked;
  }

  get bound(): number {
    return this.#symbols.length;
  }

  read(reading: Reading): void {
    const { points, length } = reading.codePoints(this.#lowerCase, this.#masked);
    if (this.numbers.length < length) this.numbers = new Uint32Array(length * 2);
    const numberOf = this.#numberOf;
    const { numbers } = this;
    for (let place = 0; place < length; place++) {
      const number = numberOf[points[place]!]!;
      numbers[place] = number === 0 ? this.#enter(points[place]!) : number - 1;
    }
    this.length = length;
  }

  symbolOf(number: number): number {
    return this.#symbols[number]!;
  }

  #enter(codePoint: number): number {
    this.#numberOf[codePoint] = this.#symbols.push(codePoint);
    return this.#symbols.length - 1;
  }
}
