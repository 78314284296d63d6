/** The hashes of tokens (text/words.ts), and the hash of the text that they are (text/fingerprinter.ts). */

import { entryOf, guessEntries, hashOf, sureEntry } from "./token-table";

const HASH_START: u32 = 0x811c9dc5;
const HASH_FACTOR: u32 = 0x01000193;
const LOW_START: u32 = 0x9747b28c;
const HIGH_START: u32 = 0x2545f491;

let fingerprintLow: u32 = 0;
let fingerprintHigh: u32 = 0;

/** The lower half of the latest text's hash. */
export function lowerHalf(): u32 {
  return fingerprintLow;
}

/** The upper half of the latest text's hash. */
export function upperHalf(): u32 {
  return fingerprintHigh;
}

/**
 * Writes the hash of each token of a text, and hashes the text. Four tokens are hashed side by side, in 16 steps of
 * one byte each, `hash = (hash ⊕ byte) · factor`; behind a token's end the byte is 0 and the factor 1, which changes
 * nothing.
 *
 * There must be room behind the text for 16 bytes and behind the tokens for four more, which become empty.
 */
export function hashTokens(text: usize, starts: usize, ends: usize, hashes: usize, length: u32): void {
  let low: u32 = LOW_START;
  let high: u32 = HIGH_START;
  const last = (<usize>length) << 2;
  for (let token: usize = 0; token < last; token += 16) {
    const from = v128.load(starts + token);
    const lengths = i32x4.sub(v128.load(ends + token), from);
    const a = v128.load(text + i32x4.extract_lane(from, 0));
    const b = v128.load(text + i32x4.extract_lane(from, 1));
    const c = v128.load(text + i32x4.extract_lane(from, 2));
    const d = v128.load(text + i32x4.extract_lane(from, 3));
    let left = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
    let right = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
    let hash = i32x4.splat(0x811c9dc5);
    hash = fourBytes(hash, v128.shuffle<u64>(left, right, 0, 2), lengths);
    hash = fourBytes(hash, v128.shuffle<u64>(left, right, 1, 3), i32x4.sub(lengths, i32x4.splat(4)));
    const beyond = i32x4.sub(lengths, i32x4.splat(8));
    if (v128.any_true(i32x4.gt_s(beyond, i32x4.splat(0)))) {
      left = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
      right = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
      hash = fourBytes(hash, v128.shuffle<u64>(left, right, 0, 2), beyond);
      hash = fourBytes(hash, v128.shuffle<u64>(left, right, 1, 3), i32x4.sub(lengths, i32x4.splat(12)));
    }
    hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 15)), i32x4.splat(0x2c1b3c6d));
    v128.store(hashes + token, v128.xor(hash, i32x4.shr_u(hash, 13)));
    if (v128.any_true(i32x4.gt_u(lengths, i32x4.splat(16)))) {
      hashLongTokens(text, starts + token, ends + token, hashes + token);
    }
    const end = min(token + 16, last);
    for (let place = token; place < end; place += 4) {
      const hash = load<u32>(hashes + place);
      low = (low ^ hash) * 0x85ebca6b;
      low ^= low >> 13;
      high = rotl<u32>((high + hash) * 0xc2b2ae35, 15);
    }
  }
  fingerprintHigh = stirred(high ^ (length << 7));
  fingerprintLow = stirred(low ^ length);
}

/** Four steps of four hashes, each with as many of the next four bytes as its token has left. */
function fourBytes(hash: v128, bytes: v128, left: v128): v128 {
  const factor = i32x4.splat(HASH_FACTOR);
  const one = i32x4.splat(1);
  const byte = i32x4.splat(255);
  let taken = i32x4.gt_s(left, i32x4.splat(0));
  let next = i32x4.mul(
    v128.xor(hash, v128.and(v128.and(bytes, byte), taken)),
    v128.or(v128.and(factor, taken), one),
  );
  taken = i32x4.gt_s(left, i32x4.splat(1));
  next = i32x4.mul(
    v128.xor(next, v128.and(v128.and(i32x4.shr_u(bytes, 8), byte), taken)),
    v128.or(v128.and(factor, taken), one),
  );
  taken = i32x4.gt_s(left, i32x4.splat(2));
  next = i32x4.mul(
    v128.xor(next, v128.and(v128.and(i32x4.shr_u(bytes, 16), byte), taken)),
    v128.or(v128.and(factor, taken), one),
  );
  taken = i32x4.gt_s(left, i32x4.splat(3));
  return i32x4.mul(
    v128.xor(next, v128.and(i32x4.shr_u(bytes, 24), taken)),
    v128.or(v128.and(factor, taken), one),
  );
}

/** Hashes those of four tokens that have more than 16 bytes. */
function hashLongTokens(text: usize, starts: usize, ends: usize, hashes: usize): void {
  for (let token: usize = 0; token < 16; token += 4) {
    const start = load<u32>(starts + token);
    const length = load<u32>(ends + token) - start;
    if (length > 16) store<u32>(hashes + token, hashOfBytes(text + start, length));
  }
}

/** The hash of the token of `length` bytes at `start`. */
export function hashOfBytes(start: usize, length: u32): u32 {
  let hash = HASH_START;
  const end = start + length;
  for (let place = start; place < end; place++) hash = (hash ^ load<u8>(place)) * HASH_FACTOR;
  hash = (hash ^ (hash >> 15)) * 0x2c1b3c6d;
  return hash ^ (hash >> 13);
}

/** Writes the number of each token of a text, + 1, and its hash, and hashes the text; like `numberInto`. */
export function numberTokens(
  text: usize,
  starts: usize,
  ends: usize,
  hashes: usize,
  numbers: usize,
  length: u32,
): void {
  numberInto(text, starts, ends, numbers, length);
  for (let token: usize = 0; token < (<usize>length) << 2; token += 4) {
    store<u32>(hashes + token, hashOf(load<u32>(numbers + token)));
  }
}

/**
 * Writes the number of each token of a text, + 1, and hashes the text. Tokens that are not in the table yet are entered.
 */
export function numberInto(text: usize, starts: usize, ends: usize, numbers: usize, length: u32): void {
  let low: u32 = LOW_START;
  let high: u32 = HIGH_START;
  guessEntries(text, starts, ends, numbers, length);
  for (let token: usize = 0; token < (<usize>length) << 2; token += 4) {
    const start = load<u32>(starts + token);
    const entry = sureEntry(load<u32>(numbers + token), text + start, load<u32>(ends + token) - start);
    const hash = hashOf(entry);
    store<u32>(numbers + token, entry);
    low = (low ^ hash) * 0x85ebca6b;
    low ^= low >> 13;
    high = rotl<u32>((high + hash) * 0xc2b2ae35, 15);
  }
  fingerprintHigh = stirred(high ^ (length << 7));
  fingerprintLow = stirred(low ^ length);
}

function stirred(half: u32): u32 {
  const mixed = (half ^ (half >> 16)) * 0x27d4eb2f;
  return mixed ^ (mixed >> 15);
}

/**
 * Writes the number of each of some tokens over where it starts.
 *
 * @param text from where they start, in which `places` says
 * @param places where each starts, and where the last one ends
 */
export function enterTokens(text: usize, places: usize, count: u32): void {
  for (let token: usize = 0; token < (<usize>count) << 2; token += 4) {
    const start = load<u32>(places + token);
    store<u32>(places + token, entryOf(text + start, load<u32>(places + token, 4) - start) - 1);
  }
}
