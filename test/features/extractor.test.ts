import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Extractor } from "../../src/features/extractor.ts";
import { Vocabulary } from "../../src/features/vocabulary.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { anyView, byTwo, plainWords, recipeOf, repeatingText } from "../small-recipes.ts";
import { readingOf } from "../text/reading-of.ts";
import { anyText } from "../text/unicode.ts";
import { ngramsOracle, nameOracle, tally } from "./oracle.ts";

const text = fc.oneof(repeatingText, anyText);

function vocabularyOf(
  learned: readonly string[],
  ...views: Parameters<typeof recipeOf>[0] & object
): Vocabulary {
  const identifier = trainIdentifier(byTwo("x x x x x x", "x x x x x x", ...learned), recipeOf(views));
  const [vocabulary] = identifier.features.vocabularies;
  if (!(vocabulary instanceof Vocabulary)) throw new TypeError("the view is hashed");
  return vocabulary;
}

/** The row of a text as the extractor has it. */
function rowOf(extractor: Extractor, of: string): [number, number][] {
  extractor.extract(readingOf(of));
  const { ids, values, length } = extractor.row;
  return Array.from({ length }, (_, place) => [ids[place]!, values[place]!]);
}

describe("features of a text", () => {
  it("are the same, in the same order, whether n-grams or windows are looked up, whatever was forgotten", () => {
    fc.assert(
      fc.property(
        anyView,
        fc.array(text, { maxLength: 5 }),
        fc.array(text, { maxLength: 5 }),
        fc.constantFrom(0, 3, 20, 1e6),
        (view, learned, asked, most) => {
          const vocabulary = vocabularyOf(learned, view);
          const slow = new Extractor(view, vocabulary, { from: Infinity, most });
          const fast = new Extractor(view, vocabulary, { from: 0, most });
          for (const of of [...asked, ...learned, ...asked]) {
            const row = rowOf(slow, of);
            expect(rowOf(fast, of)).toEqual(row);
            expect(fast.possible).toBe(slow.possible);
            const counts = tally(ngramsOracle(of, view).map((pieces) => nameOracle(pieces, view)));
            for (const [feature, value] of row) expect(counts.get(vocabulary.nameOf(feature))).toBe(value);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are found where there are more characters than windows can tell apart", () => {
    const view = { ...plainWords, tokens: "characters", ngrams: [1, 6] } as const;
    const many = Array.from({ length: 1500 }, (_, place) => String.fromCodePoint(0x4e00 + place)).join("");
    const vocabulary = vocabularyOf([many, "abc"], view);
    const slow = new Extractor(view, vocabulary, { from: Infinity, most: 1e6 });
    const fast = new Extractor(view, vocabulary, { from: 0, most: 1e6 });
    for (const of of ["abc", many, "abcd", many.slice(0, 900), many.slice(600), "xxx"]) {
      const row = rowOf(fast, of);
      expect(row.length).toBeGreaterThan(0);
      expect(row).toEqual(rowOf(slow, of));
    }
  });
});
