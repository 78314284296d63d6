/** Rows of numbers as whole tables, which are easy to write down and slow to use. */
import * as fc from "fast-check";

import type { RowMatrix } from "../../src/sparse.ts";

/** The sparse form of `table[row][feature]`. */
export function rowMatrixOf(table: readonly (readonly number[])[]): RowMatrix {
  const starts = [0];
  const ids: number[] = [];
  const values: number[] = [];
  for (const row of table) {
    row.forEach((value, feature) => {
      if (value === 0) return;
      ids.push(feature);
      values.push(value);
    });
    starts.push(ids.length);
  }
  return {
    nRows: table.length,
    nFeatures: table[0]?.length ?? 0,
    starts: Uint32Array.from(starts),
    ids: Uint32Array.from(ids),
    values: Float32Array.from(values),
  };
}

/** `table[row][feature]` with its zeros. */
export function tableOfRows({ nRows, nFeatures, starts, ids, values }: RowMatrix): number[][] {
  return Array.from({ length: nRows }, (_, row) => {
    const numbers = Array.from({ length: nFeatures }, () => 0);
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) numbers[ids[entry]!] = values[entry]!;
    return numbers;
  });
}

/** Σ aᵢ bᵢ. */
export function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, place) => sum + value * right[place]!, 0);
}

/** Tables of whole numbers, many of them 0. */
export function tables(most: { readonly rows: number; readonly features: number }): fc.Arbitrary<number[][]> {
  const number = fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }) },
  );
  return fc.integer({ min: 1, max: most.features }).chain((features) =>
    fc.array(fc.array(number, { minLength: features, maxLength: features }), {
      minLength: 1,
      maxLength: most.rows,
    }),
  );
}
