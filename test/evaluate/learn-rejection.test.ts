import { describe, expect, it } from "vitest";

import type { Document } from "../../src/document.ts";
import { learnRejection } from "../../src/evaluate/learn-rejection.ts";
import { Identifier } from "../../src/identifier.ts";
import { trustOf } from "../../src/model/trust.ts";
import { createRandom } from "../../src/random.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";

/** Authors who use words that all have, and a few of their own. */
function invented(authors: number, each: number, seed = 1): Document[] {
  const random = createRandom(seed);
  return Array.from({ length: authors * each }, (_, place) => {
    const author = `Author ${place % authors}`;
    const words = Array.from({ length: 25 }, () =>
      random.below(3) === 0 ? `own${place % authors}x${random.below(4)}` : `word${random.below(30)}`,
    );
    return { author, text: words.join(" ") };
  });
}

const documents = invented(4, 12);
const calibrated = recipeNamed("naive-bayes", { calibration: "temperature" });

describe("a threshold for none of these", () => {
  it.each([calibrated, recipeNamed("linear")])(
    "of $name keeps known authors and rejects others, on texts it has not seen",
    async (recipe) => {
      const rejection = await learnRejection(documents, recipe, { precision: "f1" });
      expect(rejection).toMatchObject({ precision: "f1", trials: 96 });
      const known = invented(3, 20, 2);
      const others = invented(9, 20, 3).filter(({ author }) => Number(author.slice(7)) >= 5);
      const made = trainIdentifier(documents, recipe);
      const identifier = new Identifier({ ...made.parts, rejection });
      const named = (some: Document[]): number =>
        some.filter(({ text }) => !identifier.predict(text, "auto").unknown).length / some.length;
      expect(named(known)).toBeGreaterThan(0.6);
      expect(named(others)).toBeLessThan(0.4);
      expect(rejection!.kept).toBeGreaterThan(0.6);
      expect(rejection!.rejected).toBeGreaterThan(0.6);
    },
  );

  it("is one on trust, which the probability alone is not", async () => {
    const rejection = (await learnRejection(documents, calibrated, { precision: "f1" }))!;
    const made = trainIdentifier(documents, calibrated);
    const identifier = new Identifier({ ...made.parts, rejection });
    for (const { text } of invented(6, 20, 4)) {
      const trust = trustOf(rejection.trust!, identifier.signsOf(text));
      expect(identifier.predict(text, "auto").unknown).toBe(trust < rejection.threshold);
    }
    // Files of earlier versions have a threshold on the probability.
    const { trust: _, ...plain } = { ...rejection, threshold: 0.5 };
    const earlier = new Identifier({ ...made.parts, rejection: plain });
    for (const { text } of invented(6, 20, 4)) {
      const { probability, unknown } = earlier.predict(text, "auto");
      expect(unknown).toBe(probability < 0.5);
    }
  });

  it("asks more for more precision", async () => {
    const least = async (precision: number): Promise<number> =>
      (await learnRejection(documents, calibrated, { precision }))!.threshold;
    expect(await least(0.5)).toBeLessThanOrEqual(await least(0.95));
  });

  it("is not learned from a few documents, nor where two authors leave nobody to compare with", async () => {
    expect(await learnRejection(invented(3, 3), calibrated, { precision: "f1" })).toBe(null);
    expect(await learnRejection(invented(2, 40), calibrated, { precision: "f1" })).toBe(null);
  });

  it("tells how far it is", async () => {
    const steps: number[][] = [];
    await learnRejection(documents, calibrated, {
      precision: 0.9,
      onProgress: (...step) => steps.push(step),
    });
    expect(steps).toEqual(Array.from({ length: 10 }, (_, done) => [done, 9]));
  });
});
