/**
 * Tallies: how often each window of symbols occurred in some of the texts, those of one author, say. Windows are
 * those of features/windows.ts: at each place stand as many symbols as the longest n-gram has, and gaps behind the
 * end.
 *
 * A tally has a log of symbols (each its number + 1) that are yet to be counted, with gaps (0) between texts, and a
 * table of windows with their counts. Texts of many authors take turns; thanks to the logs, the tables do not, and
 * stay in the processor's cache while they are at work.
 *
 *     log    [ t h e n 0 0 t h a … ]
 *     slot   [ key key | count | · ]   16 bytes, at the hash of the packed window or the next free place
 *     slot   [ key | count ]           8 bytes, where windows have one symbol
 *     dense  [ count | count | … ]     and besides the table, for the symbols with the lowest numbers, which came first and
 *                                      are the most frequent; as many as the table had slots when it grew
 */
import { allocate, enlarge, free } from "./memory";
import { hashOfKey, keyOf, windowOf } from "./windows";

const SLOT_BITS: u32 = 4;
const SINGLE_BITS: u32 = 3;
/** Symbols in a log; twice as many as long as the tally's windows are more. */
const SHORTEST_LOG: u32 = 256;
const LONGEST_LOG: u32 = 1 << 14;

/** The most bits of the numbers of symbols that are counted without a table. */
const MOST_DENSE_BITS: u32 = 14;

/** How far apart the slots are that are drained one after the other. */
const APART: u32 = 64;

// A tally, 32 bytes: table, how many bits its indices have, how many windows; log, room in it, length; dense counts, how
// many of them.
const TALLY_BITS: u32 = 5;
const TABLE: usize = 0;
const TABLE_BITS: usize = 4;
const SIZE: usize = 8;
const LOG: usize = 12;
const CAPACITY: usize = 16;
const LENGTH: usize = 20;
const DENSE: usize = 24;
const DENSE_SIZE: usize = 28;

let tallies: usize = 0;
let tallyCount: u32 = 0;
let longest: u32 = 1;
let symbolBits: u32 = 31;

/** @param length how many symbols a window has, 1 to 16, and how many bits each of them */
export function setWindows(length: u32, bits: u32): void {
  longest = length;
  symbolBits = bits;
}

/** Symbols with numbers below this fit; one number is needed for the gap. */
export function symbolBound(): u32 {
  return ((<u32>1) << symbolBits) - 1;
}

/** Where the symbols of a text go, each its number + 1; there is room for `count`. */
export function beginText(tally: u32, count: u32): usize {
  if (tally >= tallyCount) addTallies(tally);
  const at = tallyAt(tally);
  const length = load<u32>(at, LENGTH);
  const needed = count + longest;
  if (length + needed > load<u32>(at, CAPACITY)) {
    countLog(at);
    let capacity = max(load<u32>(at, CAPACITY), SHORTEST_LOG);
    while (capacity < needed || (capacity < LONGEST_LOG && capacity < load<u32>(at, SIZE))) capacity *= 2;
    if (capacity !== load<u32>(at, CAPACITY)) {
      free(load<u32>(at, LOG), (<usize>load<u32>(at, CAPACITY)) << 2);
      store<u32>(at, <u32>allocate((<usize>capacity) << 2), LOG);
      store<u32>(at, capacity, CAPACITY);
    }
  }
  return <usize>load<u32>(at, LOG) + ((<usize>load<u32>(at, LENGTH)) << 2);
}

/** The symbols have been written up to `end`. */
export function endText(tally: u32, end: usize): void {
  const at = tallyAt(tally);
  let after = end;
  for (let gap: u32 = 1; gap < longest; gap++) {
    store<u32>(after, 0);
    after += 4;
  }
  store<u32>(at, (<u32>(after - load<u32>(at, LOG))) >> 2, LENGTH);
}

/** How many tallies there are, those without any text included. */
export function tallyTotal(): u32 {
  return tallyCount;
}

/** Counts what waits in a tally; returns how many different windows it has. */
export function settle(tally: u32): u32 {
  if (tally >= tallyCount) return 0;
  const at = tallyAt(tally);
  countLog(at);
  let size = load<u32>(at, SIZE);
  const dense: usize = load<u32>(at, DENSE);
  const end = dense + ((<usize>load<u32>(at, DENSE_SIZE)) << 2);
  for (let count = dense; count < end; count += 4) size += u32(load<u32>(count) !== 0);
  return size;
}

