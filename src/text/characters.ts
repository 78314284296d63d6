/**
 * What a code point is to penprint: a letter, a mark, a sign, a gap; and how it changes in the normal form.
 *
 * The facts come from the JavaScript engine's own Unicode data, asked once for each block of 256 code points
 * and kept in tables, so that the loops over bytes touch arrays alone.
 */

/** White space and control characters (NUL too): between tokens, never in one. */
export const SEPARATOR = 0;
/** A letter or a digit of a script that puts spaces between words. */
export const WORD = 1;
/** A combining mark, a joiner or a skin tone: belongs to what stands before it. */
export const MARK = 2;
/** Punctuation, a symbol, an emoji, an unassigned code point. */
export const SIGN = 3;
/** A letter of a script that puts no spaces between words (Han, Kana, Thai …): a token of its own. */
export const ALONE = 4;

/** The lower-cased form is one code point and nothing else changes: see {@link lowerOf}. */
export const LOWERS = 8;
/** Left out of the normal form: soft hyphens, direction marks, byte-order marks. */
export const DROPPED = 16;
/** Only a look at the neighbours tells the normal form: marks, final sigma, letters that grow. */
export const ENTANGLED = 32;
/** Can become one character with what stands before it: marks, vowels and finals of Hangul. */
export const MERGES = 64;

/** The bits of {@link propertiesOf} that hold the class: SEPARATOR … ALONE. */
export const CLASS_BITS = 7;

const PAGE_BITS = 8;
const PAGE_SIZE = 1 << PAGE_BITS;

/** Class and flags of the 256 code points of a page, and their lower-case forms. */
export interface Page {
  readonly properties: Uint8Array;
  readonly lowers: Uint32Array;
}

const pages: (Page | undefined)[] = Array.from({ length: 0x110000 >> PAGE_BITS }, () => undefined);

/** Class and flags of `codePoint` (0 … 0x10FFFF), from a table. */
export function propertiesOf(codePoint: number): number {
  const page = pages[codePoint >> PAGE_BITS] ?? describePage(codePoint >> PAGE_BITS);
  return page.properties[codePoint & (PAGE_SIZE - 1)]!;
}

/** The lower-case form of a code point that has the flag LOWERS, itself otherwise. */
export function lowerOf(codePoint: number): number {
  const page = pages[codePoint >> PAGE_BITS] ?? describePage(codePoint >> PAGE_BITS);
  return page.lowers[codePoint & (PAGE_SIZE - 1)]!;
}

/** A page: the code points from 256 · `number` on. */
export function pageOf(number: number): Page {
  return pages[number] ?? describePage(number);
}

const separator = /[\p{Z}\p{Cc}\u200B]/u;
const letterOrNumber = /[\p{L}\p{N}]/u;
const mark = /[\p{M}\p{Cf}\p{Emoji_Modifier}]/u;
/** The modifier letters of all scripts (the apostrophe ʼ among them) go with Thai and Bopomofo too, but are none. */
const spaceless =
  /(?=\p{L})(?![\u02B0-\u02FF])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Yi}]/u;
/** Format characters without a shape; the joiners U+200C and U+200D stay, because they change letters. */
const dropped = /[\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;
/**
 * What NFC can merge with the character before it, when a character starts with it in parts: marks, vowels and
 * finals of Hangul, a vowel of Kirat Rai (of which another one, U+16D68, is made).
 */
const mergesBackward = /^[\p{M}\u1160-\u11FF\u{16D67}]/u;
const FINAL_SIGMA = 0x3a3;

function describePage(number: number): Page {
  const properties = new Uint8Array(PAGE_SIZE);
  const lowers = new Uint32Array(PAGE_SIZE);
  for (let low = 0; low < PAGE_SIZE; low++) {
    const codePoint = (number << PAGE_BITS) | low;
    const character = String.fromCodePoint(codePoint);
    lowers[low] = codePoint;
    properties[low] = classOf(character);
    if (dropped.test(character)) {
      properties[low]! |= DROPPED;
      continue;
    }
    const lower = character.toLowerCase();
    const settled = lower.normalize("NFC") === lower && character.normalize("NFC") === character;
    const merges = mergesBackward.test(character.normalize("NFD"));
    if (merges) properties[low]! |= MERGES;
    if (!settled || merges || codePoint === FINAL_SIGMA || [...lower].length !== 1) {
      properties[low]! |= ENTANGLED;
    } else if (lower !== character) {
      properties[low]! |= LOWERS;
      lowers[low] = lower.codePointAt(0)!;
    }
  }
  const page = { properties, lowers };
  pages[number] = page;
  return page;
}

function classOf(character: string): number {
  if (separator.test(character)) return SEPARATOR;
  if (spaceless.test(character)) return ALONE;
  if (letterOrNumber.test(character)) return WORD;
  if (mark.test(character)) return MARK;
  return SIGN;
}

/**
 * Class and flags of the 128 ASCII characters, for loops that meet little else: by rule, so that a text of nothing but
 * ASCII need not wait for a page to be described.
 */
export const asciiProperties: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (code <= 0x20 || code === 0x7f) return SEPARATOR;
  if (/[a-z0-9]/u.test(character)) return WORD;
  return /[A-Z]/u.test(character) ? WORD | LOWERS : SIGN;
});
