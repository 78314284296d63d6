/** Learns one view: grows its vocabulary and counts its features by author, fold by fold. */
import type { CountMatrix, NgramLinks, SparseRow } from "../sparse.ts";
import type { Reading } from "../text/reading.ts";
import { AuthorCounts, type CountsPart } from "./author-counts.ts";
import { canonicalOrder } from "./canonical-order.ts";
import type { KernelCounter } from "./kernel-counter.ts";
import { NgramGrower } from "./ngram-grower.ts";
import { ngramLinks } from "./ngram-links.ts";
import { NONE } from "./pair-table.ts";
import { Paths } from "./paths.ts";
import { selectFeatures } from "./selection.ts";
import { type SymbolReader, symbolReader } from "./symbols.ts";
import type { TokenTable } from "./token-table.ts";
import type { View } from "./view.ts";
import { GrowingVocabulary, ROOT, Vocabulary } from "./vocabulary.ts";
import { type Drained, type KernelLimits, WindowCounter } from "./window-counter.ts";
import { drainedFrom, type WindowPart } from "./window-part.ts";

/** The features that documents outside one fold have, and their counts. */
export interface CountsOutside {
  readonly counts: CountMatrix;
  /** The feature that each node of the grown vocabulary is there, or NONE. */
  readonly featureOf: Uint32Array;
  /** How its n-grams hang together; none where they are hashed. */
  readonly links?: () => NgramLinks;
}

/** What one view has learned from some of the documents, as plain arrays. */
export interface ViewPart {
  /** Parent and symbol of each node; a parent stands before its children. */
  readonly nodes: Uint32Array;
  /** The token table, for words. */
  readonly tokenBytes: Uint8Array | null;
  readonly tokenOffsets: Uint32Array | null;
  /** Fold by fold: how many documents, and the counts of nodes. */
  readonly folds: readonly { readonly documents: number; readonly counts: CountsPart }[];
  /** Counts of windows that were not put together with those of nodes, where it was asked for as it is. */
  readonly windows?: WindowPart | null;
}

/** The counts of one view over all documents so far. */
export interface ViewCounter {
  /**
   * Adds the document that is being read.
   *
   * @param fold the part it is put into
   */
  add(author: number, fold: number, reading: Reading): void;
  /** The features of the document that was just added, as nodes of the vocabulary in the making. */
  row(): SparseRow;
  /**
   * Whoever counts all documents of a block, in lower case and in one fold, in the kernel in which they are read; null
   * where nobody does. How many it has counted is to be told to {@link ViewCounter.addCounted}.
   */
  blockCounter(reading: Reading): KernelCounter | null;
  /** So many documents were counted by the one who counts blocks. */
  addCounted(documents: number): void;
  /**
   * All that was learned so far; what is learned later may overwrite it.
   *
   * @param asItIs leaves it to whoever takes it to put counts together: windows that are handed over are gone here
   */
  part(asItIs?: boolean): ViewPart;
  /**
   * Adds what was learned from other documents.
   *
   * @param authorOf the numbers that its authors have here
   * @returns what its nodes are called here; null for the same
   */
  merge(part: ViewPart, authorOf: Uint32Array): Uint32Array | null;
  /**
   * Takes out what was learned from some documents. From then on thresholds of documents cannot be kept.
   *
   * @param authorOf the numbers that its authors have here
   * @throws DOCUMENTS_NOT_THERE when they were never added
   */
  remove(part: ViewPart, authorOf: Uint32Array): void;
  /**
   * The vocabulary in canonical order, null where there is none, and the counts of all documents.
   *
   * @param authorOf the number that each author gets
   */
  finish(authorOf: Uint32Array): { readonly vocabulary: Vocabulary | null; readonly counts: CountMatrix };
  /**
   * What would have been learned from the documents outside one fold alone: features that only that fold has
   * are not features.
   *
   * @param authorOf the number that each author gets
   */
  finishWithout(fold: number, authorOf: Uint32Array): CountsOutside;
}

/** Counts every n-gram as a feature of its own. */
export class ExactCounter implements ViewCounter {
  readonly #view: View;
  readonly #binary: boolean;
  readonly #vocabulary: GrowingVocabulary;
  readonly #symbols: SymbolReader;
  readonly #grower: NgramGrower;
  /** Where it matters in how many documents a feature is, documents are counted one by one: there are no windows. */
  readonly #windows: WindowCounter | null;
  /** Where the document is that was added last. */
  #reading: Reading | null = null;
  readonly #folds: readonly AuthorCounts[];
  readonly #documents: number[];

