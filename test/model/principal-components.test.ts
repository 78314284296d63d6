import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { principalComponents } from "../../src/model/principal-components.ts";

const rows = (...numbers: number[][]): Float64Array[] => numbers.map((row) => Float64Array.from(row));
const close = (numbers: Iterable<number>): unknown[] =>
  Array.from(numbers, (each) => expect.closeTo(each, 6));

describe("principal components", () => {
  test("by hand: (0, 0), (2, 2), (3, 1), (1, 3)", () => {
    // The means are (3/2, 3/2), so the rows are (−3/2, −3/2), (1/2, 1/2), (3/2, −1/2), (−1/2, 3/2), and
    //
    //     XᵀX = | 9/4 + 1/4 + 9/4 + 1/4      9/4 + 1/4 − 3/4 − 3/4 |  =  | 5  1 |
    //           |                1            9/4 + 1/4 + 1/4 + 9/4 |     | 1  5 |
    //
    // with λ = 6 for (1, 1) / √2 and λ = 4 for (1, −1) / √2; together 10.
    const { coordinates, explained } = principalComponents(rows([0, 0], [2, 2], [3, 1], [1, 3]));
    expect(explained).toEqual(close([6 / 10, 4 / 10]));
    const root = Math.SQRT2;
    // The farthest along the first is (−3/2 − 3/2) / √2, so the sign is turned.
    expect(coordinates.map(([x]) => x)).toEqual(close([3 / root, -1 / root, -1 / root, -1 / root]));
    expect(coordinates.map(([, y]) => Math.abs(y!))).toEqual(close([0, 0, 2 / root, 2 / root]));
    expect(coordinates[2]![1]).toBeCloseTo(-coordinates[3]![1]!, 6);
  });

  test("rows on a line have one component, rows all alike none", () => {
    const line = principalComponents(rows([0, 0, 1], [1, 2, 1], [2, 4, 1]));
    expect(line.explained).toEqual(close([1, 0]));
    expect(line.coordinates.map(([x]) => Math.abs(x!))).toEqual(close([Math.sqrt(5), 0, Math.sqrt(5)]));
    expect(line.coordinates.map(([, y]) => y)).toEqual([0, 0, 0]);
    const alike = principalComponents(rows([3, 1], [3, 1]));
    expect(alike.explained).toEqual([0, 0]);
    expect(alike.coordinates.map((each) => [...each])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(principalComponents([])).toEqual({ coordinates: [], explained: [0, 0] });
  });

  test("are those that Jacobi's rotations find, whichever of the two products is the smaller", () => {
    const number = fc.integer({ min: -20, max: 20 });
    const table = fc
      .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 7 }))
      .chain(([height, width]) =>
        fc.array(fc.array(number, { minLength: width, maxLength: width }), {
          minLength: height,
          maxLength: height,
        }),
      );
    fc.assert(
      fc.property(table, (numbers) => {
        const { coordinates, explained } = principalComponents(rows(...numbers));
        const values = eigenvalues(scatter(numbers));
        const total = values.reduce((sum, value) => sum + value, 0);
        if (total < 1e-9) return;
        [0, 1].forEach((component) => {
          const along = coordinates.reduce((sum, each) => sum + each[component]! ** 2, 0);
          expect(along / total).toBeCloseTo((values[component] ?? 0) / total, 6);
          expect(explained[component]).toBeCloseTo((values[component] ?? 0) / total, 6);
        });
        // The two are at right angles to each other, and their middle is 0.
        const across = coordinates.reduce((sum, [x, y]) => sum + x! * y!, 0);
        expect(across / total).toBeCloseTo(0, 5);
        expect(coordinates.reduce((sum, [x]) => sum + x!, 0) / Math.sqrt(total)).toBeCloseTo(0, 6);
      }),
      { numRuns: 60 },
    );
  });
});

/** Σ (x − mean)(x − mean)ᵀ, entry by entry. */
function scatter(numbers: readonly number[][]): number[][] {
  const width = numbers[0]!.length;
  const mean = (column: number): number =>
    numbers.reduce((sum, row) => sum + row[column]!, 0) / numbers.length;
  return Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) =>
      numbers.reduce((sum, row) => sum + (row[i]! - mean(i)) * (row[j]! - mean(j)), 0),
    ),
  );
}

/** The eigenvalues of a symmetric matrix, falling, by Jacobi's rotations. */
function eigenvalues(matrix: number[][]): number[] {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p]![q] === 0) continue;
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[p]![p]! - a[q]![q]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) {
          const [kp, kq] = [a[k]![p]!, a[k]![q]!];
          a[k]![p] = c * kp + s * kq;
          a[k]![q] = c * kq - s * kp;
        }
        for (let k = 0; k < n; k++) {
          const [pk, qk] = [a[p]![k]!, a[q]![k]!];
          a[p]![k] = c * pk + s * qk;
          a[q]![k] = c * qk - s * pk;
        }
      }
    }
  }
  return a.map((row, place) => row[place]!).sort((left, right) => right - left);
}
