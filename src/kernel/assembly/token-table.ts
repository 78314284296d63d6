/**
 * A table from tokens to 0, 1, 2 … in order of arrival, as features/token-table.ts is one.
 *
 *     slot   [ key key | token + 1 | hash ]   16 bytes, at the token's hash or the next free place; token + 1 = 0 is
 *                                             empty
 *
 * The key of a token of up to eight bytes is the token, filled up with zeros, which no token has; longer ones are
 * compared byte by byte where length and hash are the same.
 */
import { allocate, enlarge, free } from "./memory";

const SLOT_BITS: u32 = 4;
/** No UTF-8 has this byte: marks the keys of long tokens. */
const LONG: u64 = 0xff00000000000000;

let slots: usize = 0;
let slotCount: u32 = 0;
let size: u32 = 0;
/** All tokens, one after the other. */
let bytes: usize = 0;
let bytesCapacity: usize = 0;
/** Where each token starts among them, and where the last one ends. */
let offsets: usize = 0;
let offsetsCapacity: usize = 0;

/** How many tokens there are. */
export function tokenCount(): u32 {
  return size;
}

/** Where the tokens' bytes are. */
export function tokenBytes(): usize {
  return bytes;
}

/** Where the tokens' offsets are, 32 bits each. */
export function tokenOffsets(): usize {
  return offsets;
}

/** The number of the token of `length` bytes at `start` with that hash, made if it is not there yet. */
export function numberOf(start: usize, length: u32, hash: u32): u32 {
  const key =
    length <= 8
      ? load<u64>(start) & (~(<u64>0) >> (<u64>(64 - (length << 3))))
      : LONG | ((<u64>(length & 0xffffff)) << 32) | (<u64>hash);
  const slot = slots + ((<usize>(hash & (slotCount - 1))) << SLOT_BITS);
  if (length <= 8 && slotCount !== 0 && load<u64>(slot) === key) return load<u32>(slot, 8) - 1;
  return find(key, start, length, hash);
}

function find(key: u64, start: usize, length: u32, hash: u32): u32 {
  if (slotCount === 0) grow();
  const mask = slotCount - 1;
  let index = hash & mask;
  while (true) {
    const slot = slots + ((<usize>index) << SLOT_BITS);
    const number: u32 = load<u32>(slot, 8);
    if (number === 0) break;
    if (load<u64>(slot) === key && (length <= 8 || same(number - 1, start, length))) return number - 1;
    index = (index + 1) & mask;
  }
  return insert(index, key, start, length, hash);
}

/** Whether a token is the one of `length` bytes at `start`, which are more than eight. */
function same(token: u32, start: usize, length: u32): bool {
  const offset = offsets + ((<usize>token) << 2);
  const from = load<u32>(offset);
  if (load<u32>(offset, 4) - from !== length) return false;
  const own = bytes + from;
  const last = length - 8;
  for (let place: u32 = 0; place < last; place += 8) {
    if (load<u64>(own + place) !== load<u64>(start + place)) return false;
  }
  return load<u64>(own + last) === load<u64>(start + last);
}

function insert(index: u32, key: u64, start: usize, length: u32, hash: u32): u32 {
  const token = size++;
  const from: u32 = offsetsCapacity === 0 ? 0 : load<u32>(offsets + ((<usize>token) << 2));
  const to = from + length;
  if (<usize>to > bytesCapacity) {
    const capacity = max<usize>(4096, 2 * <usize>to);
    bytes = bytesCapacity === 0 ? allocate(capacity) : enlarge(bytes, bytesCapacity, capacity);
    bytesCapacity = capacity;
  }
  const needed = (<usize>size + 1) << 2;
  if (needed > offsetsCapacity) {
    const capacity = max<usize>(4096, 2 * needed);
    offsets = offsetsCapacity === 0 ? allocate(capacity) : enlarge(offsets, offsetsCapacity, capacity);
    offsetsCapacity = capacity;
  }
  memory.copy(bytes + from, start, length);
  store<u32>(offsets + ((<usize>size) << 2), to);
  write(slots + ((<usize>index) << SLOT_BITS), key, size, hash);
  // Half of the slots stay free.
  if (size * 2 > slotCount) grow();
  return token;
}

function write(slot: usize, key: u64, number: u32, hash: u32): void {
  store<u64>(slot, key);
  store<u32>(slot, number, 8);
  store<u32>(slot, hash, 12);
}

function grow(): void {
  const count = max<u32>(1024, slotCount * 2);
  const larger = allocate((<usize>count) << SLOT_BITS);
  for (let old: u32 = 0; old < slotCount; old++) {
    const slot = slots + ((<usize>old) << SLOT_BITS);
    if (load<u32>(slot, 8) === 0) continue;
    const hash = load<u32>(slot, 12);
    let index = hash & (count - 1);
    while (load<u32>(larger + ((<usize>index) << SLOT_BITS), 8) !== 0) index = (index + 1) & (count - 1);
    write(larger + ((<usize>index) << SLOT_BITS), load<u64>(slot), load<u32>(slot, 8), hash);
  }
  free(slots, (<usize>slotCount) << SLOT_BITS);
  slots = larger;
  slotCount = count;
}
