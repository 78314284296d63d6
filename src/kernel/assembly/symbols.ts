/** Symbols: what windows are made of, as numbers from 0 in order of arrival; see features/symbols.ts. */
import { CLASS_BITS, propertiesOf, SEPARATOR } from "./characters";
import { allocate } from "./memory";
import { beginText, endText, symbolBound } from "./tallies";
import { numberOf } from "./token-table";
import { decode, sizeOf } from "./utf8";

const SPACE: u32 = 0x20;
const DELETE: u32 = 0x7f;
const CODE_POINTS: usize = 0x110000;

/** For each code point its number + 1; untouched, it takes no room. */
let numbers: usize = 0;
/** The code point with each number. */
let alphabet: usize = 0;
let alphabetSize: u32 = 0;

/** Adds the tokens of a text to a tally. */
export function addTokens(
  tally: u32,
  text: usize,
  starts: usize,
  ends: usize,
  hashes: usize,
  length: u32,
): void {
  let symbol = beginText(tally, length);
  for (let place: usize = 0; place < (<usize>length) << 2; place += 4) {
    const start = load<u32>(starts + place);
    const number = numberOf(text + start, load<u32>(ends + place) - start, load<u32>(hashes + place));
    store<u32>(symbol, number + 1);
    symbol += 4;
  }
  endText(tally, symbol);
}

/**
 * Adds the characters of the text `text[0, length)` to a tally, every run of white space as one space.
 *
 * @returns false, and nothing was added, when its characters are more than windows can tell apart
 */
export function addCharacters(tally: u32, text: usize, length: u32): bool {
  if (numbers === 0) startAlphabet();
  const last = text + length;
  const bound = symbolBound();
  let symbol = beginText(tally, length);
  let inGap = false;
  let position = text;
  while (position < last) {
    const byte: u32 = load<u8>(position);
    let codePoint = byte;
    let size: u32 = 1;
    let gap = byte === SPACE;
    if (byte < SPACE || byte >= DELETE) {
      size = sizeOf(byte);
      codePoint = decode(position, size);
      gap = (propertiesOf(codePoint) & CLASS_BITS) === SEPARATOR;
      if (gap) codePoint = SPACE;
    }
    position += size;
    if (gap && inGap) continue;
    inGap = gap;
    const number = symbolOf(codePoint);
    if (number > bound) return false;
    store<u32>(symbol, number);
    symbol += 4;
  }
  endText(tally, symbol);
  return true;
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

function startAlphabet(): void {
  numbers = allocate(CODE_POINTS << 2);
  alphabet = allocate(CODE_POINTS << 2);
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
