import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { EntryGains } from "../../src/model/entry-gains.ts";
import type { CountMatrix, SparseRow } from "../../src/sparse.ts";

/** What each author gains from each feature; nothing where the author does not have it. */
type Table = readonly (readonly (number | null)[])[];

function matrixOf(table: Table, nAuthors: number): { counts: CountMatrix; gains: number[] } {
  const starts = [0];
  const [authors, gains]: number[][] = [[], []];
  for (const row of table) {
    row.forEach((gain, author) => {
      if (gain === null) return;
      authors!.push(author);
      gains!.push(gain);
    });
    starts.push(gains!.length);
  }
  const counts = {
    nFeatures: table.length,
    nAuthors,
    starts: Uint32Array.from(starts),
    authors: Uint32Array.from(authors!),
    values: new Uint8Array(gains!.length).fill(1),
  };
  return { counts, gains: gains! };
}

/** The definition: one feature after the other. */
function addSlowly(into: Float64Array, table: Table, { ids, values, length }: SparseRow): void {
  for (let place = 0; place < length; place++) {
    table[ids[place]!]!.forEach((gain, author) => {
      if (gain !== null) into[author]! += values[place]! * gain;
    });
  }
}

const anyCase = fc.integer({ min: 1, max: 9 }).chain((nAuthors) =>
  fc.tuple(
    fc.constant(nAuthors),
    fc.array(
      fc.array(fc.oneof(fc.constant(null), fc.double({ min: -30, max: 30, noNaN: true })), {
        minLength: nAuthors,
        maxLength: nAuthors,
      }),
      { minLength: 1, maxLength: 40 },
    ),
    fc.array(fc.array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 5 })), { maxLength: 40 }), {
      maxLength: 4,
    }),
  ),
);

describe("gains", () => {
  it.each([
    ["in arrays", { from: Infinity, most: 1e6 }],
    ["in a kernel from the start", { from: 0, most: 1e6 }],
    ["in a kernel after a while", { from: 20, most: 1e6 }],
    ["in a kernel until there are too many", { from: 5, most: 40 }],
  ])("%s add up to the bits of the definition", (_, limits) => {
    fc.assert(
      fc.property(anyCase, ([nAuthors, table, rows]) => {
        const { counts, gains } = matrixOf(table, nAuthors);
        const own = new EntryGains(counts, (entry) => gains[entry]!, limits);
        for (const drawn of rows) {
          const once = [...new Map(drawn.map(([feature, value]) => [feature % table.length, value]))];
          const row = {
            ids: Uint32Array.from(once, ([feature]) => feature),
            values: Float64Array.from(once, ([, value]) => value),
            length: once.length,
          };
          const sums = Float64Array.from({ length: nAuthors }, (__, author) => author / 3);
          const expected = sums.slice();
          addSlowly(expected, table, row);
          own.addTo(sums, row);
          // Nothing is not less than nothing: what has no sign may have one.
          expect(sums.map((sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("of thousands of features are added up as those of few are", () => {
    const table = Array.from({ length: 3000 }, (_, feature) =>
      Array.from({ length: 5 }, (__, author) =>
        (feature * 7 + author) % 3 === 0 ? null : feature / (author + 1),
      ),
    );
    const { counts, gains } = matrixOf(table, 5);
    const row = {
      ids: Uint32Array.from({ length: 3000 }, (_, feature) => feature),
      values: new Float64Array(3000).fill(2),
      length: 3000,
    };
    const expected = new Float64Array(5);
    addSlowly(expected, table, row);
    for (const from of [0, Infinity]) {
      const sums = new Float64Array(5);
      const own = new EntryGains(counts, (entry) => gains[entry]!, { from, most: 1e6 });
      own.addTo(sums, row);
      expect(sums).toEqual(expected);
    }
  });
});
