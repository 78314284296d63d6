/** What is suspicious in a corpus: the same text twice, under one author or under two. */
import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { Reading } from "../text/reading.ts";
import type { SourcedDocument } from "./fields.ts";
import { TextIndex } from "./text-index.ts";

/** How strict the checks are. */
export interface CheckOptions {
  /** Reports a long text under two authors instead of refusing it; default false. */
  readonly allowSharedTexts?: boolean;
}

/** A document as the checks see it. */
export interface SeenDocument {
  readonly author: string;
  readonly file: string;
  readonly line: number;
  /** Its text's fingerprint (see text/fingerprinter.ts). */
  readonly low: number;
  readonly high: number;
  /** Whether its text has {@link LONG_TEXT} characters or more. */
  readonly long: boolean;
}

/** Texts of so many characters are not written twice by chance. */
export const LONG_TEXT = 200;

/**
 * Looks at documents as they pass; keeps hashes, not texts. Two texts are the same when they differ in nothing but
 * case, white space and Unicode composition.
 */
export class CorpusChecks {
  readonly #allowSharedTexts: boolean;
  readonly #texts = new TextIndex();
  readonly #authors = new Numbers();
  readonly #files = new Numbers();
  readonly #reading = new Reading();
  #repeated = 0;
  #shared = 0;

  constructor(options: CheckOptions = {}) {
    this.#allowSharedTexts = options.allowSharedTexts ?? false;
  }

  /**
   * Looks at one document.
   *
   * @throws DOCUMENT_IN_TWO_CLASSES when a long text has two authors
   */
  add({ author, file, line, text }: SourcedDocument): void {
    const { low, high } = this.#reading.readText(text).fingerprint;
    this.addSeen({ author, file, line, low, high, long: text.length >= LONG_TEXT });
  }

  /**
   * Looks at one document whose text was read by somebody else.
   *
   * @throws DOCUMENT_IN_TWO_CLASSES when a long text has two authors
   */
  addSeen({ author, file, line, low, high, long }: SeenDocument): void {
    const seen = { author: this.#authors.of(author), file: this.#files.of(file), line };
    const first = this.#texts.add(low, high, seen);
    if (first === null) return;
    if (first.author === seen.author) {
      this.#repeated++;
    } else if (!long || this.#allowSharedTexts) {
      this.#shared++;
    } else {
      const firstFile = this.#files.name(first.file);
      const firstAuthor = this.#authors.name(first.author);
      throw new PenprintError("DOCUMENT_IN_TWO_CLASSES", {
        file,
        line,
        author,
        firstFile,
        firstLine: first.line,
        firstAuthor,
      });
    }
  }

  /** What was found and does not stop the work. */
  warnings(): Warning[] {
    const warnings: Warning[] = [];
    if (this.#repeated > 0) {
      const message = `${count(this.#repeated)} an earlier document by the same author; each counts again.`;
      warnings.push({ code: "repeated_texts", message });
    }
    if (this.#shared > 0) {
      const message = `${count(this.#shared)} an earlier document by another author; no text tells the two apart there.`;
      warnings.push({ code: "shared_texts", message });
    }
    return warnings;
  }
}

const count = (documents: number): string =>
  documents === 1
    ? "1 document has the same text as"
    : `${documents.toLocaleString("en")} documents have the same text as`;

/** Names ↔ whole numbers, in order of appearance. */
class Numbers {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  name(number: number): string {
    return this.#names[number]!;
  }
}
