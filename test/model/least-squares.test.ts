/** Least squares from products, rows and features, against equations solved one unknown after the other. */
import { describe, expect, it } from "vitest";

import { featureLeastSquares } from "../../src/model/feature-least-squares.ts";
import { gram } from "../../src/model/gram.ts";
import { invert } from "../../src/model/inverse.ts";
import { type LeastSquares, leastSquares } from "../../src/model/least-squares.ts";
import { rowLeastSquares } from "../../src/model/row-least-squares.ts";
import { createRandom } from "../../src/random.ts";
import { dot, rowMatrixOf } from "./rows.ts";

/** x of A x = b, by elimination. */
function eliminated(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, place) => [...row, right[place]!]);
  rows.forEach((pivot, place) => {
    rows.forEach((row, other) => {
      if (other === place) return;
      const factor = row[place]! / pivot[place]!;
      rows[other] = row.map((number, column) => number - factor * pivot[column]!);
    });
  });
  return rows.map((row, place) => row.at(-1)! / row[place]!);
}

/** The betas of one author learned from some rows. */
function slowBetas(table: readonly number[][], targets: number[], costs: number[], rows: number[]): number[] {
  const matrix = rows.map((row) =>
    rows.map((other) => dot(table[row]!, table[other]!) + 1 + (row === other ? 1 / (2 * costs[row]!) : 0)),
  );
  return eliminated(
    matrix,
    rows.map((row) => targets[row]!),
  );
}

function corpus(nRows: number, features: number) {
  const random = createRandom(8);
  const table = Array.from({ length: nRows }, () =>
    Array.from({ length: features }, () => (random.next() < 0.4 ? Math.fround(random.next() / 2) : 0)),
  );
  const labels = Uint32Array.from(table, (_, row) => (row < 3 ? row : random.below(3)));
  const costs = Array.from(labels, (label) => 0.5 + label);
  const folds: number[][] = [[], [], [], []];
  table.forEach((_, row) => folds[row % 7 === 0 ? 0 : row % 4]!.push(row));
  return { table, labels, costs, folds };
}

type Way = (
  table: readonly number[][],
  labels: Uint32Array,
  authors: number,
  costs: number[],
  folds: number[][] | null,
) => LeastSquares;

const byProducts: Way = (table, labels, authors, costs, folds) =>
  leastSquares(gram(rowMatrixOf(table)), labels, authors, costs, folds);
const byRows: Way = (table, labels, authors, costs, folds) =>
  rowLeastSquares(rowMatrixOf(table), labels, authors, { costs, tolerance: 1e-7, steps: 200 }, folds);
const byFeatures: Way = (table, labels, authors, costs, folds) =>
  featureLeastSquares(rowMatrixOf(table), labels, authors, costs, folds);

