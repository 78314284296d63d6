/**
 * Names, numbered in order of arrival: those of authors and works, so that each is made a string of once.
 *
 *     slot   [ hash | length | where its bytes are | name + 1 ]   16 bytes, at the hash or the next free place
 */
import { allocate, free } from "./memory";

const SLOT_BITS: u32 = 4;

let slots: usize = 0;
let slotCount: u32 = 0;
let size: u32 = 0;

/** The number of the name of `length` bytes at `start`, made if it is not there yet. */
export function nameOf(start: usize, length: u32): u32 {
  // Half of the slots stay free.
  if (size * 2 >= slotCount) grow();
  let hash: u32 = 0x811c9dc5;
  for (let place = start; place < start + length; place++) hash = (hash ^ load<u8>(place)) * 0x01000193;
  hash ^= hash >> 15;
  let index = hash & (slotCount - 1);
  while (true) {
    const slot = slots + ((<usize>index) << SLOT_BITS);
    const number: u32 = load<u32>(slot, 12);
    if (number === 0) return enter(slot, hash, start, length);
    if (
      load<u32>(slot) === hash &&
      load<u32>(slot, 4) === length &&
      same(load<u32>(slot, 8), start, length)
    ) {
      return number - 1;
    }
    index = (index + 1) & (slotCount - 1);
  }
}

function same(left: usize, right: usize, length: u32): bool {
  for (let place: usize = 0; place < <usize>length; place++) {
    if (load<u8>(left + place) !== load<u8>(right + place)) return false;
  }
  return true;
}

function enter(slot: usize, hash: u32, start: usize, length: u32): u32 {
  const bytes = allocate(max<u32>(1, length));
  memory.copy(bytes, start, length);
  store<u32>(slot, hash);
  store<u32>(slot, length, 4);
  store<u32>(slot, <u32>bytes, 8);
  store<u32>(slot, ++size, 12);
  return size - 1;
}

function grow(): void {
  const old = slots;
  const oldCount = slotCount;
  slotCount = max<u32>(64, 2 * slotCount);
  slots = allocate((<usize>slotCount) << SLOT_BITS);
  for (let place: u32 = 0; place < oldCount; place++) {
    const slot = old + ((<usize>place) << SLOT_BITS);
    if (load<u32>(slot, 12) === 0) continue;
    let index = load<u32>(slot) & (slotCount - 1);
    while (load<u32>(slots + ((<usize>index) << SLOT_BITS), 12) !== 0) index = (index + 1) & (slotCount - 1);
    v128.store(slots + ((<usize>index) << SLOT_BITS), v128.load(slot));
  }
  free(old, (<usize>oldCount) << SLOT_BITS);
}
