/**
 * Scores of training documents by classifiers that have not seen them, nor anything else of their work: what a
 * calibration is fitted on. Documents are put into folds by work; counts are kept fold by fold, so that the counts
 * without a fold are a sum and no text is read twice.
 */
import type { Document } from "./document.ts";
import { mapRow, type ViewCounter } from "./features/view-counter.ts";
import type { ScoredDocument } from "./model/calibration.ts";
import { createClassifier } from "./model/create-classifier.ts";
import type { Recipe } from "./recipe.ts";
import { type SparseRow, stackCounts } from "./sparse.ts";

/** Into how many parts documents are put. */
export const FOLDS = 10;

/** How many numbers the kept rows may have together: 12 bytes each. */
const MOST_NUMBERS = 2_000_000;
/** How many documents may be kept. */
const MOST_DOCUMENTS = 2_000;

/** A document that was kept. */
export interface KeptDocument {
  readonly author: number;
  readonly fold: number;
  /** Decides who goes when there are too many; from 0 to 1. */
  readonly draw: number;
  /** One a view; ids are nodes. */
  readonly rows: readonly Pick<SparseRow, "ids" | "values">[];
  readonly numbers: number;
}

/** What was kept of some of the documents, as plain data. */
export interface HeldOutPart {
  readonly share: number;
  readonly kept: readonly KeptDocument[];
  readonly perFold: readonly (readonly number[])[];
}

/** Puts documents into folds and keeps the rows of a sample of them. */
export class HeldOutSample {
  readonly #seed: number;
  #kept: KeptDocument[] = [];
  #numbers = 0;
  /** Only documents with a draw below this are kept. */
  #share = 1;
  /** documents of each author in each fold */
  readonly #perFold: number[][] = [];

