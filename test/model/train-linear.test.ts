/** Training of one view: both ways to the same classifier, held-out scores without a look at the fold. */
import { describe, expect, it } from "vitest";

import { linearClassifier, stackWeights, weightsFromRows } from "../../src/model/linear-weights.ts";
import { type LinearSettings, trainLinear } from "../../src/model/train-linear.ts";
import { createRandom } from "../../src/random.ts";
import { rowAt, rowsOf } from "../../src/sparse.ts";
import { rowMatrixOf, tableOfRows } from "./rows.ts";

const AUTHORS = 3;

/** Sparse rows of unit length; each author prefers features of its own. */
function corpus(rows: number, features: number) {
  const random = createRandom(11);
  const labels = Uint32Array.from({ length: rows }, (_, row) =>
    row < AUTHORS ? row : random.below(AUTHORS),
  );
  const table = Array.from(labels, (label) => {
    const row = Array.from({ length: features }, (_, feature) =>
      random.next() < (feature % AUTHORS === label ? 0.4 : 0.25) ? random.next() + 0.1 : 0,
    );
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / (length || 1));
  });
  return { matrix: rowMatrixOf(table), labels };
}

const settings: LinearSettings = { loss: "squared-hinge", cost: 1, balanced: true, seed: 4 };

describe("trainLinear", () => {
  it("scores rows that it has not seen as a classifier learned without their fold does, nearly", () => {
    const { matrix, labels } = corpus(60, 40);
    const folds = Array.from(labels, (_, row) => row % 4);
    const { heldOut } = trainLinear(matrix, labels, AUTHORS, { ...settings, balanced: false }, folds);
    const outside = [...labels.keys()].filter((row) => folds[row] !== 2);
    // The costs of rows follow from all rows, so those of a part differ a little.
    const part = trainLinear(
      rowsOf(matrix, outside),
      labels.filter((_, row) => folds[row] !== 2),
      AUTHORS,
      { ...settings, balanced: false },
    );
    const classifier = linearClassifier(part.weights);
    for (const row of labels.keys()) {
      if (folds[row] !== 2) continue;
      classifier.scores(rowAt(matrix, row)).forEach((score, author) => {
        expect(Math.abs(score - heldOut![row * AUTHORS + author]!)).toBeLessThan(0.15);
      });
    }
  });

  it("never lets a row's label touch its held-out scores", () => {
    const { matrix, labels } = corpus(40, 30);
    const folds = Array.from(labels, (_, row) => row % 5);
    const balanced = { ...settings, balanced: false };
    const before = trainLinear(matrix, labels, AUTHORS, balanced, folds).heldOut!;
    const changed = labels.slice();
    changed[7] = (changed[7]! + 1) % AUTHORS;
    const after = trainLinear(matrix, changed, AUTHORS, balanced, folds).heldOut!;
    for (let author = 0; author < AUTHORS; author++) {
      // Both stop when they are near enough to the optimum, not at the same bit.
      expect(after[7 * AUTHORS + author]!).toBeCloseTo(before[7 * AUTHORS + author]!, 1);
    }
  });

  it("takes the same seed to the same bits", () => {
    const { matrix, labels } = corpus(40, 30);
    const folds = Array.from(labels, (_, row) => row % 5);
    expect(trainLinear(matrix, labels, AUTHORS, settings, folds)).toEqual(
      trainLinear(matrix, labels, AUTHORS, settings, folds),
    );
  });

  it("learns by logistic loss too", () => {
    const { matrix, labels } = corpus(60, 40);
    const { weights } = trainLinear(matrix, labels, AUTHORS, { ...settings, loss: "logistic", cost: 10 });
    const classifier = linearClassifier(weights);
    const right = [...labels.keys()].filter((row) => {
      const scores = classifier.scores(rowAt(matrix, row));
      return scores.indexOf(Math.max(...scores)) === labels[row];
    });
    expect(right.length).toBeGreaterThan(50);
  });

  it("learns by least squares, held out to the last bit but rounding", () => {
    const { matrix, labels } = corpus(60, 40);
    const folds = Array.from(labels, (_, row) => row % 4);
    const squares = { ...settings, loss: "least-squares" } as const;
    const { weights, heldOut } = trainLinear(matrix, labels, AUTHORS, squares, folds);
    const classifier = linearClassifier(weights);
    const right = [...labels.keys()].filter((row) => {
      const scores = classifier.scores(rowAt(matrix, row));
      return scores.indexOf(Math.max(...scores)) === labels[row];
    });
    expect(right.length).toBeGreaterThan(50);
    const changed = labels.slice();
    // Two rows of one fold change places, so that the costs of all rows stay what they are.
    const [one, other] = [3, [...labels.keys()].find((row) => row % 4 === 3 && labels[row] !== labels[3])!];
    changed[one] = labels[other]!;
    changed[other] = labels[one]!;
    const after = trainLinear(matrix, changed, AUTHORS, squares, folds).heldOut!;
    for (const row of labels.keys()) {
      // The costs of the two follow their labels, but their own fold does not see them.
      if (row % 4 !== 3) continue;
      for (let author = 0; author < AUTHORS; author++) {
        expect(after[row * AUTHORS + author]).toBeCloseTo(heldOut![row * AUTHORS + author]!, 4);
      }
    }
  });

  it("gives an author with few documents its due when all weigh alike", () => {
    const { matrix, labels } = corpus(120, 40);
    const few = [...labels.keys()].filter((row) => labels[row] !== 2 || row % 6 === 2);
    const part = rowsOf(matrix, few);
    const own = labels.filter((_, row) => few.includes(row));
    const scoreOf = (balanced: boolean): number => {
      const { weights } = trainLinear(part, own, AUTHORS, { ...settings, balanced });
      return linearClassifier(weights).base(2);
    };
    expect(scoreOf(true)).toBeGreaterThan(scoreOf(false));
  });
});