  /**
   * @param binary count documents rather than occurrences
   * @param folds into how many parts the documents are put; at least 1
   * @param limits when a kernel is used
   */
  constructor(view: View, binary: boolean, folds: number, limits?: KernelLimits) {
    this.#view = view;
    this.#binary = binary;
    this.#vocabulary = new GrowingVocabulary(view.tokens, view.ngrams[1]);
    this.#symbols = symbolReader(view, this.#vocabulary);
    this.#grower = new NgramGrower(view, this.#vocabulary);
    const ofDocuments = binary || view.minimum_documents > 1 || view.maximum_document_share < 1;
    this.#windows = ofDocuments ? null : new WindowCounter(view, this.#symbols, folds, limits);
    this.#folds = Array.from({ length: folds }, () => new AuthorCounts(binary));
    this.#documents = this.#folds.map(() => 0);
  }

  /**
   * Adds the document that is being read.
   *
   * @param fold the part it is put into
   */
  add(author: number, fold: number, reading: Reading): void {
    this.#documents[fold]!++;
    this.#reading = reading;
    const windows = this.#windows;
    if (windows?.add(author, fold, reading) === true) {
      if (windows.isFull) this.settle();
    } else {
      this.#folds[fold]!.add(author, this.row(), this.#vocabulary.nodes.size);
    }
  }

  /** The features of the document that was just added, as nodes of the vocabulary in the making. */
  row(): SparseRow {
    this.#symbols.read(this.#reading!);
    this.#grower.grow(this.#symbols);
    return this.#grower.row;
  }

  blockCounter(reading: Reading): KernelCounter | null {
    return this.#windows?.blockCounter(reading) ?? null;
  }

