/**
 * Memory, as an instance of the kernel hands it out to itself:
 *
 *     | static data | pages of characters (see characters.ts) | blocks … |
 *
 * Blocks have sizes that are powers of two; one that is given back waits in a list for the next one of its size.
 */

const PAGES: usize = 0x110000 >> 8;
/** Of each page: the properties of 256 characters, and their lower-case forms. */
export const PAGE_SIZE: usize = 256 + 4 * 256;

/** Where the pages of characters are; untouched, they take no room. */
export const pages: usize = (__heap_base + 15) & ~15;

const SMALLEST: u32 = 6;
/** The first block that waits, for each power of two; 0 where there is none. */
const waiting = memory.data(32 * sizeof<usize>(), 16);
let next: usize = pages + PAGES * PAGE_SIZE;
let taken: usize = 0;

/** How many bytes are taken by blocks. */
export function used(): usize {
  return taken;
}

/** A block of at least `size` bytes, all zero; its end may be read past by 16 bytes, and is not alone there. */
export function allocate(size: usize): usize {
  const bits = bitsOf(size);
  const whole = (<usize>1) << bits;
  taken += whole;
  const list = waiting + <usize>bits * sizeof<usize>();
  const known = load<usize>(list);
  if (known !== 0) {
    store<usize>(list, load<usize>(known));
    memory.fill(known, 0, whole);
    return known;
  }
  const block = next;
  next += whole;
  reserve(next + 64);
  return block;
}

/**
 * A block of just as many bytes, for what is large and stays: it cannot be given back. Its end may be read past as that of
 * others.
 */
export function allocateForGood(size: usize): usize {
  const block = next;
  next += (size + 63) & ~63;
  taken += next - block;
  reserve(next + 64);
  return block;
}

/** Gives a block back that was asked for with that size; 0 is no block. */
export function free(block: usize, size: usize): void {
  if (block === 0) return;
  const bits = bitsOf(size);
  taken -= (<usize>1) << bits;
  const list = waiting + <usize>bits * sizeof<usize>();
  store<usize>(block, load<usize>(list));
  store<usize>(list, block);
}

/** A block of `size` bytes with the contents of a smaller one, which is given back. */
export function enlarge(block: usize, oldSize: usize, size: usize): usize {
  const larger = allocate(size);
  memory.copy(larger, block, oldSize);
  free(block, oldSize);
  return larger;
}

function bitsOf(size: usize): u32 {
  return max(SMALLEST, 32 - clz(<u32>size - 1));
}

/** Makes sure that there is memory up to an address. */
export function reserve(end: usize): void {
  const there = (<usize>memory.size()) << 16;
  if (end <= there) return;
  const missing = <i32>((end - there + 0xffff) >> 16);
  // More than is needed, where there is more to be had, so that it need not be asked for again soon.
  if (memory.grow(max(missing, memory.size() >> 3)) < 0 && memory.grow(missing) < 0) unreachable();
}
