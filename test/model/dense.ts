/** Counts as whole tables, which are easy to write down and slow to use. */
import type { CountMatrix, SparseRow } from "../../src/sparse.ts";

/** The sparse form of `table[author][feature]`. */
export function matrixOf(table: readonly (readonly number[])[]): CountMatrix {
  const nFeatures = table[0]!.length;
  const starts = [0];
  const authors: number[] = [];
  const values: number[] = [];
  for (let feature = 0; feature < nFeatures; feature++) {
    table.forEach((counts, author) => {
      if (counts[feature] === 0) return;
      authors.push(author);
      values.push(counts[feature]!);
    });
    starts.push(values.length);
  }
  return {
    nFeatures,
    nAuthors: table.length,
    starts: Uint32Array.from(starts),
    authors: Uint32Array.from(authors),
    values: Float64Array.from(values),
  };
}

/** The sparse form of one text's counts. */
export function rowOf(counts: readonly number[]): SparseRow {
  const present = [...counts.keys()].filter((feature) => counts[feature] !== 0);
  return {
    ids: Uint32Array.from(present),
    values: Float64Array.from(present, (feature) => counts[feature]!),
    length: present.length,
  };
}

/** A document of which only the counts are known. */
export interface CountedDocument {
  readonly author: number;
  readonly counts: readonly number[];
}

/**
 * `table[author][feature]` over documents.
 *
 * @param binary count documents rather than occurrences
 */
export function tableOf(
  documents: readonly CountedDocument[],
  nAuthors: number,
  nFeatures: number,
  binary: boolean,
): number[][] {
  const table = Array.from({ length: nAuthors }, () => Array.from({ length: nFeatures }, () => 0));
  for (const { author, counts } of documents) {
    counts.forEach((count, feature) => {
      table[author]![feature]! += binary ? Math.min(count, 1) : count;
    });
  }
  return table;
}

/** |actual − expected| relative to |expected| or to `floor`, whichever is larger; absolute where both are 0. */
export function distance(actual: number, expected: number, floor = 0): number {
  return Math.abs(actual - expected) / (Math.max(Math.abs(expected), floor) || 1);
}
