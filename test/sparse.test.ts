import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type CountMatrix, narrowest, softmax, stackCounts } from "../src/sparse.ts";

const scores = fc
  .array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 20 })
  .map((values) => Float64Array.from(values));

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("softmax", () => {
  it("is exp over its sum, where that is safe, and leaves the scores alone", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 }), (values) => {
        const given = Float64Array.from(values);
        const total = sum(values.map((value) => Math.exp(value)));
        softmax(given).forEach((share, place) => {
          expect(Math.abs(share / (Math.exp(values[place]!) / total) - 1)).toBeLessThan(1e-12);
        });
        expect([...given]).toEqual(values);
      }),
    );
  });

  it("sums to 1 and keeps the order of the scores", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const shares = softmax(values);
        expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-12);
        const byScore = [...values.keys()].sort((one, other) => values[one]! - values[other]!);
        for (const [place, index] of byScore.entries()) {
          if (place > 0) expect(shares[index]!).toBeGreaterThanOrEqual(shares[byScore[place - 1]!]!);
        }
      }),
    );
  });

  it.each([
    ["scores far below 0", [-100_000, -100_000], [0.5, 0.5]],
    ["scores far apart", [-1e300, 0], [0, 1]],
    ["scores far above 0", [1e300, 1e300], [0.5, 0.5]],
    ["an author who cannot be", [-Infinity, -3], [0, 1]],
    ["one author", [-5], [1]],
  ])("of %s", (_, values, expected) => {
    expect([...softmax(Float64Array.from(values))]).toEqual(expected);
  });
});

describe("the narrowest array", () => {
  it.each([
    ["nothing", [], Uint8Array],
    ["a byte", [0, 255], Uint8Array],
    ["two bytes", [0, 256], Uint16Array],
    ["the most of two bytes", [65_535], Uint16Array],
    ["four bytes", [65_536], Uint32Array],
    ["the most of four bytes", [4_294_967_295, 1], Uint32Array],
    ["more than four bytes", [4_294_967_296], Float64Array],
    ["a fraction", [1, 0.5], Float64Array],
    ["a fraction after a large number", [70_000, 1e-9], Float64Array],
  ])("for %s", (_, numbers, type) => {
    const narrow = narrowest(Float64Array.from(numbers));
    expect(narrow).toBeInstanceOf(type);
    expect([...narrow]).toEqual(numbers);
  });

  it("holds the same numbers whatever they came in", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffffffff)), (numbers) => {
        expect([...narrowest(Uint32Array.from(numbers))]).toEqual(numbers);
      }),
    );
  });
});

/** `rows[feature]` lists author and count of each entry. */
const matrix = (nAuthors: number, rows: readonly (readonly [number, number])[][]): CountMatrix => {
  const starts = Uint32Array.of(
    0,
    ...rows.map((_, row) => sum(rows.slice(0, row + 1).map(({ length }) => length))),
  );
  const entries = rows.flat();
  return {
    nFeatures: rows.length,
    nAuthors,
    starts,
    authors: narrowest(Uint32Array.from(entries, ([author]) => author)),
    values: narrowest(Float64Array.from(entries, ([, count]) => count)),
  };
};

describe("stacked counts", () => {
  const rows = fc.array(
    fc.uniqueArray(fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 70_000 })), {
      selector: ([author]) => author,
      maxLength: 4,
    }).map((entries): [number, number][] => entries.sort(([one], [other]) => one - other)),
    { maxLength: 6 },
  ); // prettier-ignore

  it("are the rows of all parts, one after the other", () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), (parts) => {
        const stacked = stackCounts(parts.map((part) => matrix(300, part)));
        expect(stacked).toEqual(matrix(300, parts.flat()));
      }),
    );
  });

  it("of nothing are empty", () => {
    expect(stackCounts([])).toMatchObject({ nFeatures: 0, nAuthors: 0, starts: Uint32Array.of(0) });
  });
});
