/** Words and signs: the rules and the pictures are in text/words.ts, whose results these are, number for number. */
import { ALONE, CLASS_BITS, MARK, propertiesOf, SEPARATOR, WORD } from "./characters";
import { decode, sizeOf } from "./utf8";

const APOSTROPHE: u32 = 0x27;

/** How many words the latest tokens make up. */
let words: u32 = 0;
/** Where the next token is noted. */
let nextStart: usize = 0;
let nextEnd: usize = 0;
/** The text's first byte. */
let origin: usize = 0;

/** How many words the latest tokens make up. */
export function wordCount(): u32 {
  return words;
}

/**
 * Finds the tokens of `text[0, length)` and notes where they start and end. Behind the text there must be room for 80
 * bytes, which become zero.
 *
 * Text that is plain (ASCII, neither apostrophes nor two of a sign in a row) is taken 64 characters at a time, a bit a
 * character; from the first that is not, or that may go on behind the block, one token is taken by itself.
 *
 *     text     T h e   k i n g ,   t h e   q u …
 *     words    1 1 1 0 1 1 1 1 0 0 1 1 1 0 1 1        first bits and signs: starts; last bits and signs: ends
 *     gaps     0 0 0 1 0 0 0 0 0 1 0 0 0 1 0 0
 *
 * @returns how many tokens there are
 */
export function findTokens(text: usize, length: u32, starts: usize, ends: usize): u32 {
  const last = text + length;
  for (let zero: usize = 0; zero < 80; zero += 16) v128.store(last + zero, i8x16.splat(0));
  words = 0;
  origin = text;
  nextStart = starts;
  nextEnd = ends;
  let position = text;
  while (position < last) {
    let wordBits: u64 = 0;
    let gapBits: u64 = 0;
    let specialBits: u64 = 0;
    for (let part: u64 = 0; part < 64; part += 16) {
      const block = v128.load(position + <usize>part);
      const before = v128.load(position + <usize>part - 1);
      // Ranges are moved to the lowest numbers with a sign, where one comparison is enough.
      const letters = i8x16.lt_s(
        i8x16.add(v128.or(block, i8x16.splat(0x20)), i8x16.splat(0x1f)),
        i8x16.splat(-128 + 26),
      );
      const digits = i8x16.lt_s(i8x16.add(block, i8x16.splat(0x50)), i8x16.splat(-128 + 10));
      const word = v128.or(letters, digits);
      // What is beyond ASCII is below zero, too.
      const gap = i8x16.lt_s(block, i8x16.splat(0x21));
      const again = v128.andnot(i8x16.eq(block, before), v128.or(word, gap));
      const special = v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x27)), i8x16.eq(block, i8x16.splat(0x7f))),
        v128.or(again, block),
      );
      wordBits |= (<u64>i8x16.bitmask(word)) << part;
      gapBits |= (<u64>i8x16.bitmask(gap)) << part;
      specialBits |= (<u64>i8x16.bitmask(special)) << part;
    }
    let plain = ctz(specialBits);
    // The token before belongs to what comes.
    if (plain > 0) {
      const run = clz(~(wordBits << (64 - plain)));
      plain -= run !== 0 ? min(run, plain) : 1 - ((gapBits >> (plain - 1)) & 1);
    }
    const taken = plain === 64 ? ~(<u64>0) : ((<u64>1) << plain) - 1;
    const firstBits = wordBits & ~(wordBits << 1) & taken;
    words += <u32>popcnt(firstBits);
    const signBits = ~(wordBits | gapBits);
    let startBits = firstBits | (signBits & taken);
    let endBits = ((wordBits & ~(wordBits >> 1)) | signBits) & taken;
    const offset = <u32>(position - text);
    let start = nextStart;
    let end = nextEnd;
    while (startBits !== 0) {
      store<u32>(start, offset + <u32>ctz(startBits));
      store<u32>(end, offset + <u32>ctz(endBits) + 1);
      startBits &= startBits - 1;
      endBits &= endBits - 1;
      start += 4;
      end += 4;
    }
    nextStart = start;
    nextEnd = end;
    position += <usize>plain;
    if (position < last && (specialBits !== 0 || plain === 0)) position = oneToken(position, last);
  }
  return (<u32>(nextStart - starts)) >> 2;
}

/** Notes the token that starts here, if one does; returns where the next one may start. */
function oneToken(position: usize, last: usize): usize {
  const byte: u32 = load<u8>(position);
  const size = sizeOf(byte);
  const kind = classAt(position, size);
  if (kind === SEPARATOR) return position + size;
  if (kind === WORD || kind === MARK) return word(position, last);
  if (kind !== ALONE) return signs(position, size, last);
  const end = afterMarks(position + size, last);
  words++;
  add(position, end);
  return end;
}

