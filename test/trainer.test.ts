import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type ErrorCode, PenprintError } from "../src/errors.ts";
import type { Identifier } from "../src/identifier.ts";
import { encodeModel } from "../src/model-file/encode.ts";
import { recipeNamed, recipes } from "../src/recipe.ts";
import { TextFingerprints } from "../src/text/fingerprints.ts";
import { Trainer, trainIdentifier } from "../src/trainer.ts";
import { byTwo, recipeOf, repeatingText } from "./small-recipes.ts";

/** The code of what it throws. */
function codeOf(action: () => unknown): ErrorCode | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof PenprintError ? error.code : undefined;
  }
}

/** The same identifier gives the same bytes. */
const bytesOf = (identifier: Identifier): Uint8Array => encodeModel(identifier);

const corpus = byTwo(
  "I don't know what the harbour was like.",
  "We'll sail at dawn; we shan't be back.",
  "The gulls, quiet again, had nothing to say!",
  "Listen! Back by noon, we will be.",
);

describe.each([...recipes.keys()])("training by %s", (name) => {
  const recipe = recipeNamed(name);

  it("comes to the same bytes whatever the order of the documents", () => {
    const expected = bytesOf(trainIdentifier(corpus, recipe));
    fc.assert(
      fc.property(fc.shuffledSubarray(corpus, { minLength: corpus.length }), (documents) => {
        expect(bytesOf(trainIdentifier(documents, recipe))).toEqual(expected);
      }),
      { numRuns: 24 },
    );
  });

  it("takes documents one by one as it takes them together, and goes on after an identifier was asked for", () => {
    const trainer = new Trainer(recipe);
    for (const document of corpus.slice(0, 2)) trainer.add(document);
    const early = trainer.finish();
    const earlyBytes = bytesOf(early);
    expect(earlyBytes).toEqual(bytesOf(trainIdentifier(corpus.slice(0, 2), recipe)));
    for (const document of corpus.slice(2)) trainer.add(document);
    expect(bytesOf(trainer.finish())).toEqual(bytesOf(trainIdentifier(corpus, recipe)));
    expect(bytesOf(trainer.finish())).toEqual(bytesOf(trainIdentifier(corpus, recipe)));
    // What was handed out stays as it was.
    expect(bytesOf(early)).toEqual(earlyBytes);
    expect(early.predict("back")).toEqual(trainIdentifier(corpus.slice(0, 2), recipe).predict("back"));
  });

  it("keeps no text, only hashes of texts", () => {
    const secret = "Xylographic";
    const identifier = trainIdentifier([...corpus, { author: "Anna", text: `${secret} ${secret} quartz` }], {
      ...recipe,
      // A language model needs all n-grams, of six characters at most.
      views: recipe.views.map((view) =>
        recipe.classifier.name === "language-model" ? view : { ...view, minimum_documents: 2 },
      ),
    });
    const written = new TextDecoder("latin1").decode(bytesOf(identifier)).toLowerCase();
    expect(written).not.toContain(secret.toLowerCase());
    expect(new TextFingerprints(identifier.parts.knownTexts).has(`${secret} ${secret} quartz`)).toBe(true);
  });
});

describe("what cannot be learned from", () => {
  const [one, other] = corpus;
  const priors = (given: Record<string, number>) =>
    recipeOf([{}], { name: "multinomial-naive-bayes", smoothing: 1, priors: given });

  it.each([
    ["no documents", [], recipeOf(), "CORPUS_EMPTY"],
    ["one author", [one!, one!], recipeOf(), "SINGLE_AUTHOR"],
    ["empty texts alone", byTwo("", " \n "), recipeOf(), "NO_FEATURES"],
    ["texts shorter than the n-grams", byTwo("a", "b"), recipeOf([{ ngrams: [2, 2] }]), "NO_FEATURES"],
    ["thresholds that leave nothing", [one!, other!], recipeOf([{ minimum_documents: 3 }]), "NO_FEATURES"],
    [
      "features in too many documents alone",
      byTwo("a", "a"),
      recipeOf([{ maximum_document_share: 0.5 }]),
      "NO_FEATURES",
    ],
    ["priors that miss an author", [one!, other!], priors({ Anna: 1 }), "PRIORS_INVALID"],
    ["priors for a stranger", [one!, other!], priors({ Anna: 0.5, Bela: 0.25, Zoe: 0.25 }), "PRIORS_INVALID"],
    ["priors with another sum", [one!, other!], priors({ Anna: 0.5, Bela: 0.6 }), "PRIORS_INVALID"],
    ["a prior of 0", [one!, other!], priors({ Anna: 0, Bela: 1 }), "PRIORS_INVALID"],
  ])("%s", (_, documents, recipe, code) => {
    expect(codeOf(() => trainIdentifier(documents, recipe))).toBe(code);
  });

  it("tells what it is", () => {
    expect(() => trainIdentifier([one!], recipeOf())).toThrow('All documents are by one author, "Anna"; ');
    expect(() => trainIdentifier(byTwo("", ""), recipeOf())).toThrow(
      "Nothing is left to learn from: no feature of the 2 documents is within the recipe's thresholds.",
    );
  });

  it.each([
    ["no views", { ...recipeOf(), views: [] }, "RECIPE_INVALID"],
    ["an n-gram of 0", recipeOf([{ ngrams: [0, 1] }]), "PARAMETER_INVALID"],
    ["a smoothing of 0", recipeOf([{}], { name: "complement-naive-bayes", smoothing: 0, normalize: false }), "PARAMETER_INVALID"],
    ["half a seed", { ...recipeOf(), seed: 0.5 }, "PARAMETER_INVALID"],
  ])("is not even begun with %s", (_, recipe, code) => {
    expect(codeOf(() => new Trainer(recipe))).toBe(code);
  }); // prettier-ignore
});

describe("what can be learned from", () => {
  it.each([
    ["an empty document among others", byTwo("a b", "b c", "", "   ")],
    [
      "half surrogate pairs, NUL, right-to-left marks",
      byTwo("a \ud83d b", "b\u0000c \u202e", "\u200f\u00ad", "\udc00"),
    ],
    ["a word of a million letters", byTwo("x".repeat(1_000_000), "y")],
    ["the same text by two authors", byTwo("a b c", "a b c")],
  ])("%s", (_, documents) => {
    for (const recipe of [recipeOf(), recipeOf([{ tokens: "characters", ngrams: [1, 3] }])]) {
      const identifier = trainIdentifier(documents, recipe);
      expect(identifier.authors).toEqual(["Anna", "Bela"]);
      expect(identifier.predict("a").ranking.every(({ score }) => Number.isFinite(score))).toBe(true);
    }
  });

  it("puts authors in the order of code points, not of UTF-16 units", () => {
    const names = ["\u{1f600}", "\uffee", "b", "B", "a", "é", "ab"];
    const identifier = trainIdentifier(
      names.map((author) => ({ author, text: "word" })),
      recipeOf(),
    );
    expect(identifier.authors).toEqual(["B", "a", "ab", "b", "é", "\uffee", "\u{1f600}"]);
  });

  it("gives counts to the right author whatever the order of names", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 2, maxLength: 8 }),
        repeatingText,
        (names, text) => {
          const documents = names.map((author, place) => ({ author, text: `own${place} ${text}` }));
          const identifier = trainIdentifier(documents, recipeOf());
          names.forEach((author, place) => expect(identifier.predict(`own${place}`).author).toBe(author));
        },
      ),
      { numRuns: 50 },
    );
  });
});
