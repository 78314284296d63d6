/** Learns one view whose n-grams are hashed: counts buckets by author, fold by fold. */
import type { CountMatrix, SparseRow } from "../sparse.ts";
import type { Reading } from "../text/reading.ts";
import { AuthorCounts } from "./author-counts.ts";
import { BucketFinder, bucketsOf, fillRow } from "./hashed-vocabulary.ts";
import { OccurrenceLog } from "./occurrence-log.ts";
import { RowBuilder } from "./row-builder.ts";
import type { CountsOutside, ViewCounter, ViewPart } from "./view-counter.ts";
import type { View } from "./view.ts";

/** The counts of one view over all documents so far. */
export class HashedCounter implements ViewCounter {
  readonly #size: number;
  readonly #binary: boolean;
  readonly #finder: BucketFinder;
  readonly #row = new RowBuilder();
  /** Occurrences that are not among the counts yet. */
  readonly #logs: readonly OccurrenceLog[];
  readonly #folds: readonly AuthorCounts[];
  readonly #documents: number[];

  /**
   * @param binary count documents rather than occurrences
   * @param folds into how many parts the documents are put; at least 1
   */
  constructor(view: View, binary: boolean, folds: number) {
    this.#size = bucketsOf(view);
    this.#binary = binary;
    this.#finder = new BucketFinder(view);
    this.#logs = Array.from({ length: folds }, () => new OccurrenceLog());
    this.#folds = Array.from({ length: folds }, () => new AuthorCounts(binary));
    this.#documents = this.#folds.map(() => 0);
  }

  add(author: number, fold: number, reading: Reading): void {
    this.#finder.find(reading);
    this.#documents[fold]!++;
    if (this.#binary) this.#folds[fold]!.add(author, this.row(), this.#size);
    else this.#logs[fold]!.add(author, this.#finder.buckets, this.#finder.length);
  }

  row(): SparseRow {
    fillRow(this.#row, this.#finder);
    return this.#row;
  }

  blockCounter(): null {
    return null;
  }

  addCounted(documents: number): void {
    this.#documents[0]! += documents;
  }

  part(): ViewPart {
    this.settle();
    return {
      nodes: new Uint32Array(0),
      tokenBytes: null,
      tokenOffsets: null,
      folds: this.#folds.map((counts, fold) => ({
        documents: this.#documents[fold]!,
        // In how many documents a bucket is was asked by nobody.
        counts: { ...counts.part(), documents: new Uint32Array(0) },
      })),
    };
  }

  merge(part: ViewPart, authorOf: Uint32Array): null {
    part.folds.forEach(({ documents, counts }, fold) => {
      this.#documents[fold]! += documents;
      this.#folds[fold]!.mergePart(counts, undefined, authorOf);
    });
    return null;
  }

  remove(part: ViewPart, authorOf: Uint32Array): void {
    this.settle();
    part.folds.forEach(({ documents, counts }, fold) => {
      this.#documents[fold]! -= documents;
      this.#folds[fold]!.removePart(counts, undefined, authorOf);
    });
  }

  finish(authorOf: Uint32Array): { vocabulary: null; counts: CountMatrix } {
    return { vocabulary: null, counts: this.#matrix(() => true, authorOf) };
  }

  finishWithout(fold: number, authorOf: Uint32Array): CountsOutside {
    const counts = this.#matrix((other) => other !== fold, authorOf);
    return { counts, featureOf: this.#identity() };
  }

  #matrix(wanted: (fold: number) => boolean, authorOf: Uint32Array): CountMatrix {
    this.settle();
    const sum = new AuthorCounts(this.#binary);
    this.#folds.forEach((part, fold) => {
      if (wanted(fold)) sum.merge(part);
    });
    return sum.matrix(this.#identity(), this.#size, authorOf);
  }

  /** Every bucket is its own feature. */
  #identity(): Uint32Array {
    return Uint32Array.from({ length: this.#size }, (_, bucket) => bucket);
  }

  /** Counts what waits in the logs. */
  settle(): void {
    this.#logs.forEach((log, fold) => {
      for (const { author, things, counts } of log.drain()) {
        this.#folds[fold]!.add(author, { ids: things, values: counts, length: things.length }, this.#size);
      }
    });
  }
}
