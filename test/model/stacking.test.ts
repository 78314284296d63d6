/** Views put together: worked examples and properties of the fit. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fitStacking, type HeldOutScores } from "../../src/model/stacking.ts";
import { createRandom } from "../../src/random.ts";

/** Scores of two authors that are ±1, right in so many of the documents. */
function voting(right: number, wrong: number): HeldOutScores {
  const labels = Array.from({ length: right + wrong }, (_, document) => document % 2);
  const scores = labels.flatMap((label, document) => {
    const voted = document < right ? label : 1 - label;
    return voted === 0 ? [0.5, -0.5] : [-0.5, 0.5];
  });
  return { views: [Float64Array.from(scores)], labels, nAuthors: 2, documents: [10, 10] };
}

/** Noisy scores in which the author's own is higher by `strength`. */
function noisy(labels: readonly number[], nAuthors: number, strength: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: labels.length * nAuthors }, (_, place) => {
    const own = labels[Math.floor(place / nAuthors)] === place % nAuthors;
    return (own ? strength : 0) + random.next() + random.next() - 1;
  });
}

const manyLabels = Array.from({ length: 300 }, (_, document) => document % 3);
const equalDocuments = [100, 100, 100];

describe("fitStacking", () => {
  it("believes a view as often as it was right", () => {
    // 80 right of 100: the odds are 4 to 1, and the scores differ by 1, so the share is log 4.
    // The target is 1 − ε with ε = 1 / 101 spread over both: 0.8 · (1 − ε) + ε / 2 = (80 + 0.5) / 101 − …
    const { shares, offsets } = fitStacking(voting(80, 20));
    const epsilon = 1 / 101;
    const share = (80 / 100) * (1 - epsilon) + epsilon / 2;
    expect(shares[0]).toBeCloseTo(Math.log(share / (1 - share)), 3);
    expect(offsets[0]).toBeCloseTo(0, 6);
    expect(offsets[1]).toBeCloseTo(0, 6);
  });

  it("gives a view that tells nothing, or the opposite, no share", () => {
    const opposite = noisy(manyLabels, 3, 1, 5).map((score) => -score);
    const views = [noisy(manyLabels, 3, 1, 1), opposite];
    const { shares } = fitStacking({ views, labels: manyLabels, nAuthors: 3, documents: equalDocuments });
    expect(shares[0]).toBeGreaterThan(1);
    expect(shares[1]).toBe(0);
  });

  it("gives the better view the larger share", () => {
    const views = [noisy(manyLabels, 3, 0.2, 1), noisy(manyLabels, 3, 0.9, 2)];
    const { shares } = fitStacking({ views, labels: manyLabels, nAuthors: 3, documents: equalDocuments });
    expect(shares[1]!).toBeGreaterThan(shares[0]! * 1.5);
    expect(shares[0]!).toBeGreaterThan(0);
  });

  it("holds the shares of few documents near what is expected, and lets many decide", () => {
    const many = Array.from({ length: 3000 }, (_, document) => document % 3);
    /** The second view's share for one of the first's, where their strengths are such. */
    const fit = (labels: readonly number[], strengths: readonly number[], expected: readonly (0 | 1)[]) => {
      const views = strengths.map((strength, view) => noisy(labels, 3, strength, view + 1));
      const held = { views, labels, nAuthors: 3, documents: equalDocuments, expected };
      const { shares } = fitStacking(held);
      return shares[1]! / shares[0]!;
    };
    const few = manyLabels.slice(0, 15);
    expect(fit(few, [0.4, 0.9], [1, 1])).toBeLessThan(0.9 * fit(many, [0.4, 0.9], [1, 1]));
    // As good as the other, but not expected to be: a smaller share, until many documents speak for it.
    expect(fit(few, [0.6, 0.6], [1, 0])).toBeLessThan(0.85 * fit(few, [0.6, 0.6], [1, 1]));
    expect(fit(many, [0.6, 0.6], [1, 0])).toBeGreaterThan(0.9);
  });

  it("does not care for the scale of a view", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), (factor) => {
        const scores = noisy(manyLabels, 3, 0.6, 4);
        const fit = (view: Float64Array) =>
          fitStacking({ views: [view], labels: manyLabels, nAuthors: 3, documents: equalDocuments });
        const [plain, scaled] = [fit(scores), fit(scores.map((score) => score * factor))];
        expect(scaled.shares[0]! * factor).toBeCloseTo(plain.shares[0]!, 4);
      }),
      { numRuns: 20 },
    );
  });

  it("takes out that an author with few documents hardly ever wins", () => {
    // Scores that are right but for a handicap of the second author, which has 5 documents of 55.
    const labels = Array.from({ length: 55 }, (_, document) => (document < 50 ? 0 : 1));
    const scores = Float64Array.from(labels.flatMap((label) => (label === 0 ? [1, -2] : [0.2, -0.7])));
    const { shares, offsets } = fitStacking({ views: [scores], labels, nAuthors: 2, documents: [50, 5] });
    const verdict = (document: number): number =>
      [0, 1]
        .map((author) => shares[0]! * scores[document * 2 + author]! + offsets[author]!)
        .reduce((best, score, author, all) => (score > all[best]! ? author : best), 0);
    expect(labels.map((_, document) => verdict(document))).toEqual(labels);
  });

  it("takes all authors for equally frequent, whoever has more documents", () => {
    // Scores that say nothing: 40 documents of 50 are the first author's, and still none is likelier than the other.
    const labels = Array.from({ length: 50 }, (_, document) => (document % 5 === 4 ? 1 : 0));
    const silent = new Float64Array(100).map((_, place) => (place % 4 < 2 ? 0.1 : -0.1));
    const { shares, offsets } = fitStacking({ views: [silent], labels, nAuthors: 2, documents: [40, 10] });
    expect(offsets[0]! - offsets[1]!).toBeCloseTo(0, 3);
    expect(shares[0]).toBeGreaterThanOrEqual(0);
    // Where the score tells half of each author's documents from the other's, errors weigh alike on both sides.
    const telling = Float64Array.from(labels.flatMap((label) => (label === 0 ? [1, 0] : [0, 1])));
    const fitted = fitStacking({ views: [telling], labels, nAuthors: 2, documents: [40, 10] });
    expect(fitted.shares[0]! + fitted.offsets[0]! - fitted.offsets[1]!).toBeCloseTo(
      fitted.shares[0]! + fitted.offsets[1]! - fitted.offsets[0]!,
      1,
    );
  });

  it("leaves offsets alone where documents are equal and scores are fair", () => {
    const views = [noisy(manyLabels, 3, 0.6, 9)];
    const { offsets } = fitStacking({ views, labels: manyLabels, nAuthors: 3, documents: equalDocuments });
    for (const offset of offsets) expect(Math.abs(offset)).toBeLessThan(0.5);
  });
});
