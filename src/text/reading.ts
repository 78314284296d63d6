/** One text at a time, in the forms that features are made of; each form is made once, whoever asks for it. */
import type { Kernel } from "../kernel/kernel.ts";
import { type CharacterList, CodePoints } from "./code-points.ts";
import { Fingerprinter } from "./fingerprinter.ts";
import { type KernelForm, KernelText } from "./kernel-text.ts";
import { maskAll } from "./mask.ts";
import { putTogether } from "./misread-utf16.ts";
import { NormalFormWriter, type Utf8Text } from "./normal-form.ts";
import { type TokenList, Tokens } from "./words.ts";

/** A text's normal form with its words and its characters, each null until it is asked for. */
export class TextForm {
  readonly #lowerCase: boolean;
  readonly #writer: NormalFormWriter;
  readonly #plainTokens = new Tokens();
  readonly #plainPoints = new CodePoints();
  readonly #maskedPoints = new CodePoints();
  /** Where the normal form is, when the kernel has it. */
  #kernel: KernelForm | null = null;
  #utf8: Utf8Text | null = null;
  #tokens: TokenList | null = null;
  #points: CharacterList | null = null;
  #masked: CharacterList | null = null;

  /** @param lowerCase whether letters are lower-cased */
  constructor(lowerCase: boolean) {
    this.#lowerCase = lowerCase;
    this.#writer = new NormalFormWriter(lowerCase);
  }

