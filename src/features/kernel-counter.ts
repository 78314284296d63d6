/** Counts the windows of texts by a kernel (see kernel/kernel.ts), which keeps symbols, windows and counts. */
import { Kernel } from "../kernel/kernel.ts";
import { pageOf } from "../text/characters.ts";
import type { Reading } from "../text/reading.ts";
import type { WindowSource } from "./paths.ts";
import type { TokenTable } from "./token-table.ts";
import type { View } from "./view.ts";
import type { GrowingVocabulary } from "./vocabulary.ts";
import type { Drained, DrainedCounts } from "./window-counter.ts";
import type { WindowCounts, WindowPart } from "./window-part.ts";
import { bitsOf } from "./windows.ts";

/** Behind an array; the kernel reads past ends. */
const MARGIN = 64;

/** Longer texts, in bytes, are not counted with the others of their block. */
const LONGEST_TEXT = 1 << 15;

/** How many tokens are entered at a time. */
const PIECE = 1 << 14;

/** The windows of the texts of many authors. */
export class KernelCounter implements WindowSource {
  readonly #kernel: Kernel;
  readonly #view: View;
  readonly #folds: number;
  readonly #longest: number;
  readonly #release: () => void;
  /** Where symbols of windows are handed over. */
  readonly #path: number;
  /** Where texts are handed over, and how many bytes fit. */
  #room = 0;
  #capacity = 0;
  /** Where documents of blocks are read, once there are some. */
  #desk: number | undefined;
  /** What the vocabulary calls each token; null where it calls them the same. */
  #tokens: Uint32Array | null = null;
  /** How many tokens the vocabulary has been given, if it has no others; otherwise −1. */
  #handedOver = 0;

