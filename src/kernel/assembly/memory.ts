/**
 * Memory, as an instance of the kernel hands it out to itself:
 *
 *     | static data | pages of characters (see characters.ts) | which blocks wait | blocks … |
 *
 * Blocks have sizes that are powers of two; those that are given back wait in lists, one for each size. Where many tables
 * grow, what the small ones leave would be as much as the large ones take: blocks of 4 KB to 16 MB start at multiples of
 * their sizes, and two that make up one of twice the size become that one, which is divided again where it is wanted.
 *
 * @see Knowlton, "A Fast Storage Allocator" (1965): buddies
 */

const PAGES: usize = 0x110000 >> 8;
/** Of each page: the properties of 256 characters, and their lower-case forms. */
export const PAGE_SIZE: usize = 256 + 4 * 256;

/** Where the pages of characters are; untouched, they take no room. */
export const pages: usize = (__heap_base + 15) & ~15;

const SMALLEST: u32 = 6;
/** Blocks from so many bits, up to so many, are put together and divided. */
const LEAST_BUDDY: u32 = 12;
const MOST_BUDDY: u32 = 24;
/** The first block that waits, for each power of two; 0 where there is none. Each knows the next and the one before. */
const waiting = memory.data(32 * sizeof<usize>(), 16);
/** For each 4 KB of all memory that there can be, how many bits the block has that starts and waits there, or 0. */
const waitingBits: usize = pages + PAGES * PAGE_SIZE;
let next: usize = (waitingBits + (1 << 20) + 63) & ~63;
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
  let from = bits;
  if (bits >= LEAST_BUDDY) while (from < MOST_BUDDY && load<usize>(listOf(from)) === 0) from++;
  const block = load<usize>(listOf(from));
  if (block === 0) return fresh(bits);
  take(block, from);
  while (from > bits) wait(block + ((<usize>1) << --from), from);
  memory.fill(block, 0, whole);
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
  giveBack(block, bits);
}

/** A block that nobody has had before. */
function fresh(bits: u32): usize {
  const whole = (<usize>1) << bits;
  if (bits >= LEAST_BUDDY && bits <= MOST_BUDDY) {
    reserve(next + whole);
    // What lies before the next multiple of its size is for smaller ones.
    while ((next & (whole - 1)) !== 0) {
      const part = <u32>ctz(next);
      giveBack(next, part);
      next += (<usize>1) << part;
    }
  }
  const block = next;
  next += whole;
  reserve(next + 64);
  return block;
}

/** Puts a block together with the other half of a larger one, as long as that waits, too. */
function giveBack(block: usize, bits: u32): void {
  let whole = block;
  let size = bits;
  while (size >= LEAST_BUDDY && size < MOST_BUDDY) {
    const buddy = whole ^ ((<usize>1) << size);
    if (load<u8>(waitingBits + (buddy >> LEAST_BUDDY)) !== size) break;
    take(buddy, size);
    whole = min(whole, buddy);
    size++;
  }
  wait(whole, size);
}

/** Puts a block into its list. */
function wait(block: usize, bits: u32): void {
  const after = load<usize>(listOf(bits));
  store<usize>(block, after);
  store<usize>(block, 0, sizeof<usize>());
  if (after !== 0) store<usize>(after, block, sizeof<usize>());
  store<usize>(listOf(bits), block);
  if (bits >= LEAST_BUDDY && bits <= MOST_BUDDY) store<u8>(waitingBits + (block >> LEAST_BUDDY), <u8>bits);
}

/** Takes a block out of its list. */
function take(block: usize, bits: u32): void {
  const after = load<usize>(block);
  const before = load<usize>(block, sizeof<usize>());
  if (after !== 0) store<usize>(after, before, sizeof<usize>());
  store<usize>(before === 0 ? listOf(bits) : before, after);
  if (bits >= LEAST_BUDDY && bits <= MOST_BUDDY) store<u8>(waitingBits + (block >> LEAST_BUDDY), 0);
}

function listOf(bits: u32): usize {
  return waiting + <usize>bits * sizeof<usize>();
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
