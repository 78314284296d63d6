/**
 * A text in the kernel's memory, with its normal forms, tokens and characters (see kernel/kernel.ts).
 *
 *     source   | 1 byte a byte of the text
 *     lower    | normal form, 2 bytes | starts, ends, hashes, numbers of tokens, 8 each | points, starts of characters, 8 each
 *     kept     | the same
 *
 * All of it is one block, made when a text comes that is longer than those before. Whoever counts in the same kernel may
 * ask for more memory, whereupon all arrays are another ones: they are to be asked for again.
 */
import { Kernel } from "../kernel/kernel.ts";
import { pageOf } from "./characters.ts";
import type { CharacterList } from "./code-points.ts";
import { normalForm, type Utf8Text } from "./normal-form.ts";
import type { TokenList } from "./words.ts";

/** Longer texts, in bytes, are left to TypeScript: nobody waits for memory to be asked for. */
const LONGEST = 1 << 20;
/** Between two arrays; the kernel reads and writes past their ends by up to 80 bytes. */
const MARGIN = 128;
/** How many bytes the arrays of a form take for each byte of the text. */
const FORM = 2 + 4 * 8 + 2 * 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** One text at a time. */
export class KernelText {
  readonly lower: KernelForm;
  readonly kept: KernelForm;
  readonly kernel: Kernel;
  /** Whether somebody counts in the kernel. */
  isTaken = false;
  #block = 0;
  #size = 0;
  /** How many bytes a text may have; none for as long as there is no block. */
  #capacity = -1;
  /** Where texts are put, and where this one is. */
  #room = 0;
  #source = 0;
  /** The place as an array; empty until it is asked for. */
  #view = new Uint8Array(0);
  #length = 0;
  #text: string | null = null;

