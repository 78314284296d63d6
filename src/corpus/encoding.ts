/**
 * Bytes of a file → bytes of well-formed UTF-8. UTF-8 with or without a byte order mark and UTF-16 with one
 * are read; anything else is refused at its first byte, never replaced by question marks.
 */
import { isUtf8 } from "node:buffer";

import { PenprintError } from "../errors.ts";

/**
 * Checks and, for UTF-16, converts the blocks of one file.
 *
 * @param blocks the file's bytes
 * @param file its name, for the errors
 * @returns blocks of UTF-8 without the byte order mark, each ending where a character ends
 * @throws ENCODING_BROKEN, NUL_BYTE with the line (from 1) and the offset of the byte in the file (from 0)
 */
export async function* utf8Blocks(blocks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer, void> {
  const place: Place = { file, line: 1, byte: 0 };
  let convert: Convert | null = null;
  // What the last block left over: the beginning of a character, or of the byte order mark.
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    let bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    if (convert === null) {
      if (bytes.length < longestMark) {
        rest = bytes;
        continue;
      }
      const start: Start = beginning(bytes, place);
      convert = start.convert;
      bytes = bytes.subarray(start.skip);
    }
    const [text, used] = convert(bytes, place);
    rest = Buffer.from(bytes.subarray(used));
    if (text.length > 0) yield text;
  }
  if (convert === null) {
    const start = beginning(rest, place);
    const [text, used] = start.convert(rest.subarray(start.skip), place);
    if (text.length > 0) yield text;
    rest = rest.subarray(start.skip + used);
    convert = start.convert;
  }
  if (rest.length > 0) throw broken(place, rest, convert === checkUtf8 ? "UTF-8" : "UTF-16");
}

/** Where the next byte to be converted stands. */
interface Place {
  readonly file: string;
  line: number;
  byte: number;
}

/** Converts as many whole characters as there are, moves the place on, and says how many bytes it used. */
type Convert = (bytes: Buffer, place: Place) => readonly [text: Buffer, used: number];

interface Start {
  readonly convert: Convert;
  readonly skip: number;
}

const longestMark = 4;

/** Tells the encoding by the byte order mark; without one it can only be UTF-8. */
function beginning(bytes: Buffer, place: Place): Start {
  const starts = (...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff))
    throw broken(place, bytes, "UTF-8 or UTF-16 (it looks like UTF-32)");
  const start: Start = starts(0xef, 0xbb, 0xbf)
    ? { convert: checkUtf8, skip: 3 }
    : starts(0xff, 0xfe)
      ? { convert: (bytes, place) => fromUtf16(bytes, place), skip: 2 }
      : starts(0xfe, 0xff)
        ? { convert: (bytes, place) => fromUtf16(Buffer.from(even(bytes)).swap16(), place), skip: 2 }
        : { convert: checkUtf8, skip: 0 };
  place.byte += start.skip;
  return start;
}

function checkUtf8(bytes: Buffer, place: Place): readonly [Buffer, number] {
  const used = wholeCharacters(bytes, bytes.length);
  const text = used === bytes.length ? bytes : bytes.subarray(0, used);
  if (!isUtf8(text)) {
    const offset = firstBroken(text);
    advance(place, text.subarray(0, offset), offset);
    throw broken(place, text.subarray(offset), "UTF-8");
  }
  const nul = text.indexOf(0);
  if (nul >= 0) {
    advance(place, text.subarray(0, nul), nul);
    throw new PenprintError("NUL_BYTE", { ...place });
  }
  advance(place, text, used);
  return [text, used];
}

/** The length of the first `length` bytes without the unfinished character at their end, if there is one. */
function wholeCharacters(bytes: Buffer, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? length - back : length;
    }
  }
  return length;
}

/** The offset of the first byte that is not part of a character; there is one. */
function firstBroken(bytes: Buffer): number {
  // A beginning is broken or it is not, and stays broken when it grows: the border can be found by halving.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes, middle)))) good = middle;
    else bad = middle;
  }
  return wholeCharacters(bytes, good);
}

function fromUtf16(bytes: Buffer, place: Place): readonly [Buffer, number] {
  let text = even(bytes).toString("utf16le");
  const last = text.charCodeAt(text.length - 1);
  if (last >= 0xd800 && last < 0xdc00) text = text.slice(0, -1);
  const nul = text.indexOf("\0");
  if (nul >= 0 || !text.isWellFormed()) {
    const half = text.search(/\p{Surrogate}/u);
    const offset = nul < 0 || (half >= 0 && half < nul) ? half : nul;
    advance(place, Buffer.from(text.slice(0, offset)), 2 * offset);
    if (offset === nul) throw new PenprintError("NUL_BYTE", { ...place });
    throw broken(place, bytes.subarray(2 * offset), "UTF-16");
  }
  const utf8 = Buffer.from(text);
  advance(place, utf8, 2 * text.length);
  return [utf8, 2 * text.length];
}

const even = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length & ~1);

function advance(place: Place, text: Buffer, bytes: number): void {
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) place.line++;
  place.byte += bytes;
}

function broken(place: Place, rest: Buffer, encoding: string): PenprintError {
  const value = `0x${rest.toString("hex", 0, 1).toUpperCase()}`;
  return new PenprintError("ENCODING_BROKEN", { ...place, value, encoding });
}
