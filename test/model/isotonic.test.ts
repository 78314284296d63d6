import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { heightOf, isotonicSteps } from "../../src/model/isotonic.ts";

interface GoldenCase {
  readonly scores: number[];
  readonly same: boolean[];
  readonly isotonic: number[];
}
const { cases } = JSON.parse(readFileSync(new URL("../golden/auc.json", import.meta.url), "utf8")) as {
  cases: GoldenCase[];
};

const heights = (scores: readonly number[], truths: readonly boolean[]): number[] => {
  const steps = isotonicSteps(scores, truths);
  return scores.map((score) => heightOf(steps.find(({ from, to }) => from <= score && score <= to)!));
};

describe("pooling adjacent violators", () => {
  it("does the example of its file", () => {
    expect(isotonicSteps([1, 2, 3, 4, 5], [false, false, true, false, true])).toEqual([
      { from: 1, to: 2, yes: 0, no: 2 },
      { from: 3, to: 4, yes: 1, no: 1 },
      { from: 5, to: 5, yes: 1, no: 0 },
    ]);
  });

  it.each(cases)("is scikit-learn's for $scores.length scores", ({ scores, same, isotonic }) => {
    heights(scores, same).forEach((height, place) => expect(height).toBeCloseTo(isotonic[place]!, 12));
  });

  it("is the largest mean from below of the smallest means from above", () => {
    const point = fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 6), fc.boolean());
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const mean = (from: number, to: number): number => {
          const inside = points.filter(([score]) => from <= score && score <= to);
          return inside.filter(([, truth]) => truth).length / inside.length;
        };
        const scores = points.map(([score]) => score);
        const found = heights(
          scores,
          points.map(([, truth]) => truth),
        );
        scores.forEach((score, place) => {
          const below = scores.filter((other) => other <= score);
          const above = scores.filter((other) => other >= score);
          const expected = Math.max(...below.map((from) => Math.min(...above.map((to) => mean(from, to)))));
          expect(found[place]).toBeCloseTo(expected, 12);
        });
      }),
    );
  });

  it("is nothing without scores", () => {
    expect(isotonicSteps([], [])).toEqual([]);
  });
});