  addCounted(documents: number): void {
    this.#documents[0]! += documents;
    if (this.#windows?.isFull === true) this.settle();
  }

  /** All that was learned so far; what is learned later may overwrite it. */
  part(asItIs = false): ViewPart {
    const windows = asItIs ? (this.#windows?.takePart() ?? null) : null;
    this.settle();
    const { nodes, tokens } = this.#vocabulary;
    return {
      nodes: nodes.pairs,
      tokenBytes: tokens?.bytes ?? null,
      tokenOffsets: tokens?.offsets ?? null,
      folds: this.#folds.map((counts, fold) => ({
        documents: this.#documents[fold]!,
        counts: counts.part(),
      })),
      windows,
    };
  }

  /**
   * Adds what was learned from other documents.
   *
   * @param authorOf the numbers that its authors have here
   * @returns what its nodes are called here
   */
  merge(part: ViewPart, authorOf: Uint32Array): Uint32Array {
    const nodeOf = this.#nodesOf(part);
    part.folds.forEach(({ documents, counts }, fold) => {
      this.#documents[fold]! += documents;
      this.#folds[fold]!.mergePart(counts, nodeOf, authorOf);
    });
    if (part.windows !== undefined && part.windows !== null) this.#mergeWindows(part.windows, authorOf);
    return nodeOf;
  }

  /**
   * Takes out what was learned from some documents. From then on thresholds of documents cannot be kept.
   *
   * @param authorOf the numbers that its authors have here
   * @throws DOCUMENTS_NOT_THERE when they were never added
   */
  remove(part: ViewPart, authorOf: Uint32Array): void {
    this.settle();
    const nodeOf = this.#nodesOf(part);
    part.folds.forEach(({ documents, counts }, fold) => {
      this.#documents[fold]! -= documents;
      this.#folds[fold]!.removePart(counts, nodeOf, authorOf);
    });
  }

  #mergeWindows(part: WindowPart, authorOf: Uint32Array): void {
    if (this.#windows?.mergePart(part, authorOf) === true) return;
    this.#settle(drainedFrom(part, this.#view.ngrams[1], this.#vocabulary), authorOf);
  }

  /** What the nodes of a part are called here. */
  #nodesOf(part: ViewPart): Uint32Array {
    const { nodes, tokens } = this.#vocabulary;
    const { tokenBytes, tokenOffsets } = part;
    const symbolOf =
      tokenBytes === null || tokenOffsets === null || tokens === null
        ? null
        : this.#entered({ bytes: tokenBytes, offsets: tokenOffsets }, tokens);
    const nodeOf = new Uint32Array(part.nodes.length / 2);
    for (let node = 0; node < nodeOf.length; node++) {
      const parent = part.nodes[2 * node]!;
      const symbol = part.nodes[2 * node + 1]!;
      nodeOf[node] = nodes.add(
        parent === ROOT ? ROOT : nodeOf[parent]!,
        symbolOf === null ? symbol : symbolOf[symbol]!,
      );
    }
    return nodeOf;
  }

  #entered(table: Pick<TokenTable, "bytes" | "offsets">, tokens: TokenTable): Uint32Array {
    return this.#windows?.enter(table, this.#vocabulary) ?? tokens.addTable(table);
  }

  /**
   * The vocabulary in canonical order, and the counts of all documents.
   *
   * @param authorOf the number that each author gets
   */
  finish(authorOf: Uint32Array): { vocabulary: Vocabulary; counts: CountMatrix } {
    const { counts, documentsWith, documents } = this.#sum(() => true);
    // Its memory is wanted for what comes now.
    this.#windows?.close();
    const canonical = canonicalOrder(this.#vocabulary, this.#view, documentsWith, documents);
    return {
      vocabulary: new Vocabulary(canonical.arrays),
      counts: counts.matrix(canonical.featureOf, canonical.size, authorOf),
    };
  }

  /**
   * What would have been learned from the documents outside one fold alone: features that only that fold has
   * are not features.
   *
   * @param authorOf the number that each author gets
   */
  finishWithout(fold: number, authorOf: Uint32Array): CountsOutside {
    const { counts, documentsWith, documents } = this.#sum((other) => other !== fold);
    const selected = selectFeatures(this.#vocabulary, this.#view, documentsWith, documents);
    let size = 0;
    const featureOf = Uint32Array.from(selected, (chosen) => (chosen === 1 ? size++ : NONE));
    const links = (): NgramLinks => ngramLinks(this.#vocabulary.nodes, featureOf, size);
    return { counts: counts.matrix(featureOf, size, authorOf), featureOf, links };
  }

  #sum(wanted: (fold: number) => boolean): {
    counts: AuthorCounts;
    documentsWith: Uint32Array;
    documents: number;
  } {
    this.settle();
    const chosen = this.#folds.filter((_, fold) => wanted(fold));
    let counts = chosen[0]!;
    if (chosen.length !== 1) {
      counts = new AuthorCounts(this.#binary);
      for (const part of chosen) counts.merge(part);
    }
    // Windows say whether a feature occurs; nobody asked for more.
    if (this.#windows !== null) {
      return { counts, documentsWith: counts.documents.map((seen) => Math.min(seen, 1)), documents: 1 };
    }
    const documents = this.#documents.reduce((sum, count, fold) => (wanted(fold) ? sum + count : sum), 0);
    return { counts, documentsWith: counts.documents, documents };
  }

  /** Counts of windows → counts of nodes. */
  settle(): void {
    for (const drained of this.#windows?.drain(this.#vocabulary) ?? []) this.#settle(drained);
  }

  /** @param authorOf the numbers that its authors have here, where they are others */
  #settle({ windows, drained }: Drained, authorOf?: Uint32Array): void {
    const paths = new Paths(this.#view, this.#vocabulary, windows);
    for (const { author, fold, things, counts } of drained) {
      const row = paths.rowOf(things, counts);
      this.#folds[fold]!.add(authorOf?.[author] ?? author, row, this.#vocabulary.nodes.size);
    }
  }
}

/** The row of a document whose ids are nodes, in the features of {@link CountsOutside}. */
export function mapRow(
  { ids, values }: Pick<SparseRow, "ids" | "values">,
  featureOf: Uint32Array,
  offset: number,
): SparseRow {
  const mapped = new Uint32Array(ids.length);
  const kept = new Float64Array(ids.length);
  let length = 0;
  for (let place = 0; place < ids.length; place++) {
    const feature = featureOf[ids[place]!] ?? NONE;
    if (feature === NONE) continue;
    mapped[length] = feature + offset;
    kept[length++] = values[place]!;
  }
  return { ids: mapped, values: kept, length };
}
