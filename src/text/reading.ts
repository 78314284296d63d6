/** One text at a time, in the forms that features are made of; each form is made once, whoever asks for it. */
import { CodePoints } from "./code-points.ts";
import { Fingerprinter } from "./fingerprinter.ts";
import { maskAll } from "./mask.ts";
import { NormalFormWriter } from "./normal-form.ts";
import { Tokens } from "./words.ts";

/** A text's normal form with its words and its characters. */
export class TextForm {
  readonly #writer: NormalFormWriter;
  readonly #tokens = new Tokens();
  readonly #codePoints = new CodePoints();
  readonly #masked = new CodePoints();
  #written = false;
  #tokenised = false;
  #pointed = false;
  #maskMade = false;

  /** @param lowerCase whether letters are lower-cased */
  constructor(lowerCase: boolean) {
    this.#writer = new NormalFormWriter(lowerCase);
  }

  /** The normal form as UTF-8: `bytes` up to `length`. */
  normalForm(reading: Reading): NormalFormWriter {
    if (!this.#written) {
      reading.writeTo(this.#writer);
      this.#written = true;
    }
    return this.#writer;
  }

  /** Its words and signs. */
  tokens(reading: Reading): Tokens {
    if (!this.#tokenised) {
      const { bytes, length } = this.normalForm(reading);
      this.#tokens.find(bytes, length);
      this.#tokenised = true;
    }
    return this.#tokens;
  }

  /** Its characters. */
  codePoints(reading: Reading): CodePoints {
    if (!this.#pointed) {
      const { bytes, length } = this.normalForm(reading);
      this.#codePoints.find(bytes, length);
      this.#pointed = true;
    }
    return this.#codePoints;
  }

  /** Its characters with letters and digits masked (see mask.ts). */
  maskedPoints(reading: Reading): CodePoints {
    if (!this.#maskMade) {
      this.#masked.copy(this.codePoints(reading));
      maskAll(this.#masked.points, this.#masked.length);
      this.#maskMade = true;
    }
    return this.#masked;
  }

  /** The text has changed. */
  forget(): void {
    this.#maskMade = false;
    this.#written = false;
    this.#tokenised = false;
    this.#pointed = false;
  }
}

const noBytes = new Uint8Array(0);

/** Reads one text after the other, in buffers that it uses again. */
export class Reading {
  readonly #lower = new TextForm(true);
  readonly #kept = new TextForm(false);
  readonly #fingerprinter = new Fingerprinter();
  #fingerprinted = false;
  #text: string | null = "";
  #bytes: Uint8Array = noBytes;
  #start = 0;
  #end = 0;

  /** Turns to a text; half a surrogate pair becomes U+FFFD. */
  readText(text: string): this {
    this.#forget();
    this.#text = text;
    return this;
  }

  /** Turns to the UTF-8 text at `bytes[start, end)`, which must be valid and stay as it is while it is read. */
  readBytes(bytes: Uint8Array, start: number, end: number): this {
    this.#forget();
    this.#text = null;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    return this;
  }

  /** Its normal form. */
  normalForm(lowerCase: boolean): NormalFormWriter {
    return this.#form(lowerCase).normalForm(this);
  }

  /** Its words and signs. */
  tokens(lowerCase: boolean): Tokens {
    return this.#form(lowerCase).tokens(this);
  }

  /**
   * Its characters.
   *
   * @param masked letters and digits masked
   */
  codePoints(lowerCase: boolean, masked = false): CodePoints {
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
      this.#fingerprinter.take(this.tokens(true));
      this.#fingerprinted = true;
    }
    return this.#fingerprinter;
  }

  /** Brings the text into a normal form. */
  writeTo(writer: NormalFormWriter): void {
    if (this.#text === null) writer.writeBytes(this.#bytes, this.#start, this.#end);
    else writer.writeText(this.#text);
  }

  #form(lowerCase: boolean): TextForm {
    return lowerCase ? this.#lower : this.#kept;
  }

  #forget(): void {
    this.#lower.forget();
    this.#kept.forget();
    this.#fingerprinted = false;
  }
}
