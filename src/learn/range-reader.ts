/**
 * Lines of a file by ranges of bytes: a thread reads for itself what it is to learn from, into a buffer that it uses
 * again. A range has the lines that start in it; the last one may go on behind its end.
 *
 *     …\n a line \n another line \n a third one \n …
 *            |----- range -----|
 *                 [ another line \n a third one \n ]
 */
import { closeSync, openSync, readSync } from "node:fs";

import { longestDocument } from "../corpus/limits.ts";

/** A part of a file. */
export interface FileRange {
  /** What to open. */
  readonly path: string;
  /** What to call it. */
  readonly file: string;
  /** From this byte on, up to the one before `end`. */
  readonly start: number;
  readonly end: number;
}

const LINE_FEED = 10;
/** So many bytes are read behind a range at a time, until its last line has ended. */
const TAIL = 1 << 14;

/** Reads one range after the other. */
export class RangeReader {
  #path = "";
  #file = -1;
  #buffer = Buffer.alloc(0);

  /**
   * The lines that start in a range; valid until the next one.
   *
   * @returns null when a line is longer than a document may be
   * @throws what Node throws when a file cannot be read
   */
  read({ path, start, end }: FileRange): Buffer | null {
    this.#open(path);
    // With the byte before: a line starts where the one before it has ended.
    const from = Math.max(0, start - 1);
    let length = this.#fill(0, from, end - from);
    let first = 0;
    if (start > 0) {
      first = this.#buffer.subarray(0, length).indexOf(LINE_FEED) + 1;
      // One line goes through the whole range.
      if (first === 0 || from + first >= end) return this.#buffer.subarray(0, 0);
    }
    let searched = Math.max(first, end - from - 1);
    for (;;) {
      const found = this.#buffer.subarray(0, length).indexOf(LINE_FEED, searched);
      if (found !== -1) return this.#buffer.subarray(first, found + 1);
      if (length - searched > longestDocument) return null;
      searched = length;
      const more = this.#fill(length, from + length, TAIL);
      if (more === 0) return this.#buffer.subarray(first, length);
      length += more;
    }
  }

  /** Closes the file that is open. */
  close(): void {
    if (this.#file !== -1) closeSync(this.#file);
    this.#file = -1;
    this.#path = "";
  }

  #open(path: string): void {
    if (this.#path === path) return;
    this.close();
    this.#file = openSync(path, "r");
    this.#path = path;
  }

  /** Reads up to `size` bytes to a place in the buffer; returns how many there were. */
  #fill(place: number, position: number, size: number): number {
    if (place + size > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (place + size));
      this.#buffer.copy(larger, 0, 0, place);
      this.#buffer = larger;
    }
    let read = 0;
    while (read < size) {
      const count = readSync(this.#file, this.#buffer, place + read, size - read, position + read);
      if (count === 0) break;
      read += count;
    }
    return read;
  }
}
