/**
 * Counts the windows of texts (see windows.ts) by author and fold: in TypeScript at first, by a kernel from when there
 * is so much text that it is worth its memory. Whatever each has counted adds up.
 */
import type { Reading } from "../text/reading.ts";
import { KernelCounter } from "./kernel-counter.ts";
import { OccurrenceLog } from "./occurrence-log.ts";
import type { WindowSource } from "./paths.ts";
import type { SymbolReader } from "./symbols.ts";
import type { TokenTable } from "./token-table.ts";
import type { View } from "./view.ts";
import type { GrowingVocabulary } from "./vocabulary.ts";
import type { WindowPart } from "./window-part.ts";
import { Windows } from "./windows.ts";

/** How often each window occurred in the texts of an author that are in a fold; valid until the next ones. */
export interface DrainedCounts {
  readonly author: number;
  readonly fold: number;
  readonly things: Uint32Array;
  readonly counts: Uint32Array | Float64Array;
}

/** Counts of windows, and whom to ask what the windows are. */
export interface Drained {
  readonly windows: WindowSource;
  readonly drained: Iterable<DrainedCounts>;
}

/** When a kernel is used, in bytes. */
export interface KernelLimits {
  /** So much text is counted before a kernel is worth its memory. */
  readonly from: number;
  /** With so much memory taken, counts are drained: each thread has a kernel, and tables that grew leave as much behind. */
  readonly full: number;
}

const USUAL: KernelLimits = { from: 1 << 18, full: 1 << 28 };

/** Windows of the texts of many authors. */
export class WindowCounter {
  readonly #view: View;
  readonly #folds: number;
  readonly #full: number;
  readonly #plain: PlainCounter;
  /** Undefined until it is worth it, null where there is none. */
  #kernel: KernelCounter | null | undefined;
  /** How many bytes are to be counted before there is one. */
  #patience: number;
  readonly #from: number;

  /** @param folds into how many parts the documents are put */
  constructor(view: View, symbols: SymbolReader, folds: number, { from, full }: KernelLimits = USUAL) {
    this.#view = view;
    this.#folds = folds;
    this.#plain = new PlainCounter(view, symbols, folds);
    this.#patience = from;
    this.#from = from;
    // The kernel knows words and characters alone.
    if (view.tokens === "typed-trigrams") this.#kernel = null;
    this.#full = full;
  }

  /** Counts the text that is being read; false for one that windows cannot take, which has not been counted. */
  add(author: number, fold: number, reading: Reading): boolean {
    if (this.#kernel === undefined) {
      this.#patience -= reading.normalForm(this.#view.lower_case).length;
      // Where texts are read in a kernel, counting there costs no memory of its own.
      if (this.#patience <= 0 || (this.#from < Infinity && reading.hasFreeKernel))
        this.#kernel = KernelCounter.start(this.#view, this.#folds, reading);
    }
    return (this.#kernel ?? this.#plain).add(author, fold, reading);
  }

  /** Whoever counts all documents of a block in the kernel in which they are read; null where nobody does. */
  blockCounter(reading: Reading): KernelCounter | null {
    if (this.#kernel === undefined && this.#from < Infinity) {
      this.#kernel = KernelCounter.start(this.#view, this.#folds, reading);
    }
    return this.#kernel?.countsBlocksOf(reading) === true ? this.#kernel : null;
  }

  /** Whether the counts should be drained before more is counted. */
  get isFull(): boolean {
    return (this.#kernel?.used ?? 0) > this.#full;
  }

  /**
   * Hands out all counts and forgets them.
   *
   * @param vocabulary gets the tokens that it does not have yet
   */
  *drain(vocabulary: GrowingVocabulary): Generator<Drained> {
    yield this.#plain.drain();
    const kernel = this.#kernel;
    if (kernel === undefined || kernel === null) return;
    yield kernel.drain(vocabulary);
    // What is left are its windows and tokens alone: too many for it.
    if (!this.isFull) return;
    kernel.close();
    this.#kernel = null;
  }

  /** Hands out, as they are, the windows that a kernel has counted, and forgets them; null where there is none. */
  takePart(): WindowPart | null {
    return this.#kernel?.takePart() ?? null;
  }

  /**
   * Adds windows that were counted elsewhere.
   *
   * @param authorOf the numbers that its authors have here
   * @returns false where there is no kernel that can take them
   */
  mergePart(part: WindowPart, authorOf: Uint32Array): boolean {
    return this.#kernel?.mergePart(part, authorOf) ?? false;
  }

  /** Numbers tokens for a vocabulary, where a kernel can; see kernel-counter.ts. */
  enter(table: Pick<TokenTable, "bytes" | "offsets">, vocabulary: GrowingVocabulary): Uint32Array | null {
    return this.#kernel?.enter(table, vocabulary) ?? null;
  }

  /** Lets go of the kernel, whose counts have been drained; texts that come later are counted in another one. */
  close(): void {
    this.#kernel?.close();
    if (this.#kernel !== null) this.#kernel = undefined;
  }
}

/** Counts in TypeScript. */
class PlainCounter implements WindowSource {
  readonly #symbols: SymbolReader;
  readonly #windows: Windows;
  readonly #logs: readonly OccurrenceLog[];

  constructor(view: View, symbols: SymbolReader, folds: number) {
    this.#symbols = symbols;
    this.#windows = new Windows(view.ngrams[1]);
    this.#logs = Array.from({ length: folds }, () => new OccurrenceLog());
  }

  add(author: number, fold: number, reading: Reading): boolean {
    const [symbols, windows] = [this.#symbols, this.#windows];
    symbols.read(reading);
    if (symbols.bound >= windows.bound) return false;
    windows.take(symbols.numbers, symbols.length);
    this.#logs[fold]!.add(author, windows.entries, symbols.length);
    return true;
  }

  drain(): Drained {
    return { windows: this, drained: this.#counts() };
  }

  symbolsOf(window: number, into: Uint32Array): number {
    const length = this.#windows.symbolsOf(window, into);
    for (let place = 0; place < length; place++) into[place] = this.#symbols.symbolOf(into[place]!);
    return length;
  }

  *#counts(): Generator<DrainedCounts> {
    for (const [fold, log] of this.#logs.entries()) {
      for (const counts of log.drain()) yield { fold, ...counts };
    }
  }
}
