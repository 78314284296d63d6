/** Learns from blocks of lines, one after the other: what each thread does. */
import { isUtf8 } from "node:buffer";

import { CorpusFingerprint } from "../corpus/corpus-fingerprint.ts";
import { LONG_TEXT } from "../corpus/checks.ts";
import { columnsOf, type ReadOptions, type SourcedDocument } from "../corpus/fields.ts";
import { parseLine } from "../corpus/json-lines.ts";
import { JsonScanner } from "../corpus/json-scanner.ts";
import { type KernelLine, KernelLines, LONGEST_BLOCK } from "../corpus/kernel-lines.ts";
import type { LineBlock } from "../corpus/line-blocks.ts";
import { passages } from "../corpus/passages.ts";
import { Reading } from "../text/reading.ts";
import type { Recipe } from "../recipe.ts";
import { Trainer } from "../trainer.ts";
import { DocumentFacts } from "./document-facts.ts";
import { type Failure, failureOf } from "./failure.ts";
import { type FileRange, RangeReader } from "./range-reader.ts";

/** How documents are read and learned; plain data, for it goes to threads. */
export interface LearnerOptions {
  readonly recipe: Recipe;
  readonly columns: Pick<
    ReadOptions,
    "authorColumn" | "textColumn" | "workColumn" | "idColumn" | "skipEmpty"
  >;
  /** Cuts documents into pieces of so many words. */
  readonly passages?: number;
  /** Which views of an ensemble are learned, where others learn the rest; by default all. */
  readonly views?: readonly number[];
}

/** What is worth knowing of the documents of a block. */
export interface BlockReport {
  /** Names of authors that this learner has met for the first time; they are numbered in order of appearance. */
  readonly authors: readonly string[];
  /** {@link FACTS} numbers a document (see document-facts.ts). */
  readonly documents: Uint32Array;
  /** How many documents were left out because they are empty. */
  readonly skipped: number;
  /** How many lines it has, where they are counted from the block's first line; otherwise 0. */
  readonly lines: number;
  /** Whether it is not what threads read for themselves: well-formed UTF-8 without NUL, in lines that are not too long. */
  readonly irregular: boolean;
  /** Why the learner stopped, if it did; the documents before are there. */
  readonly failure: Failure | null;
}

/** So many bytes of lines are read before a kernel is worth its memory. */
const WORTH_A_KERNEL = 1 << 17;

/** An author, by the numbers that reports and the trainer know. */
interface KnownAuthor {
  readonly number: number;
  readonly tally: number;
}

/** Counts documents and reports on them. */
export class BlockLearner {
  readonly trainer: Trainer;
  readonly fingerprint = new CorpusFingerprint();
  readonly #options: LearnerOptions;
  readonly #required: { readonly work: boolean; readonly id: boolean };
  readonly #scanner: JsonScanner;
  /** The lines in the kernel, once there is so much that it is worth it. */
  #lines: KernelLines | null = null;
  #patience = WORTH_A_KERNEL;
  readonly #reading = new Reading();
  readonly #ranges = new RangeReader();
  /** The line at hand. */
  #line = 1;
  readonly #authors = new Map<string, KnownAuthor>();
  /** The same by the numbers that the kernel gives their names. */
  #knownOf: KnownAuthor[] = [];
  #newAuthors: string[] = [];
  readonly #facts = new DocumentFacts();
  #skipped = 0;

  constructor(options: LearnerOptions) {
    this.#options = options;
    this.trainer = new Trainer(options.recipe, options.views);
    const { workColumn, idColumn } = options.columns;
    this.#required = { work: workColumn !== undefined, id: idColumn !== undefined };
    this.#scanner = new JsonScanner(columnsOf(options.columns), this.#required);
  }

