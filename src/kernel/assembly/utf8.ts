/** Single characters of valid UTF-8. */

/** How many bytes the character has whose first byte is `first`. */
export function sizeOf(first: u32): u32 {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The code point of the character at `position`, which has `size` bytes. */
export function decode(position: usize, size: u32): u32 {
  const first: u32 = load<u8>(position);
  if (size === 1) return first;
  const second: u32 = load<u8>(position, 1) & 0x3f;
  if (size === 2) return ((first & 0x1f) << 6) | second;
  const third: u32 = load<u8>(position, 2) & 0x3f;
  if (size === 3) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (load<u8>(position, 3) & 0x3f);
}

/** Writes a code point at `position` and returns the position after it. */
export function encode(codePoint: u32, position: usize): usize {
  if (codePoint < 0x80) {
    store<u8>(position, codePoint);
    return position + 1;
  }
  if (codePoint < 0x800) {
    store<u8>(position, 0xc0 | (codePoint >> 6));
    store<u8>(position, 0x80 | (codePoint & 0x3f), 1);
    return position + 2;
  }
  if (codePoint < 0x10000) {
    store<u8>(position, 0xe0 | (codePoint >> 12));
    store<u8>(position, 0x80 | ((codePoint >> 6) & 0x3f), 1);
    store<u8>(position, 0x80 | (codePoint & 0x3f), 2);
    return position + 3;
  }
  store<u8>(position, 0xf0 | (codePoint >> 18));
  store<u8>(position, 0x80 | ((codePoint >> 12) & 0x3f), 1);
  store<u8>(position, 0x80 | ((codePoint >> 6) & 0x3f), 2);
  store<u8>(position, 0x80 | (codePoint & 0x3f), 3);
  return position + 4;
}