describe("weights", () => {
  it("are the sum of rows by their betas", () => {
    // w_0 = 2 · (1, 0, 3) − 1 · (0, 4, 1)    w_1 = 0.5 · (0, 4, 1)
    const matrix = rowMatrixOf([
      [1, 0, 3],
      [0, 4, 1],
    ]);
    const betas = [Float64Array.of(2, -1), Float64Array.of(0, 0.5)];
    const { weights } = weightsFromRows(matrix, betas, Float64Array.of(1, 1.5));
    expect([...weights]).toEqual([2, 0, -4, 2, 5, 0.5]);
  });

  it("are the sum of rows by their betas for any number of rows, and scores for any number of features", () => {
    const random = createRandom(6);
    for (let count = 0; count < 11; count++) {
      const table = Array.from({ length: count }, () => [0, 1, 2].map(() => random.below(5)));
      const betas = [0, 1].map(() => Float64Array.from({ length: count }, () => random.below(9) - 4));
      const sum = (feature: number, author: number): number =>
        table.reduce((total, row, place) => total + row[feature]! * betas[author]![place]!, 0);
      if (count > 0) {
        const { weights } = weightsFromRows(rowMatrixOf(table), betas, new Float64Array(2));
        expect([...weights]).toEqual([0, 1, 2].flatMap((feature) => [sum(feature, 0), sum(feature, 1)]));
      }
      const weights = Float32Array.from({ length: count * 2 }, () => random.next() - 0.5);
      const classifier = linearClassifier({
        nFeatures: count,
        nAuthors: 2,
        weights,
        bias: Float64Array.of(0.3, -0.1),
      });
      const ids = Uint32Array.from({ length: count }, (_, place) => count - 1 - place);
      const row = { ids, values: Float64Array.from(ids, () => random.next()), length: count };
      // The order of additions is the order of the row, so nothing is lost to rounding.
      const expected = [0.3, -0.1].map((start, author) =>
        row.values.reduce((total, value, place) => total + value * weights[ids[place]! * 2 + author]!, start),
      );
      expect([...classifier.scores(row)]).toEqual(expected);
    }
  });

  it("of several views make one classifier whose score is the weighted sum of theirs", () => {
    const first = {
      nFeatures: 2,
      nAuthors: 2,
      weights: Float32Array.of(1, 2, 3, 4),
      bias: Float64Array.of(1, -1),
    };
    const second = {
      nFeatures: 1,
      nAuthors: 2,
      weights: Float32Array.of(8, -8),
      bias: Float64Array.of(0, 2),
    };
    const classifier = linearClassifier(stackWeights([first, second], [2, 0.5]));
    // 2 · (1 + 1·1 + 3·1, −1 + 2·1 + 4·1) + ½ · (0 + 8·3, 2 − 8·3)
    const row = { ids: Uint32Array.of(0, 1, 2), values: Float64Array.of(1, 1, 3), length: 3 };
    expect([...classifier.scores(row)]).toEqual([2 * 5 + 12, 2 * 5 - 11]);
    const parts = [0, 1].map((author) =>
      [...row.ids].reduce(
        (sum, feature, place) => sum + classifier.contribution(feature, row.values[place]!, author),
        classifier.base(author),
      ),
    );
    expect(parts).toEqual([...classifier.scores(row)]);
  });
});

describe("rows", () => {
  it("are the rows asked for, in that order", () => {
    const table = [
      [1, 0, 2],
      [0, 0, 0],
      [0, 3, 0],
    ];
    expect(tableOfRows(rowsOf(rowMatrixOf(table), [2, 0, 2, 1]))).toEqual([
      table[2],
      table[0],
      table[2],
      table[1],
    ]);
  });
});
