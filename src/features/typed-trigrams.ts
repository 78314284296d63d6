/**
 * Character 3-grams by what they are a part of (Sapkota, Bethard, Montes-y-Gómez & Solorio, NAACL 2015, who found affixes
 * and punctuation to carry nearly all that character n-grams know of an author):
 *
 *     prefix         the first three characters of a word that has more          The [act]ors
 *     suffix         the last three of such a word                               The act[ors]
 *     space-prefix   a space and how the word behind it begins                   The[ ac]tors
 *     space-suffix   how a word ends and the space behind it                     T[he ]actors
 *     beg-punct      a sign, and none in the middle                              old[-fa]shioned
 *     mid-punct      a sign in the middle                                        ol[d-f]ashioned
 *     end-punct      a sign at the end alone                                     o[ld-]fashioned
 *
 * Those that are no such part (whole and inner words, and what reaches from one word into the next) are left out. An
 * n-gram has one type: signs come first, the middle one before the first and the last, then spaces, the one in front
 * before the one behind. Words are runs of letters, digits and marks; a run of white space is one space, and all
 * characters that are neither are signs. The same three letters are another feature where they are of another type.
 */
import { ALONE, asciiProperties, CLASS_BITS, MARK, propertiesOf, SIGN, WORD } from "../text/characters.ts";
import type { CharacterList } from "../text/code-points.ts";
import { encodeCharacter } from "../text/utf8.ts";
import { hashBytes, type TokenList } from "../text/words.ts";

/** The types, in the order of their numbers. */
export const trigramTypes = [
  "prefix",
  "suffix",
  "space-prefix",
  "space-suffix",
  "beg-punct",
  "mid-punct",
  "end-punct",
] as const;

const [PREFIX, SUFFIX, SPACE_PREFIX, SPACE_SUFFIX, BEGIN, MIDDLE, END] = [0, 1, 2, 3, 4, 5, 6] as const;
const NO_TYPE = -1;
const ZERO = 0x30;
const SPACE = 0x20;
/** Type and three characters, in bytes. */
const LONGEST = 1 + 3 * 4;

/**
 * The typed 3-grams of one text as tokens: each is the digit of its type and its characters, as in `0act`. Used again
 * for the next text.
 */
export class TypedTrigrams implements TokenList {
  bytes = new Uint8Array(LONGEST * 256);
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  hashes = new Uint32Array(256);
  /** Token `i` stands for the bytes `[from[i], to[i])` of the text's normal form. */
  from = new Uint32Array(256);
  to = new Uint32Array(256);
  length = 0;
  /** Not counted here. */
  readonly words = 0;
  /** Of each character: whether it is a sign, a space, or in a word. */
  #kinds = new Uint8Array(1024);

  /** Finds the typed 3-grams of a text, in its order. */
  find({ points, starts, length }: CharacterList): void {
    this.#reserve(length);
    const kinds = this.#kinds;
    for (let place = 0; place < length; place++) kinds[place] = kindOf(points[place]!);
    let end = 0;
    this.length = 0;
    for (let place = 0; place + 3 <= length; place++) {
      const type = typeAt(kinds, place, length);
      if (type === NO_TYPE) continue;
      const token = this.length++;
      this.starts[token] = end;
      this.bytes[end++] = ZERO + type;
      for (let own = place; own < place + 3; own++) end = encodeCharacter(points[own]!, this.bytes, end);
      this.ends[token] = end;
      this.hashes[token] = hashBytes(this.bytes, this.starts[token]!, end);
      this.from[token] = starts[place]!;
      this.to[token] = starts[place + 3]!;
    }
  }

  #reserve(characters: number): void {
    if (characters <= this.starts.length) return;
    const size = Math.max(characters, 2 * this.starts.length);
    this.bytes = new Uint8Array(LONGEST * size);
    this.starts = new Uint32Array(size);
    this.ends = new Uint32Array(size);
    this.hashes = new Uint32Array(size);
    this.from = new Uint32Array(size);
    this.to = new Uint32Array(size);
    this.#kinds = new Uint8Array(size);
  }
}

/** A typed 3-gram's token in letters: `0act` is "prefix act". */
export function typedTrigramName(token: string): string {
  return `${trigramTypes[token.charCodeAt(0) - ZERO] ?? "?"} ${token.slice(1)}`;
}

function kindOf(point: number): number {
  if (point === SPACE) return SPACE;
  const kind = (point < 0x80 ? asciiProperties[point]! : propertiesOf(point)) & CLASS_BITS;
  return kind === WORD || kind === MARK || kind === ALONE ? WORD : SIGN;
}

/** The type of the 3-gram at a place. */
function typeAt(kinds: Uint8Array, place: number, length: number): number {
  const first = kinds[place]!;
  const middle = kinds[place + 1]!;
  const last = kinds[place + 2]!;
  if (middle === SIGN) return MIDDLE;
  if (first === SIGN) return BEGIN;
  if (last === SIGN) return END;
  if (middle === SPACE) return NO_TYPE;
  if (first === SPACE) return SPACE_PREFIX;
  if (last === SPACE) return SPACE_SUFFIX;
  const begins = place === 0 || kinds[place - 1] !== WORD;
  const ends = place + 3 === length || kinds[place + 3] !== WORD;
  if (begins === ends) return NO_TYPE;
  return begins ? PREFIX : SUFFIX;
}
