import { describe, expect, it } from "vitest";

import { logPriors } from "../../src/model/priors.ts";

describe("logPriors", () => {
  const authors = ["Ann", "Bob"];

  it("takes shares of documents, none, a fifth of their power, or what is given", () => {
    const of = (priors: Parameters<typeof logPriors>[0]) =>
      [...logPriors(priors, authors, [32, 1])].map(Math.exp);
    expect(of("corpus")[0]).toBeCloseTo(32 / 33, 12);
    expect(of("uniform")).toEqual([expect.closeTo(1 / 2, 12), expect.closeTo(1 / 2, 12)]);
    // 32^(1/5) = 2, 1^(1/5) = 1.
    expect(of("damped")).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(1 / 3, 12)]);
    expect(of({ Ann: 0.25, Bob: 0.75 })).toEqual([expect.closeTo(1 / 4, 12), expect.closeTo(3 / 4, 12)]);
  });

  it.each([
    [{ Ann: 1 }, /none for "Bob"/],
    [{ Ann: 0.5, Bob: 0.25, Zoe: 0.25 }, /no author "Zoe"/],
    [{ Ann: 0.5, Bob: 0.6 }, /sum is 1\.1/],
    [{ Ann: 1, Bob: 0 }, /"Bob" is 0/],
  ])("refuses %o", (given, problem) => {
    expect(() => logPriors(given, authors, [1, 1])).toThrow(problem);
  });
});