/** A run of letters with its clitics; returns where the next token may start. */
function word(start: usize, last: usize): usize {
  let position = start;
  while (position < last) {
    const size = sizeOf(load<u8>(position));
    const kind = classAt(position, size);
    if (kind !== WORD && (size === 1 || kind !== MARK)) break;
    position += size;
  }
  words++;
  const apostrophe = apostropheAt(position, last);
  if (apostrophe === 0 || !wordAt(position + apostrophe, last)) {
    add(start, position);
    return position;
  }
  const tail = cliticAt(position + apostrophe, last);
  // n't takes its n from the word before, unless nothing of that word would be left.
  const before = position - 1;
  const takesN = tail === 1 && isLetter(position + apostrophe, 0x74);
  if (tail === 0 || (takesN && (!isLetter(before, 0x6e) || before === start))) {
    const end = position + apostrophe;
    add(start, end);
    return end;
  }
  const cut = takesN ? before : position;
  add(start, cut);
  return clitics(cut, position + apostrophe + tail, last);
}

/** The clitic `[start, end)` and those that follow it at once (couldn't've). */
function clitics(first: usize, firstEnd: usize, last: usize): usize {
  let start = first;
  let end = firstEnd;
  while (true) {
    add(start, end);
    const apostrophe = apostropheAt(end, last);
    if (apostrophe === 0) return end;
    const tail = cliticAt(end + apostrophe, last);
    if (tail === 0 || isLetter(end + apostrophe, 0x74)) return end;
    start = end;
    end += apostrophe + tail;
  }
}

/** A run of one and the same sign, with marks and with what a joiner binds to it. */
function signs(start: usize, size: u32, last: usize): usize {
  let end = start + size;
  const others = 32 - (size << 3);
  while (end + size <= last && (load<u32>(start) ^ load<u32>(end)) << others === 0) end += size;
  const marked = afterMarks(end, last);
  let whole = marked;
  if (marked > end && marked < last && joinerEndsAt(marked)) {
    const next = sizeOf(load<u8>(marked));
    if (isBound(classAt(marked, next))) whole = afterJoined(marked, next, last);
  }
  add(start, whole);
  return whole;
}

/** Where a chain of joined signs ends that starts with the sign at `start`. */
function afterJoined(start: usize, size: u32, last: usize): usize {
  let end = afterMarks(start + size, last);
  while (end < last && joinerEndsAt(end)) {
    const next = sizeOf(load<u8>(end));
    if (!isBound(classAt(end, next))) break;
    end = afterMarks(end + next, last);
  }
  return end;
}

/** Whether a joiner binds a character of that class. */
function isBound(kind: u32): bool {
  return kind !== SEPARATOR && kind !== WORD && kind !== ALONE;
}

function add(start: usize, end: usize): void {
  store<u32>(nextStart, <u32>(start - origin));
  store<u32>(nextEnd, <u32>(end - origin));
  nextStart += 4;
  nextEnd += 4;
}

function classAt(position: usize, size: u32): u32 {
  return propertiesOf(decode(position, size)) & CLASS_BITS;
}

/** The bytes of the apostrophe at `position`: 1 for ', 3 for ’, 0 for anything else. */
function apostropheAt(position: usize, last: usize): u32 {
  if (position >= last) return 0;
  if (load<u8>(position) === APOSTROPHE) return 1;
  return (load<u32>(position) & 0xffffff) === 0x9980e2 ? 3 : 0;
}

function wordAt(position: usize, last: usize): bool {
  return position < last && classAt(position, sizeOf(load<u8>(position))) === WORD;
}

/** Whether there is that ASCII letter, in either case. */
function isLetter(position: usize, letter: u32): bool {
  return (load<u8>(position) | 0x20) === letter;
}

/** The bytes of the clitic's letters at `position` (t, s, d, m: 1; re, ve, ll: 2), 0 where there is none. */
function cliticAt(position: usize, last: usize): u32 {
  if (position >= last) return 0;
  const first: u32 = load<u8>(position) | 0x20;
  if (!continuesWord(position + 1, last)) {
    return first === 0x74 || first === 0x73 || first === 0x64 || first === 0x6d ? 1 : 0;
  }
  const second: u32 = load<u8>(position, 1) | 0x20;
  const pair = ((first === 0x72 || first === 0x76) && second === 0x65) || (first === 0x6c && second === 0x6c);
  return pair && !continuesWord(position + 2, last) ? 2 : 0;
}

function continuesWord(position: usize, last: usize): bool {
  if (position >= last) return false;
  const kind = classAt(position, sizeOf(load<u8>(position)));
  return kind === WORD || kind === MARK;
}

function afterMarks(position: usize, last: usize): usize {
  let end = position;
  while (end < last && load<u8>(end) >= 0x80) {
    const size = sizeOf(load<u8>(end));
    if (classAt(end, size) !== MARK) break;
    end += size;
  }
  return end;
}

/** Whether the character that ends at `position` is the zero-width joiner. */
function joinerEndsAt(position: usize): bool {
  return (load<u32>(position - 3) & 0xffffff) === 0x8d80e2;
}
