import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { discountsOf, KneserNey } from "../../src/model/kneser-ney.ts";
import { LanguageModels } from "../../src/model/language-model.ts";
import { PenprintError } from "../../src/errors.ts";

/** The formula as it is written, over strings; `^` is the beginning. */
function slowProbability(
  sequences: readonly (readonly number[])[],
  { order, alphabet }: { order: number; alphabet: number },
  before: readonly number[],
  symbol: number,
): number {
  const runs = new Map<string, number>();
  for (const sequence of sequences) {
    const marked = ["^", ...sequence.map(String)];
    for (let end = 1; end < marked.length; end++) {
      for (let start = Math.max(0, end - order + 1); start <= end; start++) {
        const run = marked.slice(start, end + 1).join(" ");
        runs.set(run, (runs.get(run) ?? 0) + 1);
      }
    }
  }
  const sizeOf = (run: string): number => run.split(" ").length;
  const countOf = (run: string): number => {
    if (sizeOf(run) === order || run.startsWith("^")) return runs.get(run) ?? 0;
    return [...runs.keys()].filter((other) => sizeOf(other) === sizeOf(run) + 1 && other.endsWith(` ${run}`))
      .length;
  };
  const discountOf = (run: string): number => {
    const counts = [...runs.keys()].filter((other) => sizeOf(other) === sizeOf(run)).map(countOf);
    const small = [0, 1, 2, 3, 4].map((count) => counts.filter((other) => other === count).length);
    return discountsOf(small)[Math.min(countOf(run), 3)]!;
  };
  const marked = ["^", ...before.map(String)];
  const probability = (context: readonly string[] | null): number => {
    if (context === null) return 1 / alphabet;
    const shorter = probability(context.length === 0 ? null : context.slice(1));
    const prefix = context.map((part) => `${part} `).join("");
    const followers = [...runs.keys()].filter(
      (run) => run.startsWith(prefix) && sizeOf(run) === context.length + 1,
    );
    const total = followers.reduce((sum, run) => sum + countOf(run), 0);
    if (total === 0) return shorter;
    const mass = followers.reduce((sum, run) => sum + discountOf(run), 0);
    const own = runs.has(prefix + symbol) ? countOf(prefix + symbol) - discountOf(prefix + symbol) : 0;
    return (own + mass * shorter) / total;
  };
  return probability(order === 1 ? [] : marked.slice(-(order - 1)));
}

const alphabet = 4;
const sequence = fc.array(fc.integer({ min: 0, max: alphabet - 1 }), { maxLength: 30 });
const sequences = fc.array(sequence, { maxLength: 4 });
const order = fc.integer({ min: 1, max: 5 });

