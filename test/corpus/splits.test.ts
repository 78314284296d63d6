import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { holdOut, stratifiedFolds, type Grouped } from "../../src/corpus/splits.ts";

const refused = (code: string): unknown => expect.objectContaining({ code });

const author = fc.constantFrom("A", "B", "C", "__proto__", "constructor");
const alone = fc.record({ author });
const grouped = fc.record({ author, work: fc.constantFrom("1", "2", "3", "4", "5", "6", "7", "8") });
const either: fc.Arbitrary<Grouped> = fc.oneof(alone, grouped);
const seed = fc.nat();

/** How many works there are; a document without one counts as one. */
function units(documents: readonly Grouped[]): number {
  return new Set(documents.map((document, index) => document.work ?? index)).size;
}

function expectWorksWhole(documents: readonly Grouped[], side: ArrayLike<number>): void {
  const first = new Map<string, number>();
  for (const [index, { work }] of documents.entries()) {
    if (work === undefined) continue;
    if (!first.has(work)) first.set(work, side[index]!);
    expect(side[index]).toBe(first.get(work));
  }
}

const spread = (numbers: readonly number[]): number => Math.max(...numbers) - Math.min(...numbers);

describe("stratifiedFolds", () => {
  test("works stay whole, every fold has a document, equal seeds give equal folds", () => {
    fc.assert(
      fc.property(
        fc.array(either, { minLength: 4 }),
        fc.integer({ min: 2, max: 4 }),
        seed,
        (documents, folds, seed) => {
          fc.pre(units(documents) >= folds);
          const fold = stratifiedFolds(documents, folds, seed);
          expect(fold).toHaveLength(documents.length);
          expect([...new Set(fold)].sort()).toEqual(Array.from({ length: folds }, (_, index) => index));
          expectWorksWhole(documents, fold);
          expect(stratifiedFolds(documents, folds, seed)).toEqual(fold);
        },
      ),
    );
  });

  test("without works, no fold has two documents more than another, of any author or in all", () => {
    fc.assert(
      fc.property(
        fc.array(alone, { minLength: 6 }),
        fc.integer({ min: 2, max: 6 }),
        seed,
        (documents, folds, seed) => {
          const fold = stratifiedFolds(documents, folds, seed);
          const sizes = (chosen: (document: Grouped) => boolean): number[] =>
            Array.from(
              { length: folds },
              (_, f) => documents.filter((d, index) => fold[index] === f && chosen(d)).length,
            );
          expect(spread(sizes(() => true))).toBeLessThanOrEqual(1);
          for (const name of new Set(documents.map((document) => document.author))) {
            expect(spread(sizes((document) => document.author === name))).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test("works of one author each differ by one work at most when they are of one size", () => {
    const documents = ["A", "B", "C"].flatMap((author) =>
      Array.from({ length: 7 * 4 }, (_, index) => ({ author, work: `${author}${index % 7}` })),
    );
    const fold = stratifiedFolds(documents, 3, 5);
    for (const author of ["A", "B", "C"]) {
      const sizes = [0, 1, 2].map(
        (f) => documents.filter((d, index) => d.author === author && fold[index] === f).length,
      );
      expect(spread(sizes)).toBe(4);
    }
  });

  test("another seed gives other folds", () => {
    const documents = Array.from({ length: 60 }, (_, index) => ({ author: `A${index % 3}` }));
    expect(stratifiedFolds(documents, 5, 1)).not.toEqual(stratifiedFolds(documents, 5, 2));
  });

  test("more folds than documents, or than works, are refused", () => {
    const documents = [{ author: "A" }, { author: "B" }, { author: "B" }];
    expect(() => stratifiedFolds(documents, 4, 1)).toThrow(
      expect.objectContaining({ code: "FOLDS_TOO_MANY", facts: { folds: 4, units: 3, unit: "documents" } }),
    );
    const works = documents.map(({ author }) => ({ author, work: author }));
    expect(() => stratifiedFolds(works, 3, 1)).toThrow(
      expect.objectContaining({ code: "FOLDS_TOO_MANY", facts: { folds: 3, units: 2, unit: "works" } }),
    );
  });

  test.each([1, 0, -2, 2.5, Number.NaN, 70_000])("%s folds are refused", (folds) => {
    expect(() => stratifiedFolds([{ author: "A" }], folds, 1)).toThrow(refused("PARAMETER_INVALID"));
  });
});

describe("holdOut", () => {
  const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });

  test("works stay whole, every author stays in training, equal seeds give equal choices", () => {
    fc.assert(
      fc.property(fc.array(either, { minLength: 1 }), share, seed, (documents, share, seed) => {
        const side = holdOut(documents, share, seed);
        expectWorksWhole(documents, side);
        const trained = new Set(
          documents.filter((_, index) => side[index] === 0).map((document) => document.author),
        );
        expect(trained).toEqual(new Set(documents.map((document) => document.author)));
        expect(holdOut(documents, share, seed)).toEqual(side);
      }),
    );
  });

  test("without works, an author with two or more documents is tested with about the share of them", () => {
    fc.assert(
      fc.property(fc.array(alone, { minLength: 1 }), share, seed, (documents, share, seed) => {
        const side = holdOut(documents, share, seed);
        for (const name of new Set(documents.map((document) => document.author))) {
          const all = documents.filter((document) => document.author === name).length;
          const tested = documents.filter(
            (document, index) => document.author === name && side[index] === 1,
          ).length;
          if (all === 1) expect(tested).toBe(0);
          else {
            expect(tested).toBeGreaterThanOrEqual(1);
            expect(tested).toBeLessThan(all);
            if (tested > 1 && tested < all - 1)
              expect(Math.abs(tested - share * all)).toBeLessThanOrEqual(0.5);
          }
        }
      }),
    );
  });

  test.each([0, 1, -0.2, 1.5, Number.NaN])("a share of %s is refused", (share) => {
    expect(() => holdOut([{ author: "A" }], share, 1)).toThrow(refused("PARAMETER_INVALID"));
  });
});
