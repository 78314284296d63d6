import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { multinomialLogistic, omega } from "../../src/model/multinomial-logistic.ts";
import { createRandom } from "../../src/random.ts";
import { softmax } from "../../src/sparse.ts";
import { rowMatrixOf } from "./rows.ts";

describe("the Wright omega function", () => {
  it.each([
    [1, 1],
    [1 + Math.E, Math.E],
    // Lambert's W (1)
    [0, 0.5671432904097838],
    [-50, Math.exp(-50)],
  ])("of %d is %d", (v, expected) => {
    expect(omega(v) / expected).toBeCloseTo(1, 13);
  });

  it("is what it is defined by, over the whole range", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 1e6, noNaN: true }), (v) => {
        const u = omega(v);
        expect(u).toBeGreaterThan(0);
        expect(Math.abs(u + Math.log(u) - v)).toBeLessThan(1e-12 * Math.max(1, Math.abs(v)));
      }),
    );
  });
});

const authors = 3;
const tables = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }), {
  minLength: 5,
  maxLength: 9,
});

/** ½ Σ ‖w‖² + Σ C (log Σ exp s − s_y), slowly. */
function objective(
  weights: readonly number[][],
  table: readonly number[][],
  labels: readonly number[],
  cost: number,
): number {
  const squares = weights.flat().reduce((sum, weight) => sum + weight * weight, 0);
  const losses = table.map((row, index) => {
    const scores = weights.map((own) =>
      own.reduce((sum, weight, place) => sum + weight * (row[place] ?? 1), 0),
    );
    return -Math.log(softmax(Float64Array.from(scores))[labels[index]!]!);
  });
  return squares / 2 + cost * losses.reduce((sum, loss) => sum + loss, 0);
}

describe("multinomial logistic regression", () => {
  const learn = (
    table: readonly number[][],
    labels: number[],
    rows: number[],
    start?: ReturnType<typeof multinomialLogistic>,
  ) => {
    const options = { costs: labels.map(() => 2), tolerance: 1e-9, passes: 10_000 };
    return multinomialLogistic(rowMatrixOf(table), labels, authors, rows, options, createRandom(1), start);
  };
  const weightsOf = ({ weights, bias }: ReturnType<typeof multinomialLogistic>): number[][] =>
    Array.from({ length: authors }, (_, author) => [
      ...Array.from({ length: 4 }, (__, feature) => weights[feature * authors + author]!),
      bias[author]!,
    ]);

  it("finds what no small step makes better", () => {
    fc.assert(
      fc.property(tables, fc.nat(4), fc.nat(authors - 1), (table, feature, author) => {
        const labels = table.map((_, row) => row % authors);
        const found = weightsOf(learn(table, labels, [...table.keys()]));
        const best = objective(found, table, labels, 2);
        for (const step of [-1e-3, 1e-3]) {
          const moved = found.map((own, which) =>
            own.map((weight, place) => weight + (which === author && place === feature ? step : 0)),
          );
          expect(objective(moved, table, labels, 2)).toBeGreaterThanOrEqual(best);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("finds the same from another solution, and looks at its own rows alone", () => {
    const table = [[1, 0, 2, 0], [0, 3, 0, 1], [2, 2, 0, 0], [1, 0, 1, 0], [0, 2, 0, 2], [3, 1, 0, 1]];
    const labels = table.map((_, row) => row % authors);
    const rows = [0, 1, 2, 4];
    const plain = weightsOf(learn(table, labels, rows));
    const warm = weightsOf(learn(table, labels, rows, learn(table, labels, [...table.keys()])));
    const other = weightsOf(learn(table.with(5, [9, 9, 9, 9]), labels, rows));
    expect(other).toEqual(plain);
    plain.flat().forEach((weight, place) => expect(warm.flat()[place]).toBeCloseTo(weight, 6));
  }); // prettier-ignore
});
