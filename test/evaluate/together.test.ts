import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { together, TogetherTrials } from "../../src/evaluate/together.ts";
import type { Prediction } from "../../src/identifier.ts";

/** A verdict that gives Anna this probability. */
function verdict(anna: number, known = true): Prediction {
  const ranking = [
    { author: "Anna", probability: anna, score: Math.log(anna) },
    { author: "__proto__", probability: 1 - anna, score: Math.log(1 - anna) },
  ].sort((a, b) => b.probability - a.probability);
  const first = ranking[0]!;
  const warnings = known ? [] : [{ code: "nothing_known", message: "" }];
  const author = known ? first.author : null;
  return { author, probability: first.probability, unknown: !known, ranking, warnings };
}

const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const annaIn = ({ ranking }: Prediction): number =>
  ranking.find(({ author }) => author === "Anna")!.probability;

describe("texts together", () => {
  it("one text says what it says alone", () => {
    fc.assert(
      fc.property(probability, (anna) => {
        expect(annaIn(together([verdict(anna)]))).toBeCloseTo(anna, 9);
      }),
    );
  });

  it("are the geometric mean of the odds, in any order", () => {
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 9 }), (all) => {
        const odds = Math.exp(all.reduce((sum, anna) => sum + Math.log(anna / (1 - anna)), 0) / all.length);
        const found = together(all.map((anna) => verdict(anna)));
        expect(annaIn(found)).toBeCloseTo(odds / (1 + odds), 9);
        expect(annaIn(together(all.toReversed().map((anna) => verdict(anna))))).toBeCloseTo(annaIn(found), 9);
        expect(found.texts).toBe(all.length);
      }),
    );
  });

  it("where one has nothing known, the others decide", () => {
    expect(annaIn(together([verdict(0.8), verdict(0.1, false)]))).toBeCloseTo(0.8, 9);
    expect(together([verdict(0.1, false)])).toMatchObject({ author: null, unknown: true });
  });

  it("are measured in groups of each author's own; strangers are left out", () => {
    const trials = new TogetherTrials();
    for (const anna of [0.9, 0.4, 0.9, 0.4, 0.6]) trials.add("Anna", verdict(anna));
    trials.add("__proto__", verdict(0.7));
    trials.add("constructor", verdict(0.7));
    const figures = trials.figures(3);
    expect(figures.map(({ texts, groups, accuracy }) => [texts, groups, accuracy])).toEqual([
      [1, 6, 3 / 6],
      [2, 2, 1],
      [3, 1, 1],
    ]);
    expect(trials.figures(200).map(({ texts }) => texts)).toEqual([1, 2, 5]);
  });
});
