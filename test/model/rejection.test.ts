import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import {
  fitThresholds,
  isAccepted,
  noThresholds,
  rejectionFigures,
  type RejectionTrial,
  signalNames,
  thresholdKeeping,
} from "../../src/model/rejection.ts";

const trial = (outcome: RejectionTrial["outcome"], probability: number): RejectionTrial => ({
  outcome,
  probability,
  margin: 0,
  nearness: 0,
});

describe("by hand", () => {
  // Four texts by known authors, three verdicts right; two by unknown ones.
  const trials = [
    trial("right", 0.9), trial("right", 0.8), trial("right", 0.4), trial("wrong", 0.5),
    trial("unknown", 0.7), trial("unknown", 0.3),
  ]; // prettier-ignore

  it("counts what a threshold does", () => {
    // At ½: three known stay, two of them right, and one of two unknown slips through.
    expect(rejectionFigures(trials, { ...noThresholds, probability: 0.5 }, 0.5)).toEqual({
      precision: expect.closeTo(2 / 4 / 2 / (3 / 4 / 2 + 1 / 2 / 2), 12),
      kept: 3 / 4,
      recall: 2 / 4,
      rejected: 1 / 2,
    });
  });

  it("weighs the kinds by how frequent they are assumed to be", () => {
    const { precision } = rejectionFigures(trials, noThresholds, 0.2);
    expect(precision).toBeCloseTo((0.8 * 3) / 4 / (0.8 + 0.2), 12);
    expect(rejectionFigures(trials, noThresholds, 0).precision).toBeCloseTo(3 / 4, 12);
  });

  it("takes three texts in ten for those of unknown authors where nothing is said", () => {
    const { precision } = rejectionFigures(trials, { ...noThresholds, probability: 0.5 });
    expect(precision).toBeCloseTo((0.7 * 2) / 4 / ((0.7 * 3) / 4 + (0.3 * 1) / 2), 12);
  });

  it("has no precision where no verdict is given", () => {
    expect(rejectionFigures(trials, { ...noThresholds, probability: 1 })).toEqual({
      precision: null,
      kept: 0,
      recall: 0,
      rejected: 1,
    });
  });

  it("finds the threshold that keeps a share", () => {
    expect(thresholdKeeping(trials, "probability", 0.75)).toBe(0.5);
    expect(thresholdKeeping(trials, "probability", 1)).toBe(0.4);
    expect(thresholdKeeping(trials, "probability", 0)).toBe(Infinity);
  });
});

describe("fitted thresholds", () => {
  const known = Array.from({ length: 40 }, (_, place) =>
    trial(place < 36 ? "right" : "wrong", 0.5 + place / 100),
  );
  const unknown = Array.from({ length: 40 }, (_, place) => trial("unknown", 0.3 + place / 100));

  it("reach the precision wished for, at the least cost", () => {
    const trials = [...known, ...unknown];
    const thresholds = fitThresholds(trials, { precision: 0.8 })!;
    const figures = rejectionFigures(trials, thresholds);
    // As near as sums of such shares come.
    expect(figures.precision).toBeGreaterThanOrEqual(0.8 - 1e-12);
    const lower = { ...thresholds, probability: thresholds.probability - 0.01 };
    expect(rejectionFigures(trials, lower).precision).toBeLessThan(0.8);
  });

  it("have the best F1 where that is wished for", () => {
    const trials = [...known, ...unknown];
    const worth = (probability: number): number => {
      const { precision, recall } = rejectionFigures(trials, { ...noThresholds, probability });
      return recall === 0 ? 0 : (2 * precision! * recall) / (precision! + recall);
    };
    const fitted = fitThresholds(trials, { precision: "f1", signals: ["probability"] })!;
    expect(worth(fitted.probability)).toBe(Math.max(...trials.map(({ probability }) => worth(probability))));
    expect(fitted.probability).toBeGreaterThan(0.4);
  });

  it("ask nothing where all is good enough", () => {
    expect(fitThresholds([...known, ...unknown], { precision: 0.4 })).toEqual(noThresholds);
  });

  it("come as near as they can where the wish is too high", () => {
    const trials = [...known, ...unknown];
    const thresholds = fitThresholds(trials, { precision: 1 })!;
    const most = Math.max(
      ...trials.map(
        ({ probability }) => rejectionFigures(trials, { ...noThresholds, probability }).precision!,
      ),
    );
    expect(rejectionFigures(trials, thresholds).precision).toBeCloseTo(most, 12);
  });

  it("use two signals where one does not do", () => {
    // Strangers are either improbable or far; the known are neither.
    const strangers = Array.from({ length: 40 }, (_, place) => ({
      ...trial("unknown", place % 2 === 0 ? 0.9 : 0.1),
      nearness: place % 2 === 0 ? -9 : -1,
    }));
    const friends = Array.from({ length: 40 }, () => ({ ...trial("right", 0.8), nearness: -2 }));
    const trials = [...friends, ...strangers];
    const fitted = fitThresholds(trials, { precision: 1 })!;
    expect(rejectionFigures(trials, fitted)).toEqual({ precision: 1, kept: 1, recall: 1, rejected: 1 });
    const single = fitThresholds(trials, { precision: 1, signals: ["probability"] })!;
    expect(rejectionFigures(trials, single).rejected).toBe(0.5);
    expect(single.nearness).toBe(-Infinity);
  });

  it("are not made of too few trials", () => {
    expect(fitThresholds([...known, ...unknown.slice(0, 19)], { precision: 0.9 })).toBeNull();
    expect(fitThresholds([...known.slice(0, 19), ...unknown], { precision: 0.9 })).toBeNull();
  });

  it.each([
    ["a precision above 1", { precision: 1.1 }],
    ["one that is no number", { precision: NaN }],
    ["nobody known", { precision: 0.9, unknownShare: 1 }],
  ])("refuse %s", (_, goal) => {
    expect(() => fitThresholds([...known, ...unknown], goal)).toThrow(PenprintError);
  });
});

describe("any thresholds", () => {
  const value = fc.integer({ min: 0, max: 4 });
  const signals = fc.record({ probability: value, margin: value, nearness: value });
  const outcome = fc.constantFrom("right" as const, "wrong" as const, "unknown" as const);
  const trials = fc.array(fc.tuple(signals, outcome).map(([own, kind]) => ({ ...own, outcome: kind })));

  it("keep less and reject more, the higher they are", () => {
    fc.assert(
      fc.property(trials, signals, fc.constantFrom(...signalNames), (all, thresholds, name) => {
        const low = rejectionFigures(all, thresholds);
        const high = rejectionFigures(all, { ...thresholds, [name]: thresholds[name] + 1 });
        expect(high.kept).toBeLessThanOrEqual(low.kept);
        expect(high.recall).toBeLessThanOrEqual(low.recall);
        expect(high.rejected).toBeGreaterThanOrEqual(low.rejected);
        expect(all.filter((one) => isAccepted(one, noThresholds))).toHaveLength(all.length);
      }),
    );
  });
});
