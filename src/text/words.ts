/**
 * Words, as style needs them: nothing is thrown away but white space.
 *
 *     “Don't,” we're told…      “ | Do | n't | , | ” | we | 're | told | …
 *
 * - A run of letters, digits and marks is a token, one-letter words too.
 * - English clitics are tokens: n't, 's, 're, 've, 'll, 'd, 'm. Any other apostrophe between letters ends the
 *   token it follows, which parts the elisions of the Romance languages: l' | homme, qu' | il.
 * - A run of one and the same sign is a token: … | --- | !!. Signs that a joiner binds (👩‍🚀) stay together,
 *   and a skin tone stays with its sign.
 * - In scripts without spaces between words (Han, Kana, Thai …) each letter with its marks is a token.
 */
import {
  ALONE,
  asciiProperties,
  CLASS_BITS,
  MARK,
  propertiesOf,
  SEPARATOR,
  SIGN,
  WORD,
} from "./characters.ts";
import { decodeCharacter, sizeOf } from "./utf8.ts";

const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

/** The hash (FNV-1a, 32 bits, with a last stir) by which tokens are found in a {@link TokenList}. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let position = start; position < end; position++) {
    hash = Math.imul(hash ^ bytes[position]!, HASH_FACTOR);
  }
  return stir(hash);
}

const stir = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

const APOSTROPHE = 0x27;

/** The class of each byte that is a character; for bytes of longer characters one that no class has. */
const byteClasses = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 ? asciiProperties[byte]! & CLASS_BITS : CLASS_BITS,
);

/** The tokens of one text: where they stand in its bytes, and their hashes. */
export interface TokenList {
  /** Token `i` is `bytes[starts[i], ends[i])`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly hashes: Uint32Array;
  /** How many tokens there are. */
  readonly length: number;
  /** How many words they make up: a word with its clitics is one, signs are none. */
  readonly words: number;
}

/** Finds the tokens of one text; used again for the next text. */
export class Tokens implements TokenList {
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  hashes = new Uint32Array(256);
  length = 0;
  words = 0;

  /**
   * Finds the tokens of the UTF-8 text `bytes[0, length)`, which must be valid (see normal-form.ts). Reading one
   * byte past it, as the loops do, costs nothing when the buffer has one.
   */
  find(bytes: Uint8Array, length: number): void {
    this.length = 0;
    this.words = 0;
    let position = 0;
    while (position < length) {
      const start = position;
      let byte = bytes[position]!;
      const kind = byteClasses[byte];
      if (kind === SEPARATOR) {
        position++;
        continue;
      }
      // Nearly all tokens are plain: ASCII letters with neither an apostrophe nor other letters behind them.
      if (kind === WORD) {
        let hash = HASH_START;
        do {
          hash = Math.imul(hash ^ byte, HASH_FACTOR);
          byte = bytes[++position]!;
        } while (position < length && byteClasses[byte] === WORD);
        if (position === length || (byte < 0x80 && byte !== APOSTROPHE)) {
          this.words++;
          this.#add(start, position, stir(hash));
        } else {
          position = this.#word(bytes, start, length);
        }
        continue;
      }
      if (kind === SIGN && bytes[position + 1] !== byte && bytes[position + 1]! < 0x80) {
        this.#add(start, ++position, stir(Math.imul(HASH_START ^ byte, HASH_FACTOR)));
        continue;
      }
      const size = sizeOf(byte);
      const wide = classAt(bytes, position, size);
      if (wide === SEPARATOR) position += size;
      else if (wide === WORD || wide === MARK) position = this.#word(bytes, position, length);
      else if (wide === ALONE) position = this.#alone(bytes, position, size, length);
      else position = this.#signs(bytes, position, size, length);
    }
  }