/** Writes a tally's windows and their counts, and empties it. */
export function drain(tally: u32, windows: usize, counts: usize): void {
  const at = tallyAt(tally);
  const bits = load<u32>(at, TABLE_BITS);
  const table: usize = load<u32>(at, TABLE);
  let place: usize = 0;
  const dense: usize = load<u32>(at, DENSE);
  const denseSize = load<u32>(at, DENSE_SIZE);
  for (let symbol: u32 = 0; symbol < denseSize; symbol++) {
    const count = load<u32>(dense + ((<usize>symbol) << 2));
    if (count === 0) continue;
    store<u32>(windows + place, symbol);
    store<u32>(counts + place, count);
    place += 4;
  }
  for (let index: u32 = 0; bits !== 0 && index < (<u32>1) << bits; index++) {
    const slot = table + ((<usize>index) << slotBits());
    const key = longest === 1 ? <u64>load<u32>(slot) : load<u64>(slot);
    if (key === 0) continue;
    store<u32>(windows + place, longest === 1 ? <u32>key - 1 : windowOf(key));
    store<u32>(counts + place, longest === 1 ? load<u32>(slot, 4) : load<u32>(slot, 8));
    place += 4;
  }
  empty(at);
}

/**
 * Writes a tally's windows as they are packed, 64 bits each, or symbols, + 1, of 32 bits each, and their counts, and
 * empties it. They come from all over the table, for whoever puts them into one: keys that come in the order of their
 * hashes crowd together there.
 */
export function drainKeys(tally: u32, keys: usize, counts: usize): void {
  const at = tallyAt(tally);
  const table: usize = load<u32>(at, TABLE);
  const dense: usize = load<u32>(at, DENSE);
  const denseSize = load<u32>(at, DENSE_SIZE);
  let key = keys;
  let count = counts;
  for (let symbol: u32 = 0; symbol < denseSize; symbol++) {
    const found = load<u32>(dense + ((<usize>symbol) << 2));
    if (found === 0) continue;
    store<u32>(key, symbol + 1);
    store<u32>(count, found);
    key += 4;
    count += 4;
  }
  const slots: u32 = table === 0 ? 0 : (<u32>1) << load<u32>(at, TABLE_BITS);
  for (let first: u32 = 0; first < APART; first++) {
    for (let index = first; index < slots; index += APART) {
      const slot = table + ((<usize>index) << slotBits());
      if (longest === 1) {
        if (load<u32>(slot) === 0) continue;
        store<u32>(key, load<u32>(slot));
        store<u32>(count, load<u32>(slot, 4));
        key += 4;
      } else {
        if (load<u64>(slot) === 0) continue;
        store<u64>(key, load<u64>(slot));
        store<u32>(count, load<u32>(slot, 8));
        key += 8;
      }
      count += 4;
    }
  }
  empty(at);
}

/**
 * Adds counts to a tally.
 *
 * @param keys and `counts`: `count` of them, as `drainKeys` of another instance wrote them
 * @param symbols the number of each of its symbols here: from its number, + 1, to ours, + 1; from 0 to 0
 */
export function addCounts(tally: u32, keys: usize, counts: usize, count: u32, symbols: usize): void {
  if (tally >= tallyCount) addTallies(tally);
  const at = tallyAt(tally);
  if (load<u32>(at, TABLE) === 0) {
    if (longest === 1) growSingles(at);
    else growTable(at);
  }
  const last = counts + ((<usize>count) << 2);
  let key = keys;
  for (let place = counts; place < last; place += 4) {
    const times = load<u32>(place);
    if (longest === 1) {
      addSingle(at, load<u32>(symbols + ((<usize>load<u32>(key)) << 2)), times);
      key += 4;
    } else {
      addWindow(at, renamed(load<u64>(key), symbols), times);
      key += 8;
    }
  }
}

/** A window with its symbols called by other numbers. */
function renamed(key: u64, symbols: usize): u64 {
  const mask = ((<u64>1) << symbolBits) - 1;
  let window: u64 = 0;
  for (let place: u32 = 0; place < longest; place++) {
    const symbol = <usize>((key >> (<u64>((longest - 1 - place) * symbolBits))) & mask);
    window = (window << (<u64>symbolBits)) | (<u64>load<u32>(symbols + (symbol << 2)));
  }
  return window;
}

function addWindow(at: usize, key: u64, times: u32): void {
  const home = hashOfKey(key, load<u32>(at, TABLE_BITS));
  countFurther(at, key, <usize>load<u32>(at, TABLE) + ((<usize>home) << SLOT_BITS), times);
}

function addSingle(at: usize, key: u32, times: u32): void {
  if (key > load<u32>(at, DENSE_SIZE)) {
    countSingle(at, key, times);
    return;
  }
  const count = <usize>load<u32>(at, DENSE) + ((<usize>(key - 1)) << 2);
  store<u32>(count, load<u32>(count) + times);
}

