import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  cLlr,
  cLlrMin,
  equalErrorRate,
  likelihoodRatioScores,
} from "../../src/evaluate/likelihood-ratios.ts";
import { verbalStrength } from "../../src/evaluate/verbal-scale.ts";
import { close } from "./golden-metrics.ts";

const logs = (ratios: readonly number[]): number[] => ratios.map((ratio) => Math.log(ratio));

describe("by hand", () => {
  // Two problems of one author with LR 3 and 1/3, two of two authors with LR 1 and 1/7.
  const ratios = logs([3, 1 / 3, 1, 1 / 7]);
  const same = [true, true, false, false];

  it("C_llr is the mean cost of both kinds, in bits", () => {
    const sameCost = (Math.log2(1 + 1 / 3) + Math.log2(1 + 3)) / 2;
    const differentCost = (Math.log2(1 + 1) + Math.log2(1 + 1 / 7)) / 2;
    close(cLlr(ratios, same), (sameCost + differentCost) / 2);
  });

  it("C_llr_min is the cost of the pooled scores", () => {
    // In their order: 1/7 no | 1/3 yes, 1 no pooled to ½ | 3 yes. Only the pooled pair costs: LR 1, one bit each.
    close(cLlrMin(ratios, same), (1 / 2 + 1 / 2) / 2);
  });

  it("the equal error rate lies on the hull", () => {
    // Missed and accepted after each step: (0, 1), (0, ½), (½, 0), (1, 0); the middle edge crosses at ¼.
    close(equalErrorRate(ratios, same), 1 / 4);
  });
});

describe("the measures", () => {
  it("cost one bit when nothing is said", () => {
    expect(likelihoodRatioScores([0, 0, 0], [true, false, false])).toEqual({
      c_llr: 1,
      c_llr_min: 1,
      c_llr_cal: 0,
      equal_error_rate: 0.5,
    });
  });

  it("are 0 for certainty that is right, and without end for certainty that is wrong", () => {
    const certain = [Infinity, -Infinity];
    expect(likelihoodRatioScores(certain, [true, false])).toEqual({
      c_llr: 0,
      c_llr_min: 0,
      c_llr_cal: 0,
      equal_error_rate: 0,
    });
    expect(cLlr(certain, [false, true])).toBe(Infinity);
    expect(equalErrorRate(certain, [false, true])).toBe(0.5);
  });

  it("are null unless there are both kinds", () => {
    const none = { c_llr: null, c_llr_min: null, c_llr_cal: null, equal_error_rate: null };
    expect(likelihoodRatioScores([], [])).toEqual(none);
    expect(likelihoodRatioScores([1, 2], [true, true])).toEqual(none);
    expect(likelihoodRatioScores([1, 2], [false, false])).toEqual(none);
  });

  it("no re-calibration costs more than none, and monotone changes do not matter to it", () => {
    const problems = fc.array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(problems, (rows) => {
        const ratios = rows.map(([ratio]) => ratio / 2);
        const same = rows.map(([, truth]) => truth);
        const { c_llr, c_llr_min, equal_error_rate } = likelihoodRatioScores(ratios, same);
        if (c_llr === null || c_llr_min === null || equal_error_rate === null) return;
        expect(c_llr_min).toBeLessThanOrEqual(Math.min(c_llr, 1) + 1e-12);
        expect(equal_error_rate).toBeGreaterThanOrEqual(0);
        expect(equal_error_rate).toBeLessThanOrEqual(0.5 + 1e-12);
        const changed = ratios.map((ratio) => Math.exp(ratio) - 100);
        close(cLlrMin(changed, same), c_llr_min);
        close(equalErrorRate(changed, same), equal_error_rate);
      }),
    );
  });
});

describe("the verbal scale", () => {
  it.each([
    [1, "neither", "no"],
    [9.9, "same author", "weak"],
    [10, "same author", "weak"],
    [11, "same author", "moderate"],
    [1 / 11, "different authors", "moderate"],
    [1000, "same author", "strong"],
    [1001, "same author", "very strong"],
    [1 / 1000, "different authors", "strong"],
    [20_000, "same author", "extremely strong"],
    [Infinity, "same author", "extremely strong"],
    [0, "different authors", "extremely strong"],
  ])("calls a ratio of %d support for %s: %s", (ratio, supports, strength) => {
    expect(verbalStrength(Math.log(ratio))).toEqual({ supports, strength });
  });
});