  private constructor(kernel: Kernel, view: View, folds: number, release: () => void) {
    this.#release = release;
    this.#kernel = kernel;
    this.#view = view;
    this.#folds = folds;
    this.#longest = view.ngrams[1];
    kernel.run.setWindows(this.#longest, bitsOf(this.#longest));
    this.#path = kernel.run.allocate(4 * this.#longest);
  }

  /**
   * A counter in the kernel in which texts are read, where nobody else counts there, or with a kernel of its own; null
   * where there can be none.
   */
  static start(view: View, folds: number, reading: Reading): KernelCounter | null {
    const shared = reading.takeKernel();
    if (shared !== null && view.tokens === "words") {
      (view.lower_case ? shared.lower : shared.kept).numbersTokens = true;
    }
    const kernel = shared?.kernel ?? Kernel.start(pageOf);
    if (kernel === null) return null;
    return new KernelCounter(kernel, view, folds, () => {
      if (shared === null) return;
      shared.lower.numbersTokens = false;
      shared.kept.numbersTokens = false;
      reading.dropKernel();
    });
  }

  /** Lets go of a kernel in which texts are read: they are to be read in another one. */
  close(): void {
    this.#release();
  }

  /** How much memory it has taken, in bytes. */
  get used(): number {
    return this.#kernel.run.used() >>> 0;
  }

  /** Whether it can count all documents of a block that lies where these texts are read. */
  countsBlocksOf(reading: Reading): boolean {
    const { tokens, lower_case: lowerCase, mask } = this.#view;
    const isPlain = lowerCase && mask === undefined && (tokens === "words" || tokens === "characters");
    return isPlain && this.#folds === 1 && reading.isIn(this.#kernel);
  }

  /**
   * Counts documents of a block, those that are not too long: see kernel/assembly/documents.ts.
   *
   * @param records where their records are, and how many
   * @param messages where messages are to go
   */
  countDocuments(records: number, count: number, messages: number): void {
    const { run } = this.#kernel;
    this.#desk ??= run.allocate(run.roomFor(LONGEST_TEXT));
    run.countDocuments(records, count, this.#desk, LONGEST_TEXT, messages, this.#view.tokens === "words");
  }

  /** Counts the text that is being read; false for one that windows cannot take, which has not been counted. */
  add(author: number, fold: number, reading: Reading): boolean {
    const tally = author * this.#folds + fold;
    const { tokens, lower_case: lowerCase, mask } = this.#view;
    if (tokens === "words") return this.#addWords(tally, reading, lowerCase);
    return mask === undefined
      ? this.#addCharacters(tally, reading, lowerCase)
      : this.#addMasked(tally, reading, lowerCase);
  }

  /**
   * Hands out all counts and forgets them.
   *
   * @param vocabulary gets the tokens that it does not have yet
   */
  drain(vocabulary: GrowingVocabulary): Drained {
    const { tokens } = vocabulary;
    if (tokens !== null && this.#kernel.run.tokenCount() > 0) {
      if (this.#leads(vocabulary)) this.#handOver(tokens);
      else this.#enterInto(vocabulary, tokens);
    }
    return { windows: this, drained: this.#counts() };
  }

  /**
   * Numbers other tokens, for a vocabulary that has the kernel's.
   *
   * @returns null where it has others
   */
  enter(table: Pick<TokenTable, "bytes" | "offsets">, vocabulary: GrowingVocabulary): Uint32Array | null {
    return this.#leads(vocabulary) ? this.#entered(table) : null;
  }

  /** The numbers of tokens of another table. */
  #entered({ bytes, offsets }: Pick<TokenTable, "bytes" | "offsets">): Uint32Array {
    const count = offsets.length - 1;
    // In pieces, so that little memory is needed besides.
    const numbers = new Uint32Array(count);
    for (let first = 0; first < count; first += PIECE) {
      const last = Math.min(first + PIECE, count);
      const start = offsets[first]!;
      const length = offsets[last]! - start;
      const at = this.#reserve(length + MARGIN + 4 * (last - first + 1));
      const entries = (at + length + MARGIN) >> 2;
      this.#kernel.bytes.set(bytes.subarray(start, start + length), at);
      this.#kernel.numbers.set(offsets.subarray(first, last + 1), entries);
      this.#kernel.run.enterTokens(at - start, 4 * entries, last - first);
      numbers.set(this.#kernel.numbers.subarray(entries, entries + last - first), first);
    }
    return numbers;
  }

  /** Whether a vocabulary has the kernel's tokens, as far as it has any, with the kernel's numbers. */
  #leads({ tokens, isSingle }: GrowingVocabulary): boolean {
    return isSingle && tokens !== null && tokens.size === this.#handedOver;
  }

  /** Gives the kernel's tokens to a vocabulary that has none but these. */
  #handOver(tokens: TokenTable): void {
    const { bytes, offsets } = this.#tokenTable();
    tokens.adopt(bytes, offsets);
    this.#handedOver = offsets.length - 1;
    this.#tokens = null;
  }

  /** The kernel's tokens, in arrays of their own. */
  #tokenTable(): { bytes: Uint8Array; offsets: Uint32Array } {
    const { run, bytes, numbers } = this.#kernel;
    const count = run.tokenCount();
    const first = run.tokenBytes();
    const ends = run.tokenFacts() / 4 + 1;
    const offsets = new Uint32Array(count + 1);
    // Where there are no tokens there is no table yet.
    for (let token = 1; token <= count; token++) offsets[token] = numbers[ends + 2 * token]!;
    return { bytes: bytes.slice(first, first + offsets[count]!), offsets };
  }

  /** Enters the kernel's tokens into a vocabulary that has others. */
  #enterInto({ nodes }: GrowingVocabulary, tokens: TokenTable): void {
    const { run, bytes, numbers } = this.#kernel;
    const first = run.tokenBytes();
    const facts = run.tokenFacts() / 4;
    const count = run.tokenCount();
    // Most of them are new when there is something to be drained for the first time.
    if (tokens.size < count / 2) {
      tokens.reserve(tokens.size + count, tokens.bytes.length + numbers[facts + 1 + 2 * count]!);
      nodes.reserve(nodes.size + count);
    }
    this.#tokens = Uint32Array.from({ length: count }, (_, token) => {
      const start = first + numbers[facts + 1 + 2 * token]!;
      const end = first + numbers[facts + 3 + 2 * token]!;
      return tokens.add(bytes, start, end, numbers[facts + 2 + 2 * token]!);
    });
    this.#handedOver = -1;
  }

  symbolsOf(window: number, into: Uint32Array): number {
    const words = this.#view.tokens === "words";
    if (words && this.#longest === 1) {
      into[0] = this.#tokens?.[window] ?? window;
      return 1;
    }
    const { run, numbers } = this.#kernel;
    const length = run.symbolsOf(window, this.#path);
    for (let place = 0; place < length; place++) {
      const symbol = numbers[this.#path / 4 + place]!;
      into[place] = words ? this.#tokens![symbol]! : run.codePointOf(symbol);
    }
    return length;
  }

  #addWords(tally: number, reading: Reading, lowerCase: boolean): boolean {
    const { length } = reading.tokens(lowerCase);
    const { run } = this.#kernel;
    // Nothing fits above 31 bits, which are those of windows of up to two tokens.
    if (run.tokenCount() + length >= 2 ** bitsOf(this.#longest) - 1) return false;
    const form = reading.inKernel(lowerCase);
    const known = form?.isIn(this.#kernel) === true ? form.numbers : 0;
    if (known !== 0) {
      run.addNumbers(tally, known, length);
      return true;
    }
    const array = 4 * length + MARGIN;
    const text = this.#reserve(reading.normalForm(lowerCase).length + 2 * array + 2 * MARGIN);
    const utf8 = reading.normalForm(lowerCase);
    const { starts, ends } = reading.tokens(lowerCase);
    const { bytes, numbers } = this.#kernel;
    bytes.set(utf8.bytes.subarray(0, utf8.length), text);
    const first = Math.ceil((text + utf8.length + MARGIN) / 4);
    numbers.set(starts.subarray(0, length), first);
    numbers.set(ends.subarray(0, length), first + length);
    run.addTokens(tally, text, 4 * first, 4 * (first + length), length);
    return true;
  }

  #addCharacters(tally: number, reading: Reading, lowerCase: boolean): boolean {
    const form = reading.inKernel(lowerCase);
    const { length } = reading.normalForm(lowerCase);
    if (form?.isIn(this.#kernel) === true) {
      return this.#kernel.run.addCharacters(tally, form.address, length) !== 0;
    }
    const text = this.#reserve(length + MARGIN);
    this.#kernel.bytes.set(reading.normalForm(lowerCase).bytes.subarray(0, length), text);
    return this.#kernel.run.addCharacters(tally, text, length) !== 0;
  }

  #addMasked(tally: number, reading: Reading, lowerCase: boolean): boolean {
    const text = this.#reserve(4 * reading.codePoints(lowerCase, true).length + MARGIN);
    const { points, length } = reading.codePoints(lowerCase, true);
    this.#kernel.numbers.set(points.subarray(0, length), text / 4);
    return this.#kernel.run.addCodePoints(tally, text, length) !== 0;
  }

  /** Makes room for so many bytes, and says where. */
  #reserve(size: number): number {
    if (size > this.#capacity) {
      const { run } = this.#kernel;
      run.free(this.#room, this.#capacity);
      this.#capacity = Math.max(1 << 14, 2 * size);
      this.#room = run.allocate(this.#capacity);
    }
    return this.#room;
  }

  /** Hands out, as they are, the windows that were counted, and forgets them. */
  takePart(): WindowPart {
    const { run } = this.#kernel;
    const words = this.#view.tokens === "words";
    const width = this.#longest === 1 ? 1 : 2;
    const counts = Array.from(this.#tallies(), ({ author, fold, tally, length }): WindowCounts => {
      const first = this.#reserve(4 * (width + 1) * length);
      run.drainKeys(tally, first, first + 4 * width * length);
      const drained = this.#kernel.numbers.slice(first / 4, first / 4 + (width + 1) * length);
      const keys = drained.subarray(0, width * length);
      return { author, fold, keys, counts: drained.subarray(width * length) };
    });
    const codePoints = Uint32Array.from({ length: run.codePointCount() }, (_, number) =>
      run.codePointOf(number),
    );
    return { tokens: words ? this.#tokenTable() : null, codePoints: words ? null : codePoints, counts };
  }

  /**
   * Adds windows that were counted by another one.
   *
   * @param authorOf the numbers that its authors have here
   * @returns false, and nothing was added, where both have more symbols than windows can tell apart
   */
  mergePart({ tokens, codePoints, counts: parts }: WindowPart, authorOf: Uint32Array): boolean {
    const { run } = this.#kernel;
    const numbers = tokens === null ? this.#numbered(codePoints!) : this.#numberedTokens(tokens);
    if (numbers === null) return false;
    const size = 4 * (numbers.length + 1);
    const symbols = run.allocate(size);
    this.#kernel.numbers.set(numbers, symbols / 4 + 1);
    for (const { author, fold, keys, counts } of parts) {
      const first = this.#reserve(4 * (keys.length + counts.length));
      this.#kernel.numbers.set(keys, first / 4);
      this.#kernel.numbers.set(counts, first / 4 + keys.length);
      const tally = authorOf[author]! * this.#folds + fold;
      run.addCounts(tally, first, first + 4 * keys.length, counts.length, symbols);
    }
    run.free(symbols, size);
    return true;
  }

  /** The number, + 1, of each token of another table; null where they are more than windows can tell apart. */
  #numberedTokens(table: Pick<TokenTable, "bytes" | "offsets">): Uint32Array | null {
    if (this.#kernel.run.tokenCount() + table.offsets.length >= 2 ** bitsOf(this.#longest) - 1) return null;
    return this.#entered(table).map((number) => number + 1);
  }

  /** The same for code points. */
  #numbered(codePoints: Uint32Array): Uint32Array | null {
    const first = this.#reserve(4 * codePoints.length);
    this.#kernel.numbers.set(codePoints, first / 4);
    if (this.#kernel.run.numberCodePoints(first, codePoints.length) === 0) return null;
    return this.#kernel.numbers.slice(first / 4, first / 4 + codePoints.length);
  }

  /** The tallies that have counted something; each is to be drained before the next one is asked for. */
  *#tallies(): Generator<{ author: number; fold: number; tally: number; length: number }> {
    const { run } = this.#kernel;
    const folds = this.#folds;
    for (let tally = 0; tally < run.tallyTotal(); tally++) {
      const length = run.settle(tally);
      if (length > 0) yield { author: Math.floor(tally / folds), fold: tally % folds, tally, length };
    }
  }

  *#counts(): Generator<DrainedCounts> {
    const { run } = this.#kernel;
    for (const { author, fold, tally, length } of this.#tallies()) {
      const first = this.#reserve(8 * length);
      run.drain(tally, first, first + 4 * length);
      const things = this.#kernel.numbers.subarray(first / 4, first / 4 + length);
      const counts = this.#kernel.numbers.subarray(first / 4 + length, first / 4 + 2 * length);
      yield { author, fold, things, counts };
    }
  }
}
