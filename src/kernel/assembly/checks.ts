/**
 * Looks at the arrays of a model file, which lie in the kernel's memory, a part of them at a time: see
 * model-file/count-sums.ts, features/sorted-pairs.ts and features/feature-order.ts.
 */

/** Of the root, as a parent, and of nodes that are no feature. */
const NONE: u32 = 0xffffffff;

/** How many entries are looked at side by side. */
const TOGETHER: usize = 16;

/**
 * Adds up the counts of some features by author. Their entries are looked at as one list, whose authors fall or stay only
 * where a feature starts:
 *
 *     authors    0 3 7 | 2 | 1 2 …        falls at the starts of the second and the third feature, and nowhere else
 *
 * so that it is enough to count how often they do, among all and among starts.
 *
 * @param starts where each feature's entries start, 32 bits each, and where the last one's end
 * @param authors whom the entry is of, each of `1 << authorShift` bytes, up to 4
 * @param values how often, each of `1 << valueShift` bytes, up to 4
 * @param first the first of the features, and `last` the one behind them
 * @param entries how many entries there are
 * @param sums whole numbers of 64 bits, two lists of as many as there are authors: of even and of odd entries
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
  const begin = load<u32>(starts + ((<usize>first) << 2));
  const authorMask = maskOf(authorShift);
  let end = begin;
  let atStarts: u32 = 0;
  for (let feature = first; feature < last; feature++) {
    const next = load<u32>(starts + ((<usize>feature) << 2), 4);
    if (u32(next < end) | u32(next > entries)) return false;
    const author = authors + ((<usize>end) << authorShift);
    const before = load<u32>(author - ((<usize>1) << authorShift)) & authorMask;
    // A feature without entries starts where the next one does, which is not to be counted twice.
    atStarts += u32(next !== end) & u32((load<u32>(author) & authorMask) <= before);
    end = next;
  }
  let falls: u32;
  if (authorShift === 0) falls = fallsIn<u8>(authors, begin, end, nAuthors);
  else if (authorShift === 1) falls = fallsIn<u16>(authors, begin, end, nAuthors);
  else falls = fallsIn<u32>(authors, begin, end, nAuthors);
  if (falls !== atStarts) return false;
  if (valueShift === 0) return addValues<u8>(authors, authorShift, values, begin, end, nAuthors, sums);
  if (valueShift === 1) return addValues<u16>(authors, authorShift, values, begin, end, nAuthors, sums);
  return addValues<u32>(authors, authorShift, values, begin, end, nAuthors, sums);
}

function addValues<V>(
  authors: usize,
  authorShift: usize,
  values: usize,
  begin: u32,
  end: u32,
  nAuthors: u32,
  sums: usize,
): bool {
  if (!allPositive<V>(values, begin, end)) return false;
  if (authorShift === 0) add<u8, V>(authors, values, begin, end, nAuthors, sums);
  else if (authorShift === 1) add<u16, V>(authors, values, begin, end, nAuthors, sums);
  else add<u32, V>(authors, values, begin, end, nAuthors, sums);
  return true;
}

/** Adds entries up, those at odd places in a list of their own: a sum that was just written need not be waited for. */
function add<A, V>(authors: usize, values: usize, begin: u32, end: u32, nAuthors: u32, sums: usize): void {
  const odd = sums + ((<usize>nAuthors) << 3);
  const last = authors + <usize>end * sizeof<A>();
  let author = authors + <usize>begin * sizeof<A>();
  let value = values + <usize>begin * sizeof<V>();
  for (; author + 4 * sizeof<A>() <= last; author += 4 * sizeof<A>()) {
    addTo(sums, load<A>(author), load<V>(value));
    addTo(odd, load<A>(author, sizeof<A>()), load<V>(value, sizeof<V>()));
    addTo(sums, load<A>(author, 2 * sizeof<A>()), load<V>(value, 2 * sizeof<V>()));
    addTo(odd, load<A>(author, 3 * sizeof<A>()), load<V>(value, 3 * sizeof<V>()));
    value += 4 * sizeof<V>();
  }
  for (; author < last; author += sizeof<A>()) {
    addTo(sums, load<A>(author), load<V>(value));
    value += sizeof<V>();
  }
}

function addTo(sums: usize, author: u32, value: u32): void {
  const sum = sums + ((<usize>author) << 3);
  store<u64>(sum, load<u64>(sum) + <u64>value);
}

function maskOf(shift: usize): u32 {
  return ~(<u32>0) >> (32 - ((<u32>8) << (<u32>shift)));
}

/** How many of the entries `[begin, end)` have an author not above the one before; NONE when one has none. */
function fallsIn<A>(authors: usize, begin: u32, end: u32, nAuthors: u32): u32 {
  let falls: u32 = 0;
  let entry: usize = begin;
  const most = v128.splat<A>(<A>min<u32>(nAuthors - 1, <u32>(<A>-1)));
  let outside = i8x16.splat(0);
  for (; entry + TOGETHER <= <usize>end; entry += TOGETHER) {
    for (let part: usize = 0; part < sizeof<A>(); part++) {
      const at = authors + entry * sizeof<A>() + (part << 4);
      const here = v128.load(at);
      falls += popcnt(v128.bitmask<A>(v128.le<A>(here, v128.load(at - sizeof<A>()))));
      outside = v128.or(outside, v128.gt<A>(here, most));
    }
  }
  if (v128.any_true(outside)) return NONE;
  for (; entry < <usize>end; entry++) {
    const at = authors + entry * sizeof<A>();
    if (<u32>load<A>(at) >= nAuthors) return NONE;
    falls += u32(load<A>(at) <= load<A>(at - sizeof<A>()));
  }
  return falls;
}

/** Whether the entries `[begin, end)` have counts above 0. */
function allPositive<V>(values: usize, begin: u32, end: u32): bool {
  let entry: usize = begin;
  let nothing = i8x16.splat(0);
  for (; entry + TOGETHER <= <usize>end; entry += TOGETHER) {
    for (let part: usize = 0; part < sizeof<V>(); part++) {
      const here = v128.load(values + entry * sizeof<V>() + (part << 4));
      nothing = v128.or(nothing, v128.eq<V>(here, v128.splat<V>(0)));
    }
  }
  let fine = u32(!v128.any_true(nothing));
  for (; entry < <usize>end; entry++) fine &= u32(load<V>(values + entry * sizeof<V>()) !== 0);
  return fine !== 0;
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

/**
 * The first of the tokens `[first, last)` that is not above the one before it, or `last`.
 *
 * @param bytes all tokens, one after the other
 * @param offsets where each starts, 32 bits each, and where the last one ends: rising, and none outside
 */
export function disorderedToken(bytes: usize, offsets: usize, first: u32, last: u32): u32 {
  for (let token = max<u32>(first, 1); token < last; token++) {
    const offset = offsets + ((<usize>token) << 2);
    const start: usize = load<u32>(offset);
    const end = bytes + <usize>load<u32>(offset, 4);
    const middle = bytes + start;
    let left = bytes + <usize>load<u32>(offset - 4);
    let right = middle;
    while (left < middle && right < end && load<u8>(left) === load<u8>(right)) {
      left++;
      right++;
    }
    // The one before is longer or the same, or has the larger byte.
    if (right === end) return token;
    if (left < middle && load<u8>(left) > load<u8>(right)) return token;
  }
  return last;
}
