import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addUpCounts } from "../../src/model-file/count-sums.ts";
import type { CountMatrix, Numbers } from "../../src/sparse.ts";

const matrix = (starts: number[], authors: Numbers, values: Numbers, nAuthors = 3): CountMatrix => ({
  nFeatures: starts.length - 1,
  nAuthors,
  starts: Uint32Array.from(starts),
  authors,
  values,
});

describe("counts of a file", () => {
  it("add up author by author", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 1000 })), { maxLength: 4 })),
        fc.constantFrom(Uint8Array, Uint16Array, Uint32Array),
        fc.constantFrom(Uint16Array, Uint32Array, Float64Array),
        (lists, Authors, Values) => {
          const starts = [0];
          const [authors, values]: number[][] = [[], []];
          const sums = [0, 0, 0];
          for (const list of lists) {
            for (const [author, value] of [...new Map(list)].toSorted(([left], [right]) => left - right)) {
              authors!.push(author);
              values!.push(value);
              sums[author]! += value;
            }
            starts.push(authors!.length);
          }
          const counts = matrix(starts, Authors.from(authors!), Values.from(values!));
          expect([...addUpCounts(counts)!]).toEqual(sums);
        },
      ),
    );
  });

  it.each<[string, CountMatrix]>([
    ["an author that is none", matrix([0, 2], Uint8Array.of(0, 3), Uint8Array.of(1, 1))],
    ["authors that fall", matrix([0, 2], Uint8Array.of(2, 1), Uint8Array.of(1, 1))],
    ["an author twice", matrix([0, 2], Uint8Array.of(1, 1), Uint8Array.of(1, 1))],
    ["fewer authors than counts", matrix([0, 2], Uint8Array.of(1), Uint8Array.of(1, 1))],
    ["a count of nothing", matrix([0, 2], Uint8Array.of(0, 1), Uint8Array.of(1, 0))],
    ["a count below nothing", matrix([0, 1], Uint8Array.of(0), Float64Array.of(-1))],
    ["a count that is no number", matrix([0, 1], Uint8Array.of(0), Float64Array.of(Number.NaN))],
    ["a count without end", matrix([0, 1], Uint8Array.of(0), Float64Array.of(Infinity))],
    ["a count above 2^53", matrix([0, 1], Uint8Array.of(0), Float64Array.of(2 ** 54))],
    ["starts that fall", matrix([0, 2, 1, 2], Uint8Array.of(0, 1), Uint8Array.of(1, 1))],
    ["starts beyond the end", matrix([0, 3, 2], Uint8Array.of(0, 1), Uint8Array.of(1, 1))],
    ["starts that begin late", matrix([1, 2], Uint8Array.of(0, 1), Uint8Array.of(1, 1))],
    ["starts that end early", matrix([0, 1], Uint8Array.of(0, 1), Uint8Array.of(1, 1))],
  ])("have no sums with %s", (_, counts) => {
    expect(addUpCounts(counts)).toBeNull();
  });
});
