/** Recipes and documents for tests: as small as they can be, and everything about them can be changed. */
import * as fc from "fast-check";

import type { Document } from "../src/document.ts";
import type { View } from "../src/features/view.ts";
import type { ClassifierSettings } from "../src/model/settings.ts";
import type { Recipe } from "../src/recipe.ts";

/** Words, one by one, lower case, all of them. */
export const plainWords: View = {
  tokens: "words",
  ngrams: [1, 1],
  lower_case: true,
  minimum_documents: 1,
  maximum_document_share: 1,
};

const laplace: ClassifierSettings = { name: "multinomial-naive-bayes", smoothing: 1, priors: "corpus" };

/** A recipe of these views (plain words by default), each with changes. */
export function recipeOf(
  views: readonly Partial<View>[] = [{}],
  classifier: ClassifierSettings = laplace,
  calibration: Recipe["calibration"] = "none",
): Recipe {
  return {
    name: "small",
    views: views.map((view) => ({ ...plainWords, ...view })),
    classifier,
    calibration,
    seed: 0,
  };
}

/** Documents by Anna and Bela in turn. */
export function byTwo(...texts: readonly string[]): Document[] {
  return texts.map((text, place) => ({ author: place % 2 === 0 ? "Anna" : "Bela", text }));
}

/** n-grams of words up to 4, of characters up to 6, in both cases; all of them are kept. */
export const anyView: fc.Arbitrary<View> = fc
  .tuple(fc.constantFrom("words" as const, "characters" as const), fc.nat(5), fc.nat(5), fc.boolean())
  .map(([tokens, one, other, lower_case]) => {
    const most = tokens === "words" ? 4 : 6;
    const [a, b] = [(one % most) + 1, (other % most) + 1];
    return { ...plainWords, tokens, ngrams: [Math.min(a, b), Math.max(a, b)] as const, lower_case };
  });

/** Texts of few different words, so that n-grams come again. */
export const repeatingText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom("the", "The", "cat", "don't", "ΣΟΦΟΣ", "é", "e\u0301", "我", "!", "!!", "👍🏽", "x"), {
    maxLength: 20,
  })
  .map((words) => words.join(" "));
