/**
 * A table from tokens to 0, 1, 2 … in order of arrival, as features/token-table.ts is one.
 *
 *     slots   [ token + 1 | … ]               4 bytes, at the key's place or the next free one; 0 is empty
 *     keys    [ key key key key | … ]         16 bytes a token, from the one that there is none of
 *     facts   [ hash | where it ends | … ]    8 bytes a token, likewise; its bytes end there, and start where those of
 *                                             the one before end
 *
 * The key of a token of up to 16 bytes is the token, filled up with zeros, which no token has; that of a longer one is
 * mixed from its bytes, which are compared where keys are the same. The hash of a token (text/words.ts) is reckoned once,
 * when it comes for the first time: texts are made of the same tokens again and again. The frequent ones come first, so
 * that their keys and facts lie together.
 */
import { allocate, enlarge, free } from "./memory";
import { hashOfBytes } from "./token-hashes";

/** With fewer slots than this a table grows to four times its size, otherwise to twice. */
const FEW: u32 = 1 << 16;
/** No UTF-8 has this byte: marks the keys of tokens of more than 16 bytes. */
const LONG: u64 = 0xff00000000000000;

let slots: usize = 0;
let slotCount: u32 = 0;
/** 64 − how many bits the place of a slot has. */
let slotShift: u32 = 0;
let size: u32 = 0;
let keys: usize = 0;
let facts: usize = 0;
/** For how many tokens there is room. */
let capacity: u32 = 0;
/** All tokens, one after the other. */
let bytes: usize = 0;
let bytesCapacity: usize = 0;
/** For each length up to 16 the bytes that a token of that length has. */
const masks = memory.data(17 * 16, 16);

/** How many tokens there are. */
export function tokenCount(): u32 {
  return size;
}

/** Where the tokens' bytes are. */
export function tokenBytes(): usize {
  return bytes;
}

/** Where the facts are, two numbers of 32 bits a token. */
export function tokenFacts(): usize {
  return facts;
}

/** The hash of a token, given as its number + 1. */
export function hashOf(entry: u32): u32 {
  return load<u32>(facts + ((<usize>entry) << 3));
}

/**
 * Writes for each token of a text the number, + 1, of the one that stands where it is looked for first. Nothing else
 * waits for what is found there, so that many look-ups can be on their way at a time.
 */
export function guessEntries(text: usize, starts: usize, ends: usize, entries: usize, length: u32): void {
  if (slotCount === 0) begin();
  for (let token: usize = 0; token < (<usize>length) << 2; token += 4) {
    const start = load<u32>(starts + token);
    const size = load<u32>(ends + token) - start;
    // Long ones are looked for in a way of their own.
    const entry = size > 16 ? 0 : load<u32>(slots + ((<usize>placeOf(keyOf(text + start, size))) << 2));
    store<u32>(entries + token, entry);
  }
}

/** The number of the token of `length` bytes at `start`, + 1, which may be the one that was guessed; made if it is new. */
export function sureEntry(guessed: u32, start: usize, length: u32): u32 {
  if (length > 16) return find(longKey(start, length), start, length);
  const key = keyOf(start, length);
  // Most are where they are looked for.
  return v128.any_true(v128.xor(key, v128.load(keys + ((<usize>guessed) << 4))))
    ? find(key, start, length)
    : guessed;
}

/** The number of the token of `length` bytes at `start`, + 1; made if it is not there yet. */
export function entryOf(start: usize, length: u32): u32 {
  if (slotCount === 0) begin();
  return find(length > 16 ? longKey(start, length) : keyOf(start, length), start, length);
}

/** The key of a token of up to 16 bytes. */
function keyOf(start: usize, length: u32): v128 {
  return v128.and(v128.load(start), v128.load(masks + ((<usize>length) << 4)));
}

function longKey(start: usize, length: u32): v128 {
  const last = start + length - 8;
  let hash: u64 = load<u64>(last);
  for (let place = start; place < last; place += 8) {
    hash = (hash ^ load<u64>(place)) * 0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return i64x2.replace_lane(i64x2.splat(hash), 1, LONG | (<u64>length));
}

/** Where a key is looked for first. */
function placeOf(key: v128): u32 {
  const first: u64 = i64x2.extract_lane(key, 0);
  const second: u64 = i64x2.extract_lane(key, 1);
  return <u32>(((first ^ (second * 0xff51afd7ed558ccd)) * 0x9e3779b97f4a7c15) >> (<u64>slotShift));
}

function find(key: v128, start: usize, length: u32): u32 {
  const mask = slotCount - 1;
  let place = placeOf(key);
  while (true) {
    const entry = load<u32>(slots + ((<usize>place) << 2));
    if (entry === 0) break;
    if (!v128.any_true(v128.xor(key, v128.load(keys + ((<usize>entry) << 4))))) {
      if (length <= 16 || same(entry, start, length)) return entry;
    }
    place = (place + 1) & mask;
  }
  store<u32>(slots + ((<usize>place) << 2), size + 1);
  insert(key, start, length);
  // Half of the slots stay free.
  if (size * 2 > slotCount) grow(slotCount << (slotCount < FEW ? 2 : 1));
  return size;
}

/** Whether a token is the one of `length` bytes at `start`, which are more than eight. */
function same(entry: u32, start: usize, length: u32): bool {
  const from = load<u32>(facts + ((<usize>entry) << 3) - 8, 4);
  if (load<u32>(facts + ((<usize>entry) << 3), 4) - from !== length) return false;
  const own = bytes + from;
  const last = length - 8;
  for (let place: u32 = 0; place < last; place += 8) {
    if (load<u64>(own + place) !== load<u64>(start + place)) return false;
  }
  return load<u64>(own + last) === load<u64>(start + last);
}

function insert(key: v128, start: usize, length: u32): void {
  const entry = ++size;
  if (entry === capacity) {
    const larger = 2 * capacity;
    keys = enlarge(keys, (<usize>capacity) << 4, (<usize>larger) << 4);
    facts = enlarge(facts, (<usize>capacity) << 3, (<usize>larger) << 3);
    capacity = larger;
  }
  const fact = facts + ((<usize>entry) << 3);
  const from = load<u32>(fact - 8, 4);
  const to = from + length;
  if (<usize>to > bytesCapacity) {
    const larger: usize = 2 * <usize>to;
    bytes = enlarge(bytes, bytesCapacity, larger);
    bytesCapacity = larger;
  }
  memory.copy(bytes + from, start, length);
  v128.store(keys + ((<usize>entry) << 4), key);
  store<u32>(fact, hashOfBytes(start, length));
  store<u32>(fact, to, 4);
}

function begin(): void {
  for (let length: usize = 0; length <= 16; length++) memory.fill(masks + (length << 4), 0xff, length);
  capacity = 1024;
  keys = allocate((<usize>capacity) << 4);
  facts = allocate((<usize>capacity) << 3);
  bytesCapacity = 1 << 13;
  bytes = allocate(bytesCapacity);
  grow(1 << 12);
}

/** Tokens keep the order in which they came: the frequent ones, which come first, stand where they are looked for. */
function grow(count: u32): void {
  free(slots, (<usize>slotCount) << 2);
  slotCount = count;
  slotShift = 64 - ctz(count);
  slots = allocate((<usize>count) << 2);
  for (let entry: u32 = 1; entry <= size; entry++) {
    let place = placeOf(v128.load(keys + ((<usize>entry) << 4)));
    while (load<u32>(slots + ((<usize>place) << 2)) !== 0) place = (place + 1) & (count - 1);
    store<u32>(slots + ((<usize>place) << 2), entry);
  }
}
