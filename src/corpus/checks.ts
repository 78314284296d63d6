/** What is suspicious in a corpus: the same text twice, under one author or under two. */
import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import type { SourcedDocument } from "./fields.ts";
import { TextIndex } from "./text-index.ts";

/** How strict the checks are. */
export interface CheckOptions {
  /** Reports a long text under two authors instead of refusing it; default false. */
  readonly allowSharedTexts?: boolean;
}

/** Looks at documents as they pass; keeps hashes, not texts. */
export class CorpusChecks {
  readonly #allowSharedTexts: boolean;
  readonly #texts = new TextIndex();
  readonly #authors = new Numbers();
  readonly #files = new Numbers();
  #repeated = 0;
  #shared = 0;

  constructor(options: CheckOptions = {}) {
    this.#allowSharedTexts = options.allowSharedTexts ?? false;
  }

  /**
   * Looks at one document. White space around a text does not make it another one.
   *
   * @throws DOCUMENT_IN_TWO_CLASSES when a text of 200 or more characters has two authors
   */
  add(document: SourcedDocument): void {
    const { author, file, line } = document;
    const text = document.text.trim();
    const seen = { author: this.#authors.of(author), file: this.#files.of(file), line };
    const first = this.#texts.add(text, seen);
    if (first === null) return;
    if (first.author === seen.author) {
      this.#repeated++;
    } else if (text.length < longText || this.#allowSharedTexts) {
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

/** Texts this long, in UTF-16 units, are not written twice by chance. */
const longText = 200;

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
