/** Platt's sigmoid and isotonic regression: by hand, and against scikit-learn (test/golden/generate_linear.py). */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fitRisingCurve, heightAt } from "../../src/model/rising-curve.ts";
import { fitSigmoid, sigmoidAt } from "../../src/model/platt.ts";

const golden = JSON.parse(readFileSync(new URL("../golden/linear.json", import.meta.url), "utf8")) as {
  readonly sigmoid: readonly {
    readonly scores: number[];
    readonly labels: number[];
    readonly a: number;
    readonly b: number;
  }[];
  readonly isotonic: readonly {
    readonly scores: number[];
    readonly labels: number[];
    readonly asked: number[];
    readonly values: number[];
  }[];
};

describe("fitSigmoid", () => {
  it("meets the smoothed shares where there are two scores alone", () => {
    // Two scores and two parameters: the sigmoid goes through the mean target of each.
    // 3 of 4 texts at score 1 and 1 of 4 at score 0 are the author's: n₊ = n₋ = 4, targets 5/6 and 1/6.
    const sigmoid = fitSigmoid([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0]);
    expect(sigmoidAt(sigmoid, 1)).toBeCloseTo((3 * (5 / 6) + 1 / 6) / 4, 6);
    expect(sigmoidAt(sigmoid, 0)).toBeCloseTo((5 / 6 + 3 * (1 / 6)) / 4, 6);
  });

  it.each(golden.sigmoid.map((each, index) => [index, each] as const))(
    "is scikit-learn's, case %i",
    (_, each) => {
      const { a, b } = fitSigmoid(each.scores, each.labels);
      expect(Math.abs(a - each.a)).toBeLessThan(1e-4);
      expect(Math.abs(b - each.b)).toBeLessThan(1e-4);
    },
  );

  it("does not run away where all are told apart", () => {
    const { a, b } = fitSigmoid([-2000, -1000, 1000, 2000], [0, 0, 1, 1]);
    expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
    expect(sigmoidAt({ a, b }, 2000)).toBeLessThan(1);
    expect(sigmoidAt({ a, b }, 2000)).toBeGreaterThan(0.6);
  });
});

describe("fitRisingCurve", () => {
  it("pools neighbours that fall", () => {
    const fitted = fitRisingCurve([1, 2, 3, 4, 5, 6], [false, true, false, false, true, true]);
    const values = [1, 2, 3, 4, 5, 6].map((score) => heightAt(fitted, score));
    expect(values).toEqual([0, 1 / 3, 1 / 3, 1 / 3, 1, 1]);
    expect(heightAt(fitted, 1.5)).toBeCloseTo(1 / 6, 12);
    expect([heightAt(fitted, -9), heightAt(fitted, 9)]).toEqual([0, 1]);
  });

  it.each(golden.isotonic.map((each, index) => [index, each] as const))(
    "is scikit-learn's, case %i",
    (_, each) => {
      const fitted = fitRisingCurve(
        each.scores,
        each.labels.map((label) => label === 1),
      );
      each.asked.forEach((score, place) => {
        expect(heightAt(fitted, score)).toBeCloseTo(each.values[place]!, 10);
      });
    },
  );

  it("never falls, whatever the points", () => {
    const point = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
        const fitted = fitRisingCurve(
          points.map(([score]) => score),
          points.map(([, label]) => label === 1),
        );
        const values = Array.from({ length: 41 }, (_, place) => heightAt(fitted, place / 2 - 10));
        values.forEach((value, place) => {
          if (place > 0) expect(value).toBeGreaterThanOrEqual(values[place - 1]!);
        });
        const sum = points.reduce((all, [score]) => all + heightAt(fitted, score), 0);
        expect(sum).toBeCloseTo(
          points.reduce((all, [, label]) => all + label, 0),
          9,
        );
      }),
    );
  });
});
