/**
 * What the windows of a text gain each author; see features/window-gains.ts. A window's gains, those of all the n-grams
 * that it begins with, lie in a row, and a text's are the sum of the rows of its places.
 *
 *     slot     [ key key | row | node ]                16 bytes, at the hash of the packed window or the next free place
 *     row      [ gain | gain | … | known | 0 0 ]       64 bits an author, how many n-grams gain something; whole tiles
 *     places   [ slot | slot | … ]                     32 bits a place: of the latest text
 *     fresh    [ slot, shorter, place, length | … ]    32 bits each: windows that came for the first time
 *
 * A window that is new is entered with all its beginnings, which are windows filled up with gaps, the shortest first: so
 * what it gains is what the one without its last symbol gains, and one n-gram more. Rows and nodes of fresh windows are
 * the business of whoever knows the n-grams, before the text's are added up.
 */
import { allocate, free } from "./memory";
import { writeSymbols } from "./symbols";
import { hashOfKey } from "./windows";

const SLOT_BITS: u32 = 4;
/** So many bytes of each row are added up in one go, in as many registers as there are. */
const TILE: usize = 128;
/** How many bytes are told of a fresh window. */
const FRESH: u32 = 16;

let slots: usize = 0;
let slotCountBits: u32 = 0;
let size: u32 = 0;
let longest: u32 = 1;
let symbolBits: u32 = 31;
/** For so many places there is room. */
let room: u32 = 0;
let symbols: usize = 0;
let places: usize = 0;
let fresh: usize = 0;
let nextFresh: usize = 0;
/** Where it is told where these lists are, and how many are fresh. */
let answer: usize = 0;
/** The slots of a fresh window and its beginnings. */
const chain = memory.data(16 * sizeof<u32>(), 16);

/**
 * Begins without windows.
 *
 * @param length how many symbols a window has, 1 to 16, and how many `bits` each of them
 * @returns where it will be told of each text, 32 bits each, where its places are, where fresh windows are, and how many
 */
export function openWindows(length: u32, bits: u32): usize {
  longest = length;
  symbolBits = bits;
  answer = allocate(16);
  slotCountBits = 10;
  slots = allocate((<usize>1) << (slotCountBits + SLOT_BITS));
  return answer;
}

/**
 * Finds the windows of a text's characters (see `addCharacters` of symbols.ts).
 *
 * @returns how many places it has; −1 when its characters are more than windows can tell apart
 */
export function findCharacters(text: usize, length: u32): i32 {
  reserve(length);
  const end = writeSymbols(text, length, symbols);
  if (end === 0) return -1;
  const count = (<u32>(end - symbols)) >> 2;
  findWindows(count);
  return count;
}

/** Finds the windows of symbols whose numbers are known, each + 1; returns how many places there are. */
export function findNumbers(numbers: usize, length: u32): i32 {
  reserve(length);
  memory.copy(symbols, numbers, (<usize>length) << 2);
  findWindows(length);
  return length;
}

/** Makes room for so many places, and as many windows with all their beginnings. */
function reserve(count: u32): void {
  if (count > room) {
    free(symbols, roomFor(4));
    free(places, roomFor(4));
    free(fresh, roomFor(FRESH * longest));
    room = max<u32>(1024, 2 * count);
    symbols = allocate(roomFor(4));
    places = allocate(roomFor(4));
    fresh = allocate(roomFor(FRESH * longest));
    store<u32>(answer, <u32>places);
    store<u32>(answer, <u32>fresh, 4);
  }
  // Slots stay where they are while a text is looked at; half of them stay free.
  while (size + count * longest > (<u32>1) << (slotCountBits - 1)) grow();
}

function roomFor(bytes: u32): usize {
  return (<usize>room + 32) * <usize>bytes;
}

