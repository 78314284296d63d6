import { describe, expect, it } from "vitest";
import { multinomialNaiveBayes } from "../../src/model/multinomial-naive-bayes.ts";
import { softmax } from "../../src/sparse.ts";
import { matrixOf, rowOf } from "./dense.ts";

// The training set of Manning, Raghavan & Schütze 2008, table 13.1:
//
//   1  Chinese Beijing Chinese     in c = China
//   2  Chinese Chinese Shanghai    in c = China
//   3  Chinese Macao               in c = China
//   4  Tokyo Japan Chinese         not in c
//   5  Chinese Chinese Chinese Tokyo Japan     ?
const words = ["Chinese", "Beijing", "Shanghai", "Macao", "Tokyo", "Japan"];
const china = [5, 1, 1, 1, 0, 0];
const other = [1, 0, 0, 0, 1, 1];
const text = [3, 0, 0, 0, 1, 1];

describe("multinomial Naive Bayes", () => {
  const classifier = multinomialNaiveBayes(matrixOf([china, other]), {
    smoothing: 1,
    logPriors: Float64Array.of(Math.log(3 / 4), Math.log(1 / 4)),
  });

  it("reproduces the China example of Manning et al. 2008, chapter 13", () => {
    const probability = (word: string, author: number): number =>
      Math.exp(classifier.contribution(words.indexOf(word), 1, author));
    expect(probability("Chinese", 0)).toBeCloseTo((5 + 1) / (8 + 6), 14);
    expect(probability("Tokyo", 0)).toBeCloseTo((0 + 1) / (8 + 6), 14);
    expect(probability("Japan", 0)).toBeCloseTo((0 + 1) / (8 + 6), 14);
    expect(probability("Chinese", 1)).toBeCloseTo((1 + 1) / (3 + 6), 14);
    expect(probability("Tokyo", 1)).toBeCloseTo((1 + 1) / (3 + 6), 14);
    expect(probability("Japan", 1)).toBeCloseTo((1 + 1) / (3 + 6), 14);

    const scores = classifier.scores(rowOf(text));
    const inChina = (3 / 4) * (3 / 7) ** 3 * (1 / 14) * (1 / 14);
    const notInChina = (1 / 4) * (2 / 9) ** 3 * (2 / 9) * (2 / 9);
    expect(Math.exp(scores[0]!)).toBeCloseTo(inChina, 14);
    expect(Math.exp(scores[1]!)).toBeCloseTo(notInChina, 14);
    // The book rounds to 0.0003 and 0.0001.
    expect(softmax(scores)[0]!).toBeCloseTo(inChina / (inChina + notInChina), 14);
  });

  it("takes fractions of counts", () => {
    const halves = multinomialNaiveBayes(matrixOf([[0.5, 1.5], [2.25, 0]]), {
      smoothing: 0.5,
      logPriors: new Float64Array(2),
    }); // prettier-ignore
    const scores = halves.scores(rowOf([0.5, 2]));
    expect(scores[0]).toBeCloseTo(
      0.5 * Math.log((0.5 + 0.5) / (2 + 1)) + 2 * Math.log((1.5 + 0.5) / (2 + 1)),
      14,
    );
    expect(scores[1]).toBeCloseTo(
      0.5 * Math.log((2.25 + 0.5) / (2.25 + 1)) + 2 * Math.log((0 + 0.5) / (2.25 + 1)),
      14,
    );
  });

  it("looks up counts that are too large for its table", () => {
    const large = multinomialNaiveBayes(matrixOf([[1e6, 1], [3, 70_000]]), {
      smoothing: 1,
      logPriors: new Float64Array(2),
    }); // prettier-ignore
    const scores = large.scores(rowOf([1, 1]));
    expect(scores[0]).toBeCloseTo(
      Math.log((1e6 + 1) / (1e6 + 1 + 2)) + Math.log((1 + 1) / (1e6 + 1 + 2)),
      12,
    );
    expect(scores[1]).toBeCloseTo(
      Math.log((3 + 1) / (70_003 + 2)) + Math.log((70_000 + 1) / (70_003 + 2)),
      12,
    );
  });
});
