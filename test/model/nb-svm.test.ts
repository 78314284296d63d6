/** NB-SVM by hand. */
import { describe, expect, it } from "vitest";

import { linearClassifier } from "../../src/model/linear-weights.ts";
import { logCountRatios, type NbSvmSettings, trainNbSvm } from "../../src/model/nb-svm.ts";
import { rowSvm } from "../../src/model/row-svm.ts";
import { createRandom } from "../../src/random.ts";
import { rowOf } from "./dense.ts";
import { rowMatrixOf } from "./rows.ts";

/** Three rows of the first author, two of the second. */
const table = [
  [1, 1, 0],
  [1, 0, 0],
  [1, 1, 1],
  [0, 0, 1],
  [0, 1, 1],
];
const labels = Uint32Array.of(0, 0, 0, 1, 1);
const matrix = rowMatrixOf(table);
const settings: NbSvmSettings = {
  loss: "squared-hinge",
  cost: 1,
  smoothing: 1,
  interpolation: 0.25,
  seed: 1,
};

describe("log-count ratios", () => {
  it("are those of smoothed shares", () => {
    // p = (1 + 3, 1 + 2, 1 + 1), q = (1 + 0, 1 + 1, 1 + 2)
    const expected = [4 / 9 / (1 / 6), 3 / 9 / (2 / 6), 2 / 9 / (3 / 6)].map(Math.log);
    const found = logCountRatios(matrix, [1, 1, 1, 0, 0], [0, 1, 2, 3, 4], 1);
    found.forEach((ratio, feature) => expect(ratio).toBeCloseTo(expected[feature]!, 12));
  });

  it("look at no row that does not count", () => {
    // Without row 2: p = (1 + 2, 1 + 1, 1 + 0)
    const expected = [3 / 6 / (1 / 6), 2 / 6 / (2 / 6), 1 / 6 / (3 / 6)].map(Math.log);
    const found = logCountRatios(matrix, [1, 1, 1, 0, 0], [0, 1, 3, 4], 1);
    found.forEach((ratio, feature) => expect(ratio).toBeCloseTo(expected[feature]!, 12));
  });
});

describe("NB-SVM", () => {
  it("mixes what it learned on scaled rows with its mean magnitude", () => {
    const ratios = logCountRatios(matrix, [1, 1, 1, 0, 0], [0, 1, 2, 3, 4], 1);
    const scaled = rowMatrixOf(table.map((row) => row.map((value, feature) => value * ratios[feature]!)));
    // A ratio of exactly 0 is no entry there, which changes nothing.
    const options = { loss: "squared-hinge", costs: [1, 1, 1, 1, 1], tolerance: 1e-9, passes: 1e5 } as const;
    const plain = rowSvm(scaled, [1, 1, 1, 0, 0], [0, 1, 2, 3, 4], options, createRandom(9));
    const magnitude = plain.weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / 3;
    const { weights, bias } = trainNbSvm(matrix, labels, 2, settings);
    plain.weights.forEach((weight, feature) => {
      const expected = (0.75 * magnitude + 0.25 * weight) * ratios[feature]!;
      expect(weights[feature * 2]!).toBeCloseTo(expected, 2);
    });
    expect(bias[0]).toBeCloseTo(plain.bias, 2);
  });

  it.each(["squared-hinge", "logistic"] as const)("tells its rows apart by %s loss", (loss) => {
    const classifier = linearClassifier(trainNbSvm(matrix, labels, 2, { ...settings, loss }));
    const verdicts = table.map((row) => {
      const scores = classifier.scores(rowOf(row));
      return scores[0]! > scores[1]! ? 0 : 1;
    });
    expect(verdicts).toEqual([...labels]);
  });
});