function findWindows(count: u32): void {
  const end = symbols + ((<usize>count) << 2);
  for (let gap: usize = 0; gap < (<usize>longest) << 2; gap += 4) store<u32>(end + gap, 0);
  const bits: u64 = symbolBits;
  const width = bits * <u64>longest;
  const all: u64 = width >= 64 ? ~(<u64>0) : ((<u64>1) << width) - 1;
  let key: u64 = 0;
  let symbol = symbols;
  for (const first = symbols + ((<usize>longest - 1) << 2); symbol < first; symbol += 4) {
    key = (key << bits) | (<u64>load<u32>(symbol));
  }
  nextFresh = fresh;
  for (let place: u32 = 0; place < count; place++) {
    key = ((key << bits) | (<u64>load<u32>(symbol))) & all;
    symbol += 4;
    const slot = slotOf(key);
    if (load<u64>(slot) === 0) enter(slot, key, place, min(longest, count - place));
    store<u32>(places + ((<usize>place) << 2), <u32>slot);
  }
  store<u32>(answer, <u32>(nextFresh - fresh) / FRESH, 8);
}

/** The slot of a window, or the free one where it would stand. */
function slotOf(key: u64): usize {
  const mask = ((<u32>1) << slotCountBits) - 1;
  let index = hashOfKey(key, slotCountBits);
  while (true) {
    const slot = slots + ((<usize>index) << SLOT_BITS);
    const there = load<u64>(slot);
    if (there === key || there === 0) return slot;
    index = (index + 1) & mask;
  }
}

/** Enters a window of so many symbols, and those of its beginnings that are not there yet. */
function enter(slot: usize, key: u64, place: u32, length: u32): void {
  let depth: u32 = 0;
  let next = slot;
  let shorter: usize = 0;
  let left = length;
  let own = key;
  while (true) {
    store<u64>(next, own);
    store<u32>(chain + ((<usize>depth) << 2), <u32>next);
    depth++;
    size++;
    left--;
    if (left === 0) break;
    const gaps: u64 = symbolBits * (longest - left);
    own = (key >> gaps) << gaps;
    next = slotOf(own);
    if (load<u64>(next) === 0) continue;
    shorter = next;
    break;
  }
  while (depth > 0) {
    depth--;
    const at: usize = load<u32>(chain + ((<usize>depth) << 2));
    store<u32>(nextFresh, <u32>at);
    store<u32>(nextFresh, <u32>shorter, 4);
    store<u32>(nextFresh, place, 8);
    left++;
    store<u32>(nextFresh, left, 12);
    nextFresh += FRESH;
    shorter = at;
  }
}

/**
 * Adds up the rows of the latest text's places, one after the other.
 *
 * @param sums a row of `width` bytes, whole tiles, which is overwritten
 */
export function addWindows(sums: usize, count: u32, width: usize): void {
  const end = places + ((<usize>count) << 2);
  for (let place = places; place < end; place += 4) {
    store<u32>(place, load<u32>(<usize>load<u32>(place), 8));
  }
  for (let tile: usize = 0; tile < width; tile += TILE) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    for (let place = places; place < end; place += 4) {
      const row = <usize>load<u32>(place) + tile;
      a = f64x2.add(a, v128.load(row));
      b = f64x2.add(b, v128.load(row, 16));
      c = f64x2.add(c, v128.load(row, 32));
      d = f64x2.add(d, v128.load(row, 48));
      e = f64x2.add(e, v128.load(row, 64));
      f = f64x2.add(f, v128.load(row, 80));
      g = f64x2.add(g, v128.load(row, 96));
      h = f64x2.add(h, v128.load(row, 112));
    }
    const into = sums + tile;
    v128.store(into, a);
    v128.store(into, b, 16);
    v128.store(into, c, 32);
    v128.store(into, d, 48);
    v128.store(into, e, 64);
    v128.store(into, f, 80);
    v128.store(into, g, 96);
    v128.store(into, h, 112);
  }
}

function grow(): void {
  const old = slots;
  const bytes = (<usize>1) << (slotCountBits + SLOT_BITS);
  slotCountBits++;
  slots = allocate(2 * bytes);
  for (let from = old; from < old + bytes; from += 16) {
    if (load<u64>(from) !== 0) v128.store(slotOf(load<u64>(from)), v128.load(from));
  }
  free(old, bytes);
}
