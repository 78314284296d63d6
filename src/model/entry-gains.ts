/**
 * What each count adds to a score, for one occurrence of its feature, computed when its feature is first asked for. A
 * model is ready at once, and what texts really have is soon all there.
 *
 * Features that were asked for lie in rows one behind the other, in the order in which they came: those that texts
 * have stay together in the processor's cache, and are not spread among all that they never have.
 *
 *     cells of 8 bytes    [ 2 · | g | g | 0 4 | 39 · | g | g | g | … ]
 *
 *     few authors have it    how many; what each of them gains; who they are, two a cell
 *     half of them or more   how many; what each author gains, those without it 0, and one more where they are odd
 *
 * Rows are added up by a kernel (see kernel/kernel.ts) as soon as there are enough of them, two authors at a time, to
 * the same bits: one row after the other, each product rounded before it is added.
 */
import { Kernel } from "../kernel/kernel.ts";
import type { CountMatrix, SparseRow } from "../sparse.ts";

/** When a kernel is used. */
export interface GainLimits {
  /** So many rows are added up before a kernel is worth its memory. */
  readonly from: number;
  /** With more cells than this there is no kernel: its memory ends at 4 GB. */
  readonly most: number;
}

const USUAL: GainLimits = { from: 5000, most: 1 << 26 };

/** The gains of a matrix' entries. */
export class EntryGains {
  readonly #counts: CountMatrix;
  readonly #gainOf: (entry: number, feature: number) => number;
  /** The cell in which each feature's row starts; 0 for features that nobody has asked for. */
  readonly #rows: Uint32Array;
  #memory: Memory = new PlainMemory(1024);
  /** The first free cell. */
  #end = 1;
  /** With so many authors or more a row has all of them. */
  readonly #all: number;
  readonly #limits: GainLimits;
  /** How many rows are to be added up before there is a kernel. */
  #patience: number;

  /** @param gainOf what an entry adds */
  constructor(
    counts: CountMatrix,
    gainOf: (entry: number, feature: number) => number,
    limits: GainLimits = USUAL,
  ) {
    this.#counts = counts;
    this.#gainOf = gainOf;
    this.#rows = new Uint32Array(counts.nFeatures);
    this.#all = Math.max(1, Math.ceil(counts.nAuthors / 2));
    this.#limits = limits;
    this.#patience = limits.from;
  }

