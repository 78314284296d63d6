import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { fitTrust, nearnessOf, type SignedTrial, trustOf } from "../../src/model/trust.ts";
import { createRandom } from "../../src/random.ts";

describe("the signs of a verdict", () => {
  it("are how far the first author is above them all", () => {
    // log 1/2 − (log 1/2 + 2 · log 1/4) / 3 = log 2 · (−1 + 5/3).
    expect(nearnessOf([1 / 4, 1 / 2, 1 / 4])).toBeCloseTo((2 / 3) * Math.log(2), 12);
    expect(nearnessOf([1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(0, 12);
    expect(nearnessOf([1, 0])).toBeCloseTo(6 * Math.log(10), 9);
  });

  it("and how close the text is by itself, and add up to trust", () => {
    const trust = { nearness: Math.log(3), closeness: 2, constant: -Math.log(9) };
    // 3 to 1 for the nearness, 1/9 for the constant.
    expect(trustOf(trust, { nearness: 1, closeness: 0 })).toBeCloseTo(1 / 4, 12);
    // One more 9 for the closeness.
    expect(trustOf(trust, { nearness: 1, closeness: Math.log(3) })).toBeCloseTo(3 / 4, 12);
  });
});

/** Verdicts whose signs are high or low, as right ones and others have them. */
function trials(count: number, seed: number): SignedTrial[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, place) => {
    const right = place % 3 === 0;
    const sign = (): number => (right ? 1 : 0) + 2 * random.next();
    return {
      outcome: right ? "right" : place % 3 === 1 ? "wrong" : "unknown",
      signs: { nearness: sign(), closeness: sign() / 10 },
    };
  });
}

const meanTrust = (fitted: ReturnType<typeof fitTrust>, of: readonly SignedTrial[]): number =>
  of.reduce((sum, { signs }) => sum + trustOf(fitted, signs), 0) / of.length;

describe("fitTrust", () => {
  it("is the share of right verdicts where nothing tells them from others", () => {
    const signs = { nearness: 1.5, closeness: 0.2 };
    const alike: SignedTrial[] = (["right", "right", "wrong", "unknown", "unknown"] as const).map(
      (outcome) => ({
        outcome,
        signs,
      }),
    );
    const trust = fitTrust(alike, 0.4);
    expect(trust).toMatchObject({ nearness: 0, closeness: 0 });
    // Two of three known, and six texts in ten are by known authors.
    expect(trustOf(trust, signs)).toBeCloseTo((2 / 3) * 0.6, 6);
  });

  it("tells right verdicts from others, by signs that count for nothing or in their favour", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const fitted = fitTrust(trials(120, seed));
        expect(fitted.nearness).toBeGreaterThanOrEqual(0);
        expect(fitted.closeness).toBeGreaterThanOrEqual(0);
        const of = (outcome: string): number =>
          meanTrust(
            fitted,
            trials(300, seed + 1).filter((trial) => trial.outcome === outcome),
          );
        expect(of("right")).toBeGreaterThan(of("wrong") + 0.1);
        expect(of("right")).toBeGreaterThan(of("unknown") + 0.1);
      }),
      { numRuns: 20 },
    );
  });

  it("gives no weight to a sign that speaks against right verdicts", () => {
    const random = createRandom(3);
    const turned = trials(90, 5).map(({ outcome, signs }): SignedTrial => ({
      outcome,
      signs: { nearness: signs.nearness, closeness: -signs.closeness + random.next() / 100 },
    }));
    const fitted = fitTrust(turned);
    expect(fitted.closeness).toBe(0);
    expect(fitted.nearness).toBeGreaterThan(0);
  });

  it("is where the slopes of its loss are 0: trust is on average the share of right verdicts", () => {
    const some = trials(90, 5);
    const fitted = fitTrust(some, 0.3);
    const known = some.filter(({ outcome }) => outcome !== "unknown");
    const unknown = some.filter(({ outcome }) => outcome === "unknown");
    // Of known authors' verdicts half are right.
    expect(0.7 * meanTrust(fitted, known) + 0.3 * meanTrust(fitted, unknown)).toBeCloseTo(0.7 / 2, 5);
  });

  it("does not run away where right verdicts and others lie apart", () => {
    const apart = [5, 4.8, 4.6, 1, 0.8, 0.9].map((nearness, place): SignedTrial => ({
      outcome: place < 3 ? "right" : "unknown",
      signs: { nearness, closeness: 0 },
    }));
    const fitted = fitTrust(apart);
    for (const weight of Object.values(fitted)) expect(Number.isFinite(weight)).toBe(true);
    expect(trustOf(fitted, apart[0]!.signs)).toBeGreaterThan(0.7);
    expect(trustOf(fitted, apart[4]!.signs)).toBeLessThan(0.5);
  });
});
