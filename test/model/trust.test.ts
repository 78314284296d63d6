import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { RejectionTrial } from "../../src/model/rejection.ts";
import { fitTrust, signalsOf, trustOf } from "../../src/model/trust.ts";
import { createRandom } from "../../src/random.ts";

describe("the signs of a verdict", () => {
  it("are how probable the first author is, how far above the second, and above them all", () => {
    // log (1/2 : 1/4) = log 2; log 1/2 − (log 1/2 + 2 · log 1/4) / 3 = log 2 · (−1 + 5/3).
    expect(signalsOf([1 / 4, 1 / 2, 1 / 4])).toEqual({
      probability: 1 / 2,
      margin: expect.closeTo(Math.log(2), 12),
      nearness: expect.closeTo((2 / 3) * Math.log(2), 12),
    });
    expect(signalsOf([1, 0])).toMatchObject({ probability: 1, margin: expect.closeTo(12 * Math.log(10), 9) });
  });

  it("add up to trust", () => {
    const trust = { probability: 1, margin: 0, nearness: 0, constant: 0 };
    // Of the odds alone: 3 to 1.
    expect(trustOf(trust, signalsOf([3 / 4, 1 / 4]))).toBeCloseTo(3 / 4, 12);
    // One more 3 for the margin, and 1/9 for the constant.
    const all = { probability: 1, margin: 1, nearness: 0, constant: -Math.log(9) };
    expect(trustOf(all, signalsOf([3 / 4, 1 / 4]))).toBeCloseTo(1 / 2, 12);
  });
});

/** Verdicts among five authors whose first probability is large or small, as right ones and others have them. */
function trials(count: number, seed: number): RejectionTrial[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, place) => {
    const right = place % 3 === 0;
    const sure = right ? 0.5 + random.next() / 2 : 0.2 + random.next() * 0.6;
    const rest = Array.from({ length: 4 }, () => 0.2 + random.next());
    const sum = rest.reduce((all, share) => all + share, 0);
    const probabilities = [sure, ...rest.map((share) => ((1 - sure) * share) / sum)];
    return { ...signalsOf(probabilities), outcome: right ? "right" : place % 3 === 1 ? "wrong" : "unknown" };
  });
}

describe("fitTrust", () => {
  it("is even where nothing tells right from wrong", () => {
    const same = signalsOf([0.6, 0.3, 0.1]);
    const alike: RejectionTrial[] = [
      { ...same, outcome: "right" },
      { ...same, outcome: "unknown" },
      { ...same, outcome: "wrong" },
    ];
    const trust = fitTrust(alike);
    expect(trust).toMatchObject({ probability: 0, margin: 0, nearness: 0 });
    // Right verdicts weigh as much as all others together.
    expect(trustOf(trust, same)).toBeCloseTo(1 / 2, 6);
  });

  it("tells right verdicts from others, by signs that count for nothing or in their favour", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const fitted = fitTrust(trials(120, seed));
        for (const name of ["probability", "margin", "nearness"] as const) {
          expect(fitted[name]).toBeGreaterThanOrEqual(0);
        }
        const means = new Map<string, number>();
        for (const outcome of ["right", "wrong", "unknown"] as const) {
          const own = trials(300, seed + 1).filter((trial) => trial.outcome === outcome);
          means.set(outcome, own.reduce((sum, trial) => sum + trustOf(fitted, trial), 0) / own.length);
        }
        expect(means.get("right")!).toBeGreaterThan(means.get("wrong")! + 0.15);
        expect(means.get("right")!).toBeGreaterThan(means.get("unknown")! + 0.15);
      }),
      { numRuns: 20 },
    );
  });

  it("is where the slopes of its loss are 0", () => {
    // ∂/∂b: the trusts of right verdicts fall short of 1 by as much as all others' are above 0, weighed alike.
    const some = trials(90, 5);
    const fitted = fitTrust(some);
    const right = some.filter(({ outcome }) => outcome === "right");
    const others = some.filter(({ outcome }) => outcome !== "right");
    const mean = (of: RejectionTrial[]): number =>
      of.reduce((sum, trial) => sum + trustOf(fitted, trial), 0) / of.length;
    expect(1 - mean(right)).toBeCloseTo(mean(others), 5);
  });

  it("does not run away where right verdicts and others lie apart", () => {
    const apart = [0.99, 0.98, 0.97, 0.5, 0.4, 0.45].map((sure, place): RejectionTrial => ({
      ...signalsOf([sure, 1 - sure, 1e-3]),
      outcome: place < 3 ? "right" : "unknown",
    }));
    const fitted = fitTrust(apart);
    for (const weight of Object.values(fitted)) expect(Number.isFinite(weight)).toBe(true);
    expect(trustOf(fitted, apart[0]!)).toBeGreaterThan(0.6);
    expect(trustOf(fitted, apart[4]!)).toBeLessThan(0.4);
  });
});
