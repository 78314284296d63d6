import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AuthorCounts } from "../../src/features/author-counts.ts";
import { NONE } from "../../src/features/pair-table.ts";
import type { SparseRow } from "../../src/sparse.ts";

interface CountedDocument {
  readonly author: number;
  /** Each feature of the document once, with its count. */
  readonly row: readonly (readonly [feature: number, count: number])[];
}

const AUTHORS = 5;
/** More than the counts make room for at first. */
const FEATURES = 2500;

const anyCount = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(255, 256, 65_536, 2 ** 33));
const anyFeature = fc.oneof(
  { weight: 3, arbitrary: fc.nat(5) },
  { weight: 3, arbitrary: fc.nat(150) },
  { weight: 1, arbitrary: fc.nat(FEATURES - 1) },
);

/** Documents of few features and of more than a log has room for at first. */
const anyDocument: fc.Arbitrary<CountedDocument> = fc.record({
  author: fc.nat(AUTHORS - 1),
  row: fc.uniqueArray(fc.tuple(anyFeature, anyCount), { maxLength: 70, selector: ([feature]) => feature }),
});
const documents = fc.array(anyDocument, { maxLength: 20, size: "max" });

/** A row as an extractor gives it: its arrays are longer than it is, and what lies beyond has no meaning. */
function rowOf({ row }: CountedDocument): SparseRow {
  const noise = [7, 7, 7];
  return {
    ids: Uint32Array.from([...row.map(([feature]) => feature), ...noise]),
    values: Float64Array.from([...row.map(([, count]) => count), ...noise]),
    length: row.length,
  };
}

function countAll(list: readonly CountedDocument[], binary: boolean): AuthorCounts {
  const counts = new AuthorCounts(binary);
  for (const document of list) counts.add(document.author, rowOf(document), FEATURES);
  return counts;
}

/** Feature → author → count, and feature → documents, one document after the other. */
function countNaively(
  list: readonly CountedDocument[],
  binary: boolean,
): { uses: Map<number, Map<number, number>>; seen: Map<number, number> } {
  const uses = new Map<number, Map<number, number>>();
  const seen = new Map<number, number>();
  for (const { author, row } of list) {
    for (const [feature, count] of row) {
      const byAuthor = uses.get(feature) ?? new Map<number, number>();
      uses.set(feature, byAuthor.set(author, (byAuthor.get(author) ?? 0) + (binary ? 1 : count)));
      seen.set(feature, (seen.get(feature) ?? 0) + 1);
    }
  }
  return { uses, seen };
}

const identity = (length: number): Uint32Array => Uint32Array.from({ length }, (_, place) => place);

/** What the counts say, as nested maps; authors of a feature must rise and counts be above 0. */
function read(
  counts: AuthorCounts,
  featureOf = identity(FEATURES),
  nFeatures = FEATURES,
  authorOf = identity(AUTHORS),
): Map<number, Map<number, number>> {
  const matrix = counts.matrix(featureOf, nFeatures, authorOf);
  expect(matrix).toMatchObject({ nFeatures, nAuthors: authorOf.length });
  expect(matrix.starts).toHaveLength(nFeatures + 1);
  expect([matrix.starts[0], matrix.starts[nFeatures]]).toEqual([0, matrix.values.length]);
  expect(matrix.authors).toHaveLength(matrix.values.length);
  const uses = new Map<number, Map<number, number>>();
  for (let feature = 0; feature < nFeatures; feature++) {
    const [start, end] = [matrix.starts[feature]!, matrix.starts[feature + 1]!];
    if (start === end) continue;
    const authors = Array.from(matrix.authors.slice(start, end));
    expect(authors).toEqual([...new Set(authors)].sort((left, right) => left - right));
    const entries = authors.map((author, place): [number, number] => [author, matrix.values[start + place]!]);
    uses.set(feature, new Map(entries));
  }
  return uses;
}

/** In how many documents each feature was, without the zeros. */
function readDocuments({ documents: seen }: AuthorCounts): Map<number, number> {
  const found = new Map<number, number>();
  seen.forEach((count, feature) => count > 0 && found.set(feature, count));
  return found;
}

const byKey = <T>(map: Map<number, T>): [number, T][] => [...map].sort(([left], [right]) => left - right);

