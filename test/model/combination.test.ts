/** Members put together without weights of their own: worked examples, and what mean and largest have in common with others. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { centre, type Combination, combinations, joinScores } from "../../src/model/combination.ts";
import { fitStacking } from "../../src/model/stacking.ts";
import { createRandom } from "../../src/random.ts";

/** Scores of members for some documents and authors, each on a scale and a level of its own. */
const joinable = fc
  .record({
    members: fc.integer({ min: 1, max: 4 }),
    documents: fc.integer({ min: 1, max: 6 }),
    authors: fc.integer({ min: 2, max: 5 }),
  })
  .chain(({ members, documents, authors }) =>
    fc.record({
      authors: fc.constant(authors),
      members: fc.array(
        fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), {
          minLength: documents * authors,
          maxLength: documents * authors,
        }),
        { minLength: members, maxLength: members },
      ),
    }),
  );

/** z-scores as the book has them: the mean over each document's authors taken out, then by the deviation of all. */
function standardised(scores: readonly number[], authors: number): number[] {
  const centred = scores.map((score, place) => {
    const first = place - (place % authors);
    return score - scores.slice(first, first + authors).reduce((sum, one) => sum + one, 0) / authors;
  });
  const deviation = Math.sqrt(centred.reduce((sum, one) => sum + one * one, 0) / centred.length);
  return centred.map((one) => (deviation < 1e-9 ? one : one / deviation));
}

/** A slope that brings scores, whose mean is 0, to a deviation of 1. */
const byDeviation = (scores: Float64Array): number =>
  1 / Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0) / scores.length);

describe("joinScores", () => {
  // Two documents, two authors. The first member: 3 and 1, then 1 and 3; around their means ±1, deviation 1.
  // The second: 4 and 2, then 0 and 14; around their means ±1 and ∓7, deviation √((1 + 1 + 49 + 49) / 4) = 5.
  const members = [Float64Array.of(3, 1, 1, 3), Float64Array.of(4, 2, 0, 14)];

  it("takes the mean of the worked example", () => {
    const { scores, factors } = joinScores(members, 2, "mean", byDeviation);
    const expected = [(1 + 1 / 5) / 2, (-1 - 1 / 5) / 2, (-1 - 7 / 5) / 2, (1 + 7 / 5) / 2];
    expected.forEach((score, place) => expect(scores[place]).toBeCloseTo(score, 12));
    expect([...factors]).toEqual([1 / 2, 1 / 10]);
  });

  it("takes the largest of the worked example", () => {
    // With slopes of 1 and 1/2 the second member's scores are ±1/2 and ∓7/2.
    const slopes = [1, 1 / 2];
    const { scores, factors } = joinScores(members, 2, "max", () => slopes.shift()!);
    // It is the louder one for the second document's second author, and where both speak against.
    const expected = [1, -1 / 2, -1, 7 / 2];
    expected.forEach((score, place) => expect(scores[place]).toBeCloseTo(score, 12));
    expect([...factors]).toEqual([1, 1 / 2]);
  });

  it("takes the largest logarithms of probabilities, but for their mean", () => {
    // e^1 : e^−1 by the one, e^(1/2) : e^(−1/2) by the other: the differences of both to their means over authors.
    const { scores } = joinScores([members[0]!], 2, "max", () => 1);
    const [first, second] = [Math.log(1 / (1 + Math.exp(-2))), Math.log(1 / (1 + Math.exp(2)))];
    expect(scores[0]).toBeCloseTo(first - (first + second) / 2, 12);
    expect(scores[1]).toBeCloseTo(second - (first + second) / 2, 12);
  });

  it("leaves out of the largest who tells nothing", () => {
    const slopes = [0, 1];
    const { scores } = joinScores(members, 2, "max", () => slopes.shift()!);
    expect([...scores]).toEqual([1, -1, -7, 7]);
    expect([...joinScores(members, 2, "max", () => 0).scores]).toEqual([0, 0, 0, 0]);
  });

  it("does as the formulas do, the largest being no less than any member's", () => {
    fc.assert(
      fc.property(joinable, ({ members: scores, authors }) => {
        const tables = scores.map((own) => Float64Array.from(own));
        const slow = scores.map((own) => standardised(own, authors));
        // What rounding leaves of scores that are all alike has no scale.
        fc.pre(
          scores.every((own, member) => slow[member]!.some((z) => Math.abs(z) > 1e-3) && own.length > 0),
        );
        const mean = joinScores(tables, authors, "mean", byDeviation).scores;
        const max = joinScores(tables, authors, "max", byDeviation).scores;
        max.forEach((largest, place) => {
          const all = slow.map((own) => own[place]!);
          expect(mean[place]).toBeCloseTo(all.reduce((sum, z) => sum + z, 0) / all.length, 8);
          for (const z of all) expect(largest).toBeGreaterThanOrEqual(z - 1e-9);
          expect(largest).toBeCloseTo(Math.max(...all), 8);
        });
      }),
    );
  });

  it("does not care for members' scales and levels, nor changes what it is given", () => {
    const moved = [members[0]!.map((score) => 1000 * score - 7), members[1]!];
    for (const combination of ["mean", "max"] as const) {
      const { scores } = joinScores(moved, 2, combination, byDeviation);
      joinScores(members, 2, combination, byDeviation).scores.forEach((score, place) =>
        expect(scores[place]).toBeCloseTo(score, 9),
      );
    }
    expect(members).toEqual([Float64Array.of(3, 1, 1, 3), Float64Array.of(4, 2, 0, 14)]);
  });

  it("takes the mean as stacking does when it must give all members the same share", () => {
    const random = createRandom(5);
    const labels = Array.from({ length: 120 }, (_, document) => document % 3);
    const views = [0.2, 0.5, 0.9].map((strength, view) => {
      const scores = Float64Array.from({ length: 360 }, (_, place) => {
        const own = labels[Math.floor(place / 3)] === place % 3;
        return 10 ** view * ((own ? strength : 0) + random.next());
      });
      for (let start = 0; start < 360; start += 3) centre(scores.subarray(start, start + 3));
      return scores;
    });
    const others = { labels, nAuthors: 3, documents: [40, 40, 40] };
    const { scores, factors } = joinScores(views, 3, "mean", byDeviation);
    const joined = fitStacking({ views: [scores], ...others });
    const equal = fitStacking({ views, ...others }, 1e6);
    const free = fitStacking({ views, ...others });
    factors.forEach((factor, view) => {
      expect((factor * joined.shares[0]!) / equal.shares[view]!).toBeCloseTo(1, 2);
    });
    expect(free.shares[2]! / factors[2]!).toBeGreaterThan(1.5 * (free.shares[0]! / factors[0]!));
    joined.offsets.forEach((offset, author) => expect(offset).toBeCloseTo(equal.offsets[author]!, 2));
  });
});

it("has the weights that are fitted for the default", () => {
  expect(combinations).toEqual(["stacked", "mean", "max"] satisfies Combination[]);
});
