import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { SparseRow } from "../../src/sparse.ts";
import { answerOf, fitBand } from "../../src/verify/abstention.ts";
import { standardized } from "../../src/verify/contest.ts";
import { Comparison } from "../../src/verify/distances.ts";
import { FeatureIndex } from "../../src/verify/feature-index.ts";
import { evenProbability, fitLikelihoods, logRatioOf } from "../../src/verify/likelihood.ts";
import { cut, cutAll, roundLength, worksByAuthor } from "../../src/verify/pieces.ts";
import { ProfileSpace } from "../../src/verify/profiles.ts";

const rowOf = (dense: readonly number[]): SparseRow => {
  const ids = dense.flatMap((value, id) => (value > 0 ? [id] : []));
  return {
    ids: Uint32Array.from(ids),
    values: Float64Array.from(ids, (id) => dense[id]!),
    length: ids.length,
  };
};

describe("distances", () => {
  it("by hand: min-max and cosine of (1, 2, 0) and (2, 0, 2)", () => {
    const comparison = new Comparison(rowOf([1, 2, 0]), 3);
    expect(comparison.minMax(rowOf([2, 0, 2]))).toBeCloseTo(1 - (1 + 0 + 0) / (2 + 2 + 2), 12);
    expect(comparison.cosine(rowOf([2, 0, 2]))).toBeCloseTo(1 - 2 / Math.sqrt(5 * 8), 12);
  });

  it("over some features are those of rows without the others", () => {
    const size = 6;
    const dense = fc.array(fc.nat(5), { minLength: size, maxLength: size });
    const mask = fc.array(fc.constantFrom(0, 1), { minLength: size, maxLength: size });
    fc.assert(
      fc.property(dense, dense, mask, (left, right, chosen) => {
        const comparison = new Comparison(rowOf(left), size);
        comparison.choose(Uint8Array.from(chosen));
        const [a, b] = [left, right].map((row) => row.map((value, id) => value * chosen[id]!));
        const least = a!.reduce((sum, value, id) => sum + Math.min(value, b![id]!), 0);
        const most = a!.reduce((sum, value, id) => sum + Math.max(value, b![id]!), 0);
        expect(comparison.distance(rowOf(right), "min-max")).toBeCloseTo(most > 0 ? 1 - least / most : 1, 12);
        const product = a!.reduce((sum, value, id) => sum + value * b![id]!, 0);
        const norms = Math.hypot(...a!) * Math.hypot(...b!);
        const cosine = norms > 0 ? 1 - product / norms : 1;
        expect(comparison.distance(rowOf(right), "cosine")).toBeCloseTo(cosine, 12);
      }),
    );
  });
});

describe("features", () => {
  /** Counts by how features are told apart: same number, same count. */
  const sorted = (text: string, family: "characters" | "words"): number[] =>
    [...new FeatureIndex().count(text, family, true).counts.values()].sort();

  it("are runs of two to four characters, white space being one space", () => {
    // "ab c": ab, "b ", " c", "ab ", "b c", "ab c".
    const index = new FeatureIndex();
    const { counts, total } = index.count("Ab\n c", "characters", true);
    expect([...counts.values()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(total).toBe(6);
    expect(index.count("AB", "characters", false).counts.size).toBe(1);
    expect(index.count("ac", "characters", false)).toEqual({ counts: new Map(), total: 1 });
  });

  it("count as slices of the text do", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "Ω"), maxLength: 30 });
    fc.assert(
      fc.property(text, (given) => {
        const characters = [...given.toLowerCase()];
        const slices = new Map<string, number>();
        for (let start = 0; start < characters.length; start++)
          for (let size = 2; size <= 4 && start + size <= characters.length; size++) {
            const slice = characters.slice(start, start + size).join("");
            slices.set(slice, (slices.get(slice) ?? 0) + 1);
          }
        expect(sorted(given, "characters")).toEqual([...slices.values()].sort());
      }),
    );
  });

  it("are words and signs", () => {
    expect(sorted("No, no!", "words")).toEqual([1, 1, 2]);
    expect(new FeatureIndex().wordsIn("No, no!")).toBe(2);
  });
});

describe("profiles", () => {
  const texts = ["the cat", "the dog", "the cat and Zanzibar"].map((text, place) => ({
    author: `author ${place}`,
    text,
  }));

  it("leave out what fewer than three authors use, and weigh the rest by how few texts have it", () => {
    const space = new ProfileSpace(texts);
    expect(space.size("words")).toBe(1);
    const { words } = space.profile("the the horse");
    // In all three texts: ln(4 / 4) + 1 = 1; two of three words.
    expect([...words.values.subarray(0, words.length)]).toEqual([2 / 3]);
    expect(space.profile("ZZZ").words.length).toBe(0);
  });
});

