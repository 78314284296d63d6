import { describe, expect, it } from "vitest";

import { baselines, type Baseline } from "../../src/evaluate/baselines.ts";
import { accuracy, balancedAccuracy, macroF1, tally } from "../../src/evaluate/classification.ts";
import { createRandom } from "../../src/random.ts";
import { close, goldenCases } from "./golden-metrics.ts";

describe("by hand", () => {
  // Trained on 3 documents by Anna and 1 by Bela; tested on 1 by Anna and 2 by Bela.
  const test = { documents: 3, support: Float64Array.of(1, 2) };
  const { majority, random } = baselines(test, ["Anna", "Bela"], [3, 1]);
  const log_loss = (-Math.log(3 / 4) - 2 * Math.log(1 / 4)) / 3;
  const brier_score = (1 / 16 + 1 / 16 + 2 * (9 / 16 + 9 / 16)) / 3;

  it("the majority is that of the training, whatever the test has most of", () => {
    expect(majority.author).toBe("Anna");
    close(majority.accuracy, 1 / 3);
    close(majority.balanced_accuracy, (1 + 0) / 2);
    close(majority.macro_f1, ((2 * 1) / (1 + 3) + 0) / 2);
    close(majority.log_loss, log_loss);
    close(majority.brier_score, brier_score);
  });

  it("the random baseline has its expected values", () => {
    // Of three documents k go to Anna with probability Binomial(k; 3, 3/4) = 1/64, 9/64, 27/64, 27/64;
    // her F1 is then expected to be 2 · (k/3) / (1 + k); Bela's 2 · (2(3 − k)/3) / (2 + 3 − k).
    const anna = (9 / 64) * (2 / 3 / 2) + (27 / 64) * (4 / 3 / 3) + (27 / 64) * (6 / 3 / 4);
    const bela = (1 / 64) * (12 / 3 / 5) + (9 / 64) * (8 / 3 / 4) + (27 / 64) * (4 / 3 / 3);
    close(random.accuracy, (1 * (3 / 4) + 2 * (1 / 4)) / 3);
    close(random.balanced_accuracy, (3 / 4 + 1 / 4) / 2);
    close(random.macro_f1, (anna + bela) / 2);
    close(random.log_loss, log_loss);
    close(random.brier_score, brier_score);
  });
});

describe("equals scikit-learn's dummy classifier and the sum over all outcomes", () => {
  it.each(goldenCases)("$name", ({ authors, truths, verdicts, training_documents, expected }) => {
    const names = Array.from({ length: authors }, (_, author) => String(author));
    const { majority, random } = baselines(tally(truths, verdicts, authors), names, training_documents);
    expect(majority.author).toBe(expected.baselines.majority.author);
    const metrics = ["accuracy", "balanced_accuracy", "macro_f1", "log_loss", "brier_score"] as const;
    const compare = (own: Baseline, other: Baseline): void => {
      for (const metric of metrics) close(own[metric], other[metric]);
    };
    compare(majority, expected.baselines.majority);
    compare(random, expected.baselines.random);
  });
});

it("the expected values are what drawing gives on average, authors missing from the test included", () => {
  const truths = [...Array(20).fill(0), ...Array(30).fill(1), ...Array(10).fill(-1)] as number[];
  const training = [5, 3, 2, 1];
  const { random } = baselines(tally(truths, truths, 4), ["a", "b", "c", "d"], training);
  const source = createRandom(11);
  const urn = training.flatMap((documents, author) => Array<number>(documents).fill(author));
  const draws = 4000;
  const sums = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const verdicts = truths.map(() => urn[source.below(urn.length)]!);
    const counts = tally(truths, verdicts, 4);
    [accuracy(counts), balancedAccuracy(counts)!, macroF1(counts)!].forEach((value, place) => {
      sums[place]! += value / draws;
    });
  }
  expect(sums[0]).toBeCloseTo(random.accuracy, 2);
  expect(sums[1]).toBeCloseTo(random.balanced_accuracy!, 2);
  expect(sums[2]).toBeCloseTo(random.macro_f1!, 2);
});

describe("at the ends", () => {
  const only = (...support: number[]) => ({
    documents: support.reduce((sum, own) => sum + own, 0),
    support: Float64Array.from(support),
  });

  it("the first of equals is the majority", () => {
    expect(baselines(only(1, 1, 1), ["a", "b", "c"], [1, 4, 4]).majority.author).toBe("b");
  });

  it("without training documents all authors count the same", () => {
    close(baselines(only(2, 1), ["a", "b"], [0, 0]).random.accuracy, 1 / 2);
  });

  it("an author with all training documents is always drawn", () => {
    const { majority, random } = baselines(only(2, 1), ["a", "b"], [7, 0]);
    const { author, ...metrics } = majority;
    expect(author).toBe("a");
    expect(random).toEqual(metrics);
  });

  it("with strangers alone only the accuracy and the F1 of false answers are left", () => {
    const nothing = { accuracy: 0, balanced_accuracy: null, macro_f1: 0, log_loss: null, brier_score: null };
    expect(baselines({ documents: 3, support: new Float64Array(2) }, ["a", "b"], [1, 1])).toEqual({
      majority: { author: "a", ...nothing },
      random: nothing,
    });
  });

  it("a million documents do not overflow", () => {
    const { random } = baselines(only(600_000, 400_000), ["a", "b"], [1, 1]);
    // With so many documents the F1 of the expected counts is the expected F1.
    expect(random.macro_f1).toBeCloseTo((1.2 / 2.2 + 0.8 / 1.8) / 2, 5);
  });
});
