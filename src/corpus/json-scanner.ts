/**
 * Finds documents in lines of JSON without making JavaScript objects of them: of a line only its author, its work
 * and where its text stands are read. It takes lines that are one object of strings, plain numbers, true, false and
 * null, as nearly all are; it leaves all others, and all that are wrong, to whoever parses them properly. So it need
 * not say what is wrong with a line, but it must never take one that is.
 */

import { decodeCharacter, sizeOf } from "../text/utf8.ts";
import { Unescaper, WRONG } from "./unescaper.ts";

/** A document whose text is still bytes. The same object is used for the next document. */
export interface ScannedDocument {
  author: string;
  /** `""` when there is none. */
  work: string;
  /** The text is `bytes[start, end)`, UTF-8 and never empty. */
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** Under which keys a line has what is wanted. */
export interface ScannedColumns {
  readonly author: string;
  readonly text: string;
  readonly work: string;
  readonly id: string;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LINE_FEED = 0x0a;

const noBytes = new Uint8Array(0);

const NO_KEY = -1;
const AUTHOR_KEY = 0;
const TEXT_KEY = 1;
const WORK_KEY = 2;
const ID_KEY = 3;

/** Scans lines, one after the other. */
export class JsonScanner {
  /** The latest document. */
  readonly document: ScannedDocument = { author: "", work: "", bytes: noBytes, start: 0, end: 0 };
  /** In the order author, text, work, id. */
  readonly #keys: readonly Uint8Array[];
  readonly #unescaper = new Unescaper();
  #lines: Buffer = Buffer.alloc(0);
  /** Whether characters below U+0020 may stand in strings, where JSON has none. */
  #suspicious = false;
  /** The first backslash that is not before the place where one looks. */
  #backslash = 0;
  /** Where the latest string starts and ends, without its quotes, and whether it has escapes. */
  #start = 0;
  #end = 0;
  #escaped = false;
  #hasAuthor = false;
  #hasText = false;
  #hasWork = false;
  #hasId = false;
  readonly #workRequired: boolean;
  readonly #idRequired: boolean;

  /** @param required whether a document must have a work, or an id */
  constructor(
    { author, text, work, id }: ScannedColumns,
    required: { readonly work: boolean; readonly id: boolean },
  ) {
    this.#keys = [author, text, work, id].map((key) => Buffer.from(key));
    this.#workRequired = required.work;
    this.#idRequired = required.id;
  }

  /** Turns to other lines: well-formed UTF-8. */
  begin(lines: Buffer): void {
    this.#lines = lines;
    this.#suspicious = holdsControls(lines);
    this.#backslash = indexOf(lines, BACKSLASH, 0);
  }

