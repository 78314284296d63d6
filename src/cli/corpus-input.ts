/** A corpus on its way into a command: cut into passages, checked, fingerprinted, with progress. */
import { CorpusChecks } from "../corpus/checks.ts";
import { CorpusFingerprint } from "../corpus/corpus-fingerprint.ts";
import { passages } from "../corpus/passages.ts";
import { corpusBytes, readBatches, type SourcedDocument } from "../corpus/read.ts";
import type { Warning } from "../document.ts";
import { skippedWarnings } from "./learning.ts";
import { checkOptions, type CorpusOptions, readOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";

/** Reads a corpus once, and knows afterwards what it was. */
export class CorpusInput {
  readonly #paths: readonly string[];
  readonly #options: CorpusOptions;
  readonly #output: Output;
  readonly #checks: CorpusChecks;
  readonly #fingerprint = new CorpusFingerprint();
  #bytes = 0;
  #skipped = 0;

  constructor(paths: readonly string[], options: CorpusOptions, output: Output) {
    this.#paths = paths;
    this.#options = options;
    this.#output = output;
    this.#checks = new CorpusChecks(checkOptions(options));
  }

  /**
   * The documents, or the passages they are cut into, a block's at a time.
   *
   * @param what what is being done with them, for the progress
   * @throws what reading, checking and cutting throw
   */
  async *batches(what: string): AsyncGenerator<readonly SourcedDocument[], void> {
    const progress = new Progress(this.#output, what, await corpusBytes(this.#paths), "bytes");
    const read = readBatches(this.#paths, {
      ...readOptions(this.#options),
      onSkipped: () => this.#skipped++,
      onBytes: (chunk) => {
        this.#bytes += chunk.length;
      },
    });
    try {
      for await (const batch of read) {
        for (const document of batch) {
          this.#checks.add(document);
          this.#fingerprint.addText(document.author, document.work ?? "", document.text);
        }
        const { passages: words } = this.#options;
        yield words === undefined ? batch : pieces(batch, words);
        progress.reach(this.#bytes);
      }
    } finally {
      progress[Symbol.dispose]();
    }
  }

  /** All documents at once. */
  async documents(what: string): Promise<SourcedDocument[]> {
    const documents: SourcedDocument[] = [];
    for await (const batch of this.batches(what)) {
      for (const document of batch) documents.push(document);
    }
    return documents;
  }

  /** How many bytes were read. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The fingerprint of all documents so far (see corpus/corpus-fingerprint.ts). */
  sha256(): string {
    return this.#fingerprint.hex;
  }

  /** What was found on the way. */
  warnings(): Warning[] {
    return [...skippedWarnings(this.#skipped), ...this.#checks.warnings()];
  }
}

function pieces(documents: readonly SourcedDocument[], words: number): SourcedDocument[] {
  const all: SourcedDocument[] = [];
  for (const document of documents) all.push(...passages(document, words));
  return all;
}
