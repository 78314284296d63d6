/** A text as a view sees it: the tokens or the characters of which its n-grams are made. */
import type { CharacterList } from "../text/code-points.ts";
import type { Reading } from "../text/reading.ts";
import type { TokenList } from "../text/words.ts";
import { FrequentWordMask, type WordList } from "./frequent-words.ts";
import { TypedTrigrams } from "./typed-trigrams.ts";
import type { View } from "./view.ts";

/** The tokens of a text; valid until the next text. */
export interface ViewTokens {
  /** Where the tokens are. */
  readonly bytes: Uint8Array;
  readonly tokens: TokenList;
  /** Token `i` stands for the bytes `[from[i], to[i])` of the normal form. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Whoever finds the tokens of a text that is being read. */
export type TokensOf = (reading: Reading) => ViewTokens;
/** Whoever finds its characters. */
export type CharactersOf = (reading: Reading) => CharacterList;

/** How a view of tokens sees texts. */
export function tokensOf({ tokens: kind, lower_case: lowerCase }: View): TokensOf {
  if (kind === "typed-trigrams") {
    const tokens = new TypedTrigrams();
    return (reading) => {
      tokens.find(reading.codePoints(lowerCase));
      return { bytes: tokens.bytes, tokens, from: tokens.from, to: tokens.to };
    };
  }
  return (reading) => {
    const tokens = reading.tokens(lowerCase);
    const { bytes } = reading.normalForm(lowerCase);
    return { bytes, tokens, from: tokens.starts, to: tokens.ends };
  };
}

/**
 * How a view of characters sees texts.
 *
 * @param frequent the words that stay where all others are masked
 */
export function charactersOf({ mask, lower_case: lowerCase }: View, frequent?: WordList): CharactersOf {
  if (mask === undefined || mask === "letters")
    return (reading) => reading.codePoints(lowerCase, mask === "letters");
  if (frequent === undefined) throw new TypeError("which words are frequent is not known yet");
  const masking = new FrequentWordMask(frequent, mask === "single-asterisks");
  return (reading) => {
    masking.mask(reading.normalForm(lowerCase), reading.tokens(lowerCase), reading.codePoints(lowerCase));
    return masking;
  };
}
