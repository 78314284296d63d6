import { describe, expect, it } from "vitest";

import type { Document } from "../../src/document.ts";
import { compare } from "../../src/evaluate/compare.ts";
import { crossValidate } from "../../src/evaluate/cross-validate.ts";
import { createRandom } from "../../src/random.ts";
import { type Recipe, recipeNamed } from "../../src/recipe.ts";

/** Two authors who love different words, a little. */
function invented(documents: number): Document[] {
  const random = createRandom(4);
  const words = Array.from({ length: 12 }, (_, place) => `word${"abcdefghijkl"[place]!}`);
  return Array.from({ length: documents }, (_, place) => ({
    author: place % 2 === 0 ? "Anna" : "Bela",
    work: `work ${place >> 2} of ${place % 2}`,
    text: Array.from({ length: 15 }, () => {
      const leaning = random.below(4) === 0 ? (place % 2) * 6 : 0;
      return words[random.below(leaning === 0 ? 12 : 6) + (leaning === 0 ? 0 : leaning)]!;
    }).join(" "),
  }));
}

const documents = invented(80);
const words = recipeNamed("naive-bayes", { calibration: "temperature" });
const characters = recipeNamed("naive-bayes-characters");
/** Leaves no feature, for no word is in so many documents. */
const impossible: Recipe = { ...recipeNamed("linear", { minimumDocuments: 1000 }), name: "impossible" };

describe("compare", () => {
  it("measures each recipe as cross-validation alone does, on the same folds, the best first", async () => {
    const options = { folds: 4, seed: 3 };
    const result = await compare(documents, [characters, words], options);
    for (const recipe of [words, characters]) {
      const alone = await crossValidate(documents, recipe, options);
      const own = result.recipes.find((compared) => compared.recipe === recipe.name);
      expect(own).toMatchObject({
        accuracy: alone.accuracy,
        accuracy_interval: alone.accuracy_interval,
        log_loss: alone.log_loss,
        expected_calibration_error: alone.expected_calibration_error,
      });
      expect(result.baselines).toEqual(alone.baselines);
    }
    expect(result).toMatchObject({ documents: 80, authors: 2, folds: 4, grouped_by: "work", failed: [] });
    const [best, second] = result.recipes;
    expect(result.best).toBe(best!.recipe);
    expect(best!.behind).toBe(null);
    expect(best!.accuracy).toBeGreaterThanOrEqual(second!.accuracy);
    expect(second!.behind?.difference).toBeCloseTo(best!.accuracy - second!.accuracy, 12);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("names a recipe that cannot learn the corpus, and goes on", async () => {
    const result = await compare(documents, [impossible, words]);
    expect(result.recipes.map(({ recipe }) => recipe)).toEqual(["naive-bayes"]);
    expect(result.failed).toEqual([
      { recipe: "impossible", code: "NO_FEATURES", message: expect.any(String) },
    ]);
    await expect(compare(documents, [impossible])).rejects.toMatchObject({ code: "NO_FEATURES" });
  });

  it("says when there was too little to calibrate on", async () => {
    const result = await compare(documents.slice(0, 24), [words, characters], { folds: 3 });
    expect(result.warnings).toContainEqual({
      code: "not_calibrated",
      message: expect.stringContaining("the probabilities of naive-bayes are"),
    });
  });

  it("tells how far all of it is", async () => {
    const steps: [number, number][] = [];
    await compare(documents, [words, characters], { onProgress: (...step) => steps.push(step) });
    expect(steps.at(-1)).toEqual([2 * 5 * 80, 2 * 5 * 80]);
    expect(steps.map(([done]) => done)).toEqual(Array.from(steps, (_, step) => step + 1));
  });
});
