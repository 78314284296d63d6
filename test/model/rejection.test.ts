import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import {
  fitThreshold,
  rejectionFigures,
  type RejectionTrial,
  trialWeights,
} from "../../src/model/rejection.ts";
import { createRandom } from "../../src/random.ts";

const trial = (outcome: RejectionTrial["outcome"], trust: number): RejectionTrial => ({ outcome, trust });

describe("by hand", () => {
  // Four texts by known authors, three verdicts right; two by unknown ones.
  const trials = [
    trial("right", 0.9), trial("right", 0.8), trial("right", 0.4), trial("wrong", 0.5),
    trial("unknown", 0.7), trial("unknown", 0.3),
  ]; // prettier-ignore

  it("weighs the kinds by how frequent they are assumed to be", () => {
    expect(trialWeights(trials, 0.2)).toEqual({ known: 0.8 / 4, unknown: 0.2 / 2 });
    expect(trialWeights(trials.slice(0, 4), 0.2)).toEqual({ known: 0.8 / 4, unknown: 0 });
    const { precision } = rejectionFigures(trials, 0, 0.2);
    expect(precision).toBeCloseTo((0.8 * 3) / 4 / (0.8 + 0.2), 12);
    expect(rejectionFigures(trials, 0, 0).precision).toBeCloseTo(3 / 4, 12);
  });

  it("counts what a threshold does", () => {
    // At ½: three known stay, two of them right, and one of two unknown slips through.
    expect(rejectionFigures(trials, 0.5, 0.5)).toEqual({
      precision: expect.closeTo(2 / 4 / 2 / (3 / 4 / 2 + 1 / 2 / 2), 12),
      kept: 3 / 4,
      recall: 2 / 4,
      rejected: 1 / 2,
    });
  });

  it("takes three texts in ten for those of unknown authors where nothing is said", () => {
    const { precision } = rejectionFigures(trials, 0.5);
    expect(precision).toBeCloseTo((0.7 * 2) / 4 / ((0.7 * 3) / 4 + (0.3 * 1) / 2), 12);
  });

  it("has no precision where no verdict is given", () => {
    expect(rejectionFigures(trials, 1)).toEqual({ precision: null, kept: 0, recall: 0, rejected: 1 });
  });
});

describe("a threshold for a precision", () => {
  const known = Array.from({ length: 40 }, (_, place) =>
    trial(place < 36 ? "right" : "wrong", 0.5 + place / 100),
  );
  const unknown = Array.from({ length: 40 }, (_, place) => trial("unknown", 0.3 + place / 100));
  const trials = [...known, ...unknown];

  it("reaches it, at the least cost", () => {
    const threshold = fitThreshold(trials, { precision: 0.8 })!;
    // As near as sums of such shares come.
    expect(rejectionFigures(trials, threshold).precision).toBeGreaterThanOrEqual(0.8 - 1e-12);
    expect(rejectionFigures(trials, threshold - 0.01).precision).toBeLessThan(0.8);
  });

  it("asks nothing where all is good enough", () => {
    expect(fitThreshold(trials, { precision: 0.4 })).toBe(0);
  });

  it("comes as near as it can where the wish is too high", () => {
    const threshold = fitThreshold(trials, { precision: 1 })!;
    const most = Math.max(...trials.map(({ trust }) => rejectionFigures(trials, trust).precision!));
    expect(rejectionFigures(trials, threshold).precision).toBeCloseTo(most, 12);
  });

  it("is not made of too few trials", () => {
    expect(fitThreshold([...known, ...unknown.slice(0, 19)], { precision: 0.9 })).toBeNull();
    expect(fitThreshold([...known.slice(0, 19), ...unknown], { precision: "f1" })).toBeNull();
  });

  it.each([
    ["a precision above 1", { precision: 1.1 }],
    ["one that is no number", { precision: NaN }],
    ["nobody known", { precision: 0.9, unknownShare: 1 }],
  ])("refuses %s", (_, goal) => {
    expect(() => fitThreshold(trials, goal)).toThrow(PenprintError);
  });
});

/** Trials whose trust is the probability that the verdict is right, and unknown authors' share. */
function honest(count: number, seed: number): RejectionTrial[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const trust = random.next();
    if (random.next() < trust) return trial("right", trust);
    return trial(random.next() < 0.8 ? "unknown" : "wrong", trust);
  });
}

describe("a threshold for the best F1", () => {
  it("by hand: half of the F1 that is expected there", () => {
    // 20 known trusted with 0.9, 20 unknown with 0.1; half of the texts are by either. Naming the first alone expects
    // 2 · 0.5 · 0.9 / (0.5 + 0.5); naming all expects 2 · (0.45 + 0.05) / (1 + 0.5), which is less.
    const trials = [
      ...Array.from({ length: 20 }, () => trial("right", 0.9)),
      ...Array.from({ length: 20 }, () => trial("unknown", 0.1)),
    ];
    expect(fitThreshold(trials, { precision: "f1", unknownShare: 0.5 })).toBeCloseTo(0.9 / 2, 12);
  });

  it("is near the best one where trust is a probability, and nearer than the best of few trials", () => {
    const population = honest(20_000, 1);
    const unknownShare = population.filter(({ outcome }) => outcome === "unknown").length / 20_000;
    const f1 = (threshold: number): number => {
      const { precision, recall } = rejectionFigures(population, threshold, unknownShare);
      return precision === null || recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    };
    const grid = Array.from({ length: 100 }, (_, place) => place / 100);
    const best = Math.max(...grid.map(f1));
    const luck = (trials: RejectionTrial[]): number => {
      const worth = (threshold: number): number => {
        const { precision, recall } = rejectionFigures(trials, threshold, unknownShare);
        return precision === null || recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
      };
      return trials.reduce((most, { trust }) => (worth(trust) > worth(most) ? trust : most), 0);
    };
    let expected = 0;
    let counted = 0;
    for (let seed = 2; seed < 32; seed++) {
      const trials = honest(100, seed);
      expected += best - f1(fitThreshold(trials, { precision: "f1", unknownShare })!);
      counted += best - f1(luck(trials));
    }
    expect(expected / 30).toBeLessThan(0.003);
    expect(expected).toBeLessThan(counted / 2);
  });
});

describe("any threshold", () => {
  const trust = fc.integer({ min: 0, max: 4 });
  const outcome = fc.constantFrom("right" as const, "wrong" as const, "unknown" as const);
  const trials = fc.array(fc.record({ trust, outcome }));

  it("keeps less and rejects more, the higher it is", () => {
    fc.assert(
      fc.property(trials, trust, (all, threshold) => {
        const low = rejectionFigures(all, threshold);
        const high = rejectionFigures(all, threshold + 1);
        expect(high.kept).toBeLessThanOrEqual(low.kept);
        expect(high.recall).toBeLessThanOrEqual(low.recall);
        expect(high.rejected).toBeGreaterThanOrEqual(low.rejected);
        expect(rejectionFigures(all, 0).kept).toBe(all.some((one) => one.outcome !== "unknown") ? 1 : 0);
      }),
    );
  });
});
