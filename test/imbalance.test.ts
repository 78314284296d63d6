import { describe, expect, it } from "vitest";

import { evaluate } from "../src/evaluate/evaluate.ts";
import { imbalanceOf, testImbalance, trainingImbalance, verdictImbalance } from "../src/imbalance.ts";
import { recipeNamed } from "../src/recipe.ts";
import { trainIdentifier } from "../src/trainer.ts";

const shares = (...counts: readonly number[]) =>
  counts.map((documents, place) => ({ author: "ABCDEFG"[place]!, documents }));

describe("authors of whom there is much more than of others", () => {
  it.each([
    ["equal", [5, 5], null],
    ["nine times as many", [9, 1], null],
    ["ten times as many", [10, 1], [{ author: "B", documents: 1 }]],
    ["the fewest first", [3, 100, 10, 1], [{ author: "D", documents: 1 }, { author: "A", documents: 3 }, { author: "C", documents: 10 }]],
    ["who has none does not count", [10, 0], null],
    ["nobody", [], null],
  ])("%s", (_, counts, few) => {
    expect(imbalanceOf(shares(...counts))?.few ?? null).toEqual(few);
  }); // prettier-ignore

  it("in training: what it does, and what helps", () => {
    expect(trainingImbalance(shares(500, 1))).toEqual({
      code: "unequal_authors",
      message:
        '"A" has 500 documents, "B" 1: texts by that author are easily taken for those of others, and accuracy hardly shows it, balanced accuracy does. Add documents by that author, or learn from fewer of the others\'.',
    });
    expect(trainingImbalance(shares(50, 1, 2, 3, 4, 40))?.message).toMatch(
      /^"A" has 50 documents, 4 authors a tenth of that or less \("B", "C", "D" and 1 more\): texts by them /u,
    );
    expect(trainingImbalance(shares(3, 4))).toBeNull();
  });

  it("in a verdict: only for those of whom there is much", () => {
    const authors = shares(20, 100, 2);
    expect(verdictImbalance(authors, "A")?.message).toBe(
      'The model has learned from 20 documents by "A" and 2 by "C": what is really by that author is easily taken for A\'s.',
    );
    expect(verdictImbalance(shares(3, 100, 2), "B")?.message).toMatch(
      /by "B" and a tenth of that or less by each of 2 others \("C", "A"\): what is really by one of them /u,
    );
    expect(verdictImbalance(authors, "C")).toBeNull();
    expect(verdictImbalance(authors, "nobody")).toBeNull();
  });

  it("in a test, with the figure to look at instead", () => {
    expect(testImbalance(shares(40, 2), "61.0 %")).toEqual({
      code: "unequal_tests",
      message:
        '"A" has 40 documents in this test, "B" 2: accuracy is mostly about those who have many. Balanced accuracy, where each author counts the same, is 61.0 %.',
    });
    expect(testImbalance(shares(40, 20), "61.0 %")).toBeNull();
  });
});

describe("where it is said", () => {
  const many = Array.from({ length: 20 }, (_, place) => ({ author: "Ann", text: `the letter ${place}` }));
  const documents = [...many, { author: "Bob", text: "a note" }];
  const identifier = trainIdentifier(documents, recipeNamed("naive-bayes"));
  const codes = (warnings: readonly { readonly code: string }[]): string[] =>
    warnings.map(({ code }) => code).filter((code) => code.startsWith("unequal"));

  it("with each verdict for the author of whom there is much, and with no other", () => {
    expect(identifier.predict("the letter").author).toBe("Ann");
    expect(codes(identifier.predict("the letter").warnings)).toEqual(["unequal_authors"]);
    expect(identifier.predict("a note").author).toBe("Bob");
    expect(codes(identifier.predict("a note").warnings)).toEqual([]);
    expect(codes(identifier.predict("xyz").warnings)).toEqual([]);
  });

  it("with an evaluation, of training and of the test", async () => {
    const { warnings } = await evaluate(identifier, documents);
    expect(codes(warnings)).toEqual(["unequal_tests", "unequal_authors"]);
    const equal = [{ author: "Ann", text: "the letters" }, { author: "Bob", text: "a notice" }];
    expect(codes((await evaluate(identifier, equal)).warnings)).toEqual(["unequal_authors"]);
  }); // prettier-ignore
});
