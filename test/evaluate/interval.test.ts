import { describe, expect, it } from "vitest";
import * as fc from "fast-check";

import { accuracyInterval, percentile } from "../../src/evaluate/interval.ts";
import { close, goldenIntervals, goldenPercentiles } from "./golden-metrics.ts";

describe("by hand", () => {
  it("two works, one all right and one all wrong: a quarter of the samples is 0, a quarter 1", () => {
    // Samples: both the right one (1/4): 1; one each (1/2): 1/2; both the wrong one (1/4): 0.
    expect(accuracyInterval([1, 0], [1, 1])).toEqual([0, 1]);
  });

  it("four of forty wrong: about 36/40 ± 1.96 · √(0.9 · 0.1 / 40)", () => {
    const right = Array.from({ length: 40 }, (_, document) => (document < 36 ? 1 : 0));
    const [low, high] = accuracyInterval(
      right,
      right.map(() => 1),
      { resamples: 20_000 },
    );
    const half = 1.96 * Math.sqrt((0.9 * 0.1) / 40);
    expect(low).toBeCloseTo(0.9 - half, 1);
    expect(high).toBeCloseTo(0.9 + half, 1);
  });

  it("draws lines between values: the 2.5th percentile of 0, 1, 2, 3 lies at 0.025 · 3", () => {
    close(percentile([0, 1, 2, 3], 2.5), 3 / 40);
    expect(percentile([7], 97.5)).toBe(7);
  });
});

it("percentiles equal NumPy's", () => {
  const { sorted, percents, expected } = goldenPercentiles;
  percents.forEach((percent, place) => close(percentile(sorted, percent), expected[place]!));
});

it.each(goldenIntervals)("comes close to SciPy's bootstrap: $name", ({ right, documents, interval }) => {
  const [low, high] = accuracyInterval(right, documents, { resamples: 20_000, seed: 3 });
  expect(Math.abs(low - interval[0])).toBeLessThan(0.008);
  expect(Math.abs(high - interval[1])).toBeLessThan(0.008);
});

it("is wider when the documents come in works that are right or wrong as a whole", () => {
  // 100 documents, 70 right: alone, or ten by ten.
  const alone = accuracyInterval(
    Array.from({ length: 100 }, (_, document) => (document < 70 ? 1 : 0)),
    Array.from({ length: 100 }, () => 1),
  );
  const tens = accuracyInterval(
    Array.from({ length: 10 }, (_, work) => (work < 7 ? 10 : 0)),
    Array.from({ length: 10 }, () => 10),
  );
  // √10 times as wide, but for the coarse steps of ten works.
  const ratio = (tens[1] - tens[0]) / (alone[1] - alone[0]);
  expect(ratio).toBeGreaterThan(2.5);
  expect(ratio).toBeLessThan(4);
});

describe("properties", () => {
  const units = fc.array(
    fc
      .integer({ min: 1, max: 9 })
      .chain((documents) => fc.tuple(fc.integer({ min: 0, max: documents }), fc.constant(documents))),
    { minLength: 1, maxLength: 30 },
  );

  it("is ordered, within what the units can give, and the same for the same seed", () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 1000 }), (pairs, seed) => {
        const right = pairs.map(([own]) => own);
        const documents = pairs.map(([, all]) => all);
        const [low, high] = accuracyInterval(right, documents, { seed, resamples: 200 });
        const shares = pairs.map(([own, all]) => own / all);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...shares) + 1e-12);
        expect(accuracyInterval(right, documents, { seed, resamples: 200 })).toEqual([low, high]);
      }),
    );
  });

  it("another seed draws other samples", () => {
    const right = Array.from({ length: 101 }, (_, unit) => unit % 7);
    const documents = right.map((own) => own + 3);
    const intervals = [1, 2, 3].map((seed) => accuracyInterval(right, documents, { seed, resamples: 100 }));
    expect(new Set(intervals.map(String)).size).toBe(3);
  });
});

it.each([0, -1, 1.5, Number.NaN, Infinity])("refuses %d resamples", (resamples) => {
  expect(() => accuracyInterval([1], [1], { resamples })).toThrow(
    expect.objectContaining({
      code: "PARAMETER_INVALID",
      facts: expect.objectContaining({ parameter: "resamples" }),
    }),
  );
});
