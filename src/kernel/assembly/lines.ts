/**
 * Documents in lines of JSON, as corpus/json-scanner.ts finds them: lines that are one object of strings, plain numbers,
 * true, false and null are taken, all others are left to whoever reads them properly. It leaves a few more than that does,
 * rare ones, but never takes one that is wrong.
 *
 *     record   [ end of the line | author from, to | work from, to | text from, to | author's name | … ]   64 bytes; text
 *                                       from = 0 for a line that is left; what comes behind is for documents.ts
 *
 * Strings with escapes are written elsewhere, as what they stand for.
 */
import { nameOf } from "./names";
import { encode, decode, sizeOf } from "./utf8";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const BACKSLASH: u32 = 0x5c;
const OPEN: u32 = 0x7b;
const CLOSE: u32 = 0x7d;
const LINE_FEED: u32 = 0x0a;

/** Four letters of null, true and false. */
const NULL: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;
const FALS: u32 = 0x736c6166;

const NO_KEY: u32 = 0;
const AUTHOR_KEY: u32 = 1;
const TEXT_KEY: u32 = 2;
const WORK_KEY: u32 = 3;
const ID_KEY: u32 = 4;
/** How many bytes a record has. */
export const RECORD: usize = 64;
/** Where it has its document's tally, + 1, and how many characters were counted. */
export const TALLY: usize = 32;
export const CHARACTERS: usize = 48;

/** The keys author, text, work and id: where each is and how many bytes it has, 32 bits each. */
let keys: usize = 0;
let workRequired: bool = false;
let idRequired: bool = false;

/** Where strings with escapes go. */
let spare: usize = 0;
/** The latest string, without its quotes, and where its closing quote is. */
let from: usize = 0;
let to: usize = 0;
let close: usize = 0;
let escaped: bool = false;
let hasText: bool = false;
let hasAuthor: bool = false;
let hasWork: bool = false;
let hasId: bool = false;

/** Says where the keys are, and whether a document must have a work, or an id. */
export function setColumns(at: usize, work: bool, id: bool): void {
  keys = at;
  workRequired = work;
  idRequired = id;
}

/**
 * Reads lines, well-formed UTF-8 with a line feed at `last` even where it is not one of theirs; behind it 16 bytes may be
 * read.
 *
 * @param next the first line
 * @param records room for `most` records
 * @param elsewhere room for the strings with escapes: as many bytes as the lines have
 * @returns how many records were written; when they are as many as there is room for, there may be more lines
 */
export function scanLines(next: usize, last: usize, records: usize, most: u32, elsewhere: usize): u32 {
  spare = elsewhere;
  let line = next;
  let record = records;
  const full = records + <usize>most * RECORD;
  while (line < last && record < full) {
    const before = spare;
    const behind = document(line, record);
    if (behind !== 0) {
      store<u32>(record, <u32>behind);
      const author: usize = load<u32>(record, 4);
      store<u32>(record, nameOf(author, load<u32>(record, 8) - <u32>author), 28);
      line = behind + 1;
    } else {
      spare = before;
      const end = endOfLine(line);
      store<u32>(record, <u32>end);
      store<u32>(record, 0, 20);
      line = end + 1;
    }
    // Nobody has counted it yet.
    store<u32>(record, 0, TALLY);
    store<u32>(record, 0, CHARACTERS);
    record += RECORD;
  }
  return <u32>((record - records) / RECORD);
}

/** Reads the document in a line; returns where the line ends, or 0 when it is to be left. */
function document(line: usize, record: usize): usize {
  hasAuthor = false;
  hasText = false;
  hasWork = !workRequired;
  hasId = !idRequired;
  store<u64>(record, 0, 12);
  let place = afterSpace(line);
  if (load<u8>(place) !== OPEN) return 0;
  do {
    place = member(afterSpace(place + 1), record);
    if (place === 0) return 0;
  } while (load<u8>(place) === COMMA);
  if (load<u8>(place) !== CLOSE) return 0;
  place = afterSpace(place + 1);
  return load<u8>(place) === LINE_FEED && hasAuthor && hasText && hasWork && hasId ? place : 0;
}

