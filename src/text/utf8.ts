/** Single characters of UTF-8, for loops over bytes that are known to be valid. */

/** How many bytes the character has whose first byte is `first`. */
export function sizeOf(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The code point of the `size`-byte UTF-8 sequence that starts at `position`; the bytes must be valid. */
export function decodeCharacter(bytes: Uint8Array, position: number, size: number): number {
  const first = bytes[position]!;
  const second = bytes[position + 1]! & 0x3f;
  if (size === 2) return ((first & 0x1f) << 6) | second;
  const third = bytes[position + 2]! & 0x3f;
  if (size === 3) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (bytes[position + 3]! & 0x3f);
}

/** Writes `codePoint` as UTF-8 at `position` and returns the position after it. */
export function encodeCharacter(codePoint: number, bytes: Uint8Array, position: number): number {
  let next = position;
  if (codePoint < 0x80) {
    bytes[next++] = codePoint;
  } else if (codePoint < 0x800) {
    bytes[next++] = 0xc0 | (codePoint >> 6);
    bytes[next++] = 0x80 | (codePoint & 0x3f);
  } else if (codePoint < 0x10000) {
    bytes[next++] = 0xe0 | (codePoint >> 12);
    bytes[next++] = 0x80 | ((codePoint >> 6) & 0x3f);
    bytes[next++] = 0x80 | (codePoint & 0x3f);
  } else {
    bytes[next++] = 0xf0 | (codePoint >> 18);
    bytes[next++] = 0x80 | ((codePoint >> 12) & 0x3f);
    bytes[next++] = 0x80 | ((codePoint >> 6) & 0x3f);
    bytes[next++] = 0x80 | (codePoint & 0x3f);
  }
  return next;
}
