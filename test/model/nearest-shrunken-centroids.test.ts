/** Nearest shrunken centroids against the formula over whole tables. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { linearClassifier } from "../../src/model/linear-weights.ts";
import { trainShrunkenCentroids } from "../../src/model/nearest-shrunken-centroids.ts";
import { rowOf } from "./dense.ts";
import { rowMatrixOf } from "./rows.ts";

/** The distances as the paper writes them. */
function distances(
  table: readonly (readonly number[])[],
  labels: readonly number[],
  nAuthors: number,
  threshold: number,
  row: readonly number[],
): number[] {
  const n = table.length;
  const authors = Array.from({ length: nAuthors }, (_, author) =>
    table.filter((_, i) => labels[i] === author),
  );
  const mean = (rows: readonly (readonly number[])[], feature: number): number =>
    rows.reduce((sum, each) => sum + each[feature]!, 0) / rows.length;
  const deviations = row.map((_, feature) => {
    const within = table.reduce(
      (sum, each, i) => sum + (each[feature]! - mean(authors[labels[i]!]!, feature)) ** 2,
      0,
    );
    return Math.sqrt(within / (n - nAuthors));
  });
  const sorted = deviations.toSorted((a, b) => a - b);
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  return authors.map((own) => {
    const m = Math.sqrt(1 / own.length - 1 / n);
    const parts = row.map((x, feature) => {
      const spread = deviations[feature]! + median;
      if (spread === 0) return 0;
      const d = (mean(own, feature) - mean(table, feature)) / (m * spread);
      const shrunken = Math.sign(d) * Math.max(0, Math.abs(d) - threshold);
      return ((x - mean(table, feature) - m * spread * shrunken) / spread) ** 2;
    });
    return parts.reduce((sum, part) => sum + part, 0) - 2 * Math.log(own.length / n);
  });
}

describe("nearest shrunken centroids", () => {
  it("scores by minus half the distance, but for what is the same for all authors", () => {
    const table = fc.array(fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), {
      minLength: 7,
      maxLength: 12,
    });
    const threshold = fc.constantFrom(0, 0.3, 1, 3);
    fc.assert(
      fc.property(
        table,
        threshold,
        fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }),
        (rows, delta, row) => {
          // A feature without any spread within authors, where the median is 0 too, would be divided by 0.
          const spread = rows.map((each, index) =>
            each.map((value, feature) => value + ((index * 7 + feature) % 5) / 10),
          );
          const labels = rows.map((_, index) => index % 3);
          const classifier = linearClassifier(trainShrunkenCentroids(rowMatrixOf(spread), labels, 3, delta));
          const scores = classifier.scores(rowOf(row));
          const expected = distances(spread, labels, 3, delta, row);
          [1, 2].forEach((author) => {
            const apart = scores[author]! - scores[0]!;
            expect(Math.abs(apart - (expected[0]! - expected[author]!) / 2)).toBeLessThan(
              1e-3 * (1 + Math.abs(apart)),
            );
          });
        },
      ),
    );
  });

  it("leaves nothing but the number of documents when everything is shrunken away", () => {
    const matrix = rowMatrixOf([
      [1, 2],
      [2, 5],
      [7, 1],
      [6, 0],
      [9, 2],
    ]);
    const { weights, bias } = trainShrunkenCentroids(matrix, [0, 0, 1, 1, 1], 2, 1000);
    expect([...weights]).toEqual([0, 0, 0, 0]);
    expect([...bias]).toEqual([Math.log(2 / 5), Math.log(3 / 5)]);
  });
});
