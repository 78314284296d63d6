/**
 * The kernel: the loops over bytes and the tables that training spends its time in, once more as WebAssembly. It is
 * written in AssemblyScript (assembly/), compiled by scripts/kernel.ts, and does what the TypeScript of text/ and
 * features/ does, number for number; where there is no WebAssembly with SIMD, or a page forbids it, that is what
 * runs.
 */
import { kernelBytes } from "./kernel-bytes.ts";

/** What an instance can do; addresses are in bytes. The functions are described where they are written. */
export interface KernelFunctions {
  allocate(size: number): number;
  allocateForGood(size: number): number;
  free(block: number, size: number): void;
  used(): number;
  writeNormalForm(source: number, length: number, target: number, lowerCase: boolean): number;
  findTokens(text: number, length: number, starts: number, ends: number): number;
  wordCount(): number;
  hashTokens(text: number, starts: number, ends: number, hashes: number, length: number): void;
  numberTokens(
    text: number,
    starts: number,
    ends: number,
    hashes: number,
    numbers: number,
    length: number,
  ): void;
  enterTokens(text: number, places: number, count: number): void;
  setColumns(keys: number, work: boolean, id: boolean): void;
  scanLines(next: number, last: number, records: number, most: number, elsewhere: number): number;
  roomFor(capacity: number): number;
  countDocuments(
    records: number,
    count: number,
    room: number,
    capacity: number,
    messages: number,
    words: boolean,
  ): void;
  lowerHalf(): number;
  upperHalf(): number;
  findCodePoints(text: number, length: number, points: number, starts: number): number;
  setWindows(longest: number, bits: number): void;
  addTokens(tally: number, text: number, starts: number, ends: number, length: number): void;
  addNumbers(tally: number, numbers: number, length: number): void;
  addCharacters(tally: number, text: number, length: number): number;
  addCodePoints(tally: number, points: number, length: number): number;
  addRows(into: number, rows: number, values: number, count: number, nAuthors: number, most: number): void;
  openWindows(longest: number, bits: number): number;
  findCharacters(text: number, length: number): number;
  findNumbers(numbers: number, length: number): number;
  addWindows(sums: number, count: number, width: number): void;
  settle(tally: number): number;
  tallyTotal(): number;
  drainKeys(tally: number, keys: number, counts: number): void;
  addCounts(tally: number, keys: number, counts: number, count: number, symbols: number): void;
  codePointCount(): number;
  numberCodePoints(points: number, count: number): number;
  drain(tally: number, windows: number, counts: number): void;
  symbolsOf(window: number, symbols: number): number;
  codePointOf(number: number): number;
  addUpCounts(
    starts: number,
    authors: number,
    authorShift: number,
    values: number,
    valueShift: number,
    first: number,
    last: number,
    entries: number,
    nAuthors: number,
    sums: number,
  ): number;
  disorderIn(pairs: number, first: number, last: number, bound: number): number;
  disorderedToken(bytes: number, offsets: number, first: number, last: number): number;
  countFeatures(features: number, count: number, next: number): number;
  tokenCount(): number;
  tokenBytes(): number;
  tokenFacts(): number;
}

/** Class and flags, and lower-case forms, of the 256 code points of a page. */
export interface CharacterPage {
  readonly properties: Uint8Array;
  readonly lowers: Uint32Array;
}

/** An instance with its memory. */
export class Kernel {
  readonly run: KernelFunctions;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array<ArrayBuffer>;
  #numbers: Uint32Array<ArrayBuffer>;

  private constructor(functions: KernelFunctions, memory: WebAssembly.Memory) {
    this.run = functions;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#numbers = new Uint32Array(memory.buffer);
  }

  /**
   * A new instance; null where there can be none.
   *
   * @param pageOf describes a page of 256 code points; not needed where there are no texts
   */
  static start(pageOf?: (page: number) => CharacterPage): Kernel | null {
    const module = compiled();
    if (module === null) return null;
    const describePage = (page: number, address: number): void => {
      if (pageOf === undefined) throw new TypeError("there are no texts");
      const { properties, lowers } = pageOf(page);
      kernel.bytes.set(properties, address);
      kernel.numbers.set(lowers, (address + properties.length) / 4);
    };
    let kernel: Kernel;
    try {
      const { exports } = new WebAssembly.Instance(module, { characters: { describePage } });
      const { memory, ...functions } = exports as unknown as KernelFunctions & { memory: WebAssembly.Memory };
      kernel = new Kernel(functions, memory);
    } catch {
      // There is a limit to how many memories a program may have.
      return null;
    }
    return kernel;
  }

  /** The whole memory. Memory that grows is another one: what was asked for before is empty from then on. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  /** The whole memory, as numbers of 32 bits. */
  get numbers(): Uint32Array<ArrayBuffer> {
    if (this.#numbers.length === 0) this.#numbers = new Uint32Array(this.#memory.buffer);
    return this.#numbers;
  }
}

let module: WebAssembly.Module | null | undefined;

/** The module, compiled when it is needed first. */
function compiled(): WebAssembly.Module | null {
  // A page's bundle leaves the bytes out rather than ask its policy for what it does not need.
  if ((kernelBytes as string) === "") return null;
  if (module === undefined) {
    try {
      const text = atob(kernelBytes);
      const bytes = new Uint8Array(text.length);
      for (let place = 0; place < bytes.length; place++) bytes[place] = text.charCodeAt(place);
      module = new WebAssembly.Module(bytes);
    } catch {
      module = null;
    }
  }
  return module;
}
