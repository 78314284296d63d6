/** Characters: the code points of a text, with every run of white space as one space; see text/code-points.ts. */
import { CLASS_BITS, propertiesOf, SEPARATOR } from "./characters";
import { decode, sizeOf } from "./utf8";

const SPACE: u32 = 0x20;
const DELETE: u32 = 0x7f;

/**
 * Finds the characters of `text[0, length)` and notes where each starts, and where the last one ends. There must be
 * room for as many as there are bytes, and one more.
 *
 * @returns how many there are
 */
export function findCodePoints(text: usize, length: u32, points: usize, starts: usize): u32 {
  const last = text + length;
  let point = points;
  let start = starts;
  let inGap: u32 = 0;
  let position = text;
  while (position < last) {
    const byte: u32 = load<u8>(position);
    let codePoint = byte;
    let size: u32 = 1;
    let gap: u32 = u32(byte === SPACE);
    if (byte < SPACE || byte >= DELETE) {
      size = sizeOf(byte);
      codePoint = decode(position, size);
      gap = u32((propertiesOf(codePoint) & CLASS_BITS) === SEPARATOR);
      if (gap !== 0) codePoint = SPACE;
    }
    // What must not be kept is written over.
    store<u32>(point, codePoint);
    store<u32>(start, <u32>(position - text));
    const kept = (gap & inGap) ^ 1;
    point += kept << 2;
    start += kept << 2;
    inGap = gap;
    position += size;
  }
  store<u32>(start, length);
  return (<u32>(point - points)) >> 2;
}