/** Gives a tally's memory back. */
function empty(at: usize): void {
  free(load<u32>(at, DENSE), (<usize>load<u32>(at, DENSE_SIZE)) << 2);
  const bits = load<u32>(at, TABLE_BITS);
  if (bits !== 0) free(load<u32>(at, TABLE), (<usize>1) << (bits + slotBits()));
  free(load<u32>(at, LOG), (<usize>load<u32>(at, CAPACITY)) << 2);
  memory.fill(at, 0, 1 << TALLY_BITS);
}

/** Writes the symbols of a window; returns how many there are before the gaps. */
export function symbolsOf(window: u32, symbols: usize): u32 {
  if (longest === 1) {
    store<u32>(symbols, window);
    return 1;
  }
  const key = keyOf(window);
  const mask = ((<u64>1) << symbolBits) - 1;
  for (let place: u32 = 0; place < longest; place++) {
    const symbol = <u32>((key >> (<u64>((longest - 1 - place) * symbolBits))) & mask);
    if (symbol === 0) return place;
    store<u32>(symbols + ((<usize>place) << 2), symbol - 1);
  }
  return longest;
}

function slotBits(): u32 {
  return longest === 1 ? SINGLE_BITS : SLOT_BITS;
}

function tallyAt(tally: u32): usize {
  return tallies + ((<usize>tally) << TALLY_BITS);
}

function addTallies(tally: u32): void {
  const count = max<u32>(64, 2 * (tally + 1));
  tallies =
    tallyCount === 0
      ? allocate((<usize>count) << TALLY_BITS)
      : enlarge(tallies, (<usize>tallyCount) << TALLY_BITS, (<usize>count) << TALLY_BITS);
  tallyCount = count;
}

/** Counts the windows of a log, and empties it. */
function countLog(at: usize): void {
  let place: usize = load<u32>(at, LOG);
  const end = place + ((<usize>load<u32>(at, LENGTH)) << 2);
  store<u32>(at, 0, LENGTH);
  if (place === end) return;
  if (longest === 1) {
    countSingles(at, place, end);
    return;
  }
  if (load<u32>(at, TABLE) === 0) growTable(at);
  const width = longest * symbolBits;
  const mask = ~(<u64>0) >> (<u64>(64 - width));
  const top = <u64>(width - symbolBits);
  const shift = <u64>symbolBits;
  let bits = load<u32>(at, TABLE_BITS);
  let table: usize = load<u32>(at, TABLE);
  let key: u64 = 0;
  for (; place < end; place += 4) {
    key = ((key << shift) | (<u64>load<u32>(place))) & mask;
    // Nothing starts in a gap.
    if (key >> top === 0) continue;
    const slot = table + ((<usize>hashOfKey(key, bits)) << SLOT_BITS);
    if (load<u64>(slot) === key) {
      store<u32>(slot, load<u32>(slot, 8) + 1, 8);
      continue;
    }
    countFurther(at, key, slot, 1);
    bits = load<u32>(at, TABLE_BITS);
    table = load<u32>(at, TABLE);
  }
}

/** Counts a window that may not stand at its hash. */
function countFurther(at: usize, key: u64, home: usize, times: u32): void {
  const bits = load<u32>(at, TABLE_BITS);
  const table: usize = load<u32>(at, TABLE);
  const end = table + ((<usize>1) << (bits + SLOT_BITS));
  let slot = home;
  while (true) {
    const there = load<u64>(slot);
    if (there === key || there === 0) break;
    slot += 1 << SLOT_BITS;
    if (slot === end) slot = table;
  }
  store<u32>(slot, load<u32>(slot, 8) + times, 8);
  if (load<u64>(slot) === key) return;
  store<u64>(slot, key);
  const size = load<u32>(at, SIZE) + 1;
  store<u32>(at, size, SIZE);
  // A third of the slots stays free.
  if (size * 3 > (<u32>2) << bits) growTable(at);
}

/** The slot of a key, or the free one where it would stand. */
function slotOf(table: usize, bits: u32, key: u64): usize {
  const mask = ((<u32>1) << bits) - 1;
  let index = hashOfKey(key, bits);
  while (true) {
    const slot = table + ((<usize>index) << SLOT_BITS);
    const there = load<u64>(slot);
    if (there === key || there === 0) return slot;
    index = (index + 1) & mask;
  }
}

