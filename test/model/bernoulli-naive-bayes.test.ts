import { describe, expect, it } from "vitest";
import { bernoulliNaiveBayes } from "../../src/model/bernoulli-naive-bayes.ts";
import { matrixOf, rowOf } from "./dense.ts";

// In how many documents of each class a word is; see multinomial-naive-bayes.test.ts for the documents.
//
//          Chinese Beijing Shanghai Macao Tokyo Japan
const china = [3, 1, 1, 1, 0, 0];
const other = [1, 0, 0, 0, 1, 1];

describe("Bernoulli Naive Bayes", () => {
  const classifier = bernoulliNaiveBayes(matrixOf([china, other]), {
    smoothing: 1,
    logPriors: Float64Array.of(Math.log(3 / 4), Math.log(1 / 4)),
    documents: [3, 1],
  });

  it("reproduces the China example of Manning et al. 2008, chapter 13", () => {
    const scores = classifier.scores(rowOf([3, 0, 0, 0, 1, 1]));
    // P(c) · P(Chinese) · P(Japan) · P(Tokyo) · (1 − P(Beijing)) · (1 − P(Shanghai)) · (1 − P(Macao))
    const inChina = (3 / 4) * (4 / 5) * (1 / 5) * (1 / 5) * (1 - 2 / 5) * (1 - 2 / 5) * (1 - 2 / 5);
    const notInChina = (1 / 4) * (2 / 3) * (2 / 3) * (2 / 3) * (1 - 1 / 3) * (1 - 1 / 3) * (1 - 1 / 3);
    expect(Math.exp(scores[0]!)).toBeCloseTo(inChina, 14);
    expect(Math.exp(scores[1]!)).toBeCloseTo(notInChina, 14);
    // The book rounds to 0.005 and 0.022, so that the verdict is the other one than the multinomial model's.
    expect(scores[0]!).toBeLessThan(scores[1]!);
  });

  it("adds the log-odds of what occurs to the score of an empty text", () => {
    expect(Math.exp(classifier.base(1))).toBeCloseTo((1 / 4) * (1 / 3) ** 3 * (2 / 3) ** 3, 14);
    expect(Math.exp(classifier.contribution(0, 1, 0))).toBeCloseTo(4 / 5 / (1 / 5), 14);
    expect(Math.exp(classifier.contribution(4, 1, 0))).toBeCloseTo(1 / 5 / (4 / 5), 14);
  });

  it("looks up counts that are too large for its table", () => {
    const large = bernoulliNaiveBayes(matrixOf([[9_000], [1]]), {
      smoothing: 1,
      logPriors: new Float64Array(2),
      documents: [10_000, 10_000],
    });
    const scores = large.scores(rowOf([1]));
    expect(scores[0]).toBeCloseTo(Math.log(9_001 / 10_002), 12);
    expect(scores[1]).toBeCloseTo(Math.log(2 / 10_002), 12);
  });
});
