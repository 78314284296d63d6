import { describe, expect, it } from "vitest";
import { PenprintError } from "../src/errors.ts";
import {
  checkRecipe,
  countingRecipe,
  defaultRecipe,
  type Recipe,
  recipeDescriptions,
  recipeNamed,
  type RecipeOptions,
  recipes,
} from "../src/recipe.ts";

function refusal(act: () => unknown): PenprintError {
  try {
    act();
  } catch (error) {
    if (error instanceof PenprintError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the recipes", () => {
  it("are what the documentation names, each with a description", () => {
    expect([...recipes.keys()]).toEqual([
      "naive-bayes",
      "naive-bayes-characters",
      "complement-naive-bayes",
      "bernoulli-naive-bayes",
      "language-model",
      "cosine-delta",
      "nb-svm",
      "linear",
      "ensemble",
    ]);
    expect([...recipeDescriptions.keys()]).toEqual([...recipes.keys()]);
    expect(recipes.has(countingRecipe)).toBe(true);
    expect(recipes.has(defaultRecipe)).toBe(false);
  });

  it.each([...recipes])("%s is sound, plain JSON, and what its name gives", (name, recipe) => {
    expect(() => checkRecipe(recipe)).not.toThrow();
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
    expect(recipeNamed(name)).toEqual(recipe);
    expect(recipe.name).toBe(name);
    if ("smoothing" in recipe.classifier) expect(recipe.classifier.smoothing).toBe(1);
  });

  it.each(["", "naive bayes", "constructor", "__proto__"])("%j is none", (name) => {
    const error = refusal(() => recipeNamed(name));
    expect(error).toMatchObject({
      code: "RECIPE_UNKNOWN",
      facts: { recipe: name, known: [...recipes.keys()] },
    });
  });
});

describe("options", () => {
  it("change what they name and nothing else", () => {
    const changed = recipeNamed("naive-bayes-characters", {
      smoothing: 0.25,
      priors: "uniform",
      ngrams: [1, 4],
      lowerCase: false,
      minimumDocuments: 2,
      maximumDocumentShare: 0.9,
      calibration: "temperature",
      seed: 2 ** 53 - 1,
    });
    expect(changed).toEqual({
      name: "naive-bayes-characters",
      views: [
        {
          tokens: "characters",
          ngrams: [1, 4],
          lower_case: false,
          minimum_documents: 2,
          maximum_document_share: 0.9,
        },
      ],
      classifier: { name: "multinomial-naive-bayes", smoothing: 0.25, priors: "uniform" },
      calibration: "temperature",
      seed: 2 ** 53 - 1,
    });
    expect(recipes.get("naive-bayes-characters")!.views[0]!.ngrams).toEqual([2, 5]);
  });

  const refused: [RecipeOptions, string, RegExp][] = [
    [{ smoothing: 0 }, "smoothing", /must be a number > 0, got 0\.$/],
    [{ smoothing: -1 }, "smoothing", /got -1\.$/],
    [{ smoothing: NaN }, "smoothing", /got NaN\.$/],
    [{ smoothing: Infinity }, "smoothing", /got Infinity\.$/],
    [{ ngrams: [0, 1] }, "ngrams", /from 1 to 16.*got \[0, 1\]\.$/],
    [{ ngrams: [2, 1] }, "ngrams", /the smaller first, got \[2, 1\]\.$/],
    [{ ngrams: [1, 17] }, "ngrams", /got \[1, 17\]\.$/],
    [{ ngrams: [1, 1.5] }, "ngrams", /got \[1, 1\.5\]\.$/],
    [{ minimumDocuments: 0 }, "minimum_documents", /at least 1, got 0\.$/],
    [{ minimumDocuments: 1.5 }, "minimum_documents", /got 1\.5\.$/],
    [{ maximumDocumentShare: 0 }, "maximum_document_share", /above 0, up to 1, got 0\.$/],
    [{ maximumDocumentShare: 1.01 }, "maximum_document_share", /got 1\.01\.$/],
    [{ seed: -1 }, "seed", /from 0 to 2\^53 − 1, got -1\.$/],
    [{ seed: 0.5 }, "seed", /got 0\.5\.$/],
    [{ seed: 2 ** 53 }, "seed", /got 9007199254740992\.$/],
    [{ calibration: "platt" as "none" }, "calibration", /"none" or "temperature", got "platt"\.$/],
    [{ priors: "flat" as "uniform" }, "priors", /"corpus", "uniform".*got "flat"\.$/],
    [{ lowerCase: "no" as unknown as boolean }, "lower_case", /true or false, got "no"\.$/],
    [{ normalize: true }, "normalize", /left out.*got true\.$/],
  ];

  it.each(refused)("%j are refused, naming parameter, range and value", (options, parameter, message) => {
    const error = refusal(() => recipeNamed("naive-bayes", options));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", status: 422, facts: { parameter } });
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`\`${parameter}\` must be `)).toBe(true);
  });

  it("have no priors for the complement, which has none", () => {
    expect(recipeNamed("complement-naive-bayes", { normalize: true }).classifier).toMatchObject({
      normalize: true,
    });
    const error = refusal(() => recipeNamed("complement-naive-bayes", { priors: "uniform" }));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", facts: { parameter: "priors" } });
  });
});

it("refuses a recipe without views", () => {
  const recipe: Recipe = { ...recipes.get("naive-bayes")!, views: [] };
  expect(refusal(() => checkRecipe(recipe))).toMatchObject({
    code: "RECIPE_INVALID",
    facts: { field: "views" },
  });
});
