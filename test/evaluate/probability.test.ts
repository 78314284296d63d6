import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import { Outcomes } from "../../src/evaluate/outcomes.ts";
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityBins,
  reliabilityCurve,
} from "../../src/evaluate/probability.ts";
import { close, goldenCases } from "./golden-metrics.ts";

describe("by hand", () => {
  // Three documents, three authors; the true author's probability is in brackets.
  //
  //   [1/2]  1/4   1/4        top right, 1/2 in the bin (7/15, 8/15]
  //    1/4  [1/4]  1/2        top wrong, 1/2 in the bin (7/15, 8/15]
  //    0     1/8  [7/8]       top right, 7/8 in the bin (13/15, 14/15]
  const tops = [1 / 2, 1 / 2, 7 / 8];
  const right = [true, false, true];

  it("log loss is the mean of −ln p", () => {
    close(logLoss([1 / 2, 1 / 4, 7 / 8]), (Math.log(2) + Math.log(4) + Math.log(8 / 7)) / 3);
  });

  it("Brier score is the mean of the squared distances to (0, …, 1, …, 0)", () => {
    const squares = [1 / 4 + 1 / 16 + 1 / 16, 1 / 16 + 9 / 16 + 1 / 4, 0 + 1 / 64 + 1 / 64];
    close(brierScore(squares), (3 / 8 + 7 / 8 + 1 / 32) / 3);
  });

  it("calibration error weighs |accuracy − confidence| of each bin", () => {
    const curve = reliabilityCurve(tops, right);
    expect(curve).toEqual([
      { lower: 7 / 15, upper: 8 / 15, documents: 2, confidence: 1 / 2, accuracy: 1 / 2 },
      { lower: 13 / 15, upper: 14 / 15, documents: 1, confidence: 7 / 8, accuracy: 1 },
    ]);
    close(expectedCalibrationError(curve), (2 / 3) * Math.abs(1 / 2 - 1 / 2) + (1 / 3) * Math.abs(1 - 7 / 8));
  });
});

describe("at the ends", () => {
  it("clips like scikit-learn", () => {
    close(logLoss([0]), 36.04365338911715);
    close(logLoss([1]), 2.220446049250313e-16);
    expect(logLoss([1])).toBeGreaterThan(0);
  });

  it("is null without documents", () => {
    expect([logLoss([]), brierScore([]), expectedCalibrationError(reliabilityCurve([], []))]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    [0, 0],
    [1 / 15, 0],
    [1 / 15 + 1e-9, 1],
    [0.2, 2],
    [0.4, 5],
    [0.6, 8],
    [0.8, 11],
    [1, 14],
    [1 + 4 * Number.EPSILON, 14],
  ])("puts %d into bin %d", (probability, bin) => {
    const curve = reliabilityCurve([probability], [true]);
    expect(curve).toHaveLength(1);
    expect(curve[0]!.lower).toBe(bin / reliabilityBins);
    expect(curve[0]!.upper).toBe((bin + 1) / reliabilityBins);
  });
});

describe("equals scikit-learn", () => {
  it.each(goldenCases)("$name", ({ authors, truths, probabilities, expected }) => {
    const names = Array.from({ length: authors }, (_, author) => String(author));
    const outcomes = new Outcomes(names);
    probabilities.forEach((row, document) => {
      const ranking = row
        .map((probability, author) => ({ author: names[author]!, probability }))
        .sort((a, b) => b.probability - a.probability);
      const truth = truths[document]!;
      outcomes.add(names[truth] ?? "a stranger", { author: ranking[0]!.author, ranking });
    });
    close(logLoss(outcomes.truthProbabilities), expected.log_loss);
    close(brierScore(outcomes.squaredErrors), expected.brier_score);
    const curve = reliabilityCurve(outcomes.topProbabilities, outcomes.topRight);
    expect(curve.map(({ lower, documents }) => [Math.round(lower * reliabilityBins), documents])).toEqual(
      expected.reliability_curve.map(({ bin, documents }) => [bin, documents]),
    );
    curve.forEach((bin, place) => {
      close(bin.confidence, expected.reliability_curve[place]!.confidence);
      close(bin.accuracy, expected.reliability_curve[place]!.accuracy);
    });
    close(expectedCalibrationError(curve), expected.expected_calibration_error);
  });
});

describe("properties", () => {
  const documents = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
    minLength: 1,
    maxLength: 80,
  });

  it("the curve has every document in the bin that holds its probability", () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 40 }), (pairs, bins) => {
        const tops = pairs.map(([probability]) => probability);
        const right = pairs.map(([, isRight]) => isRight);
        const curve = reliabilityCurve(tops, right, bins);
        expect(curve.reduce((sum, bin) => sum + bin.documents, 0)).toBe(pairs.length);
        const hits = curve.reduce((sum, bin) => sum + bin.accuracy * bin.documents, 0);
        close(hits / pairs.length, right.filter(Boolean).length / pairs.length);
        for (const bin of curve) {
          expect(bin.confidence).toBeGreaterThanOrEqual(bin.lower - 1e-12);
          expect(bin.confidence).toBeLessThanOrEqual(bin.upper + 1e-12);
        }
      }),
    );
  });

  it("the calibration error is at least the distance of the means, and equal to it with one bin", () => {
    fc.assert(
      fc.property(documents, (pairs) => {
        const tops = pairs.map(([probability]) => probability);
        const right = pairs.map(([, isRight]) => isRight);
        const distance = Math.abs(
          (right.filter(Boolean).length - tops.reduce((sum, top) => sum + top, 0)) / pairs.length,
        );
        close(expectedCalibrationError(reliabilityCurve(tops, right, 1)), distance);
        const error = expectedCalibrationError(reliabilityCurve(tops, right))!;
        expect(error).toBeGreaterThanOrEqual(distance - 1e-12);
        expect(error).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("probabilities that are true frequencies have the smallest log loss", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (right, stated) => {
          const loss = (probability: number): number =>
            logLoss(Array.from({ length: 10 }, (_, i) => (i < right ? probability : 1 - probability)))!;
          expect(loss(right / 10)).toBeLessThanOrEqual(loss(stated) + 1e-12);
        },
      ),
    );
  });
});
