import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { byErrors, byLikeness } from "../../src/report/order.ts";

/** Ann and Cid are taken for each other, as are Bob and Dan. */
const matrix = [
  [6, 0, 4, 0],
  [0, 9, 0, 1],
  [3, 0, 7, 0],
  [1, 3, 0, 6],
];

describe("orders of a confusion matrix", () => {
  test("by errors, made and suffered", () => {
    // Ann 4 + 4, Bob 1 + 3, Cid 3 + 4, Dan 4 + 1.
    expect(byErrors(matrix)).toEqual([0, 2, 3, 1]);
  });

  test("by likeness: who is taken for whom stands beside him or her", () => {
    // (4/10 + 3/10) / 2 joins Ann and Cid, then (1/10 + 3/10) / 2 Bob and Dan; Dan, taken for Ann once, goes beside her.
    expect(byLikeness(matrix)).toEqual([2, 0, 3, 1]);
  });

  test("either order has everybody once", () => {
    const square = fc.integer({ min: 0, max: 7 }).chain((size) =>
      fc.array(fc.array(fc.nat(5), { minLength: size, maxLength: size }), {
        minLength: size,
        maxLength: size,
      }),
    );
    fc.assert(
      fc.property(square, (numbers) => {
        const all = [...numbers.keys()];
        expect(byErrors(numbers).sort()).toEqual(all);
        expect(byLikeness(numbers).sort()).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });
});
