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
          row.clear(features);
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

  it("keeps what it has when room is made for more features", () => {
    const row = new RowBuilder();
    row.clear(2);
    row.add(1);
    row.reserve(5000);
    row.add(4999);
    row.add(1);
    expect([...row.ids.subarray(0, row.length)]).toEqual([1, 4999]);
    expect([...row.values.subarray(0, row.length)]).toEqual([2, 1]);
    row.clear(1);
    row.add(0);
    expect([row.length, row.ids[0], row.values[0], row.occurrences]).toEqual([1, 0, 1, 1]);
  });
});
