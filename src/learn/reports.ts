/** What learners report, taken in the order of the corpus, whoever is ready first. */
import { type CheckOptions, CorpusChecks } from "../corpus/checks.ts";
import type { Warning } from "../document.ts";
import type { BlockReport } from "./block-learner.ts";
import { FACTS } from "./document-facts.ts";
import { errorOf } from "./failure.ts";

/** A block of the corpus. */
export interface Block {
  /** Whoever learns from it; learners number their authors for themselves. */
  readonly learner: number;
  /** The file of a document, by its place in the block. */
  readonly fileOf: (place: number) => string;
  /** How many bytes of the corpus it has. */
  readonly bytes: number;
  /** Whether lines are counted anew from its first one; only where its learner counts them from there. */
  readonly begins?: boolean;
}

/** Checks a corpus by what its learners report. */
export class Reports {
  /** How many documents there were. */
  documents = 0;
  /** How many were left out because they are empty. */
  skipped = 0;
  #checks: CorpusChecks;
  readonly #onProgress: ((bytes: number) => void) | undefined;
  /** The authors of each learner, by its numbers. */
  readonly #authors = new Map<number, string[]>();
  #bytes = 0;
  /** How many lines stand before the block, in its file, where its learner does not know. */
  #lines = 0;
  #taken: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: CheckOptions, onProgress?: (bytes: number) => void) {
    this.#checks = new CorpusChecks(options);
    this.#onProgress = onProgress;
  }

  /**
   * Adds the next block of the corpus.
   *
   * @throws what went wrong in a block before
   */
  add(block: Block, report: BlockReport | Promise<BlockReport>): void {
    this.#throwFailure();
    this.#taken = this.#takeAfter(this.#taken, block, report);
  }

  /**
   * Waits for all blocks, and forgets the texts that were seen.
   *
   * @returns what was found and does not stop the work
   * @throws what went wrong in the first block in which something did
   */
  async finish(): Promise<Warning[]> {
    await this.#taken;
    this.#throwFailure();
    const warnings = this.#checks.warnings();
    // The fingerprints of a million texts would lie there until the model is written.
    this.#checks = new CorpusChecks();
    return warnings;
  }

  async #takeAfter(
    before: Promise<void>,
    block: Block,
    report: BlockReport | Promise<BlockReport>,
  ): Promise<void> {
    await before;
    try {
      const ready = await report;
      if (this.#failure === null) this.#take(block, ready);
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #take(
    { learner, fileOf, bytes, begins }: Block,
    { authors, documents, skipped, lines, failure }: BlockReport,
  ): void {
    if (begins !== false) this.#lines = 0;
    const names = this.#authors.get(learner) ?? [];
    this.#authors.set(learner, names);
    names.push(...authors);
    for (let place = 0; place < documents.length / FACTS; place++) {
      const at = place * FACTS;
      this.#checks.addSeen({
        author: names[documents[at]!]!,
        file: fileOf(place),
        line: documents[at + 1]! + this.#lines,
        low: documents[at + 2]!,
        high: documents[at + 3]!,
        long: documents[at + 4] === 1,
      });
    }
    this.documents += documents.length / FACTS;
    this.skipped += skipped;
    if (failure !== null) throw errorOf(failure, this.#lines);
    this.#lines += lines;
    this.#bytes += bytes;
    this.#onProgress?.(this.#bytes);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}
