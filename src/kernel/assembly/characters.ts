/**
 * What a character is and becomes: the tables of text/characters.ts, a page of 256 characters at a time, asked for
 * when a character of the page is met for the first time.
 */
import { pages, PAGE_SIZE } from "./memory";

export const SEPARATOR: u32 = 0;
export const WORD: u32 = 1;
export const MARK: u32 = 2;
export const ALONE: u32 = 4;
export const LOWERS: u32 = 8;
export const DROPPED: u32 = 16;
export const ENTANGLED: u32 = 32;
export const CLASS_BITS: u32 = 7;

/** Writes a page to an address: 256 bytes of properties, 256 numbers of lower-case forms. */
declare function describePage(page: u32, address: usize): void;

/** For each page whether it was asked for. */
const known = memory.data(0x110000 >> 8);

function pageOf(codePoint: u32): usize {
  const page = codePoint >> 8;
  const address = pages + <usize>page * PAGE_SIZE;
  if (load<u8>(known + page) === 0) {
    describePage(page, address);
    store<u8>(known + page, 1);
  }
  return address;
}

/** Class and flags of a code point. */
export function propertiesOf(codePoint: u32): u32 {
  return load<u8>(pageOf(codePoint) + (codePoint & 255));
}

/** The lower-case form of a code point that has the flag LOWERS. */
export function lowerOf(codePoint: u32): u32 {
  return load<u32>(pageOf(codePoint) + 256 + ((codePoint & 255) << 2));
}