/** A key and its value; returns where the next token starts, or 0. */
function member(start: usize, record: usize): usize {
  if (!string(start) || escaped) return 0;
  const key = keyHere();
  const colon = afterSpace(close + 1);
  if (load<u8>(colon) !== COLON) return 0;
  const value = afterSpace(colon + 1);
  if (load<u8>(value) !== QUOTE) return plain(key, value, record);
  if (!string(value)) return 0;
  if (key === TEXT_KEY) {
    store<u32>(record, <u32>from, 20);
    store<u32>(record, <u32>to, 24);
    hasText = beginsVisibly();
  } else if (key === AUTHOR_KEY) {
    store<u32>(record, <u32>from, 4);
    store<u32>(record, <u32>to, 8);
    hasAuthor = beginsVisibly();
  } else if (key === WORK_KEY) {
    store<u32>(record, <u32>from, 12);
    store<u32>(record, <u32>to, 16);
    hasWork = true;
  } else if (key === ID_KEY) {
    hasId = true;
  }
  // Of the strings with escapes, those that nobody wants may be written over.
  if (escaped && key !== NO_KEY && key !== ID_KEY) spare = to;
  return afterSpace(close + 1);
}

/** A value that is no string; returns where the next token starts, or 0. Works that are numbers are left. */
function plain(key: u32, start: usize, record: usize): usize {
  if (key === AUTHOR_KEY || key === TEXT_KEY) return 0;
  const word = load<u32>(start);
  if (word === NULL) {
    if (key === ID_KEY) hasId = true;
    if (key === WORK_KEY) {
      store<u64>(record, 0, 12);
      hasWork = true;
    }
    return afterSpace(start + 4);
  }
  if (key === WORK_KEY) return 0;
  if (key === ID_KEY) hasId = true;
  else if (word === TRUE) return afterSpace(start + 4);
  else if (word === FALS && load<u8>(start, 4) === 0x65) return afterSpace(start + 5);
  return afterNumber(start);
}

/** Where the next token starts behind a number, or 0 where there is none. */
function afterNumber(start: usize): usize {
  let place = start;
  if (load<u8>(place) === 0x2d) place++;
  const whole = afterDigits(place);
  if (whole === place || (load<u8>(place) === 0x30 && whole > place + 1)) return 0;
  place = whole;
  if (load<u8>(place) === 0x2e) {
    const fraction = afterDigits(place + 1);
    if (fraction === place + 1) return 0;
    place = fraction;
  }
  if ((load<u8>(place) | 0x20) === 0x65) {
    const sign: u32 = load<u8>(place, 1);
    const digits = place + 1 + usize(sign === 0x2b || sign === 0x2d);
    place = afterDigits(digits);
    if (place === digits) return 0;
  }
  return afterSpace(place);
}

function afterDigits(start: usize): usize {
  let place = start;
  while (<u32>load<u8>(place) - 0x30 < 10) place++;
  return place;
}

/** Reads the string whose opening quote should stand at `place`. */
function string(place: usize): bool {
  if (load<u8>(place) !== QUOTE) return false;
  from = place + 1;
  const stop = afterPlain(from);
  const byte: u32 = load<u8>(stop);
  escaped = byte === BACKSLASH;
  if (escaped) return unescape(from, stop);
  to = stop;
  close = stop;
  return byte === QUOTE;
}

/** The next byte that is a quote, a backslash, or below U+0020; the line ends with one. */
function afterPlain(start: usize): usize {
  let place = start;
  while (true) {
    const block = v128.load(place);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
        i8x16.lt_u(block, i8x16.splat(0x20)),
      ),
    );
    if (found !== 0) return place + <usize>ctz(found);
    place += 16;
  }
}

/**
 * Writes a string with escapes elsewhere.
 *
 * @param start behind its opening quote
 * @param first its first backslash
 * @returns whether it is one
 */