  /** A run of letters with its clitics; returns where the next token may start. */
  #word(bytes: Uint8Array, start: number, length: number): number {
    let hash = HASH_START;
    let position = start;
    while (position < length) {
      const byte = bytes[position]!;
      if (byte < 0x80) {
        if ((asciiProperties[byte]! & CLASS_BITS) !== WORD) break;
        hash = Math.imul(hash ^ byte, HASH_FACTOR);
        position++;
      } else {
        const size = sizeOf(byte);
        const kind = classAt(bytes, position, size);
        if (kind !== WORD && kind !== MARK) break;
        for (const after = position + size; position < after; position++) {
          hash = Math.imul(hash ^ bytes[position]!, HASH_FACTOR);
        }
      }
    }
    this.words++;
    const apostrophe = apostropheAt(bytes, position, length);
    if (apostrophe === 0 || !wordAt(bytes, position + apostrophe, length)) {
      this.#add(start, position, stir(hash));
      return position;
    }
    const tail = cliticAt(bytes, position + apostrophe, length);
    if (tail === 0) {
      const end = position + apostrophe;
      this.#add(start, end, hashBytes(bytes, start, end));
      return end;
    }
    // n't takes its n from the word before, unless nothing of that word would be left.
    const last = position - 1;
    const takesN = tail === 1 && isT(bytes[position + apostrophe]!);
    if (takesN && (!isN(bytes[last]!) || last === start)) {
      const end = position + apostrophe;
      this.#add(start, end, hashBytes(bytes, start, end));
      return end;
    }
    const cut = takesN ? last : position;
    this.#add(start, cut, takesN ? hashBytes(bytes, start, cut) : stir(hash));
    return this.#clitics(bytes, cut, position + apostrophe + tail, length);
  }

  /** The clitic `bytes[start, end)` and those that follow it at once (couldn't've). */
  #clitics(bytes: Uint8Array, start: number, end: number, length: number): number {
    this.#add(start, end, hashBytes(bytes, start, end));
    const apostrophe = apostropheAt(bytes, end, length);
    if (apostrophe === 0) return end;
    const tail = cliticAt(bytes, end + apostrophe, length);
    if (tail === 0 || isT(bytes[end + apostrophe]!)) return end;
    return this.#clitics(bytes, end, end + apostrophe + tail, length);
  }

  /** One letter of a script without spaces, with its marks. */
  #alone(bytes: Uint8Array, start: number, size: number, length: number): number {
    const end = afterMarks(bytes, start + size, length);
    this.words++;
    this.#add(start, end, hashBytes(bytes, start, end));
    return end;
  }

  /** A run of one and the same sign, with marks and with what a joiner binds to it. */
  #signs(bytes: Uint8Array, start: number, size: number, length: number): number {
    let end = start + size;
    while (end + size <= length && sameBytes(bytes, start, end, size)) end += size;
    const marked = afterMarks(bytes, end, length);
    if (marked > end && marked < length && joinerEndsAt(bytes, marked)) {
      const next = sizeOf(bytes[marked]!);
      const kind = classAt(bytes, marked, next);
      if (kind !== SEPARATOR && kind !== WORD && kind !== ALONE) {
        const joined = this.#signEnd(bytes, marked, next, length);
        this.#add(start, joined, hashBytes(bytes, start, joined));
        return joined;
      }
    }
    this.#add(start, marked, hashBytes(bytes, start, marked));
    return marked;
  }

  /** Where a chain of joined signs ends that starts with the sign at `start`. */
  #signEnd(bytes: Uint8Array, start: number, size: number, length: number): number {
    let end = afterMarks(bytes, start + size, length);
    while (end < length && joinerEndsAt(bytes, end)) {
      const next = sizeOf(bytes[end]!);
      const kind = classAt(bytes, end, next);
      if (kind === SEPARATOR || kind === WORD || kind === ALONE) break;
      end = afterMarks(bytes, end + next, length);
    }
    return end;
  }

  #add(start: number, end: number, hash: number): void {
    if (this.length === this.starts.length) this.#grow();
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.hashes[this.length++] = hash;
  }

  #grow(): void {
    const larger = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const array = new Uint32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    this.hashes = larger(this.hashes);
  }
}

function classAt(bytes: Uint8Array, position: number, size: number): number {
  const properties =
    size === 1 ? asciiProperties[bytes[position]!]! : propertiesOf(decodeCharacter(bytes, position, size));
  return properties & CLASS_BITS;
}

/** The bytes of the apostrophe at `position`: 1 for ', 3 for ’, 0 for anything else. */
function apostropheAt(bytes: Uint8Array, position: number, length: number): number {
  if (position >= length) return 0;
  if (bytes[position] === APOSTROPHE) return 1;
  const curly = bytes[position] === 0xe2 && bytes[position + 1] === 0x80 && bytes[position + 2] === 0x99;
  return curly ? 3 : 0;
}

function wordAt(bytes: Uint8Array, position: number, length: number): boolean {
  return position < length && classAt(bytes, position, sizeOf(bytes[position]!)) === WORD;
}

const isN = (byte: number): boolean => (byte | 0x20) === 0x6e;
const isT = (byte: number): boolean => (byte | 0x20) === 0x74;

/** The bytes of the clitic's letters at `position` (t, s, d, m: 1; re, ve, ll: 2), 0 where there is none. */
function cliticAt(bytes: Uint8Array, position: number, length: number): number {
  if (position >= length) return 0;
  const first = bytes[position]! | 0x20;
  if (!continuesWord(bytes, position + 1, length)) {
    return first === 0x74 || first === 0x73 || first === 0x64 || first === 0x6d ? 1 : 0;
  }
  const second = bytes[position + 1]! | 0x20;
  const pair = ((first === 0x72 || first === 0x76) && second === 0x65) || (first === 0x6c && second === 0x6c);
  return pair && !continuesWord(bytes, position + 2, length) ? 2 : 0;
}

function continuesWord(bytes: Uint8Array, position: number, length: number): boolean {
  if (position >= length) return false;
  const kind = classAt(bytes, position, sizeOf(bytes[position]!));
  return kind === WORD || kind === MARK;
}

function afterMarks(bytes: Uint8Array, position: number, length: number): number {
  let end = position;
  while (end < length && bytes[end]! >= 0x80) {
    const size = sizeOf(bytes[end]!);
    if (classAt(bytes, end, size) !== MARK) break;
    end += size;
  }
  return end;
}

/** Whether the character that ends at `position` is the zero-width joiner. */
function joinerEndsAt(bytes: Uint8Array, position: number): boolean {
  return bytes[position - 3] === 0xe2 && bytes[position - 2] === 0x80 && bytes[position - 1] === 0x8d;
}

function sameBytes(bytes: Uint8Array, left: number, right: number, size: number): boolean {
  for (let offset = 0; offset < size; offset++) {
    if (bytes[left + offset] !== bytes[right + offset]) return false;
  }
  return true;
}
