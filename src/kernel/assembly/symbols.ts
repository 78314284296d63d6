/** Symbols: what windows are made of, as numbers from 0 in order of arrival; see features/symbols.ts. */
import { CLASS_BITS, propertiesOf, SEPARATOR } from "./characters";
import { allocate } from "./memory";
import { beginText, endText, symbolBound } from "./tallies";
import { entryOf } from "./token-table";
import { decode, sizeOf } from "./utf8";

const SPACE: u8 = 0x20;
const DELETE: u8 = 0x7f;
const CODE_POINTS: usize = 0x110000;

/** For each code point its number + 1; untouched, it takes no room. */
let numbers: usize = 0;
/** The code point with each number. */
let alphabet: usize = 0;
let alphabetSize: u32 = 0;
let asciiInOrder = false;

/** Adds the tokens of a text to a tally. */
export function addTokens(tally: u32, text: usize, starts: usize, ends: usize, length: u32): void {
  let symbol = beginText(tally, length);
  for (let place: usize = 0; place < (<usize>length) << 2; place += 4) {
    const start = load<u32>(starts + place);
    store<u32>(symbol, entryOf(text + start, load<u32>(ends + place) - start));
    symbol += 4;
  }
  endText(tally, symbol);
}

/** Adds the tokens of a text whose numbers are known, each + 1, to a tally. */
export function addNumbers(tally: u32, numbers: usize, length: u32): void {
  const symbol = beginText(tally, length);
  const size = (<usize>length) << 2;
  memory.copy(symbol, numbers, size);
  endText(tally, symbol + size);
}

/**
 * Adds the characters of the text `text[0, length)` to a tally, every run of white space as one space. Up to 16 bytes
 * before and behind the text may be read, too.
 *
 * @returns false, and nothing was added, when its characters are more than windows can tell apart
 */
export function addCharacters(tally: u32, text: usize, length: u32): bool {
  const end = writeSymbols(text, length, beginText(tally, length));
  if (end === 0) return false;
  endText(tally, end);
  return true;
}

/**
 * Writes the symbols of a text's characters, each its number + 1 of 32 bits, as {@link addCharacters} takes them; there
 * must be room for as many as the text has bytes.
 *
 * @returns where they end; 0 when they are more than windows can tell apart
 */
export function writeSymbols(text: usize, length: u32, target: usize): usize {
  if (numbers === 0) startAlphabet();
  const last = text + length;
  const bound = symbolBound();
  let symbol = target;
  let inGap: u32 = 0;
  let position = text;
  let single = text;
  while (position < last) {
    if (position >= single && asciiInOrder && position + 16 <= last) {
      const block = v128.load(position);
      if (isPlain(block, v128.load(position - 1)) && (inGap & u32(load<u8>(position) === SPACE)) === 0) {
        storeSymbols(symbol, i8x16.sub(block, i8x16.splat(SPACE - 1)));
        inGap = u32(load<u8>(position, 15) === SPACE);
        symbol += 64;
        position += 16;
        continue;
      }
      // One by one for a while: where there is one character that is not plain, there are often more.
      single = position + 16;
    }
    const byte: u32 = load<u8>(position);
    let codePoint = byte;
    let size: u32 = 1;
    let gap: u32 = u32(byte === SPACE);
    if (byte < SPACE || byte >= DELETE) {
      size = sizeOf(byte);
      codePoint = decode(position, size);
      gap = u32((propertiesOf(codePoint) & CLASS_BITS) === SEPARATOR);
      if (gap !== 0) codePoint = SPACE;
    }
    position += size;
    // One branch that is hardly ever taken, rather than one that every space takes.
    if ((gap & inGap) !== 0) continue;
    inGap = gap;
    const number = symbolOf(codePoint);
    if (number > bound) return 0;
    store<u32>(symbol, number);
    symbol += 4;
  }
  return symbol;
}

/** Whether 16 characters are printable ASCII, and none is a space behind a space. */
function isPlain(block: v128, before: v128): bool {
  const printable = i8x16.lt_u(i8x16.sub(block, i8x16.splat(SPACE)), i8x16.splat(DELETE - SPACE));
  const space = i8x16.splat(SPACE);
  const gaps = v128.and(i8x16.eq(block, space), i8x16.eq(before, space));
  return i8x16.all_true(v128.andnot(printable, gaps));
}

/** Stores 16 bytes as numbers of 32 bits. */
function storeSymbols(target: usize, bytes: v128): void {
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(target, i32x4.extend_low_i16x8_u(low));
  v128.store(target, i32x4.extend_high_i16x8_u(low), 16);
  v128.store(target, i32x4.extend_low_i16x8_u(high), 32);
  v128.store(target, i32x4.extend_high_i16x8_u(high), 48);
}

/** Adds a text given as code points to a tally; like `addCharacters`. */
export function addCodePoints(tally: u32, points: usize, length: u32): bool {
  if (numbers === 0) startAlphabet();
  const bound = symbolBound();
  let symbol = beginText(tally, length);
  for (let place: usize = 0; place < (<usize>length) << 2; place += 4) {
    const number = symbolOf(load<u32>(points + place));
    if (number > bound) return false;
    store<u32>(symbol, number);
    symbol += 4;
  }
  endText(tally, symbol);
  return true;
}

/** The code point with a number. */
export function codePointOf(number: u32): u32 {
  return load<u32>(alphabet + ((<usize>number) << 2));
}

/** How many code points have numbers. */
export function codePointCount(): u32 {
  return alphabetSize;
}

/**
 * Writes the number, + 1, of each of some code points over it.
 *
 * @returns false when they are more than windows can tell apart
 */
export function numberCodePoints(points: usize, count: u32): bool {
  if (numbers === 0) startAlphabet();
  for (let point = points; point < points + ((<usize>count) << 2); point += 4) {
    const number = symbolOf(load<u32>(point));
    if (number > symbolBound()) return false;
    store<u32>(point, number);
  }
  return true;
}

function startAlphabet(): void {
  numbers = allocate(CODE_POINTS << 2);
  alphabet = allocate(CODE_POINTS << 2);
  // Where there are numbers enough, printable ASCII has the first ones, in order.
  asciiInOrder = symbolBound() >= 255;
  if (asciiInOrder) for (let code: u32 = SPACE; code < DELETE; code++) symbolOf(code);
}

/** The number of a code point, + 1. */
function symbolOf(codePoint: u32): u32 {
  const number = load<u32>(numbers + ((<usize>codePoint) << 2));
  return number !== 0 ? number : enter(codePoint);
}

function enter(codePoint: u32): u32 {
  store<u32>(alphabet + ((<usize>alphabetSize) << 2), codePoint);
  store<u32>(numbers + ((<usize>codePoint) << 2), ++alphabetSize);
  return alphabetSize;
}
