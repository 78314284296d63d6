/**
 * Lines of JSON in the memory of a kernel (see kernel/kernel.ts), where it finds the documents in them, as json-scanner.ts
 * does. What it leaves is read by others.
 *
 *     block   [ lines | line feed and margin | strings that had escapes | records ]
 */
import type { Kernel } from "../kernel/kernel.ts";
import type { ScannedColumns } from "./json-scanner.ts";

/** Longer blocks, in bytes, are left to TypeScript. */
export const LONGEST_BLOCK = 1 << 23;
/** Behind the lines; the kernel reads past their end. */
const MARGIN = 64;
/** How many records are written at a time, and how many numbers each of them has. */
const RECORDS = 1024;
const RECORD = 8;

/** A line. All that is said of a document is where it is, in bytes of the kernel's memory. */
export interface KernelLine {
  /** Whether it is a document; if not, nobody knows what it is. */
  isDocument: boolean;
  /** The line is `[start, end)` of the block, without its line feed. */
  start: number;
  end: number;
  author: string;
  /** `""` when there is none. */
  work: string;
  /** Where the text is, which is never empty, and how many bytes it has. */
  text: number;
  length: number;
}

/** Scans blocks of lines, one after the other. */
export class KernelLines {
  readonly kernel: Kernel;
  #room = 0;
  #capacity = 0;
  readonly #records: number;
  /** Those of the authors, by the numbers that the kernel gives them. */
  readonly #names: string[] = [];
  /** The latest line. */
  readonly #line: KernelLine = {
    isDocument: false,
    start: 0,
    end: 0,
    author: "",
    work: "",
    text: 0,
    length: 0,
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
   * The lines of a block, one after the other; the same object each time.
   *
   * @param lines well-formed UTF-8 of at most {@link LONGEST_BLOCK} bytes
   */
  *scan(lines: Uint8Array): Generator<KernelLine, void> {
    const { kernel } = this;
    const { run } = kernel;
    const { length } = lines;
    this.#reserve(length);
    const first = this.#room;
    const last = first + length;
    kernel.bytes.set(lines, first);
    kernel.bytes[last] = LINE_FEED;
    const line = this.#line;
    let start = first;
    while (start < last) {
      const count = run.scanLines(start, last, this.#records, RECORDS, last + MARGIN);
      for (let record = 0; record < count; record++) {
        // Whoever is given a line may make memory another one.
        const { numbers } = kernel;
        const at = this.#records / 4 + record * RECORD;
        line.start = start - first;
        line.end = numbers[at]! - first;
        start = numbers[at]! + 1;
        line.text = numbers[at + 5]!;
        line.isDocument = line.text !== 0;
        if (line.isDocument) {
          line.length = numbers[at + 6]! - line.text;
          line.author = this.#names[numbers[at + 7]!] ??= this.#stringAt(numbers[at + 1]!, numbers[at + 2]!);
          line.work = this.#stringAt(numbers[at + 3]!, numbers[at + 4]!);
        }
        yield line;
      }
    }
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

const sizeOf = (capacity: number): number => 2 * (capacity + MARGIN);

const LINE_FEED = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
