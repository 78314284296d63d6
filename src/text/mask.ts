/**
 * Distorted text (Stamatatos, EACL 2017): letters become `*`, digits `0`, and all else stays. What is left is how long
 * words are and how they are punctuated, which has little to do with what the text is about.
 *
 *     “Don't,” he said, in 1915.      “***'*,” ** ****, ** 0000.
 */
import { ALONE, asciiProperties, CLASS_BITS, MARK, propertiesOf, WORD } from "./characters.ts";

/** What letters become. */
export const STAR = 0x2a;
const ZERO = 0x30;
const NINE = 0x39;
const decimal = /\p{Nd}/u;

/** Behind which mask a character goes: `*` for letters and marks, `0` for digits; 0 for characters that stay. */
export function maskOf(codePoint: number): number {
  const properties = codePoint < 0x80 ? asciiProperties[codePoint]! : propertiesOf(codePoint);
  const kind = properties & CLASS_BITS;
  if (kind !== WORD && kind !== ALONE && kind !== MARK) return 0;
  if (codePoint < 0x80) return codePoint >= ZERO && codePoint <= NINE ? ZERO : STAR;
  return kind === WORD && decimal.test(String.fromCodePoint(codePoint)) ? ZERO : STAR;
}

/** The character that stands for a letter or a digit in distorted text; other characters stand for themselves. */
export function masked(codePoint: number): number {
  const mask = maskOf(codePoint);
  return mask === 0 ? codePoint : mask;
}

/** Distorts the characters `points[0, length)` in place. */
export function maskAll(points: Uint32Array, length: number): void {
  for (let place = 0; place < length; place++) points[place] = masked(points[place]!);
}