describe("Kneser–Ney", () => {
  it("does a small example by hand", () => {
    // "aab" with runs of two: after a beginning a; after a, a once and b once. Too little to tell discounts: 3/4.
    // a is preceded by the beginning and by a, b by a: without context a has 2 of 3, b 1 of 3.
    const model = new KneserNey([[0, 0, 1]], { order: 2, alphabet: 3 });
    const unseen = ((2 * 3) / 4 / 3) * (1 / 3);
    const alone = [(2 - 3 / 4) / 3 + unseen, (1 - 3 / 4) / 3 + unseen, unseen];
    const afterA = alone.map((p, symbol) => ((symbol < 2 ? 1 / 4 : 0) + ((2 * 3) / 4) * p) / 2);
    expect([...model.distribution([0])]).toEqual(afterA.map((p) => expect.closeTo(p, 12)));
    // After b nothing was ever seen.
    expect([...model.distribution([0, 1])]).toEqual(alone.map((p) => expect.closeTo(p, 12)));
  });

  it("has probabilities that add up to 1 and are never 0", () => {
    fc.assert(
      fc.property(sequences, order, sequence, (texts, longest, before) => {
        const probabilities = new KneserNey(texts, { order: longest, alphabet }).distribution(before);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
        expect(Math.min(...probabilities)).toBeGreaterThan(0);
      }),
    );
  });

  it("is the formula as it is written", () => {
    fc.assert(
      fc.property(sequences, order, sequence, (texts, longest, text) => {
        const settings = { order: longest, alphabet };
        const logs = new KneserNey(texts, settings).logProbabilities(text);
        // The last ones have all kinds of contexts behind them.
        for (const place of [...text.keys()].slice(-3).concat(text.length > 0 ? [0] : [])) {
          const slow = slowProbability(texts, settings, text.slice(0, place), text[place]!);
          expect(Math.exp(logs[place]!)).toBeCloseTo(slow, 10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("does not mind the order of the sequences", () => {
    fc.assert(
      fc.property(sequences, order, sequence, (texts, longest, text) => {
        const settings = { order: longest, alphabet };
        const one = new KneserNey(texts, settings).logProbabilities(text);
        const other = new KneserNey([...texts].reverse(), settings).logProbabilities(text);
        one.forEach((log, place) => expect(other[place]).toBeCloseTo(log, 10));
      }),
    );
  });

  it("knows nothing without texts: all symbols are equally likely", () => {
    const model = new KneserNey([], { order: 5, alphabet });
    expect([...model.distribution([1, 2, 3])]).toEqual(Array(4).fill(expect.closeTo(1 / 4, 12)));
  });

  it.each([
    ["an order of 0", () => new KneserNey([], { order: 0, alphabet })],
    ["an alphabet of 0", () => new KneserNey([], { order: 3, alphabet: 0 })],
    ["a symbol out of the alphabet", () => new KneserNey([[4]], { order: 3, alphabet })],
    ["one in a text", () => new KneserNey([], { order: 3, alphabet }).logProbabilities([-1])],
  ])("refuses %s", (_, action) => {
    expect(action).toThrow(PenprintError);
  });
});

describe("the discounts", () => {
  it("are those of Chen and Goodman", () => {
    // Y = 8 / (8 + 2 · 4) = ½
    expect(discountsOf([0, 8, 4, 2, 1])).toEqual([
      0,
      1 - (2 * 0.5 * 4) / 8,
      2 - (3 * 0.5 * 2) / 4,
      3 - (4 * 0.5 * 1) / 2,
    ]);
  });

  it("stay between nothing and the count, whatever was seen", () => {
    const counts = fc.array(fc.nat(50), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, (small) => {
        const [none, one, two, more] = discountsOf(small);
        expect(none).toBe(0);
        for (const [discount, count] of [[one!, 1], [two!, 2], [more!, 3]] as const) {
          expect(discount).toBeGreaterThan(0);
          expect(discount).toBeLessThan(count);
        }
      }),
    ); // prettier-ignore
  });
});

describe("models by author", () => {
  const symbols = (text: string): number[] => [...text].map((character) => character.codePointAt(0)! % 128);
  const settings = { order: 4, alphabet: 128 };
  const models = new LanguageModels(
    [
      [symbols("the sea was calm, and the gulls were loud over the quay")],
      [symbols("profits rose by a fifth; margins fell by a tenth")],
      [],
    ],
    settings,
  );

  it("give the text to whom it surprises least", () => {
    const [sea, money, nobody] = models.crossEntropies(symbols("the gulls were over the sea"));
    expect(sea).toBeLessThan(money!);
    expect(nobody).toBeCloseTo(Math.log2(128), 12);
  });

  it("score by natural logarithms, and shares add up to the difference", () => {
    const text = symbols("margins were calm");
    const scores = models.scores(text);
    const shares = models.shares(text, 1, 0);
    expect(shares).toHaveLength(text.length);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(scores[1]! - scores[0]!, 10);
    expect(models.crossEntropies(text)[0]).toBeCloseTo(-scores[0]! / Math.LN2 / text.length, 12);
  });

  it("say nothing of an empty text", () => {
    expect([...models.scores([])]).toEqual([0, 0, 0]);
    expect(models.nAuthors).toBe(3);
    expect(models.size).toBeGreaterThan(100);
  });
});
