/** Seeded random numbers: the same seed gives the same numbers on every machine. */
import { PenprintError } from "./errors.ts";

/** A source of random numbers; each call moves it on. */
export interface Random {
  /** @returns a number in [0, 1) with 32 random bits */
  next(): number;
  /** @returns a whole number in [0, bound); `bound` is a whole number from 1 to 2^32 */
  below(bound: number): number;
}

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, period about 2^127.
 *
 * @param seed whole number from 0 to 2^53 − 1
 * @throws PARAMETER_INVALID for any other seed
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "seed",
      allowed: "a whole number from 0 to 2^53 − 1",
      received: String(seed),
    });
  }
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const step = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // The first numbers still resemble the seed.
  for (let round = 0; round < 16; round++) step();
  return {
    next: () => step() / 2 ** 32,
    below(bound) {
      // Numbers at the top that would favour small remainders are thrown away.
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let value = step();
      while (value >= limit) value = step();
      return value % bound;
    },
  };
}

/** Puts `items` into a random order, in place (Fisher–Yates), and returns them. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const item = items[last]!;
    items[last] = items[other]!;
    items[other] = item;
  }
  return items;
}