function expectCounts(counts: AuthorCounts, list: readonly CountedDocument[], binary: boolean): void {
  const { uses, seen } = countNaively(list, binary);
  expect(read(counts)).toEqual(uses);
  expect(byKey(readDocuments(counts))).toEqual(byKey(seen));
}

describe.each([
  ["occurrences", false],
  ["documents", true],
])("counts of %s by author", (_, binary) => {
  it("are those of nested maps", () => {
    fc.assert(fc.property(documents, (list) => expectCounts(countAll(list, binary), list, binary)));
  });

  it("are the same arrays in whatever order the documents come", () => {
    const listAndShuffled = documents.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(listAndShuffled, ([list, shuffled]) => {
        const matrixOf = (order: readonly CountedDocument[]): unknown =>
          countAll(order, binary).matrix(identity(FEATURES), FEATURES, identity(AUTHORS));
        expect(matrixOf(shuffled)).toEqual(matrixOf(list));
      }),
    );
  });

  it("can be looked at while more are added", () => {
    fc.assert(
      fc.property(documents, documents, (first, second) => {
        const counts = countAll(first, binary);
        expectCounts(counts, first, binary);
        for (const document of second) counts.add(document.author, rowOf(document), FEATURES);
        expectCounts(counts, [...first, ...second], binary);
      }),
    );
  });

  it("are the same in parts that are merged, and the parts stay as they are", () => {
    fc.assert(
      fc.property(fc.array(documents, { minLength: 1, maxLength: 4 }), documents, (parts, later) => {
        const counts = new AuthorCounts(binary);
        const others = parts.map((part) => countAll(part, binary));
        for (const other of others) counts.merge(other);
        expectCounts(counts, parts.flat(), binary);

        for (const document of later) counts.add(document.author, rowOf(document), FEATURES);
        others.forEach((other, place) => expectCounts(other, parts[place]!, binary));
        for (const document of later) others[0]!.add(document.author, rowOf(document), FEATURES);
        expectCounts(counts, [...parts.flat(), ...later], binary);
      }),
      { numRuns: 60 },
    );
  });

  it("take the numbers that features and authors are given", () => {
    const renumbering = fc.record({
      features: fc.subarray([...identity(FEATURES).keys()]),
      authors: fc.shuffledSubarray([...identity(AUTHORS).keys()], { minLength: AUTHORS }),
    });
    fc.assert(
      fc.property(documents, renumbering, (list, { features, authors }) => {
        // Backwards, so that no feature keeps its order.
        const featureOf = new Uint32Array(FEATURES).fill(NONE);
        features.forEach((feature, place) => (featureOf[feature] = features.length - 1 - place));
        const authorOf = Uint32Array.from(authors);
        const expected = new Map<number, Map<number, number>>();
        for (const [feature, byAuthor] of countNaively(list, binary).uses) {
          if (featureOf[feature] === NONE) continue;
          const renumbered = Array.from(byAuthor, ([author, count]) => [authors[author]!, count] as const);
          expected.set(featureOf[feature]!, new Map(renumbered));
        }
        expect(read(countAll(list, binary), featureOf, features.length, authorOf)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("outgrow their first room many times over", () => {
    const list = Array.from({ length: 400 }, (_, document) => ({
      author: document % 3,
      row: Array.from({ length: 200 }, (_, place): [number, number] => [
        (document * 61 + place * 7) % FEATURES,
        place + 1,
      ]),
    }));
    expectCounts(countAll(list, binary), list, binary);
  });

  it("have room for features that come late", () => {
    const counts = new AuthorCounts(binary);
    const list = [1, 10, 100, 1000, 10_000, 100_000].map((nFeatures) => ({
      author: 0,
      row: [[0, 2], [nFeatures - 1, 3]].slice(nFeatures === 1 ? 1 : 0) as [number, number][],
    })); // prettier-ignore
    for (const document of list) counts.add(0, rowOf(document), document.row.at(-1)![0] + 1);
    const { uses, seen } = countNaively(list, binary);
    expect(read(counts, identity(100_000), 100_000)).toEqual(uses);
    expect(byKey(readDocuments(counts))).toEqual(byKey(seen));
  });
});

describe("counts by author", () => {
  it("are nothing at first, nor after a merge of nothing", () => {
    const counts = new AuthorCounts(false);
    counts.merge(new AuthorCounts(false));
    expectCounts(counts, [], false);
    expect(counts.matrix(identity(0), 0, identity(0))).toMatchObject({ nFeatures: 0, nAuthors: 0 });
  });
});