  /** The normal form as UTF-8. */
  normalForm(reading: Reading): Utf8Text {
    this.#kernel?.refresh();
    return (this.#utf8 ??= this.#written(reading));
  }

  /** Its words and signs. */
  tokens(reading: Reading): TokenList {
    this.#kernel?.refresh();
    return (this.#tokens ??= this.#found(reading));
  }

  /** Where the normal form is, when the kernel has it. */
  inKernel(reading: Reading): KernelForm | null {
    this.normalForm(reading);
    return this.#kernel;
  }

  /** The hash of its words and signs. */
  hashInto(fingerprinter: Fingerprinter, reading: Reading): void {
    const tokens = this.tokens(reading);
    if (this.#kernel === null) {
      fingerprinter.take(tokens);
    } else {
      fingerprinter.low = this.#kernel.low;
      fingerprinter.high = this.#kernel.high;
    }
  }

  /** Its characters. */
  codePoints(reading: Reading): CharacterList {
    this.#kernel?.refresh();
    return (this.#points ??= this.#pointed(reading));
  }

  /** Its characters with letters and digits masked (see mask.ts). */
  maskedPoints(reading: Reading): CharacterList {
    if (this.#masked === null) {
      const masked = this.#maskedPoints;
      masked.copy(this.codePoints(reading));
      maskAll(masked.points, masked.length);
      this.#masked = masked;
    }
    return this.#masked;
  }

  /** The text has changed. */
  forget(): void {
    this.#utf8 = null;
    this.#tokens = null;
    this.#points = null;
    this.#masked = null;
  }

  #written(reading: Reading): Utf8Text {
    this.#kernel = reading.kernelForm(this.#lowerCase);
    const utf8 = this.#kernel?.normalForm() ?? null;
    if (utf8 !== null) return utf8;
    this.#kernel = null;
    reading.writeTo(this.#writer);
    return this.#writer;
  }

  #found(reading: Reading): TokenList {
    const { bytes, length } = this.normalForm(reading);
    if (this.#kernel !== null) return this.#kernel.tokens();
    this.#plainTokens.find(bytes, length);
    return this.#plainTokens;
  }

  #pointed(reading: Reading): CharacterList {
    const { bytes, length } = this.normalForm(reading);
    if (this.#kernel !== null) return this.#kernel.codePoints();
    this.#plainPoints.find(bytes, length);
    return this.#plainPoints;
  }
}

/** So many bytes of texts are read before a kernel is worth its memory. */
const WORTH_A_KERNEL = 1 << 16;

const noBytes = new Uint8Array(0);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads one text after the other, in buffers that it uses again. */
export class Reading {
  readonly #lower = new TextForm(true);
  readonly #kept = new TextForm(false);
  readonly #fingerprinter = new Fingerprinter();
  #fingerprinted = false;
  /** Undefined until it is worth it, null where there is none. */
  #kernel: KernelText | null | undefined;
  /** Whether the text is in the kernel; undefined until that was tried. */
  #inKernel: boolean | undefined;
  /** How many bytes are to be read before there is a kernel. */
  #patience: number;
  #text: string | null = "";
  #bytes: Uint8Array = noBytes;
  /** Whether the text lies in the kernel, and its place there is what `#start` and `#end` say. */
  #isHere = false;
  #isDropped = false;
  #start = 0;
  #end = 0;

  /** @param patience how many bytes of texts are read before a kernel is started for them */
  constructor(patience = WORTH_A_KERNEL) {
    this.#patience = patience;
  }

  /** Turns to a text; half a surrogate pair becomes U+FFFD. Misread UTF-16 is put together (see misread-utf16.ts). */
  readText(text: string): this {
    this.#forget(text.length);
    this.#leaveKernel();
    this.#text = putTogether(text);
    return this;
  }

  /** Turns to the UTF-8 text at `bytes[start, end)`, which must be valid and stay as it is while it is read. */
  readBytes(bytes: Uint8Array, start: number, end: number): this {
    const own = bytes.subarray(start, end);
    if (own.includes(0)) return this.readText(decoder.decode(own));
    this.#forget(end - start);
    this.#leaveKernel();
    this.#text = null;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    return this;
  }

  /**
   * Turns to the UTF-8 text of `length` bytes that lies at `address` in the kernel (see {@link startKernel}); it must be
   * valid and have no NUL.
   */
  readHere(address: number, length: number): this {
    this.#forget(length);
    this.#text = null;
    this.#bytes = noBytes;
    this.#start = address;
    this.#end = address + length;
    this.#isHere = true;
    return this;
  }

  /** The kernel in which texts are read, started if it was not worth it yet; null where there is none. */
  startKernel(): KernelText | null {
    this.#patience = 0;
    this.#leaveKernel();
    return this.#startedKernel();
  }

  /** Whether the texts that come next are read in that kernel. */
  isIn(kernel: Kernel): boolean {
    return !this.#isDropped && this.#kernel?.kernel === kernel;
  }

  /** Whether this text is read in a kernel that nobody has taken. */
  get hasFreeKernel(): boolean {
    return this.#isHere && this.#kernel?.isTaken === false;
  }

  /**
   * The kernel in which texts are read, for whoever counts what is in them: the first one gets it, as long as it is
   * wanted. Null for the others, and where there is none.
   */
  takeKernel(): KernelText | null {
    const kernel = this.#kernel ?? null;
    if (kernel === null || kernel.isTaken) return null;
    kernel.isTaken = true;
    return kernel;
  }

  /** The kernel has too much in it: texts are read in another one, but for those that lie in it already. */
  dropKernel(): void {
    this.#isDropped = true;
  }

  /** Its normal form in the kernel; null where it is not there. */
  inKernel(lowerCase: boolean): KernelForm | null {
    return this.#form(lowerCase).inKernel(this);
  }

  /** Its normal form. */
  normalForm(lowerCase: boolean): Utf8Text {
    return this.#form(lowerCase).normalForm(this);
  }

  /** Its words and signs. */
  tokens(lowerCase: boolean): TokenList {
    return this.#form(lowerCase).tokens(this);
  }

  /**
   * Its characters.
   *
   * @param masked letters and digits masked
   */
  codePoints(lowerCase: boolean, masked = false): CharacterList {
    const form = this.#form(lowerCase);
    return masked ? form.maskedPoints(this) : form.codePoints(this);
  }

  /** How many words it has, in any script: a word with its clitics is one, signs are none. */
  get words(): number {
    return this.tokens(true).words;
  }

  /** Its fingerprint (see fingerprints.ts); valid until the next text. */
  get fingerprint(): Fingerprinter {
    if (!this.#fingerprinted) {
      this.#lower.hashInto(this.#fingerprinter, this);
      this.#fingerprinted = true;
    }
    return this.#fingerprinter;
  }

  /** Brings the text into a normal form. */
  writeTo(writer: NormalFormWriter): void {
    if (this.#isHere) writer.writeBytes(this.#kernel!.kernel.bytes, this.#start, this.#end);
    else if (this.#text === null) writer.writeBytes(this.#bytes, this.#start, this.#end);
    else writer.writeText(this.#text);
  }

  /** The text's form in the kernel; null where there is no kernel, or the text is too long for it. */
  kernelForm(lowerCase: boolean): KernelForm | null {
    if (this.#patience > 0) return null;
    const kernel = this.#startedKernel();
    if (kernel === null) return null;
    this.#inKernel ??= this.#takenBy(kernel);
    if (!this.#inKernel) return null;
    return lowerCase ? kernel.lower : kernel.kept;
  }

  #startedKernel(): KernelText | null {
    return (this.#kernel ??= this.#kernel === undefined ? KernelText.start() : null);
  }

  #leaveKernel(): void {
    if (!this.#isDropped) return;
    this.#kernel = undefined;
    this.#isDropped = false;
  }

  #takenBy(kernel: KernelText): boolean {
    if (this.#isHere) return kernel.takeHere(this.#start, this.#end - this.#start);
    if (this.#text !== null) return kernel.takeText(this.#text);
    return kernel.takeBytes(this.#bytes, this.#start, this.#end);
  }

  #form(lowerCase: boolean): TextForm {
    return lowerCase ? this.#lower : this.#kept;
  }

  /** @param length of the next text */
  #forget(length: number): void {
    this.#patience -= length;
    this.#isHere = false;
    this.#inKernel = undefined;
    this.#lower.forget();
    this.#kept.forget();
    this.#fingerprinted = false;
  }
}
