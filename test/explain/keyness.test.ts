import { describe, expect, test } from "vitest";

import { keyness, logLikelihood, logRatio } from "../../src/explain/keyness.ts";
import type { CountMatrix } from "../../src/sparse.ts";

/** Authors in columns: sea 3 and 0, jam 0 and 2, the 3 and 4. */
const counts: CountMatrix = {
  nFeatures: 3,
  nAuthors: 2,
  starts: Uint32Array.of(0, 1, 2, 4),
  authors: Uint8Array.of(0, 1, 0, 1),
  values: Uint8Array.of(3, 2, 3, 4),
};
const words = ["sea", "jam", "the"];

describe("keyness", () => {
  test("by hand: three words of two authors", () => {
    // 6 words each. "sea": E₁ = 6 · 3/12 = 3/2, so G² = 2 · 3 ln (3 / (3/2)) = 6 ln 2.
    // "jam": E₂ = 6 · 2/12 = 1, so G² = 2 · 2 ln (2 / 1) = 4 ln 2.
    // "the": E = 6 · 7/12 = 7/2 both, so G² = 2 (3 ln (6/7) + 4 ln (8/7)).
    const [sea, jam, the] = [6 * Math.LN2, 4 * Math.LN2, 2 * (3 * Math.log(6 / 7) + 4 * Math.log(8 / 7))];
    expect(logLikelihood({ count: 3, others: 0, size: 6, otherSize: 6 })).toBeCloseTo(sea, 12);
    expect(logLikelihood({ count: 2, others: 0, size: 6, otherSize: 6 })).toBeCloseTo(jam, 12);
    expect(logLikelihood({ count: 4, others: 3, size: 6, otherSize: 6 })).toBeCloseTo(the, 12);
    // (3/6) / (½ / 6) = 6; (4/6) / (3/6) = 4/3.
    expect(logRatio({ count: 3, others: 0, size: 6, otherSize: 6 })).toBeCloseTo(Math.log2(6), 12);
    expect(logRatio({ count: 4, others: 3, size: 6, otherSize: 6 })).toBeCloseTo(Math.log2(4 / 3), 12);
    expect(keyness(counts, ["Ann", "Bob"], (feature) => words[feature]!, 9)).toEqual([
      {
        author: "Ann",
        words: [{ feature: "sea", count: 3, others: 0, log_likelihood: 4.16, log_ratio: 2.58 }],
      },
      {
        author: "Bob",
        words: [
          { feature: "jam", count: 2, others: 0, log_likelihood: 2.77, log_ratio: 2 },
          { feature: "the", count: 4, others: 3, log_likelihood: 0.14, log_ratio: 0.42 },
        ],
      },
    ]);
  });

  test("keeps no more words than are wanted, the surest", () => {
    const [, bob] = keyness(counts, ["Ann", "Bob"], (feature) => words[feature]!, 1);
    expect(bob!.words.map(({ feature }) => feature)).toEqual(["jam"]);
  });

  test("a word that all have equally often tells of nobody", () => {
    const even = { ...counts, values: Uint8Array.of(3, 3, 4, 4) };
    const all = keyness(even, ["Ann", "Bob"], (feature) => words[feature]!, 9);
    expect(all.flatMap(({ words }) => words.map(({ feature }) => feature))).toEqual(["sea", "jam"]);
  });
});