  /**
   * Reads the line `lines[start, end)`, without its line feed, into `document`, which is good until the next one.
   *
   * @returns whether it was a document; if not, nobody knows what it is
   */
  read(start: number, end: number): boolean {
    const lines = this.#lines;
    if (this.#backslash < start) this.#backslash = indexOf(lines, BACKSLASH, start);
    this.#hasAuthor = false;
    this.#hasText = false;
    this.#hasWork = !this.#workRequired;
    this.#hasId = !this.#idRequired;
    this.document.work = "";
    let place = afterSpace(lines, start, end);
    if (lines[place] !== OPEN) return false;
    do {
      place = this.#member(afterSpace(lines, place + 1, end), end);
      if (place === WRONG) return false;
    } while (place < end && lines[place] === COMMA);
    const whole = place < end && lines[place] === CLOSE && afterSpace(lines, place + 1, end) === end;
    return whole && this.#hasAuthor && this.#hasText && this.#hasWork && this.#hasId;
  }

  /** A key and its value; returns where the next token starts, or WRONG. */
  #member(start: number, end: number): number {
    const lines = this.#lines;
    if (!this.#string(start, end) || this.#escaped) return WRONG;
    const key = this.#key();
    const colon = afterSpace(lines, this.#end + 1, end);
    if (colon >= end || lines[colon] !== COLON) return WRONG;
    const value = afterSpace(lines, colon + 1, end);
    if (value < end && lines[value] !== QUOTE) return this.#plain(key, value, end);
    if (!this.#string(value, end)) return WRONG;
    if (key === TEXT_KEY) this.#takeText();
    else if (key === AUTHOR_KEY) this.#takeAuthor();
    else if (key === WORK_KEY) this.#takeWork(this.#name());
    else if (key === ID_KEY) this.#hasId = true;
    return afterSpace(lines, this.#end + 1, end);
  }

  /** A value that is a number, true, false or null; returns where the next token starts, or WRONG. */
  #plain(key: number, start: number, end: number): number {
    const lines = this.#lines;
    let behind = start;
    // All their characters are letters, digits, signs and points.
    while (behind < end && lines[behind]! > 0x20 && lines[behind] !== COMMA && lines[behind] !== CLOSE) {
      behind++;
    }
    const value = lines.toString("latin1", start, behind);
    const isNumber = number.test(value);
    if (!isNumber && value !== "null" && (key !== NO_KEY || (value !== "true" && value !== "false"))) {
      return WRONG;
    }
    if (key === AUTHOR_KEY || key === TEXT_KEY) return WRONG;
    // Works and ids may be numbers.
    if (key === WORK_KEY) this.#takeWork(isNumber ? String(Number(value)) : "");
    else if (key === ID_KEY) this.#hasId = true;
    return afterSpace(lines, behind, end);
  }

  /** Reads the string whose opening quote should stand at `place`. */
  #string(place: number, end: number): boolean {
    const lines = this.#lines;
    if (place >= end || lines[place] !== QUOTE) return false;
    this.#start = place + 1;
    const close = indexOf(lines, QUOTE, place + 1);
    this.#escaped = this.#backslash < close;
    if (this.#escaped) {
      const behind = this.#unescaper.read(lines, place + 1, end);
      if (behind === WRONG) return false;
      this.#end = behind;
      if (this.#backslash < behind) this.#backslash = indexOf(lines, BACKSLASH, behind);
      return true;
    }
    this.#end = close;
    return close < end && !(this.#suspicious && holdsControlsIn(lines, place + 1, close));
  }

  /** Which of the keys the latest string is. */
  #key(): number {
    const lines = this.#lines;
    const length = this.#end - this.#start;
    for (let key = 0; key < this.#keys.length; key++) {
      const bytes = this.#keys[key]!;
      if (bytes.length !== length) continue;
      let same = 0;
      while (same < length && bytes[same] === lines[this.#start + same]) same++;
      if (same === length) return key;
    }
    return NO_KEY;
  }

  #takeText(): void {
    const { document } = this;
    document.bytes = this.#escaped ? this.#unescaper.take() : this.#lines;
    document.start = this.#escaped ? 0 : this.#start;
    document.end = this.#escaped ? this.#unescaper.length : this.#end;
    this.#hasText = beginsVisibly(document.bytes, document.start, document.end);
  }

  #takeWork(work: string): void {
    this.document.work = work;
    this.#hasWork = true;
  }

  #takeAuthor(): void {
    this.document.author = this.#name();
    const first = this.document.author.charCodeAt(0);
    this.#hasAuthor = first > 0x20 && first < 0x7f;
    if (!this.#hasAuthor) this.#hasAuthor = /\S/u.test(this.document.author);
  }

  #name(): string {
    if (this.#escaped) return decoder.decode(this.#unescaper.bytes.subarray(0, this.#unescaper.length));
    return this.#lines.toString("utf8", this.#start, this.#end);
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Where the next `byte` is, or behind the last byte when there is none. */
function indexOf(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found === -1 ? bytes.length : found;
}

/** Where the next token starts: JSON's white space is passed over. */
function afterSpace(bytes: Uint8Array, start: number, end: number): number {
  let place = start;
  while (place < end && (bytes[place] === 0x20 || bytes[place] === 0x09 || bytes[place] === 0x0d)) place++;
  return place;
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

/** Whether the first character that is no space is visible; it may say no where one comes later. */
function beginsVisibly(bytes: Uint8Array, start: number, end: number): boolean {
  let place = start;
  while (place < end && isAsciiSpace(bytes[place]!)) place++;
  if (place === end) return false;
  const first = bytes[place]!;
  if (first < 0x80) return true;
  return /\S/u.test(String.fromCodePoint(decodeCharacter(bytes, place, sizeOf(first))));
}

const isAsciiSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * Whether there are characters below U+0020 other than line feeds. Four bytes are looked at together: where one of
 * them is below 0x20, subtracting 0x20 from each borrows into its highest bit.
 */
function holdsControls(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return holdsControlsIn(bytes, 0, bytes.length);
  const head = (4 - (bytes.byteOffset & 3)) & 3;
  if (holdsControlsIn(bytes, 0, head)) return true;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2);
  for (let word = 0; word < words.length; word++) {
    const four = words[word]!;
    if (((four - 0x20202020) & ~four & 0x80808080) === 0) continue;
    const start = head + word * 4;
    if (holdsControlsIn(bytes, start, start + 4)) return true;
  }
  return holdsControlsIn(bytes, head + words.length * 4, bytes.length);
}

function holdsControlsIn(bytes: Uint8Array, start: number, end: number): boolean {
  for (let place = start; place < end; place++) {
    if (bytes[place]! < 0x20 && bytes[place] !== LINE_FEED) return true;
  }
  return false;
}
