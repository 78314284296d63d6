/**
 * Whole documents at a time: what text/, features/ and corpus/ do with each of them, one call for all that lie in a block
 * of lines. Documents that only TypeScript can read, and those with more symbols than windows can tell apart, are left.
 *
 *     message   [ author 00 work 00 text ]   what corpus/corpus-fingerprint.ts hashes
 *     room      [ normal form, 2 bytes a byte of the text | starts, ends, hashes of tokens, 8 each ]
 */
import { CHARACTERS, RECORD, TALLY } from "./lines";
import { writeNormalForm } from "./normal-form";
import { addCharacters } from "./symbols";
import { beginText, endText, symbolBound } from "./tallies";
import { hashTokens, lowerHalf, numberInto, upperHalf } from "./token-hashes";
import { tokenCount } from "./token-table";
import { findTokens, wordCount } from "./tokens";

/** Between two arrays: their ends may be read and written past. */
const MARGIN: usize = 128;

/** How large the room must be for texts of so many bytes. */
export function roomFor(capacity: u32): usize {
  return <usize>capacity * 26 + 5 * MARGIN;
}

/**
 * Counts the documents of some records, in lower case, and completes the records of those that it has counted: words,
 * the halves of the text's hash, characters, and where the message is. In the others there are no characters.
 *
 * @param records whose documents have a tally, + 1; those with 0 are left
 * @param room see `roomFor`
 * @param capacity how many bytes a text may have
 * @param messages room for as many bytes as the lines have
 * @param words whether words and signs are counted, or characters
 */
export function countDocuments(
  records: usize,
  count: u32,
  room: usize,
  capacity: u32,
  messages: usize,
  words: bool,
): void {
  const form = room + MARGIN;
  const array = ((<usize>capacity) << 3) + MARGIN;
  const starts = form + ((<usize>capacity) << 1) + MARGIN;
  const end = records + <usize>count * RECORD;
  let message = messages;
  for (let record = records; record < end; record += RECORD) {
    const text: usize = load<u32>(record, 20);
    const length = load<u32>(record, 24) - <u32>text;
    const tally = load<u32>(record, TALLY);
    if (text === 0 || tally === 0 || length > capacity) continue;
    const size = writeNormalForm(text, length, form, true);
    if (size < 0) continue;
    if (!countText(tally - 1, form, <u32>size, starts, array, words)) continue;
    store<u32>(record, wordCount(), WORDS);
    store<u32>(record, lowerHalf(), LOWER_HALF);
    store<u32>(record, upperHalf(), UPPER_HALF);
    store<u32>(record, charactersIn(text, length), CHARACTERS);
    store<u32>(record, <u32>message, MESSAGE);
    message = writeMessage(record, message);
    store<u32>(record, <u32>message, MESSAGE_END);
  }
}

// What a record says of a document besides what lines.ts does.
const WORDS: usize = 36;
const LOWER_HALF: usize = 40;
const UPPER_HALF: usize = 44;
const MESSAGE: usize = 52;
const MESSAGE_END: usize = 56;

function countText(tally: u32, form: usize, size: u32, starts: usize, array: usize, words: bool): bool {
  const ends = starts + array;
  const length = findTokens(form, size, starts, ends);
  if (!words) {
    hashTokens(form, starts, ends, ends + array, length);
    return addCharacters(tally, form, size);
  }
  if (tokenCount() + length >= symbolBound()) return false;
  const symbols = beginText(tally, length);
  numberInto(form, starts, ends, symbols, length);
  endText(tally, symbols + ((<usize>length) << 2));
  return true;
}

/** How many characters there are: bytes but those that continue one. */
function charactersIn(text: usize, length: u32): u32 {
  let count: u32 = 0;
  let position = text;
  const end = text + length;
  for (; position + 16 <= end; position += 16) {
    // Those that continue a character are below −64, as numbers with a sign.
    count += <u32>popcnt(i8x16.bitmask(i8x16.ge_s(v128.load(position), i8x16.splat(-64))));
  }
  for (; position < end; position++) count += u32((load<u8>(position) & 0xc0) !== 0x80);
  return count;
}

/** Writes a document's message; returns where it ends. */
function writeMessage(record: usize, message: usize): usize {
  const afterAuthor = afterString(message, load<u32>(record, 4), load<u32>(record, 8));
  store<u8>(afterAuthor, 0);
  const afterWork = afterString(afterAuthor + 1, load<u32>(record, 12), load<u32>(record, 16));
  store<u8>(afterWork, 0);
  return afterString(afterWork + 1, load<u32>(record, 20), load<u32>(record, 24));
}

function afterString(target: usize, from: usize, to: usize): usize {
  memory.copy(target, from, to - from);
  return target + (to - from);
}
