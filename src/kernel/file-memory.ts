/**
 * Memory for the bytes of a file in a kernel of its own, which can look at them where they lie. What is written first to
 * the memory of WebAssembly takes a third less time than what is written first to an array, besides: both start as pages
 * that the system has yet to find, and finding them is most of what reading a file costs.
 */
import { Kernel, type KernelFunctions } from "./kernel.ts";

/** Larger files, in bytes, are left to arrays: a kernel's memory ends at 4 GB, and its blocks are powers of two. */
const LARGEST = 1 << 30;
/** Of so many authors at most counts are added up. */
const MOST_AUTHORS = 1 << 16;
/**
 * How many things are looked at in a call. Machine code that is called once, for a long time, stays what the compiler
 * made of it in haste.
 */
const AT_A_TIME = 1 << 12;

const memories = new WeakMap<ArrayBufferLike, FileMemory>();

/** The memory of one file. Nothing else is ever asked of its kernel, so that it stays where it is. */
export class FileMemory {
  /** The file's bytes; at first, all are 0. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #run: KernelFunctions;
  readonly #sums: BigUint64Array;

  private constructor(kernel: Kernel, size: number) {
    const { run } = kernel;
    const sums = run.allocate(2 * 8 * MOST_AUTHORS);
    const first = run.allocateForGood(size);
    const { buffer } = kernel.bytes;
    this.bytes = new Uint8Array(buffer, first, size);
    this.#run = run;
    this.#sums = new BigUint64Array(buffer, sums, 2 * MOST_AUTHORS);
  }

  /** Memory for so many bytes; null where there is none. */
  static reserve(size: number): FileMemory | null {
    if (size > LARGEST) return null;
    try {
      const kernel = Kernel.start();
      if (kernel === null) return null;
      const memory = new FileMemory(kernel, size);
      memories.set(memory.bytes.buffer, memory);
      return memory;
    } catch {
      // There is not so much of it.
      return null;
    }
  }

  /** The memory in which an array lies; null for one that lies elsewhere. */
  static of({ buffer }: ArrayBufferView): FileMemory | null {
    return memories.get(buffer) ?? null;
  }

  /**
   * Adds up counts by author, as model-file/count-sums.ts does; all arrays must lie here.
   *
   * @returns null when they make no sense; undefined where they are none that can be added up here
   */
  addUpCounts(
    starts: Uint32Array,
    authors: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
    values: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number; readonly length: number },
    nAuthors: number,
  ): Float64Array | null | undefined {
    if (
      nAuthors === 0 ||
      nAuthors > MOST_AUTHORS ||
      authors.BYTES_PER_ELEMENT > 4 ||
      values.BYTES_PER_ELEMENT > 4
    )
      return undefined;
    const sums = this.#sums.fill(0n, 0, 2 * nAuthors);
    const nFeatures = starts.length - 1;
    for (let first = 0; first < nFeatures; first += AT_A_TIME) {
      const fine = this.#run.addUpCounts(
        starts.byteOffset,
        authors.byteOffset,
        authors.BYTES_PER_ELEMENT >> 1,
        values.byteOffset,
        values.BYTES_PER_ELEMENT >> 1,
        first,
        Math.min(first + AT_A_TIME, nFeatures),
        values.length,
        nAuthors,
        sums.byteOffset,
      );
      if (fine === 0) return null;
    }
    // Those of even entries, and of odd ones.
    return Float64Array.from({ length: nAuthors }, (_, author) =>
      Number(sums[author]! + sums[nAuthors + author]!),
    );
  }

  /** The first pair that is out of order, as features/sorted-pairs.ts has them, or −1. */
  disorderIn(pairs: Uint32Array, bound: number): number {
    const size = pairs.length >> 1;
    for (let first = 0; first < size; first += AT_A_TIME) {
      const last = Math.min(first + AT_A_TIME, size);
      const found = this.#run.disorderIn(pairs.byteOffset, first, last, bound) >>> 0;
      if (found !== last) return found;
    }
    return -1;
  }

  /** The first token that is not above the one before it, as features/sorted-tokens.ts has them, or −1. */
  disorderedToken(bytes: Uint8Array, offsets: Uint32Array): number {
    const size = offsets.length - 1;
    for (let first = 0; first < size; first += AT_A_TIME) {
      const last = Math.min(first + AT_A_TIME, size);
      const found = this.#run.disorderedToken(bytes.byteOffset, offsets.byteOffset, first, last) >>> 0;
      if (found !== last) return found;
    }
    return -1;
  }

  /** How many of some nodes are features, or −1, as features/feature-order.ts counts them. */
  countFeatures(features: Uint32Array): number {
    let next = 0;
    for (let first = 0; first < features.length; first += AT_A_TIME) {
      const count = Math.min(AT_A_TIME, features.length - first);
      next = this.#run.countFeatures(features.byteOffset + 4 * first, count, next) >>> 0;
      if (next === NONE) return -1;
    }
    return next;
  }
}

const NONE = 0xffffffff;