describe("pieces", () => {
  it("end at a space if one is near, and keep characters whole", () => {
    expect(cut("one two three", 13)).toBe("one two three");
    expect(cut(`${"a".repeat(98)} bcd`, 100)).toBe("a".repeat(98));
    expect(cut("a".repeat(200), 100)).toHaveLength(100);
    expect(cut("😀😀", 3).isWellFormed()).toBe(true);
  });

  it("are as many as are full, and at least one", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (text, length) => {
          const pieces = cutAll(text, length, 4);
          expect(pieces.length).toBeGreaterThanOrEqual(1);
          expect(pieces.length).toBeLessThanOrEqual(4);
          for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(length);
        },
      ),
    );
  });

  it.each([[1, 1], [2, 2], [3000, 2896], [2048, 2048], [0, 1]])("round %d to %d", (length, rounded) => {
    expect(roundLength(length)).toBe(rounded);
  }); // prettier-ignore

  it("keep works together, and each document without one alone", () => {
    const documents = [
      { author: "__proto__", work: "a", text: "1" },
      { author: "__proto__", text: "2" },
      { author: "__proto__", work: "a", text: "3" },
      { author: "__proto__", text: "4" },
    ];
    expect([...worksByAuthor(documents)]).toEqual([["__proto__", [["1", "3"], ["2"], ["4"]]]]);
  });
});

describe("scores", () => {
  it("are mean by deviation, and end somewhere", () => {
    // Mean 2, deviation √((1 + 1) / 2).
    expect(standardized(Float64Array.of(1, 3))).toBeCloseTo(2, 12);
    expect(standardized(Float64Array.of(1, 1))).toBe(20);
    expect(standardized(Float64Array.of(-1, -1))).toBe(-20);
    expect(standardized(Float64Array.of(0, 0))).toBe(0);
  });
});

describe("likelihood ratios", () => {
  const limits = [-Math.log(100), Math.log(100)] as const;

  it("by hand: two scores, where the fit goes through both targets", () => {
    // Score 0: 3 of one author, 1 of two; score 1 the other way round. Targets 5/6 and 1/6, both kinds weigh ½.
    const trials = [
      { score: 1, same: true }, { score: 1, same: true }, { score: 1, same: true }, { score: 0, same: true },
      { score: 0, same: false }, { score: 0, same: false }, { score: 0, same: false }, { score: 1, same: false },
    ]; // prettier-ignore
    const model = fitLikelihoods(trials, limits);
    const high = (3 * (5 / 6) + 1 * (1 / 6)) / 4;
    expect(evenProbability(logRatioOf(model, 1).logRatio)).toBeCloseTo(high, 6);
    expect(evenProbability(logRatioOf(model, 0).logRatio)).toBeCloseTo(1 - high, 6);
  });

  it("do not depend on how many trials of each kind there are", () => {
    const kinds = [0, 1, 2, 3, 4].flatMap((score) => [
      { score, same: true },
      { score: score - 2, same: false },
    ]);
    const model = fitLikelihoods(kinds, limits);
    expect(logRatioOf(model, 1).logRatio).toBeCloseTo(0, 6);
  });

  it("rise with the score and stay within their limits, whatever the trials", () => {
    const trial = fc.record({ score: fc.double({ min: -20, max: 20, noNaN: true }), same: fc.boolean() });
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 30 }), (trials) => {
        const model = fitLikelihoods(trials, limits);
        const ratios = [-20, -1, 0, 3, 20].map((score) => logRatioOf(model, score).logRatio);
        ratios.forEach((ratio, place) => {
          expect(ratio).toBeGreaterThanOrEqual(limits[0]);
          expect(ratio).toBeLessThanOrEqual(limits[1]);
          if (place > 0) expect(ratio).toBeGreaterThanOrEqual(ratios[place - 1]!);
        });
      }),
    );
  });

  it("say so when a limit holds them", () => {
    const model = { intercept: 0, slope: 1, limits };
    expect(logRatioOf(model, 1)).toEqual({ logRatio: 1, limited: false });
    expect(logRatioOf(model, 10)).toEqual({ logRatio: Math.log(100), limited: true });
  });
});

describe("the abstention band", () => {
  it("opens where answers are no better than a coin", () => {
    const sure = [0.95, 0.9].map((score) => ({ score, same: true }));
    const unsure = [0.55, 0.56, 0.57, 0.58].map((score) => ({ score, same: false }));
    const not = [0.05, 0.1].map((score) => ({ score, same: false }));
    const band = fitBand([...sure, ...unsure, ...not]);
    expect(band.from).toBe(0.5);
    expect(band.to).toBeCloseTo(0.58, 12);
    expect(answerOf(0.57, band)).toBe(0.5);
    expect(answerOf(0.9, band)).toBe(0.9);
  });

  it("stays shut where answers are right, and where there is nothing to tell by", () => {
    const shut = { from: 0.5, to: 0.5 };
    expect(fitBand([{ score: 0.6, same: true }, { score: 0.4, same: false }])).toEqual(shut); // prettier-ignore
    expect(fitBand([])).toEqual(shut);
  });
});
