/**
 * Numbers for windows, as features/windows.ts has them: a table from keys of 64 bits, never 0, to 0, 1, 2 … in order
 * of arrival.
 *
 *     slot   [ key key | window + 1 | · ]   16 bytes, at the key's hash or the next free place
 */
import { allocate, enlarge, free } from "./memory";

const SLOT_BITS: u32 = 4;

let slots: usize = 0;
let slotCountBits: u32 = 0;
let size: u32 = 0;
/** The key of each window. */
let keys: usize = 0;
let keysCapacity: usize = 0;

/** The hash of a key: its upper bits are as mixed as can be. */
export function hashOfKey(key: u64, bits: u32): u32 {
  return <u32>((key * 0x9e3779b97f4a7c15) >> (<u64>(64 - bits)));
}

/** How many windows there are. */
export function windowCount(): u32 {
  return size;
}

/** The key of a window. */
export function keyOf(window: u32): u64 {
  return load<u64>(keys + ((<usize>window) << 3));
}

/** The window with that key, made if it is not there yet. */
export function windowOf(key: u64): u32 {
  if (slotCountBits === 0 || size > (<u32>1) << (slotCountBits - 1)) grow();
  const mask = ((<u32>1) << slotCountBits) - 1;
  let index = hashOfKey(key, slotCountBits);
  while (true) {
    const slot = slots + ((<usize>index) << SLOT_BITS);
    const number: u32 = load<u32>(slot, 8);
    if (number === 0) break;
    if (load<u64>(slot) === key) return number - 1;
    index = (index + 1) & mask;
  }
  const needed = (<usize>size + 1) << 3;
  if (needed > keysCapacity) {
    const capacity = max<usize>(4096, 2 * needed);
    keys = keysCapacity === 0 ? allocate(capacity) : enlarge(keys, keysCapacity, capacity);
    keysCapacity = capacity;
  }
  store<u64>(keys + ((<usize>size) << 3), key);
  write(slots + ((<usize>index) << SLOT_BITS), key, ++size);
  return size - 1;
}

function write(slot: usize, key: u64, number: u32): void {
  store<u64>(slot, key);
  store<u32>(slot, number, 8);
}

function grow(): void {
  const old = slots;
  const oldBytes: usize = slotCountBits === 0 ? 0 : (<usize>1) << (slotCountBits + SLOT_BITS);
  slotCountBits = max<u32>(10, slotCountBits + 1);
  const mask = ((<u32>1) << slotCountBits) - 1;
  slots = allocate((<usize>1) << (slotCountBits + SLOT_BITS));
  for (let window: u32 = 0; window < size; window++) {
    const key = keyOf(window);
    let index = hashOfKey(key, slotCountBits);
    while (load<u32>(slots + ((<usize>index) << SLOT_BITS), 8) !== 0) index = (index + 1) & mask;
    write(slots + ((<usize>index) << SLOT_BITS), key, window + 1);
  }
  free(old, oldBytes);
}
