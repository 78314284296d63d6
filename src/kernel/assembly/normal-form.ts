/** The normal form of texts whose characters do not depend on each other; see text/normal-form.ts. */
import { DROPPED, ENTANGLED, lowerOf, LOWERS, propertiesOf } from "./characters";
import { decode, encode, sizeOf } from "./utf8";

/**
 * Writes the normal form of `source[0, length)` to `target`. Both may be read and written past their ends by 16 bytes.
 *
 * @returns its length in bytes; −1 where a character's normal form depends on its neighbours
 */
export function writeNormalForm(source: usize, length: u32, target: usize, lowerCase: bool): i32 {
  const end = source + length;
  let from = source;
  let to = target;
  while (from < end) {
    // As many ASCII characters as there are among the next 16.
    const block = v128.load(from);
    v128.store(to, lowerCase ? lowered(block) : block);
    const wide = i8x16.bitmask(block);
    const plain = min(<usize>ctz(wide | 0x10000), end - from);
    from += plain;
    to += plain;
    if (plain === 16 || from === end) continue;
    const size = sizeOf(load<u8>(from));
    const codePoint = decode(from, size);
    const properties = propertiesOf(codePoint);
    if ((properties & ENTANGLED) !== 0) return -1;
    if ((properties & LOWERS) !== 0 && lowerCase) {
      to = encode(lowerOf(codePoint), to);
    } else if ((properties & DROPPED) === 0) {
      store<u32>(to, load<u32>(from));
      to += size;
    }
    from += size;
  }
  return <i32>(to - target);
}

/** ASCII letters in lower case. */
function lowered(block: v128): v128 {
  const upper = i8x16.lt_u(i8x16.sub(block, i8x16.splat(0x41)), i8x16.splat(26));
  return v128.or(block, v128.and(upper, i8x16.splat(0x20)));
}
