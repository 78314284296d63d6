/**
 * What windows gain each author, kept in the kernel in which texts are read. The kernel finds the windows of a text and
 * adds up their rows (see kernel/assembly/window-gains.ts, where the tables are drawn).
 */
import type { KernelForm, KernelText } from "../text/kernel-text.ts";
import type { Reading } from "../text/reading.ts";
import { NONE } from "./pair-table.ts";
import type { View } from "./view.ts";
import { bitsOf } from "./windows.ts";

/** The kernel adds up so many bytes of a row in one go. */
const TILE = 128;
/** So many bytes of rows are asked for at a time. */
const CHUNK = 1 << 21;
/** How much the tables of windows and tokens may take besides the rows, in bytes. */
const MOST_BESIDES = 3 << 24;

/** The rows of the windows that texts had so far. */
export class WindowRows {
  /** How many windows, those without the last symbols of others included, came for the first time with the latest text. */
  fresh = 0;
  /** Whether there is room for no more. */
  isFull = false;
  /** Of the fresh window in turn: how many symbols it has, where the last one stands, and the node of the others. */
  length = 0;
  last = 0;
  shorterNode = NONE;
  #slot = 0;
  #shorterRow = 0;
  readonly #text: KernelText;
  readonly #view: View;
  readonly #nAuthors: number;
  /** How many bytes a row has, and how many more bytes of them may be asked for. */
  readonly #width: number;
  #left: number;
  /** Where the next rows will be, and where their chunk ends. */
  #next = 0;
  #end = 0;
  /** Where the row is that gains nothing, where the sums, and where what the kernel has found. */
  readonly #empty: number;
  readonly #sums: number;
  readonly #answer: number;
  /** How much memory may be used, the rows that are there included. */
  #mostUsed: number;
  #gains = new Float64Array(0);

  private constructor(text: KernelText, view: View, nAuthors: number, mostBytes: number) {
    this.#text = text;
    this.#view = view;
    this.#nAuthors = nAuthors;
    this.#width = Math.ceil((8 * (nAuthors + 1)) / TILE) * TILE;
    this.#left = mostBytes;
    const { run } = text.kernel;
    const [, longest] = view.ngrams;
    const bits = bitsOf(longest);
    run.setWindows(longest, bits);
    this.#answer = run.openWindows(longest, bits) >>> 0;
    this.#sums = run.allocate(this.#width) >>> 0;
    this.#empty = run.allocate(this.#width) >>> 0;
    this.#mostUsed = (run.used() >>> 0) + MOST_BESIDES;
    if (view.tokens === "words") (view.lower_case ? text.lower : text.kept).numbersTokens = true;
  }

  /** No rows yet, in a kernel in which nobody else counts; null where there is no room for them. */
  static start(text: KernelText, view: View, nAuthors: number, mostBytes: number): WindowRows | null {
    try {
      return new WindowRows(text, view, nAuthors, mostBytes);
    } catch {
      return null;
    }
  }

  /** Whether a text's form is in the same kernel. */
  holds(form: KernelForm): boolean {
    return form.isIn(this.#text.kernel);
  }

  /**
   * Finds the windows of the text that is being read; those that came for the first time are to be kept, one
   * after the other, before they are added up.
   *
   * @returns how many places it has; −1, and the rows are full, when it is too much for them
   */
  find(reading: Reading): number {
    const { run } = this.#text.kernel;
    const { tokens, lower_case: lowerCase, ngrams } = this.#view;
    let length: number;
    if (tokens === "words") {
      const { length: count } = reading.tokens(lowerCase);
      const { numbers } = reading.inKernel(lowerCase)!;
      const fits = numbers !== 0 && run.tokenCount() < 2 ** bitsOf(ngrams[1]) - 1;
      length = fits ? run.findNumbers(numbers, count) : -1;
    } else {
      const { address } = reading.inKernel(lowerCase)!;
      length = run.findCharacters(address, reading.normalForm(lowerCase).length);
    }
    this.fresh = length === -1 ? 0 : this.#told(2);
    if (this.fresh === 0) {
      this.isFull = length === -1;
      return length;
    }
    this.isFull = run.used() >>> 0 > this.#mostUsed;
    if (this.#reserve()) return length;
    this.isFull = true;
    return -1;
  }

  /** Makes room for the rows of all fresh windows before anything else is looked at: memory that grows is another one. */
  #reserve(): boolean {
    const needed = this.fresh * this.#width;
    if (this.#next + needed <= this.#end) return true;
    const size = Math.max(needed, Math.min(CHUNK, this.#left));
    if (size > this.#left) return false;
    try {
      const block = this.#text.kernel.run.allocateForGood(size + TILE) >>> 0;
      this.#next = Math.ceil(block / TILE) * TILE;
    } catch {
      // There is not so much memory.
      return false;
    }
    this.#end = this.#next + size;
    this.#left -= size;
    this.#mostUsed += size + TILE;
    return true;
  }

  /** All rows, and whatever else is in the kernel, as gains. */
  get gains(): Float64Array {
    if (this.#gains.length === 0) this.#gains = new Float64Array(this.#text.kernel.bytes.buffer);
    return this.#gains;
  }

  /** Turns to one of the fresh windows, in order: the shorter one before it has been kept. */
  turnTo(fresh: number): void {
    const { numbers } = this.#text.kernel;
    const at = this.#told(1) / 4 + 4 * fresh;
    const shorter = numbers[at + 1]! / 4;
    this.length = numbers[at + 3]!;
    this.last = numbers[at + 2]! + this.length - 1;
    this.#slot = numbers[at]! / 4;
    this.#shorterRow = shorter === 0 ? this.#empty : numbers[shorter + 2]!;
    this.shorterNode = shorter === 0 ? NONE : numbers[shorter + 3]!;
  }

  /** Keeps the window's node; it gains what the shorter one does. */
  keep(node: number): void {
    const { numbers } = this.#text.kernel;
    numbers[this.#slot + 2] = this.#shorterRow;
    numbers[this.#slot + 3] = node;
  }

  /** Keeps the window's node; it gains what the shorter one does and more, which is to be added at the place returned. */
  keepWithMore(node: number): number {
    const { gains } = this;
    const { numbers } = this.#text.kernel;
    const row = this.#next;
    this.#next += this.#width;
    numbers[this.#slot + 2] = row;
    numbers[this.#slot + 3] = node;
    const [from, to] = [this.#shorterRow / 8, row / 8];
    for (let author = 0; author < this.#nAuthors; author++) gains[to + author] = gains[from + author]!;
    gains[to + this.#nAuthors] = gains[from + this.#nAuthors]! + 1;
    return to;
  }

  /** Adds up the rows of the text's places; returns how many n-grams are known. */
  addUp(length: number, into: Float64Array): number {
    this.#text.kernel.run.addWindows(this.#sums, length, this.#width);
    const { gains } = this;
    const sums = this.#sums / 8;
    for (let author = 0; author < this.#nAuthors; author++) into[author] = gains[sums + author]!;
    return gains[sums + this.#nAuthors]!;
  }

  /** What the kernel has found: where the slots of places are, where fresh windows are, how many of them. */
  #told(which: number): number {
    return this.#text.kernel.numbers[this.#answer / 4 + which]!;
  }
}
