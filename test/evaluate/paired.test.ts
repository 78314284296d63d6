import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Outcomes } from "../../src/evaluate/outcomes.ts";
import {
  isMoreThanChance,
  meanOf,
  pairedDifference,
  rightByUnit,
  type UnitSums,
  weighedByUnit,
} from "../../src/evaluate/paired.ts";

/** Answers with the probability that the author is Anna. */
function answered(...answers: readonly [author: string, work: string | undefined, anna: number][]): Outcomes {
  const outcomes = new Outcomes(["Anna", "Bela"]);
  for (const [author, work, anna] of answers) {
    const ranking = [
      { author: "Anna", probability: anna },
      { author: "Bela", probability: 1 - anna },
    ].sort((a, b) => b.probability - a.probability);
    outcomes.add(author, { author: ranking[0]!.author, ranking }, { work });
  }
  return outcomes;
}

describe("sums by unit", () => {
  const outcomes = answered(
    ["Anna", "a", 0.5],
    ["Bela", undefined, 0.75],
    ["Nobody", "a", 0.9],
    ["Anna", "a", 0.25],
  );

  it("count right verdicts, and documents", () => {
    const { sums, documents } = rightByUnit(outcomes);
    expect(Array.from(sums)).toEqual([1, 0]);
    expect(Array.from(documents)).toEqual([3, 1]);
  });

  it("add up log-losses of the documents whose author is known", () => {
    const { sums, documents } = weighedByUnit(outcomes, [1, 1]).loss;
    expect(sums[0]).toBeCloseTo(Math.log(2) + Math.log(4), 12);
    expect(sums[1]).toBeCloseTo(Math.log(4), 12);
    expect(Array.from(documents)).toEqual([2, 1]);
  });

  it("let authors weigh as much as is wished", () => {
    // Anna: one right of two, losses log 2 and log 4, weighing 1/4 each. Bela: wrong, log 4, weighing 1/2.
    const { right, loss } = weighedByUnit(outcomes, [1 / 4, 1 / 2]);
    expect(Array.from(right.documents)).toEqual([1 / 2, 1 / 2]);
    expect(meanOf(right)).toBe(1 / 4);
    expect(meanOf(loss)).toBeCloseTo((Math.log(2) + Math.log(4)) / 4 + Math.log(4) / 2, 12);
  });
});

describe("the difference", () => {
  const units = (sums: number[], documents: number[]): UnitSums => ({ sums, documents });
  const counts = fc
    .array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 30 })
    .map((rows) => {
      const documents = rows.map(([a, b, more]) => Math.max(1, a, b) + more);
      const sums = (which: 0 | 1): number[] => rows.map((row) => row[which]);
      return { first: units(sums(0), documents), second: units(sums(1), documents) };
    });
  const options = { resamples: 100 };

  it("is that of the means, turns its sign with the order, and is nothing between equals", () => {
    fc.assert(
      fc.property(counts, ({ first, second }) => {
        const mean = ({ sums, documents }: UnitSums): number =>
          Array.from(sums).reduce((a, b) => a + b) / Array.from(documents).reduce((a, b) => a + b);
        const there = pairedDifference(first, second, options);
        const back = pairedDifference(second, first, options);
        expect(there.difference).toBeCloseTo(mean(first) - mean(second), 12);
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12);
        expect(back.standard_error).toBeCloseTo(there.standard_error, 12);
        expect(pairedDifference(first, first, options)).toEqual({
          difference: 0,
          interval: [0, 0],
          standard_error: 0,
        });
      }),
    );
  });

  it("is more than chance where it holds in all works, and not where it rests on one", () => {
    const tens = Array.from({ length: 20 }, () => 10);
    const everywhere = pairedDifference(units(tens, tens), units(Array(20).fill(9), tens));
    expect(everywhere.difference).toBeCloseTo(0.1, 12);
    expect(isMoreThanChance(everywhere)).toBe(true);
    const once = pairedDifference(units(tens, tens), units([0, ...tens.slice(1)], tens));
    expect(once.difference).toBeCloseTo(0.05, 12);
    expect(isMoreThanChance(once)).toBe(false);
  });

  it("has the standard error of a mean", () => {
    const first = Array.from({ length: 400 }, (_, place) => place % 2);
    const ones = Array<number>(400).fill(1);
    const none = Array<number>(400).fill(0);
    const { standard_error: error } = pairedDifference(units(first, ones), units(none, ones), {
      resamples: 4000,
    });
    expect(error).toBeCloseTo(0.5 / 20, 2);
  });
});
