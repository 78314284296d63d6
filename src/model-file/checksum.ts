/** The checksum in a file's header. */
import type { Crc32 } from "./crc32.ts";

/** How the checksum stands in the header before it is known, and while it is computed. */
export const BLANK_CHECKSUM = "crc32:00000000";

/** Where the digits of the checksum stand in a file's bytes, or −1. */
export function checksumPlace(bytes: Uint8Array): number {
  const mark = new TextEncoder().encode('"checksum":"crc32:');
  const most = Math.min(bytes.length, 4096);
  for (let place = 8; place + mark.length + 8 <= most; place++) {
    if (mark.every((byte, offset) => bytes[place + offset] === byte)) return place + mark.length;
  }
  return -1;
}

/** Writes the checksum to its place. */
export function writeChecksum(bytes: Uint8Array, checksum: number): void {
  const digits = checksum.toString(16).padStart(8, "0");
  bytes.set(new TextEncoder().encode(digits), checksumPlace(bytes));
}

/** The checksum of the file whose pieces come one after the other, as it was before it was written to its place. */
export class FileChecksum {
  readonly #crc32: Crc32;
  #value = 0;
  #begun = false;

  constructor(crc32: Crc32) {
    this.#crc32 = crc32;
  }

  /** Takes the next piece; the first one holds the whole checksum, or at least 4096 bytes. */
  add(piece: Uint8Array): void {
    let rest = piece;
    const place = this.#begun ? -1 : checksumPlace(piece);
    this.#begun = true;
    if (place !== -1) {
      const blank = new TextEncoder().encode(BLANK_CHECKSUM.slice(-8));
      this.#value = this.#crc32(blank, this.#crc32(piece.subarray(0, place)));
      rest = piece.subarray(place + 8);
    }
    this.#value = this.#crc32(rest, this.#value);
  }

  /** That of all pieces so far. */
  get value(): number {
    return this.#value;
  }
}