function growTable(at: usize): void {
  const oldBits = load<u32>(at, TABLE_BITS);
  const old: usize = load<u32>(at, TABLE);
  const bits = max<u32>(6, oldBits + 1);
  const table = allocate((<usize>1) << (bits + SLOT_BITS));
  if (oldBits !== 0) {
    for (let index: u32 = 0; index < (<u32>1) << oldBits; index++) {
      const slot = old + ((<usize>index) << SLOT_BITS);
      const key = load<u64>(slot);
      if (key === 0) continue;
      const moved = slotOf(table, bits, key);
      store<u64>(moved, key);
      store<u32>(moved, load<u32>(slot, 8), 8);
    }
    free(old, (<usize>1) << (oldBits + SLOT_BITS));
  }
  store<u32>(at, <u32>table, TABLE);
  store<u32>(at, bits, TABLE_BITS);
}

/** Counts the symbols of a log whose windows have one symbol. */
function countSingles(at: usize, first: usize, end: usize): void {
  if (load<u32>(at, TABLE) === 0) growSingles(at);
  let dense: usize = load<u32>(at, DENSE);
  let denseSize = load<u32>(at, DENSE_SIZE);
  for (let place = first; place < end; place += 4) {
    const key = load<u32>(place);
    if (key <= denseSize) {
      const count = dense + ((<usize>(key - 1)) << 2);
      store<u32>(count, load<u32>(count) + 1);
      continue;
    }
    if (!countSingle(at, key, 1)) continue;
    dense = load<u32>(at, DENSE);
    denseSize = load<u32>(at, DENSE_SIZE);
  }
}

/** Counts a symbol in the table; returns whether that has grown. */
function countSingle(at: usize, key: u32, times: u32): bool {
  const bits = load<u32>(at, TABLE_BITS);
  const slot = singleSlotOf(load<u32>(at, TABLE), bits, key);
  store<u32>(slot, load<u32>(slot, 4) + times, 4);
  if (load<u32>(slot) === key) return false;
  store<u32>(slot, key);
  const size = load<u32>(at, SIZE) + 1;
  store<u32>(at, size, SIZE);
  // A third of the slots stays free.
  if (size * 3 <= (<u32>2) << bits) return false;
  growSingles(at);
  return true;
}

/** The slot of a symbol, or the free one where it would stand. */
function singleSlotOf(table: usize, bits: u32, key: u32): usize {
  const mask = ((<u32>1) << bits) - 1;
  let index = (key * 0x9e3779b1) >> (32 - bits);
  while (true) {
    const slot = table + ((<usize>index) << SINGLE_BITS);
    const there = load<u32>(slot);
    if (there === key || there === 0) return slot;
    index = (index + 1) & mask;
  }
}

/** Makes room: symbols with low numbers move out of the table, which doubles where that does not leave it half empty. */
function growSingles(at: usize): void {
  const oldBits = load<u32>(at, TABLE_BITS);
  const old: usize = load<u32>(at, TABLE);
  if (oldBits === 0) {
    store<u32>(at, <u32>allocate(1 << (6 + SINGLE_BITS)), TABLE);
    store<u32>(at, 6, TABLE_BITS);
    return;
  }
  const denseSize = (<u32>1) << min(oldBits, MOST_DENSE_BITS);
  const oldSize = load<u32>(at, DENSE_SIZE);
  let dense: usize = load<u32>(at, DENSE);
  if (denseSize > oldSize) {
    dense =
      oldSize === 0
        ? allocate((<usize>denseSize) << 2)
        : enlarge(dense, (<usize>oldSize) << 2, (<usize>denseSize) << 2);
    store<u32>(at, <u32>dense, DENSE);
    store<u32>(at, denseSize, DENSE_SIZE);
  }
  let size: u32 = 0;
  for (let index: u32 = 0; index < (<u32>1) << oldBits; index++) {
    size += u32(load<u32>(old + ((<usize>index) << SINGLE_BITS)) > denseSize);
  }
  const bits = oldBits + u32(size * 3 > (<u32>1) << oldBits);
  const table = allocate((<usize>1) << (bits + SINGLE_BITS));
  for (let index: u32 = 0; index < (<u32>1) << oldBits; index++) {
    const slot = old + ((<usize>index) << SINGLE_BITS);
    const key = load<u32>(slot);
    if (key > denseSize) {
      store<u64>(singleSlotOf(table, bits, key), load<u64>(slot));
    } else if (key !== 0) {
      store<u32>(dense + ((<usize>(key - 1)) << 2), load<u32>(slot, 4));
    }
  }
  free(old, (<usize>1) << (oldBits + SINGLE_BITS));
  store<u32>(at, <u32>table, TABLE);
  store<u32>(at, bits, TABLE_BITS);
  store<u32>(at, size, SIZE);
}
