/**
 * Lines of JSON in the memory of a kernel (see kernel/kernel.ts), where it finds the documents in them, as json-scanner.ts
 * does. What it leaves is read by others.
 *
 *     block   [ lines | line feed and margin | strings that had escapes | messages ]
 *
 * Besides, whoever counts in the same kernel can have it count all documents that were found, and asks afterwards what
 * became of each of them (see kernel/assembly/documents.ts).
 */
import type { Kernel } from "../kernel/kernel.ts";
import type { ScannedColumns } from "./json-scanner.ts";

/** Longer blocks, in bytes, are left to TypeScript. */
export const LONGEST_BLOCK = 1 << 23;
/** Behind the lines; the kernel reads past their end. */
const MARGIN = 64;
/** How many records are written at a time, and how many numbers each of them has. */
const RECORDS = 1024;
const RECORD = 16;
/** Where a record has what is known of a document that was counted. */
const TALLY = 8;
const WORDS = 9;
const LOWER_HALF = 10;
const UPPER_HALF = 11;
const CHARACTERS = 12;
const MESSAGE = 13;
const MESSAGE_END = 14;

/** A line. All that is said of a document is where it is, in bytes of the kernel's memory. */
export interface KernelLine {
  /** Whether it is a document; if not, nobody knows what it is. */
  isDocument: boolean;
  /** The line is `[start, end)` of the block, without its line feed. */
  start: number;
  end: number;
  /** Where the text is, which is never empty, and how many bytes it has. */
  text: number;
  length: number;
  /** Whether the kernel has counted the document; if not, there is no more to be said of it. */
  isCounted: boolean;
  words: number;
  /** The halves of the text's fingerprint. */
  low: number;
  high: number;
  characters: number;
  /** Where author, work and text stand, as a corpus' fingerprint wants them. */
  message: number;
  messageEnd: number;
}

/** Whoever counts the documents of some records; their messages go where it is told. */
export interface DocumentCounter {
  countDocuments(records: number, count: number, messages: number): void;
}

/** Scans blocks of lines, one after the other. */
export class KernelLines {
  readonly kernel: Kernel;
  #room = 0;
  #capacity = 0;
  readonly #records: number;
  /** Those of the authors, by the numbers that the kernel gives them. */
  readonly #names: string[] = [];
  /** Where messages go. */
  #messages = 0;
  /** Where the first of the lines that were found starts. */
  #first = 0;
  /** The line at hand. */
  readonly #line: KernelLine = {
    isDocument: false,
    start: 0,
    end: 0,
    text: 0,
    length: 0,
    isCounted: false,
    words: 0,
    low: 0,
    high: 0,
    characters: 0,
    message: 0,
    messageEnd: 0,
  };

  /** @param required whether a document must have a work, or an id */
  constructor(
    kernel: Kernel,
    { author, text, work, id }: ScannedColumns,
    required: { readonly work: boolean; readonly id: boolean },
  ) {
    this.kernel = kernel;
    const { run } = kernel;
    this.#records = run.allocate(4 * RECORD * RECORDS);
    const names = [author, text, work, id].map((key) => encoder.encode(key));
    const keys = run.allocate(32 + names.reduce((sum, name) => sum + name.length, 0));
    let place = keys + 32;
    names.forEach((name, key) => {
      kernel.bytes.set(name, place);
      kernel.numbers[keys / 4 + 2 * key] = place;
      kernel.numbers[keys / 4 + 2 * key + 1] = name.length;
      place += name.length;
    });
    run.setColumns(keys, required.work, required.id);
  }

  /**
   * Finds the lines of a block, some at a time, and says how many; they can be asked for until the next ones are.
   *
   * @param lines well-formed UTF-8 of at most {@link LONGEST_BLOCK} bytes
   */
  *scan(lines: Uint8Array): Generator<number, void> {
    const { kernel } = this;
    const { length } = lines;
    this.#reserve(length);
    const first = this.#room;
    const last = first + length;
    kernel.bytes.set(lines, first);
    kernel.bytes[last] = LINE_FEED;
    this.#first = first;
    this.#messages = last + 2 * MARGIN + length;
    while (this.#first < last) {
      const count = kernel.run.scanLines(this.#first, last, this.#records, RECORDS, last + MARGIN);
      yield count;
      this.#first = kernel.numbers[this.#at(count - 1)]! + 1;
    }
  }

  /**
   * Says which tally each of the documents that were found belongs to, and has them counted.
   *
   * @param count how many lines were found
   * @param tallyOf the tally of the author of a line, given as the line's place among those that were found
   */
  count(count: number, counter: DocumentCounter, tallyOf: (record: number) => number): void {
    const { numbers } = this.kernel;
    for (let record = 0; record < count; record++) {
      const at = this.#at(record);
      if (numbers[at + 5] !== 0) numbers[at + TALLY] = tallyOf(record) + 1;
    }
    counter.countDocuments(this.#records, count, this.#messages);
  }

  /** One of the lines that were found, by its place among them; the same object each time. */
  lineAt(record: number): KernelLine {
    // Whoever is given a line may make memory another one.
    const { numbers } = this.kernel;
    const at = this.#at(record);
    const line = this.#line;
    line.start = (record === 0 ? this.#first : numbers[at - RECORD]! + 1) - this.#room;
    line.end = numbers[at]! - this.#room;
    line.text = numbers[at + 5]!;
    line.isDocument = line.text !== 0;
    line.length = line.isDocument ? numbers[at + 6]! - line.text : 0;
    line.words = numbers[at + WORDS]!;
    line.low = numbers[at + LOWER_HALF]!;
    line.high = numbers[at + UPPER_HALF]!;
    line.characters = numbers[at + CHARACTERS]!;
    line.isCounted = line.characters > 0;
    line.message = numbers[at + MESSAGE]!;
    line.messageEnd = numbers[at + MESSAGE_END]!;
    return line;
  }

  /** The number of the author's name, by the line's place; the same name has the same number. */
  nameAt(record: number): number {
    return this.kernel.numbers[this.#at(record) + 7]!;
  }

  /** The author of the document in a line, by the line's place among those that were found. */
  authorOf(record: number): string {
    const { numbers } = this.kernel;
    const at = this.#at(record);
    return (this.#names[numbers[at + 7]!] ??= this.#stringAt(numbers[at + 1]!, numbers[at + 2]!));
  }

  /** The work of the document in a line, `""` when there is none. */
  workOf(record: number): string {
    const { numbers } = this.kernel;
    const at = this.#at(record);
    return this.#stringAt(numbers[at + 3]!, numbers[at + 4]!);
  }

  /** Where a record is, in numbers. */
  #at(record: number): number {
    return this.#records / 4 + record * RECORD;
  }

  #stringAt(start: number, end: number): string {
    return start === end ? "" : decoder.decode(this.kernel.bytes.subarray(start, end));
  }

  /** Makes room for so many bytes of lines. */
  #reserve(length: number): void {
    if (length <= this.#capacity) return;
    const { run } = this.kernel;
    if (this.#capacity > 0) run.free(this.#room, sizeOf(this.#capacity));
    this.#capacity = length + (length >> 2);
    this.#room = run.allocate(sizeOf(this.#capacity));
  }
}

const sizeOf = (capacity: number): number => 3 * (capacity + MARGIN);

const LINE_FEED = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
