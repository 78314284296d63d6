import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { crossValidate } from "../../src/evaluate/cross-validate.ts";
import { explain } from "../../src/explain/explain.ts";
import type { Identifier } from "../../src/identifier.ts";
import { discountsOf } from "../../src/model/language-model.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { Trainer, trainIdentifier } from "../../src/trainer.ts";
import { partOf } from "../../src/training-part.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { readingOf } from "../text/reading-of.ts";

const modelOf = (texts: Readonly<Record<string, readonly string[]>>, order: number): Identifier =>
  trainIdentifier(
    Object.entries(texts).flatMap(([author, own]) => own.map((text) => ({ author, text }))),
    recipeNamed("language-model", { ngrams: [1, order] }),
  );

const scoresOf = (identifier: Identifier, text: string): number[] => [
  ...identifier.classifier.scores(identifier.features.extract(readingOf(text))),
];

/** The formula as it is written, over strings, for one author. */
class SlowModel {
  readonly #runs = new Map<string, number>();
  readonly #order: number;
  readonly #alphabet: number;

  constructor(texts: readonly string[], order: number, alphabet: number) {
    this.#order = order;
    this.#alphabet = alphabet;
    for (const text of texts) {
      for (let end = 1; end <= text.length; end++) {
        for (let start = Math.max(0, end - order); start < end; start++) {
          const run = text.slice(start, end);
          this.#runs.set(run, (this.#runs.get(run) ?? 0) + 1);
        }
      }
    }
  }

  #countOf(run: string): number {
    if (run.length === this.#order || !this.#runs.has(run)) return this.#runs.get(run) ?? 0;
    const longer = [...this.#runs.keys()].filter(
      (other) => other.length === run.length + 1 && other.endsWith(run),
    );
    return Math.max(1, longer.length);
  }

  #discountOf(run: string): number {
    const counts = [...this.#runs.keys()]
      .filter((other) => other.length === run.length)
      .map((other) => this.#countOf(other));
    const small = [0, 1, 2, 3, 4].map((count) => counts.filter((other) => other === count).length);
    return discountsOf(small)[Math.min(this.#countOf(run), 3)]!;
  }

  #after(context: string): { total: number; mass: number } {
    const runs = [...this.#runs.keys()].filter(
      (run) => run.startsWith(context) && run.length === context.length + 1,
    );
    return {
      total: runs.reduce((sum, run) => sum + this.#countOf(run), 0),
      mass: runs.reduce((sum, run) => sum + this.#discountOf(run), 0),
    };
  }

  /** How much is left to shorter contexts. */
  backOff(context: string): number {
    const { total, mass } = this.#after(context);
    return total === 0 ? 1 : mass / total;
  }

  probability(context: string, symbol: string): number {
    const shorter = context === "" ? 1 / this.#alphabet : this.probability(context.slice(1), symbol);
    const { total, mass } = this.#after(context);
    if (total === 0) return shorter;
    const run = context + symbol;
    const own = this.#runs.has(run) ? this.#countOf(run) - this.#discountOf(run) : 0;
    return (own + mass * shorter) / total;
  }

  /** log P(text), as if something unknown came after it. */
  score(text: string): number {
    let sum = 0;
    for (let place = 0; place < text.length; place++) {
      const context = text.slice(Math.max(0, place - this.#order + 1), place);
      sum += Math.log(this.probability(context, text[place]!));
    }
    for (let length = 1; length < this.#order && length <= text.length; length++) {
      sum += Math.log(this.backOff(text.slice(-length)));
    }
    return sum;
  }
}

const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 25 });
const corpus = fc.record({
  Ann: fc.array(letters, { minLength: 1, maxLength: 4 }),
  Bob: fc.array(letters, { minLength: 1, maxLength: 4 }),
});

describe("a language model", () => {
  it("does a small example by hand", () => {
    // Ann's "aab": a comes after one character (a), b after one (a); too little to tell discounts: 3/4. The alphabet
    // is a, b, z (Bob's) and whatever else there is.
    const a = (1 - 3 / 4) / 2 + (1.5 / 2) * (1 / 4);
    const bAfterA = (1 - 3 / 4) / 2 + (1.5 / 2) * a;
    const [ann] = scoresOf(modelOf({ Ann: ["aab"], Bob: ["zz"] }, 2), "ab");
    expect(ann).toBeCloseTo(Math.log(a) + Math.log(bAfterA), 12);
  });

  it("is the formula as it is written", () => {
    fc.assert(
      fc.property(corpus, fc.integer({ min: 1, max: 4 }), letters, (texts, order, text) => {
        const known = new Set([...texts.Ann, ...texts.Bob].join(""));
        const asked = [...text].filter((letter) => known.has(letter)).join("");
        fc.pre(asked !== "");
        const scores = scoresOf(modelOf(texts, order), asked);
        Object.values(texts).forEach((own, author) => {
          expect(scores[author]).toBeCloseTo(new SlowModel(own, order, known.size + 1).score(asked), 8);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("has probabilities that add up to 1", () => {
    const slow = new SlowModel(["abab", "bca"], 3, 4);
    for (const context of ["", "a", "ab", "ca", "cc"]) {
      const sum = ["a", "b", "c", "?"].reduce((all, symbol) => all + slow.probability(context, symbol), 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it("adds its evidence up, n-gram by n-gram", () => {
    const identifier = modelOf({ Ann: ["the colour grey"], Bob: ["the color gray"] }, 6);
    const { author, base, evidence, log_odds: whole } = explain(identifier, "a colourful day");
    expect(author).toBe("Ann");
    expect(evidence.reduce((sum, each) => sum + each.log_odds, base)).toBeCloseTo(whole, 9);
    expect(evidence[0]!.spans.length).toBe(evidence[0]!.count);
  });

  it("learns from parts what it learns from the whole", () => {
    const recipe = recipeNamed("language-model");
    const one = { author: "Ann", text: "the colour grey" };
    const two = { author: "Bob", text: "the color gray" };
    const trainer = new Trainer(recipe);
    trainer.add(one);
    const other = new Trainer(recipe);
    other.add(two);
    trainer.merge(other.part());
    const whole = trainIdentifier([one, two], recipe);
    expect(encodeModel(trainer.finish())).toEqual(encodeModel(whole));
    expect(() => partOf(whole)).not.toThrow();
  });

  it("is calibrated and cross-validated as any other", async () => {
    const documents = Array.from({ length: 40 }, (_, place) => ({
      author: place % 2 === 0 ? "Ann" : "Bob",
      text: place % 2 === 0 ? `the colour of harbour ${place}` : `the color of harbor ${place}`,
    }));
    const recipe = recipeNamed("language-model", { calibration: "temperature" });
    const { accuracy, log_loss: loss } = await crossValidate(documents, recipe, { folds: 4 });
    expect(accuracy).toBe(1);
    expect(loss).toBeLessThan(0.2);
  });

  it.each([
    { smoothing: 1 },
    { priors: "uniform" },
    { normalize: true },
    { hashBits: 12 },
    { minimumDocuments: 2 },
    { ngrams: [2, 4] },
  ] as const)("has no such option: %o", (options) => {
    expect(() => recipeNamed("language-model", options)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/PARAMETER_INVALID|RECIPE_INVALID/u) }),
    );
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
