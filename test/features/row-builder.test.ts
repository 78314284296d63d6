import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { RowBuilder } from "../../src/features/row-builder.ts";

describe("a row", () => {
  it("counts as a Map does, one document after the other", () => {
    const row = new RowBuilder();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.array(fc.nat(), { maxLength: 1500 }),
        (features, drawn) => {
          row.clear();
          const counts = new Map<number, number>();
          for (const number of drawn) {
            const feature = number % features;
            row.add(feature);
            counts.set(feature, (counts.get(feature) ?? 0) + 1);
          }
          expect(row.occurrences).toBe(drawn.length);
          expect(Array.from(row.ids.subarray(0, row.length))).toEqual([...counts.keys()]);
          expect(Array.from(row.values.subarray(0, row.length))).toEqual([...counts.values()]);
        },
      ),
    );
  });

  it("starts anew when its marks are used up", () => {
    const row = new RowBuilder();
    for (let round = 0; round < 3; round++) {
      row.clear();
      row.add(7);
      row.add(9);
      row.add(7);
      expect([...row.ids.subarray(0, row.length)]).toEqual([7, 9]);
      expect([...row.values.subarray(0, row.length)]).toEqual([2, 1]);
      // As if two thousand million features had passed.
      row.length = 2 ** 31;
    }
  });
});