  private constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.lower = new KernelForm(this, kernel, true);
    this.kept = new KernelForm(this, kernel, false);
  }

  /** A kernel for texts; null where there can be none. */
  static start(): KernelText | null {
    const kernel = Kernel.start(pageOf);
    return kernel === null ? null : new KernelText(kernel);
  }

  /** Where the text is. */
  get source(): number {
    return this.#source;
  }

  /** How many bytes the text has. */
  get length(): number {
    return this.#length;
  }

  /** Takes a text in; half a surrogate pair becomes U+FFFD. False for one that is too long. */
  takeText(text: string): boolean {
    if (text.length * 3 > LONGEST) return false;
    this.#reserve(text.length * 3);
    // Made once, unless memory has grown: for a short text it costs as much as the text.
    if (this.#view.length === 0) {
      this.#view = this.kernel.bytes.subarray(this.#room, this.#room + this.#capacity);
    }
    this.#source = this.#room;
    this.#length = encoder.encodeInto(text, this.#view).written;
    this.#text = text;
    return true;
  }

  /** Takes the UTF-8 text `bytes[start, end)` in, which must be valid. False for one that is too long. */
  takeBytes(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length > LONGEST) return false;
    this.#reserve(length);
    this.kernel.bytes.set(bytes.subarray(start, end), this.#room);
    this.#source = this.#room;
    this.#length = length;
    this.#text = null;
    return true;
  }

  /** Takes a text in that lies in the kernel already, `length` bytes at `address`. False for one that is too long. */
  takeHere(address: number, length: number): boolean {
    if (length > LONGEST) return false;
    this.#reserve(length);
    this.#source = address;
    this.#length = length;
    this.#text = null;
    return true;
  }

  /** The text as a string. */
  toString(): string {
    return (
      this.#text ?? decoder.decode(this.kernel.bytes.subarray(this.#source, this.#source + this.#length))
    );
  }

  #reserve(length: number): void {
    if (length <= this.#capacity) return;
    const { run } = this.kernel;
    if (this.#block !== 0) run.free(this.#block, this.#size);
    this.#capacity = Math.max(1 << 14, 2 * length);
    this.#size = this.#capacity * (1 + 2 * FORM) + 16 * MARGIN;
    this.#block = run.allocate(this.#size);
    this.#room = this.#block;
    this.#view = new Uint8Array(0);
    this.lower.place(this.#room + this.#capacity + MARGIN, this.#capacity);
    this.kept.place(this.lower.end, this.#capacity);
  }
}

/** A text in one of its normal forms. */
export class KernelForm {
  readonly #text: KernelText;
  readonly #kernel: Kernel;
  readonly #lowerCase: boolean;
  readonly #utf8 = { bytes: new Uint8Array(0), length: 0 };
  readonly #tokens = { starts: none, ends: none, hashes: none, length: 0, words: 0 };
  #numbers = none;
  /** Whether tokens are numbered by the kernel's table as they are found, and whether those at hand are. */
  numbersTokens = false;
  #numbered = false;
  readonly #characters = { points: none, starts: none, length: 0 };
  /** For which texts there is room, and how many bytes the normal form may have. */
  #start = 0;
  #capacity = 0;
  #room = 0;
  #at = 0;
  /** Behind the last of its arrays. */
  end = 0;
  /** The halves of its hash (see fingerprinter.ts), when its tokens have been asked for. */
  low = 0;
  high = 0;

  constructor(text: KernelText, kernel: Kernel, lowerCase: boolean) {
    this.#text = text;
    this.#kernel = kernel;
    this.#lowerCase = lowerCase;
  }

  /** Says where the arrays are to be. */
  place(start: number, capacity: number): void {
    const { bytes, numbers } = this.#kernel;
    this.#start = start;
    this.#capacity = capacity;
    this.#room = 2 * capacity;
    let next = start;
    const arrayOf = (): Uint32Array => {
      const first = Math.ceil((next + MARGIN) / 16) * 4;
      next = 4 * (first + this.#room + 1);
      return numbers.subarray(first, first + this.#room + 1);
    };
    this.#at = next;
    next += this.#room;
    this.#utf8.bytes = bytes.subarray(this.#at, next);
    this.#tokens.starts = arrayOf();
    this.#tokens.ends = arrayOf();
    this.#tokens.hashes = arrayOf();
    this.#numbers = arrayOf();
    this.#characters.points = arrayOf();
    this.#characters.starts = arrayOf();
    this.end = next + MARGIN;
  }

  /** Looks where its arrays are, now that the kernel may have more memory than before. */
  refresh(): void {
    if (this.#utf8.bytes.length === 0 && this.#room > 0) this.place(this.#start, this.#capacity);
  }

  /** The kernel's own business: where the normal form is. */
  get address(): number {
    return this.#at;
  }

  /** Where the numbers of its tokens are, each + 1; 0 when they have none. */
  get numbers(): number {
    this.refresh();
    return this.#numbered ? this.#numbers.byteOffset : 0;
  }

  /** Whether it lies in that kernel. */
  isIn(kernel: Kernel): boolean {
    return this.#kernel === kernel;
  }

  /** Its bytes; null when they are too many. Valid until the next text. */
  normalForm(): Utf8Text | null {
    this.refresh();
    const text = this.#text;
    const { run } = this.#kernel;
    let length = run.writeNormalForm(text.source, text.length, this.#at, this.#lowerCase);
    if (length < 0) {
      const whole = normalForm(text.toString(), this.#lowerCase);
      const { read, written } = encoder.encodeInto(whole, this.#utf8.bytes);
      if (read < whole.length) return null;
      length = written;
    }
    this.#utf8.length = length;
    return this.#utf8;
  }

  /** Its words and signs; the normal form must have been asked for. */
  tokens(): TokenList {
    this.refresh();
    const tokens = this.#tokens;
    const { starts, ends, hashes } = tokens;
    const { run } = this.#kernel;
    const [firstStart, firstEnd, firstHash] = [starts.byteOffset, ends.byteOffset, hashes.byteOffset];
    const length = run.findTokens(this.#at, this.#utf8.length, firstStart, firstEnd);
    tokens.length = length;
    tokens.words = run.wordCount();
    this.#numbered = this.numbersTokens;
    if (this.#numbered) {
      run.numberTokens(this.#at, firstStart, firstEnd, firstHash, this.#numbers.byteOffset, length);
      this.refresh();
    } else {
      run.hashTokens(this.#at, firstStart, firstEnd, firstHash, length);
    }
    this.low = run.lowerHalf() >>> 0;
    this.high = run.upperHalf() >>> 0;
    return tokens;
  }

  /** Its characters; the normal form must have been asked for. */
  codePoints(): CharacterList {
    this.refresh();
    const characters = this.#characters;
    const { points, starts } = characters;
    characters.length = this.#kernel.run.findCodePoints(
      this.#at,
      this.#utf8.length,
      points.byteOffset,
      starts.byteOffset,
    );
    return characters;
  }
}

const none: Uint32Array = new Uint32Array(0);