function unescape(start: usize, first: usize): bool {
  let place = start;
  let stop = first;
  let written = spare;
  from = spare;
  while (true) {
    memory.copy(written, place, stop - place);
    written += stop - place;
    place = stop;
    const byte: u32 = load<u8>(place);
    if (byte === QUOTE) {
      to = written;
      close = place;
      return true;
    }
    if (byte !== BACKSLASH) return false;
    const letter: u32 = load<u8>(place, 1);
    if (letter !== 0x75) {
      const meant = meaningOf(letter);
      if (meant === 0) return false;
      store<u8>(written++, <u8>meant);
      place += 2;
    } else {
      let codePoint = hexadecimal(place + 2);
      // Texts with NUL are read in a way of their own (text/misread-utf16.ts).
      if (codePoint <= 0) return false;
      place += 6;
      if (codePoint >= 0xd800 && codePoint < 0xe000) {
        const paired = codePoint < 0xdc00 && load<u16>(place) === 0x755c;
        const low = paired ? hexadecimal(place + 2) : -1;
        if (low < 0xdc00 || low >= 0xe000) return false;
        codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (low - 0xdc00);
        place += 6;
      }
      written = encode(<u32>codePoint, written);
    }
    stop = afterPlain(place);
  }
}

/** The byte for which a letter behind a backslash stands; 0 where it stands for none. */
function meaningOf(letter: u32): u32 {
  if (letter === QUOTE || letter === BACKSLASH || letter === 0x2f) return letter;
  if (letter === 0x6e) return 0x0a;
  if (letter === 0x74) return 0x09;
  if (letter === 0x72) return 0x0d;
  if (letter === 0x62) return 0x08;
  return letter === 0x66 ? 0x0c : 0;
}

/** The number that four hexadecimal digits write, or −1. */
function hexadecimal(start: usize): i32 {
  let number: u32 = 0;
  for (let place = start; place < start + 4; place++) {
    const byte: u32 = load<u8>(place);
    const digit = byte - 0x30;
    const letter = (byte | 0x20) - 0x61;
    if (digit < 10) number = (number << 4) | digit;
    else if (letter < 6) number = (number << 4) | (letter + 10);
    else return -1;
  }
  return <i32>number;
}

/** Which of the keys the latest string is. */
function keyHere(): u32 {
  const length = <u32>(to - from);
  for (let key: u32 = 0; key < 4; key++) {
    const at = keys + ((<usize>key) << 3);
    if (load<u32>(at, 4) !== length) continue;
    const bytes: usize = load<u32>(at);
    let same: usize = 0;
    while (same < <usize>length && load<u8>(bytes + same) === load<u8>(from + same)) same++;
    if (same === <usize>length) return key + 1;
  }
  return NO_KEY;
}

/** Whether the first character of the latest string that is no ASCII space is visible. */
function beginsVisibly(): bool {
  let place = from;
  while (place < to && (load<u8>(place) === 0x20 || <u32>load<u8>(place) - 9 < 5)) place++;
  if (place === to) return false;
  const first: u32 = load<u8>(place);
  return first < 0x80 || !isSpace(decode(place, sizeOf(first)));
}

/** Whether a character beyond ASCII is white space to JavaScript. */
function isSpace(codePoint: u32): bool {
  return (
    codePoint === 0xa0 ||
    codePoint === 0x1680 ||
    (codePoint >= 0x2000 && codePoint <= 0x200a) ||
    codePoint === 0x2028 ||
    codePoint === 0x2029 ||
    codePoint === 0x202f ||
    codePoint === 0x205f ||
    codePoint === 0x3000 ||
    codePoint === 0xfeff
  );
}

/** Where the next token starts: JSON's white space is passed over. */
function afterSpace(start: usize): usize {
  let place = start;
  while (load<u8>(place) === 0x20 || load<u8>(place) === 0x09 || load<u8>(place) === 0x0d) place++;
  return place;
}

function endOfLine(start: usize): usize {
  let place = start;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(place), i8x16.splat(0x0a)));
    if (found !== 0) return place + <usize>ctz(found);
    place += 16;
  }
}
