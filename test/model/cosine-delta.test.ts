import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { scoreRows, trainCosineDelta } from "../../src/model/cosine-delta.ts";
import { deltaDistances, trainDelta } from "./slow-delta.ts";
import { squaredShifts, zRow } from "../../src/model/z-scores.ts";
import { rowMatrixOf } from "./rows.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

function scoresOf(table: readonly number[][], labels: number[], asked: number[], nAuthors: number): number[] {
  const all = rowMatrixOf([...table, asked]);
  const rows = [...table.keys()];
  const learned = trainCosineDelta(all, Uint32Array.from([...labels, 0]), nAuthors, rows);
  const scores = new Float64Array((table.length + 1) * nAuthors);
  scoreRows(learned, all, [table.length], scores);
  return [...scores.subarray(table.length * nAuthors)];
}

describe("Cosine Delta", () => {
  it("is worked out by hand for two texts of two words", () => {
    // Shares (3/4, 1/4) and (1/4, 3/4): means 1/2, deviations 1/4, so z = (1, −1) and (−1, 1). A text with the first word
    // alone has z = (2, −2), in the direction of the first author and against the second.
    const [first, second] = scoresOf(
      [
        [3, 1],
        [1, 3],
      ],
      [0, 1],
      [5, 0],
      2,
    );
    expect(first).toBeCloseTo(1, 6);
    expect(second).toBeCloseTo(-1, 6);
  });

  it("is 1 − the distance to the middle of an author's texts, zeros and all", () => {
    const counts = fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }).filter((row) => sum(row) > 0);
    fc.assert(
      fc.property(fc.array(counts, { minLength: 4, maxLength: 8 }), counts, (table, asked) => {
        const labels = table.map((_, row) => row % 2);
        const texts = table.map((row) => ({ counts: Float64Array.from(row), tokens: sum(row) }));
        const points = trainDelta(texts, labels, 2, "centroid");
        const text = { counts: Float64Array.from(asked), tokens: sum(asked) };
        const distances = deltaDistances(points, text, "cosine");
        scoresOf(table, labels, asked, 2).forEach((score, author) => {
          // A middle of nothing but zeros has no direction: distance 1, score 0.
          expect(score).toBeCloseTo(1 - distances[author]!, 4);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("learns nothing from rows that are held out", () => {
    const matrix = rowMatrixOf([
      [3, 1, 0],
      [1, 3, 0],
      [0, 0, 9],
      [2, 1, 1],
    ]);
    const other = rowMatrixOf([
      [3, 1, 0],
      [1, 3, 0],
      [7, 0, 2],
      [2, 1, 1],
    ]);
    const labels = Uint32Array.of(0, 1, 0, 1);
    const learn = (counts: typeof matrix) => trainCosineDelta(counts, labels, 2, [0, 1, 3]);
    expect(learn(other)).toEqual(learn(matrix));
  });

  it("gives a text without any of the features a length, too", () => {
    const matrix = rowMatrixOf([
      [3, 1],
      [1, 3],
    ]);
    const { scale } = trainCosineDelta(matrix, Uint32Array.of(0, 1), 2, [0, 1]);
    const constant = squaredShifts(scale);
    // μ / σ = (1/2) / (1/4) for both.
    expect(constant).toBeCloseTo(8, 5);
    const none = { ids: new Uint32Array(0), values: new Float64Array(0), length: 0 };
    const { row, share } = zRow(scale, constant, none, "shares");
    expect(row.length).toBe(0);
    expect(share).toBeCloseTo(1 / Math.sqrt(8), 6);
  });
});
