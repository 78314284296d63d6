/** Characters: the code points of a text, with every run of white space as one space. */
import { asciiProperties, CLASS_BITS, propertiesOf, SEPARATOR } from "./characters.ts";
import { decodeCharacter, sizeOf } from "./utf8.ts";

const SPACE = 0x20;
/** The first ASCII character after the printable ones. */
const DELETE = 0x7f;

/** The characters of one text and where they stand in its bytes. */
export interface CharacterList {
  /** Character `i` is `points[i]`; it takes the bytes from `starts[i]` up to `starts[i + 1]`. */
  readonly points: Uint32Array;
  readonly starts: Uint32Array;
  /** How many characters there are. */
  readonly length: number;
}

/** Finds the characters of one text; used again for the next text. */
export class CodePoints implements CharacterList {
  points = new Uint32Array(1024);
  starts = new Uint32Array(1025);
  length = 0;

  /** Takes over the characters of another list. */
  copy({ points, starts, length }: CharacterList): void {
    if (length > this.points.length) {
      this.points = new Uint32Array(Math.max(length, this.points.length * 2));
      this.starts = new Uint32Array(this.points.length + 1);
    }
    this.points.set(points.subarray(0, length));
    this.starts.set(starts.subarray(0, length + 1));
    this.length = length;
  }

  /** Finds the characters of the UTF-8 text `bytes[0, length)`, which must be valid (see normal-form.ts). */
  find(bytes: Uint8Array, length: number): void {
    if (length > this.points.length) {
      this.points = new Uint32Array(Math.max(length, this.points.length * 2));
      this.starts = new Uint32Array(this.points.length + 1);
    }
    const { points, starts } = this;
    let found = 0;
    let inGap = false;
    let position = 0;
    while (position < length) {
      const byte = bytes[position]!;
      if (byte > SPACE && byte < DELETE) {
        points[found] = byte;
        starts[found++] = position++;
        inGap = false;
        continue;
      }
      const size = sizeOf(byte);
      const codePoint = size === 1 ? byte : decodeCharacter(bytes, position, size);
      const properties = size === 1 ? asciiProperties[byte]! : propertiesOf(codePoint);
      const gap = (properties & CLASS_BITS) === SEPARATOR;
      if (!(gap && inGap)) {
        points[found] = gap ? SPACE : codePoint;
        starts[found++] = position;
      }
      inGap = gap;
      position += size;
    }
    starts[found] = length;
    this.length = found;
  }
}
