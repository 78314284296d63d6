/** Strings of JSON with escapes → UTF-8. */
import { encodeCharacter } from "../text/utf8.ts";

/** Says that something is not as it should be. */
export const WRONG = -1;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The bytes that stand for themselves behind a backslash, and those that stand for others; 0 for what is no escape. */
const escapes = new Uint8Array(256);
for (const [letter, byte] of Object.entries({
  '"': 0x22,
  "\\": 0x5c,
  "/": 0x2f,
  b: 0x08,
  f: 0x0c,
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
})) {
  escapes[letter.charCodeAt(0)] = byte;
}
const U = 0x75;

/** Reads one string after the other into a buffer that it uses again. */
export class Unescaper {
  bytes = new Uint8Array(4096);
  /** How many bytes the latest string has. */
  length = 0;
  #spare = new Uint8Array(4096);

  /**
   * Reads a string up to its closing quote.
   *
   * @param source well-formed UTF-8
   * @param start behind the opening quote
   * @param end where the line ends
   * @returns where the closing quote stands, or WRONG when there is none, a character that must be escaped is not, an
   *   escape is none, or half a surrogate pair stands alone
   */
  read(source: Uint8Array, start: number, end: number): number {
    if (this.bytes.length < end - start) this.bytes = new Uint8Array(2 * (end - start));
    const target = this.bytes;
    let written = 0;
    let place = start;
    while (place < end) {
      const byte = source[place]!;
      if (byte === QUOTE) {
        this.length = written;
        return place;
      }
      if (byte !== BACKSLASH) {
        if (byte < 0x20) return WRONG;
        target[written++] = byte;
        place++;
        continue;
      }
      const letter = source[place + 1]!;
      if (letter !== U) {
        const meant = place + 1 < end ? escapes[letter]! : 0;
        if (meant === 0) return WRONG;
        target[written++] = meant;
        place += 2;
        continue;
      }
      let codePoint = hexadecimal(source, place + 2, end);
      if (codePoint === WRONG) return WRONG;
      place += 6;
      if (codePoint >= 0xd800 && codePoint < 0xe000) {
        const paired = codePoint < 0xdc00 && source[place] === BACKSLASH && source[place + 1] === U;
        const low = paired ? hexadecimal(source, place + 2, end) : WRONG;
        if (low < 0xdc00 || low >= 0xe000) return WRONG;
        codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (low - 0xdc00);
        place += 6;
      }
      written = encodeCharacter(codePoint, target, written);
    }
    return WRONG;
  }

  /** The buffer with the latest string, which the next string will not touch. */
  take(): Uint8Array {
    const taken = this.bytes;
    this.bytes = this.#spare;
    this.#spare = taken;
    return taken;
  }
}

/** The number that four hexadecimal digits write, or WRONG. */
function hexadecimal(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return WRONG;
  let number = 0;
  for (let place = start; place < start + 4; place++) {
    const byte = bytes[place]!;
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) number = number * 16 + byte - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) number = number * 16 + letter - 0x57;
    else return WRONG;
  }
  return number;
}
