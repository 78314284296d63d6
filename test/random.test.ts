import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PenprintError } from "../src/errors.ts";
import { createRandom, type Random, shuffle } from "../src/random.ts";

/** sfc32 as PractRand writes it, with whole numbers that cannot overflow. */
function* slowSfc32(seed: bigint): Generator<number> {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value);
  let [a, b, c, counter] = [word(seed), word(seed >> 32n), 0x9e3779b9n, 1n];
  for (let round = 0; ; round++) {
    const sum = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(word((c << 21n) | (c >> 11n)) + sum);
    if (round >= 16) yield Number(sum);
  }
}

const take = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.next());

/** Σ (found − expected)² / expected: about as large as the number of cells when all is even. */
function chiSquare(found: readonly number[], expected: number): number {
  return found.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("random numbers", () => {
  it("are those of sfc32 for any seed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 2 ** 53 - 1, 2 ** 32)), (seed) => {
        const random = createRandom(seed);
        const slow = slowSfc32(BigInt(seed));
        for (let place = 0; place < 50; place++) expect(random.next()).toBe(slow.next().value! / 2 ** 32);
      }),
    );
  });

  it("never change for a seed, or every split of every corpus would", () => {
    const first = (seed: number): number[] => take(createRandom(seed), 3).map((number) => number * 2 ** 32);
    expect(first(0)).toEqual([1743954244, 207519241, 3716241083]);
    expect(first(42)).toEqual([145076852, 3246010591, 4141225530]);
  });

  it("are the same for the same seed and others for another, each generator by itself", () => {
    const [one, same] = [createRandom(7), createRandom(7)];
    const numbers = take(one, 100);
    expect(take(same, 100)).toEqual(numbers);
    const starts = Array.from({ length: 2000 }, (_, seed) => createRandom(seed).next());
    starts.push(createRandom(2 ** 32).next(), createRandom(2 ** 33).next(), createRandom(2 ** 53 - 1).next());
    expect(new Set(starts).size).toBe(starts.length);
  });

  it("are in [0, 1) and even", () => {
    const random = createRandom(1);
    const cells = Array.from({ length: 100 }, () => 0);
    for (const number of take(random, 100_000)) {
      expect(number >= 0 && number < 1).toBe(true);
      cells[Math.floor(number * 100)]!++;
    }
    // 99 degrees of freedom: 99.9 % of even draws stay below 149, 99.9 % above 61.
    const spread = chiSquare(cells, 1000);
    expect(spread).toBeGreaterThan(61);
    expect(spread).toBeLessThan(149);
  });

  it("are even and independent of the number before", () => {
    const random = createRandom(2);
    const cells = Array.from({ length: 100 }, () => 0);
    for (let draw = 0; draw < 100_000; draw++) cells[random.below(10) * 10 + random.below(10)]!++;
    const spread = chiSquare(cells, 1000);
    expect(spread).toBeGreaterThan(61);
    expect(spread).toBeLessThan(149);
  });

  it("below a bound stay below it, and favour none", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
        (bound) => {
          const random = createRandom(bound);
          for (let draw = 0; draw < 20; draw++) {
            const number = random.below(bound);
            expect(Number.isInteger(number) && number >= 0 && number < bound).toBe(true);
          }
        },
      ),
    );
    // Remainders of 32 bits by 3·2³⁰ would give the first third twice as often as the others.
    const random = createRandom(3);
    const cells = [0, 0, 0];
    for (let draw = 0; draw < 30_000; draw++) cells[Math.floor(random.below(3 * 2 ** 30) / 2 ** 30)]!++;
    expect(chiSquare(cells, 10_000)).toBeLessThan(14);
    expect(Array.from({ length: 50 }, () => createRandom(4).below(1))).toEqual(
      Array.from({ length: 50 }, () => 0),
    );
    expect(createRandom(5).below(2 ** 32)).toBe(createRandom(5).next() * 2 ** 32);
  });

  it.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53])("refuse the seed %o", (seed) => {
    expect(() => createRandom(seed)).toThrow(
      new PenprintError("PARAMETER_INVALID", {
        parameter: "seed",
        allowed: "a whole number from 0 to 2^53 − 1",
        received: String(seed),
      }),
    );
  });
});

describe("shuffling", () => {
  it("keeps all items, in place, and depends on the seed alone", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.nat(), (items, seed) => {
        const copy = [...items];
        expect(shuffle(copy, createRandom(seed))).toBe(copy);
        expect([...copy].sort()).toEqual([...items].sort());
        expect(shuffle([...items], createRandom(seed))).toEqual(copy);
      }),
    );
  });

  it("makes every order as likely as any other", () => {
    const random = createRandom(6);
    const orders = new Map<string, number>();
    for (let round = 0; round < 24_000; round++) {
      const order = shuffle([..."abcd"], random).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    // 23 degrees of freedom: 99.9 % stay below 50.
    expect(chiSquare([...orders.values()], 1000)).toBeLessThan(50);
  });
});