  /** Adds what the entries of a row's features add to their authors, each as often as the feature occurs. */
  addTo(into: Float64Array, row: SparseRow): void {
    const rows = this.#rows;
    for (let place = 0; place < row.length; place++) {
      if (rows[row.ids[place]!] === 0) this.#prepare(row.ids[place]!);
    }
    if (this.#patience > 0) {
      this.#patience -= row.length;
      if (this.#patience <= 0) this.#move(this.#end * 2);
    }
    this.#memory.addRows(into, rows, row, this.#all);
  }

  /** Makes a feature's row. */
  #prepare(feature: number): void {
    const { starts, authors, nAuthors } = this.#counts;
    const start = starts[feature]!;
    const size = starts[feature + 1]! - start;
    const whole = size >= this.#all;
    const cells = 1 + (whole ? nAuthors + (nAuthors & 1) : size + ((size + 1) >> 1));
    const first = this.#end;
    if (first + cells > this.#memory.cells) this.#move((first + cells) * 2);
    const { gains, numbers } = this.#memory;
    numbers[2 * first] = size;
    for (let entry = 0; entry < size; entry++) {
      const author = authors[start + entry]!;
      gains[first + 1 + (whole ? author : entry)] = this.#gainOf(start + entry, feature);
      if (!whole) numbers[2 * (first + 1 + size) + entry] = author;
    }
    this.#rows[feature] = first;
    this.#end += cells;
  }

  /** Moves all rows to memory with so many cells. */
  #move(cells: number): void {
    const wanted = this.#patience <= 0 && cells <= this.#limits.most;
    const kernel = wanted ? KernelMemory.start(cells, this.#counts.nAuthors) : null;
    const memory = kernel ?? new PlainMemory(cells);
    memory.gains.set(this.#memory.gains.subarray(0, this.#end));
    this.#memory = memory;
  }
}

/** Where rows lie. */
interface Memory {
  /** How many cells there are. */
  readonly cells: number;
  /** The cells, as numbers of 64 bits. */
  readonly gains: Float64Array;
  /** The same cells, two whole numbers each. */
  readonly numbers: Uint32Array;
  /**
   * Adds rows up.
   *
   * @param rows where each feature's row is
   * @param all with so many authors or more a row has all of them
   */
  addRows(into: Float64Array, rows: Uint32Array, row: SparseRow, all: number): void;
}

class PlainMemory implements Memory {
  readonly cells: number;
  readonly gains: Float64Array;
  readonly numbers: Uint32Array;

  constructor(cells: number) {
    this.cells = cells;
    this.gains = new Float64Array(cells);
    this.numbers = new Uint32Array(this.gains.buffer);
  }

  addRows(into: Float64Array, rows: Uint32Array, { ids, values, length }: SparseRow, all: number): void {
    const { gains, numbers } = this;
    for (let place = 0; place < length; place++) {
      const row = rows[ids[place]!]!;
      const value = values[place]!;
      const size = numbers[2 * row]!;
      if (size >= all) {
        for (let author = 0; author < into.length; author++)
          into[author]! += value * gains[row + 1 + author]!;
        continue;
      }
      const authors = 2 * (row + 1 + size);
      for (let entry = 0; entry < size; entry++) {
        into[numbers[authors + entry]!]! += value * gains[row + 1 + entry]!;
      }
    }
  }
}

/** The first cell that a kernel hands out is none of these; rows start behind it. */
class KernelMemory implements Memory {
  readonly cells: number;
  readonly gains: Float64Array;
  readonly numbers: Uint32Array;
  readonly #kernel: Kernel;
  readonly #nAuthors: number;
  /** Where the cells are. */
  readonly #first: number;
  /** Where sums, and rows and how often each of them, are handed over; for so many rows. */
  readonly #sums: Float64Array;
  readonly #rows: Uint32Array;
  readonly #values: Float64Array;

  private constructor(kernel: Kernel, cells: number, nAuthors: number) {
    this.#kernel = kernel;
    this.#nAuthors = nAuthors;
    this.cells = cells;
    const { run } = kernel;
    this.#first = run.allocate(8 * cells);
    const sums = run.allocate(8 * (nAuthors + 1));
    const rows = run.allocate(4 * AT_A_TIME);
    const values = run.allocate(8 * AT_A_TIME);
    // No memory is asked for after this, so that it stays where it is.
    const { buffer } = kernel.bytes;
    this.gains = new Float64Array(buffer, this.#first, cells);
    this.numbers = new Uint32Array(buffer, this.#first, 2 * cells);
    this.#sums = new Float64Array(buffer, sums, nAuthors);
    this.#rows = new Uint32Array(buffer, rows, AT_A_TIME);
    this.#values = new Float64Array(buffer, values, AT_A_TIME);
  }

  /** Memory in a kernel of its own; null where there can be none. */
  static start(cells: number, nAuthors: number): KernelMemory | null {
    try {
      const kernel = Kernel.start();
      return kernel === null ? null : new KernelMemory(kernel, cells, nAuthors);
    } catch {
      // There is not so much memory.
      return null;
    }
  }

  addRows(into: Float64Array, rows: Uint32Array, { ids, values, length }: SparseRow, all: number): void {
    const sums = this.#sums;
    sums.set(into);
    for (let from = 0; from < length; from += AT_A_TIME) {
      const count = Math.min(AT_A_TIME, length - from);
      for (let place = 0; place < count; place++) {
        this.#rows[place] = this.#first + 8 * rows[ids[from + place]!]!;
        this.#values[place] = values[from + place]!;
      }
      this.#kernel.run.addRows(
        sums.byteOffset,
        this.#rows.byteOffset,
        this.#values.byteOffset,
        count,
        this.#nAuthors,
        all,
      );
    }
    into.set(sums);
  }
}

/** How many rows are handed over at a time. */
const AT_A_TIME = 1024;
