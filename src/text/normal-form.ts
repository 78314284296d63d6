/**
 * The form in which texts are compared: format characters without a shape left out, lower case (if wished),
 * Unicode normalisation form C; as UTF-8.
 */
import { DROPPED, ENTANGLED, LOWERS, lowerOf, propertiesOf } from "./characters.ts";
import { GrowingBytes } from "./growing-bytes.ts";
import { decodeCharacter, encodeCharacter, sizeOf } from "./utf8.ts";

/**
 * The normal form of a whole text; what the loops over bytes must agree with. Half a surrogate pair becomes U+FFFD
 * first, or leaving out what stands between two halves would make a character of them.
 * Lower case is Unicode's full mapping (final sigma, İ), the same in every language setting.
 */
export function normalForm(text: string, lowerCase: boolean): string {
  const kept = text
    .toWellFormed()
    .replace(/[\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu, "");
  return (lowerCase ? kept.toLowerCase() : kept).normalize("NFC");
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A text as UTF-8: `bytes` up to `length`. */
export interface Utf8Text {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Writes normal forms into a buffer that it uses again and again: it is the latest one. */
export class NormalFormWriter implements Utf8Text {
  readonly #lowerCase: boolean;
  readonly #source = new GrowingBytes();
  readonly #target = new GrowingBytes();
  /** How many bytes the latest normal form has. */
  length = 0;

  /** @param lowerCase whether letters are lower-cased */
  constructor(lowerCase: boolean) {
    this.#lowerCase = lowerCase;
  }

  /** The buffer that holds the latest normal form; valid until the next text is written. */
  get bytes(): Uint8Array {
    return this.#target.bytes;
  }

  /** Writes the normal form of `text`; half a surrogate pair becomes U+FFFD. */
  writeText(text: string): void {
    this.#source.reserve(text.length * 3);
    const { written } = encoder.encodeInto(text, this.#source.bytes);
    if (!this.#writeCharacterwise(this.#source.bytes, 0, written)) this.#writeWhole(text);
  }

  /** Writes the normal form of the UTF-8 text at `bytes[start, end)`, which must be valid. */
  writeBytes(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#writeCharacterwise(bytes, start, end)) {
      this.#writeWhole(decoder.decode(bytes.subarray(start, end)));
    }
  }

  #writeWhole(text: string): void {
    const whole = normalForm(text, this.#lowerCase);
    this.#target.reserve(whole.length * 3);
    this.length = encoder.encodeInto(whole, this.#target.bytes).written;
  }

  /** One character at a time; false as soon as one is met whose normal form depends on its neighbours. */
  #writeCharacterwise(source: Uint8Array, start: number, end: number): boolean {
    // Lower-casing lengthens a character by half at most (Ⱥ, two bytes, becomes ⱥ, three).
    this.#target.reserve(((end - start) * 3) >> 1);
    const target = this.#target.bytes;
    const lowerCase = this.#lowerCase;
    let written = 0;
    let position = start;
    while (position < end) {
      const byte = source[position]!;
      if (byte < 0x80) {
        target[written++] = lowerCase && byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
        position++;
        continue;
      }
      const size = sizeOf(byte);
      const codePoint = decodeCharacter(source, position, size);
      const properties = propertiesOf(codePoint);
      if ((properties & ENTANGLED) !== 0) return false;
      if ((properties & LOWERS) !== 0 && lowerCase) {
        written = encodeCharacter(lowerOf(codePoint), target, written);
      } else if ((properties & DROPPED) === 0) {
        for (let offset = 0; offset < size; offset++) target[written++] = source[position + offset]!;
      }
      position += size;
    }
    this.length = written;
    return true;
  }
}