  /** Learns from lines of JSON. */
  learnLines({ bytes: block, line: first }: LineBlock, file: string): BlockReport {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
    return this.#report(() => {
      const scanner = this.#options.passages === undefined ? this.#scanner : null;
      const lines = scanner === null ? null : this.#kernelLines(bytes.length);
      if (lines !== null) {
        this.#learnInKernel(lines, bytes, file, first);
        return;
      }
      scanner?.begin(bytes);
      this.#line = first;
      for (let start = 0; start < bytes.length; this.#line++) {
        const found = bytes.indexOf(10, start);
        const end = found === -1 ? bytes.length : found;
        if (scanner?.read(start, end) === true) this.#addScanned(this.#line);
        else this.#addParsed(bytes.toString("utf8", start, end), file, this.#line);
        start = end + 1;
      }
    });
  }

  /** The kernel in which texts are read, to scan lines in; null where it has not started, or they are too many. */
  #kernelLines(length: number): KernelLines | null {
    this.#patience -= length;
    if (this.#patience > 0 || length > LONGEST_BLOCK) return null;
    const kernel = this.#reading.startKernel()?.kernel ?? null;
    if (kernel === null) return null;
    if (this.#lines?.kernel !== kernel) {
      this.#lines = new KernelLines(kernel, columnsOf(this.#options.columns), this.#required);
      this.#knownOf = [];
    }
    return this.#lines;
  }

  #learnInKernel(lines: KernelLines, block: Buffer, file: string, first: number): void {
    this.#line = first;
    let begun = false;
    for (const count of lines.scan(block)) {
      const counter = this.trainer.blockCounter(this.#reading);
      if (counter !== null) lines.count(count, counter, (place) => this.#knownIn(lines, place).tally);
      for (let place = 0; place < count; place++) {
        const line = lines.lineAt(place);
        if (line.isCounted) {
          this.#addCounted(lines, place, line);
        } else if (line.isDocument) {
          this.#addHere(lines, place, line);
        } else {
          // What the kernel leaves is read as it is without one.
          if (!begun) this.#scanner.begin(block);
          begun = true;
          if (this.#scanner.read(line.start, line.end)) this.#addScanned(this.#line);
          else this.#addParsed(block.toString("utf8", line.start, line.end), file, this.#line);
        }
        this.#line++;
      }
      if (counter !== null) this.trainer.endBlock();
    }
  }

  /** Adds a document that the kernel has counted. */
  #addCounted(lines: KernelLines, place: number, line: KernelLine): void {
    const { number, tally } = this.#knownIn(lines, place);
    this.trainer.addCounted(tally, line.words, line);
    this.fingerprint.addMessage(lines.kernel.bytes, line.message, line.messageEnd);
    this.#facts.add(number, this.#line, line, line.characters >= LONG_TEXT);
  }

  /** Adds a document that lies in the kernel. */
  #addHere(lines: KernelLines, place: number, { text, length }: KernelLine): void {
    const author = lines.authorOf(place);
    const work = lines.workOf(place);
    const reading = this.#reading.readHere(text, length);
    this.trainer.addReading(work === "" ? { author } : { author, work }, reading);
    const { bytes } = lines.kernel;
    this.fingerprint.add(author, work, bytes, text, text + length);
    this.#note(author, this.#line, isLong(bytes, text, text + length));
  }

  /** The author of a line in the kernel. */
  #knownIn(lines: KernelLines, place: number): KnownAuthor {
    return (this.#knownOf[lines.nameAt(place)] ??= this.#known(lines.authorOf(place)));
  }

  /** Learns from the lines that start in a range of a file, counted from 1. */
  learnRange(range: FileRange): BlockReport {
    const bytes = this.#readRange(range);
    if (bytes === null) return { ...this.#report(() => undefined), irregular: true };
    const report = this.learnLines({ bytes, line: 1 }, range.file);
    return { ...report, lines: this.#line - 1 };
  }

  /** The lines of a range; null when they are not regular. */
  #readRange(range: FileRange): Buffer | null {
    try {
      const bytes = this.#ranges.read(range);
      return bytes !== null && isUtf8(bytes) && !bytes.includes(0) ? bytes : null;
    } catch {
      // Whoever reads the file in order will find out why.
      return null;
    }
  }

  /** Learns from documents. */
  learnDocuments(documents: readonly SourcedDocument[]): BlockReport {
    return this.#report(() => {
      for (const document of documents) this.#add(document);
    });
  }

  #addScanned(line: number): void {
    const { author, work, bytes, start, end } = this.#scanner.document;
    const reading = this.#reading.readBytes(bytes, start, end);
    this.trainer.addReading(work === "" ? { author } : { author, work }, reading);
    this.fingerprint.add(author, work, bytes, start, end);
    this.#note(author, line, isLong(bytes, start, end));
  }

  #addParsed(text: string, file: string, line: number): void {
    const { columns } = this.#options;
    const options = { ...columns, onSkipped: () => this.#skipped++ };
    const document = parseLine(text, file, line, columnsOf(columns), options);
    if (document !== null) this.#add(document);
  }

  #add(document: SourcedDocument): void {
    const { author, text, work = "", line } = document;
    const words = this.#options.passages;
    this.#reading.readText(text);
    this.fingerprint.addText(author, work, text);
    this.#note(author, line, text.length >= LONG_TEXT);
    if (words === undefined) this.trainer.addReading(document, this.#reading);
    else for (const piece of passages(document, words)) this.trainer.add(piece);
  }

  /** Notes the document that is being read. */
  #note(author: string, line: number, long: boolean): void {
    this.#facts.add(this.#known(author).number, line, this.#reading.fingerprint, long);
  }

  #known(author: string): KnownAuthor {
    let known = this.#authors.get(author);
    if (known === undefined) {
      known = { number: this.#authors.size, tally: this.trainer.authorOf(author) };
      this.#authors.set(author, known);
      this.#newAuthors.push(author);
    }
    return known;
  }

  #report(learn: () => void): BlockReport {
    let failure: Failure | null = null;
    try {
      learn();
    } catch (error) {
      failure = failureOf(error);
    }
    const report = {
      authors: this.#newAuthors,
      documents: this.#facts.take(),
      skipped: this.#skipped,
      lines: 0,
      irregular: false,
      failure,
    };
    this.#newAuthors = [];
    this.#skipped = 0;
    return report;
  }
}

/** Whether there are so many characters; bytes that continue a character do not count. */
function isLong(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < LONG_TEXT || end - start >= 4 * LONG_TEXT) return end - start >= LONG_TEXT;
  let characters = 0;
  for (let place = start; place < end; place++) if ((bytes[place]! & 0xc0) !== 0x80) characters++;
  return characters >= LONG_TEXT;
}
