/**
 * Looks at the arrays of a model file, which lie in the kernel's memory, a part of them at a time: see
 * model-file/count-sums.ts, features/sorted-pairs.ts and features/feature-order.ts.
 */

/** Of the root, as a parent, and of nodes that are no feature. */
const NONE: u32 = 0xffffffff;

/**
 * Adds up the counts of some features by author. Numbers of 8 and 16 bits are read as 32, of which the upper ones do not
 * count.
 *
 * @param starts where each feature's entries start, 32 bits each, and where the last one's end
 * @param authors whom the entry is of, each of `1 << authorShift` bytes, up to 4
 * @param values how often, each of `1 << valueShift` bytes, up to 4
 * @param first the first of the features, and `last` the one behind them
 * @param entries how many entries there are
 * @param sums 64 bits an author
 * @returns false when what is there makes no sense
 */
export function addUpCounts(
  starts: usize,
  authors: usize,
  authorShift: usize,
  values: usize,
  valueShift: usize,
  first: u32,
  last: u32,
  entries: u32,
  nAuthors: u32,
  sums: usize,
): bool {
  const authorMask = ~(<u32>0) >> (32 - ((<u32>8) << (<u32>authorShift)));
  const valueMask = ~(<u32>0) >> (32 - ((<u32>8) << (<u32>valueShift)));
  let entry: usize = load<u32>(starts + ((<usize>first) << 2));
  for (let feature = first; feature < last; feature++) {
    const end: usize = load<u32>(starts + ((<usize>feature) << 2), 4);
    if (end < entry || end > <usize>entries) return false;
    // Above the one before, as numbers from 1.
    let before: u32 = 0;
    for (; entry < end; entry++) {
      const author = load<u32>(authors + (entry << authorShift)) & authorMask;
      const value = load<u32>(values + (entry << valueShift)) & valueMask;
      if (u32(author < before) | u32(author >= nAuthors) | u32(value === 0)) return false;
      const sum = sums + ((<usize>author) << 3);
      store<f64>(sum, load<f64>(sum) + <f64>value);
      before = author + 1;
    }
  }
  return true;
}

/**
 * The first of the pairs `[first, last)` that is out of order, or `last`; the one before the first is in order.
 *
 * @param bound above all second halves
 */
export function disorderIn(pairs: usize, first: u32, last: u32, bound: u32): u32 {
  let before: i64 = first === 0 ? -1 : keyOf(pairs + ((<usize>(first - 1)) << 3));
  for (let entry = first; entry < last; entry++) {
    const pair = pairs + ((<usize>entry) << 3);
    const key = keyOf(pair);
    const misplaced = u32(key <= before) | u32(load<u32>(pair) + 1 > entry);
    if (misplaced | u32(load<u32>(pair, 4) >= bound)) return entry;
    before = key;
  }
  return last;
}

/** Both halves of a pair as one number; the root, 2³² − 1, comes first. */
function keyOf(pair: usize): i64 {
  return ((<i64>(load<u32>(pair) + 1)) << 32) | (<i64>load<u32>(pair, 4));
}

/**
 * How many of some nodes are features, where these are numbered one after the other.
 *
 * @param features of each of `count` nodes its feature, or NONE
 * @param next the first feature's number
 * @returns the number of the next one; NONE when they are out of order
 */
export function countFeatures(features: usize, count: u32, next: u32): u32 {
  let after = next;
  const end = features + ((<usize>count) << 2);
  for (let node = features; node < end; node += 4) {
    const feature = load<u32>(node);
    if (feature === NONE) continue;
    if (feature !== after) return NONE;
    after++;
  }
  return after;
}
