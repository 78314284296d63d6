/** Symbols: what n-grams are made of, as whole numbers from 0 in order of arrival. */
import type { CharacterList } from "../text/code-points.ts";
import type { Reading } from "../text/reading.ts";
import { charactersOf, type CharactersOf, type TokensOf, tokensOf } from "./view-text.ts";
import type { View } from "./view.ts";
import type { GrowingVocabulary } from "./vocabulary.ts";

/** How many code points there are. */
const CODE_POINTS = 0x110000;

/** The symbols of a text. */
export interface Symbols {
  /** The text's symbols, numbered from 0; used again for the next text. */
  readonly numbers: Uint32Array;
  /** How many symbols the text has. */
  readonly length: number;
  /** What a vocabulary calls the symbol with that number: a token's number, or a code point. */
  symbolOf(number: number): number;
}

/** Numbers the symbols of texts, one text after the other; the same symbol has the same number in all of them. */
export interface SymbolReader extends Symbols {
  /** Above all numbers so far. */
  readonly bound: number;
  /** Turns to the text that is being read. */
  read(reading: Reading): void;
}

/** Reads the symbols of a view, and makes tokens known to the vocabulary. */
export function symbolReader(view: View, { tokens }: GrowingVocabulary): SymbolReader {
  return tokens === null ? new CharacterReader(charactersOf(view)) : new TokenReader(tokensOf(view), tokens);
}

/** The symbols of a text that was made of characters beforehand. */
export function symbolsOf({ points, length }: CharacterList): Symbols {
  return { numbers: points, length, symbolOf: (number) => number };
}

/** Words and signs, and other tokens: their numbers are those of the token table. */
class TokenReader implements SymbolReader {
  numbers = new Uint32Array(1024);
  length = 0;
  readonly #tokensOf: TokensOf;
  readonly #table: NonNullable<GrowingVocabulary["tokens"]>;

  constructor(tokens: TokensOf, table: NonNullable<GrowingVocabulary["tokens"]>) {
    this.#tokensOf = tokens;
    this.#table = table;
  }

  get bound(): number {
    return this.#table.size;
  }

  read(reading: Reading): void {
    const { bytes, tokens } = this.#tokensOf(reading);
    if (this.numbers.length < tokens.length) this.numbers = new Uint32Array(tokens.length * 2);
    this.#table.addAll(bytes, tokens, this.numbers);
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
  readonly #charactersOf: CharactersOf;
  /** For each code point its number + 1. */
  readonly #numberOf = new Uint32Array(CODE_POINTS);
  readonly #symbols: number[] = [];

  constructor(characters: CharactersOf) {
    this.#charactersOf = characters;
  }

  get bound(): number {
    return this.#symbols.length;
  }

  read(reading: Reading): void {
    const { points, length } = this.#charactersOf(reading);
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