describe.each([
  ["from products", byProducts],
  ["from rows", byRows],
  ["from features", byFeatures],
] as const)("least squares %s", (_, learn) => {
  it("are worked out by hand for two texts with nothing in common", () => {
    // K + 1 + Λ = (3 1; 1 3), its inverse (3 −1; −1 3) / 8, times y = (1, −1)
    const { betas, bias, heldOut } = learn(
      [
        [1, 0],
        [0, 1],
      ],
      Uint32Array.of(0, 1),
      2,
      [0.5, 0.5],
      [[0], [1]],
    );
    const close = (numbers: Iterable<number>, expected: number[]): void =>
      [...numbers].forEach((number, place) => expect(number).toBeCloseTo(expected[place]!, 6));
    close(betas[0]!, [4 / 8, -4 / 8]);
    close(betas[1]!, [-4 / 8, 4 / 8]);
    close(bias, [0, 0]);
    // Of the other text alone one learns β = ∓1 / 3, and the bias is all that both share.
    close(heldOut!, [-1 / 3, 1 / 3, 1 / 3, -1 / 3]);
  });

  it.each([
    [30, 20],
    [40, 7],
  ])("of %i rows are those of the slow way, folds held out too", (nRows, features) => {
    const { table, labels, costs, folds } = corpus(nRows, features);
    const { betas, bias, heldOut } = learn(table, labels, 3, costs, folds);
    const all = [...table.keys()];
    for (let author = 0; author < 3; author++) {
      const targets = Array.from(labels, (label) => (label === author ? 1 : -1));
      const expected = slowBetas(table, targets, costs, all);
      expected.forEach((beta, row) => expect(betas[author]![row]).toBeCloseTo(beta, 4));
      expect(bias[author]).toBeCloseTo(
        expected.reduce((sum, beta) => sum + beta),
        4,
      );
      for (const fold of folds) {
        const rest = all.filter((row) => !fold.includes(row));
        const without = slowBetas(table, targets, costs, rest);
        for (const row of fold) {
          const score = rest.reduce(
            (sum, other, place) => sum + without[place]! * (dot(table[row]!, table[other]!) + 1),
            0,
          );
          expect(heldOut![row * 3 + author]).toBeCloseTo(score, 4);
        }
      }
    }
  });

  it("need no folds", () => {
    const { table, labels, costs, folds } = corpus(20, 9);
    const without = learn(table, labels, 3, costs, null);
    expect(without.heldOut).toBeNull();
    without.betas.forEach((ofAuthor, author) =>
      ofAuthor.forEach((beta, row) =>
        expect(beta).toBeCloseTo(learn(table, labels, 3, costs, folds).betas[author]![row]!, 5),
      ),
    );
  });

  it("keep apart many more authors than are solved side by side", () => {
    const table = Array.from({ length: 40 }, (_, row) =>
      Array.from({ length: 20 }, (_, feature) => (feature === row >> 1 ? 1 : 0)),
    );
    const labels = Uint32Array.from(table, (_, row) => row >> 1);
    const folds = [0, 1].map((fold) => [...table.keys()].filter((row) => row % 2 === fold));
    const { heldOut } = learn(
      table,
      labels,
      20,
      table.map(() => 1),
      folds,
    );
    table.forEach((_, row) => {
      const scores = heldOut!.subarray(row * 20, (row + 1) * 20);
      expect(scores.indexOf(Math.max(...scores))).toBe(labels[row]);
    });
  });
});

describe("invert", () => {
  it.each([1, 2, 3, 4, 6, 97, 515, 700])("finds the inverse of %i rows", (n) => {
    const random = createRandom(n);
    const matrix = new Float32Array(n * n);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column <= row; column++) {
        const number = Math.fround(column === row ? n / 4 + 1 : random.next() - 0.3);
        matrix[row * n + column] = number;
        matrix[column * n + row] = number;
      }
    }
    const inverse = invert(matrix.slice(), n);
    const column = random.below(n);
    for (let row = 0; row < n; row++) {
      let sum = 0;
      for (let inner = 0; inner < n; inner++) sum += matrix[row * n + inner]! * inverse[inner * n + column]!;
      expect(Math.abs(sum - (row === column ? 1 : 0))).toBeLessThan(1e-4);
    }
  });
});

describe("rows that are nearly all the same", () => {
  it.each([400, 900])("give numbers where %i of them cannot be told apart in 32 bits", (n) => {
    const random = createRandom(4);
    const matrix = rowMatrixOf(Array.from({ length: n }, () => [1, random.next() < 0.01 ? 0.01 : 0]));
    const labels = Uint32Array.from({ length: n }, (_, row) => row % 3);
    const costs = new Float64Array(n).fill(1e6);
    const folds = [0, 1, 2, 3].map((fold) => [...labels.keys()].filter((row) => row % 4 === fold));
    const { betas, heldOut } = leastSquares(gram(matrix), labels, 3, costs, folds);
    for (const ofAuthor of betas) expect(ofAuthor.every(Number.isFinite)).toBe(true);
    // Nothing tells the authors apart: a third of the rows is each one's, so each scores about -1/3.
    for (const score of heldOut!) expect(Math.abs(score + 1 / 3)).toBeLessThan(0.2);
  });
});
