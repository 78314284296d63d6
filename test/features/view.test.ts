import { describe, expect, it } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { checkView, type View } from "../../src/features/view.ts";
import { plainWords } from "../small-recipes.ts";

const wrong: [name: string, changes: object, parameter: string, message: string][] = [
  ["other tokens", { tokens: "letters" }, "tokens", '`tokens` must be "words" or "characters" or "typed-trigrams" or "style-figures", got "letters".'],
  ["n of 0", { ngrams: [0, 2] }, "ngrams", "`ngrams` must be two whole numbers from 1 to 16, the smaller first, got [0, 2]."],
  ["n of 17", { ngrams: [1, 17] }, "ngrams", "`ngrams` must be two whole numbers from 1 to 16, the smaller first, got [1, 17]."],
  ["the larger n first", { ngrams: [3, 2] }, "ngrams", "`ngrams` must be two whole numbers from 1 to 16, the smaller first, got [3, 2]."],
  ["half an n", { ngrams: [1, 1.5] }, "ngrams", "`ngrams` must be two whole numbers from 1 to 16, the smaller first, got [1, 1.5]."],
  ["n that is no number", { ngrams: [1, Number.NaN] }, "ngrams", "`ngrams` must be two whole numbers from 1 to 16, the smaller first, got [1, NaN]."],
  ["a case that is no truth value", { lower_case: "yes" }, "lower_case", '`lower_case` must be true or false, got "yes".'],
  ["fewer documents than 1", { minimum_documents: 0 }, "minimum_documents", "`minimum_documents` must be a whole number of at least 1, got 0."],
  ["a number of documents that is none", { minimum_documents: Number.NaN }, "minimum_documents", "`minimum_documents` must be a whole number of at least 1, got NaN."],
  ["half a document", { minimum_documents: 2.5 }, "minimum_documents", "`minimum_documents` must be a whole number of at least 1, got 2.5."],
  ["typed 3-grams in a row", { tokens: "typed-trigrams", ngrams: [1, 2] }, "ngrams", "`ngrams` must be 1 and 1 with typed-trigrams, got [1, 2]."],
  ["figures in a row", { tokens: "style-figures", ngrams: [2, 2] }, "ngrams", "`ngrams` must be 1 and 1 with style-figures, got [2, 2]."],
  ["a mask that is none", { tokens: "characters", mask: "stars" }, "mask", '`mask` must be "letters", "multiple-asterisks" or "single-asterisks", with characters, or left out, got "stars".'],
  ["a mask on words", { mask: "single-asterisks", frequent_words: 3 }, "mask", '`mask` must be "letters", "multiple-asterisks" or "single-asterisks", with characters, or left out, got "single-asterisks".'],
  ["asterisks without a number", { tokens: "characters", mask: "multiple-asterisks" }, "frequent_words", "`frequent_words` must be a whole number of at least 1 with asterisks, or else left out, got undefined."],
  ["half a frequent word", { tokens: "characters", mask: "multiple-asterisks", frequent_words: 0.5 }, "frequent_words", "`frequent_words` must be a whole number of at least 1 with asterisks, or else left out, got 0.5."],
  ["frequent words without asterisks", { tokens: "characters", mask: "letters", frequent_words: 5 }, "frequent_words", "`frequent_words` must be a whole number of at least 1 with asterisks, or else left out, got 5."],
  ["hashed typed 3-grams", { tokens: "typed-trigrams", hash_bits: 9 }, "hash_bits", "`hash_bits` must be left out with such a view, got 9."],
  ["hashes behind asterisks", { tokens: "characters", mask: "single-asterisks", frequent_words: 5, hash_bits: 9 }, "hash_bits", "`hash_bits` must be left out with such a view, got 9."],
  ["a share of 0", { maximum_document_share: 0 }, "maximum_document_share", "`maximum_document_share` must be a number above 0, up to 1, got 0."],
  ["a share above 1", { maximum_document_share: 1.01 }, "maximum_document_share", "`maximum_document_share` must be a number above 0, up to 1, got 1.01."],
]; // prettier-ignore

describe("a view", () => {
  it.each(wrong)("with %s is refused", (_, changes, parameter, message) => {
    const view = { ...plainWords, ...changes } as View;
    let thrown: unknown;
    try {
      checkView(view);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PenprintError);
    expect(thrown).toMatchObject({ code: "PARAMETER_INVALID", message, facts: { parameter } });
  });

  it.each([
    ["as plain as can be", {}],
    ["the longest n-grams", { ngrams: [16, 16] }],
    [
      "all limits at once",
      { tokens: "characters", ngrams: [1, 16], minimum_documents: 1e6, maximum_document_share: 1e-9 },
    ],
    ["typed 3-grams", { tokens: "typed-trigrams" }],
    ["figures", { tokens: "style-figures" }],
    ["frequent words", { tokens: "characters", mask: "multiple-asterisks", frequent_words: 1 }],
  ])("%s is taken", (_, changes) => {
    expect(() => checkView({ ...plainWords, ...changes } as View)).not.toThrow();
  });
});
