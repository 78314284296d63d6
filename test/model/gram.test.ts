/** Inner products against the obvious sums. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { crossGram, gram, gramPart, mirrored } from "../../src/model/gram.ts";
import { createTileProducts, STRIP, withoutVectors } from "../../src/model/tile-product.ts";
import { createRandom } from "../../src/random.ts";
import { dot, rowMatrixOf, tables } from "./rows.ts";

const small = tables({ rows: 12, features: 40 });

/** More frequent features than one strip holds, of many rows. */
function wideTable(rows: number, features: number): number[][] {
  const random = createRandom(5);
  return Array.from({ length: rows }, () =>
    Array.from({ length: features }, (_, feature) =>
      random.next() < 1 / (1 + (feature % 9)) ? random.below(4) : 0,
    ),
  );
}

describe("gram", () => {
  it("is every row times every row", () => {
    fc.assert(
      fc.property(small, (table) => {
        const expected = table.flatMap((row) => table.map((other) => dot(row, other)));
        expect([...gram(rowMatrixOf(table))]).toEqual(expected);
      }),
    );
  });

  it("is the same for frequent features that take several strips", () => {
    const table = wideTable(23, 3 * STRIP);
    const expected = table.flatMap((row) => table.map((other) => dot(row, other)));
    expect([...gram(rowMatrixOf(table))]).toEqual(expected);
  });

  it("comes in parts that make up the whole, to the last bit", () => {
    const table = wideTable(23, 3 * STRIP).map((row) => row.map((value) => value * 0.37));
    const matrix = rowMatrixOf(table);
    for (const borders of [
      [0, 23],
      [0, 1, 23],
      [0, 8, 9, 15, 23],
    ]) {
      const whole = new Float32Array(23 * 23);
      borders
        .slice(1)
        .forEach((to, place) => whole.set(gramPart(matrix, borders[place]!, to), borders[place]! * 23));
      expect(mirrored(whole, 23)).toEqual(gram(matrix));
    }
  });

  it("comes in parts of more rows than are multiplied at a time, too", () => {
    const table = wideTable(150, 60).map((row) => row.map((value) => value * 0.37));
    const matrix = rowMatrixOf(table);
    const whole = gram(matrix);
    table.forEach((row, place) =>
      table.forEach((other, column) => expect(whole[place * 150 + column]).toBeCloseTo(dot(row, other), 3)),
    );
    const parts = new Float32Array(150 * 150);
    for (const [from, to] of [
      [0, 63],
      [63, 131],
      [131, 150],
    ] as const) {
      parts.set(gramPart(matrix, from, to), from * 150);
    }
    expect(mirrored(parts, 150)).toEqual(whole);
  });
});

describe("crossGram", () => {
  it("is every row times every row of the other", () => {
    fc.assert(
      fc.property(small, fc.nat(), (table, seed) => {
        const border = seed % table.length;
        const [rows, others] = [table.slice(0, border), table.slice(border)];
        const expected = rows.flatMap((row) => others.map((other) => dot(row, other)));
        const matrix = rowMatrixOf(others);
        expect([...crossGram({ ...rowMatrixOf(rows), nFeatures: matrix.nFeatures }, matrix)]).toEqual(
          expected,
        );
      }),
    );
  });

  it("is the same for frequent features that take several strips", () => {
    const table = wideTable(23, 3 * STRIP);
    const [rows, others] = [table.slice(0, 7), table.slice(7)];
    const expected = rows.flatMap((row) => others.map((other) => dot(row, other)));
    expect([...crossGram(rowMatrixOf(rows), rowMatrixOf(others))]).toEqual(expected);
  });
});

describe("tile products", () => {
  it("are the same bits with and without vector instructions", () => {
    const random = createRandom(1);
    const [fast, plain] = [createTileProducts(7), withoutVectors(7)];
    for (let place = 0; place < fast.numbers.length; place++) {
      fast.numbers[place] = random.next() - 0.4;
      plain.numbers[place] = fast.numbers[place]!;
    }
    for (const [left, right] of [
      [0, 0],
      [5, 0],
      [1, 3],
    ] as const) {
      expect([...fast.multiply(left, right)]).toEqual([...plain.multiply(left, right)]);
    }
    const product = fast.multiply(0, 2)[1]!;
    const rows = [0, 3].map((row) => [...fast.numbers.subarray(row * STRIP, (row + 1) * STRIP)]);
    expect(product).toBeCloseTo(dot(rows[0]!, rows[1]!), 4);
  });
});