  /** @param seed of the recipe */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /**
   * The fold of a document: the same for all of a work; documents without a work stand alone, but where the same
   * text comes again, in the same fold. It does not depend on the order of the documents.
   *
   * @param hash of the document's text (see `fingerprintOf`)
   */
  foldOf({ work }: Pick<Document, "work">, hash: bigint): number {
    const key = work === undefined ? `text ${hash}` : `work ${work}`;
    return Math.floor(drawOf(key, this.#seed) * FOLDS);
  }

  /**
   * Takes note of a document that the views have just counted.
   *
   * @param hash of the document's text
   */
  add(author: number, fold: number, hash: bigint, views: readonly ViewCounter[]): void {
    const counts = (this.#perFold[author] ??= Array.from({ length: FOLDS }, () => 0));
    counts[fold]!++;
    const draw = drawOf(`draw ${hash}`, this.#seed);
    if (draw >= this.#share) return;
    const rows = views.map((view) => {
      const { ids, values, length } = view.row();
      return { ids: ids.slice(0, length), values: values.slice(0, length) };
    });
    const numbers = rows.reduce((sum, row) => sum + row.ids.length, 0);
    this.#kept.push({ author, fold, draw, rows, numbers });
    this.#numbers += numbers;
    while (this.#numbers > MOST_NUMBERS || this.#kept.length > MOST_DOCUMENTS) this.#thin();
  }

  /** All that was kept so far. */
  part(): HeldOutPart {
    return { share: this.#share, kept: this.#kept, perFold: this.#perFold };
  }

  /**
   * Adds what was kept of other documents. Which documents are kept in the end depends on all of them together, not
   * on who kept them.
   *
   * @param nodesOf what the nodes of each view are called here; null for the same
   * @param authorOf the numbers that the authors have here
   */
  merge(
    { share, kept, perFold }: HeldOutPart,
    nodesOf: readonly (Uint32Array | null)[],
    authorOf: Uint32Array,
  ): void {
    perFold.forEach((theirs, author) => {
      const counts = (this.#perFold[authorOf[author]!] ??= Array.from({ length: FOLDS }, () => 0));
      theirs.forEach((count, fold) => (counts[fold]! += count));
    });
    for (const document of kept) {
      const rows = document.rows.map(({ ids, values }, view) => ({
        ids: renamed(ids, nodesOf[view] ?? null),
        values,
      }));
      this.#kept.push({ ...document, author: authorOf[document.author]!, rows });
    }
    this.#share = Math.min(this.#share, share);
    this.#keep();
    while (this.#numbers > MOST_NUMBERS || this.#kept.length > MOST_DOCUMENTS) this.#thin();
  }

  /**
   * Scores every kept document by a classifier learned from the other folds.
   *
   * @param authors the authors' names, in their final order
   * @param authorOf the final number of each author
   */
  score(
    recipe: Recipe,
    views: readonly ViewCounter[],
    authors: readonly string[],
    authorOf: Uint32Array,
  ): ScoredDocument[] {
    const { classifier: settings } = recipe;
    // An ensemble holds documents out for itself.
    if (settings.name === "ensemble") return [];
    const scored: ScoredDocument[] = [];
    // Always in the same order: sums of fractions depend on it in their last digits.
    const finalAuthor = (document: KeptDocument): number => authorOf[document.author]!;
    this.#kept.sort((left, right) => left.draw - right.draw || finalAuthor(left) - finalAuthor(right));
    for (let fold = 0; fold < FOLDS; fold++) {
      const held = this.#kept.filter((document) => document.fold === fold);
      const documents = new Float64Array(authors.length);
      this.#perFold.forEach((perFold, author) => {
        documents[authorOf[author]!] = perFold.reduce(
          (sum, count, of) => (of === fold ? sum : sum + count),
          0,
        );
      });
      // A fold outside of which fewer than two authors have texts teaches nothing.
      if (held.length === 0 || documents.filter((count) => count > 0).length < 2) continue;
      const outside = views.map((view) => view.finishWithout(fold, authorOf));
      const counts = stackCounts(outside.map((part) => part.counts));
      const links = outside[0]?.links;
      const training = { counts, authors, documents, ...(links === undefined ? {} : { links }) };
      const classifier = createClassifier(settings, training);
      for (const { author, rows } of held) {
        if (documents[authorOf[author]!] === 0) continue;
        let offset = 0;
        const parts = rows.map((row, view) => {
          const mapped = mapRow(row, outside[view]!.featureOf, offset);
          offset += outside[view]!.counts.nFeatures;
          return mapped;
        });
        const row = joinRows(parts);
        const scores = classifier.scores(row);
        // Authors without a document outside the fold are not there to be taken for the author.
        documents.forEach((count, absent) => {
          if (count === 0) scores[absent] = -Infinity;
        });
        scored.push({ scores, author: authorOf[author]!, length: lengthOf(row) });
      }
    }
    return scored;
  }

  #thin(): void {
    this.#share /= 2;
    this.#keep();
  }

  #keep(): void {
    this.#kept = this.#kept.filter((document) => document.draw < this.#share);
    this.#numbers = this.#kept.reduce((sum, document) => sum + document.numbers, 0);
  }
}

function renamed(ids: Uint32Array, nodeOf: Uint32Array | null): Uint32Array {
  return nodeOf === null ? ids : ids.map((node) => nodeOf[node]!);
}

function joinRows(rows: readonly SparseRow[]): SparseRow {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return only;
  const length = rows.reduce((sum, row) => sum + row.length, 0);
  const ids = new Uint32Array(length);
  const values = new Float64Array(length);
  let place = 0;
  for (const row of rows) {
    ids.set(row.ids.subarray(0, row.length), place);
    values.set(row.values.subarray(0, row.length), place);
    place += row.length;
  }
  return { ids, values, length };
}

function lengthOf({ values, length }: SparseRow): number {
  let sum = 0;
  for (let place = 0; place < length; place++) sum += values[place]!;
  return sum;
}

/** A number from 0 to 1 that depends on the key and the seed alone (FNV-1a, stirred). */
function drawOf(key: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed ^ Math.floor(seed / 2 ** 32);
  for (let place = 0; place < key.length; place++) {
    hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
