import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Extractor } from "../../src/features/extractor.ts";
import type { View } from "../../src/features/view.ts";
import { Vocabulary } from "../../src/features/vocabulary.ts";
import { WindowGains } from "../../src/features/window-gains.ts";
import { Reading } from "../../src/text/reading.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { anyView, byTwo, plainWords, recipeOf, repeatingText } from "../small-recipes.ts";
import { anyText } from "../text/unicode.ts";
import { readingOf } from "../text/reading-of.ts";

const text = fc.oneof(repeatingText, anyText);
const nAuthors = 3;

/** What a feature gains an author: numbers whose sums are rounded. */
const gainOf = (feature: number, author: number): number =>
  (feature + author) % 4 === 0 ? 0 : 1 / (feature + author + 3);

const addGains = (feature: number, into: Float64Array, at: number): void => {
  for (let author = 0; author < nAuthors; author++) into[at + author]! += gainOf(feature, author);
};

function vocabularyOf(learned: readonly string[], view: View): Vocabulary {
  const identifier = trainIdentifier(byTwo("x x x x x x", "x x x x x x", ...learned), recipeOf([view]));
  const [vocabulary] = identifier.features.vocabularies;
  if (!(vocabulary instanceof Vocabulary)) throw new TypeError("the view is hashed");
  return vocabulary;
}

/** The sums, how many n-grams are known, and how many there are. */
function summed(gains: WindowGains, reading: Reading): [number[], number, number] {
  const sums = new Float64Array(nAuthors).fill(7);
  gains.sum(reading, sums);
  return [[...sums], gains.known, gains.possible];
}

describe("gains of a text's windows", () => {
  it("are summed up place by place", () => {
    // "abab" has ab, ba, ab and the ends b alone; abc is known, too, but does not come.
    const view = { ...plainWords, tokens: "characters", ngrams: [1, 2] } as const;
    const vocabulary = vocabularyOf(["abc", "abba"], view);
    const gains = WindowGains.of(view, vocabulary, nAuthors, addGains)!;
    const features = new Map(Array.from({ length: vocabulary.size }, (_, id) => [vocabulary.nameOf(id), id]));
    const expected = [0, 1, 2].map((author) => {
      const of = (...names: string[]): number =>
        names.reduce((sum, name) => sum + gainOf(features.get(name)!, author), 0);
      return [of("a", "ab"), of("b", "ba"), of("a", "ab"), of("b")].reduce((sum, window) => sum + window, 0);
    });
    expect(summed(gains, readingOf("abab"))).toEqual([expected, 7, 7]);
  });

  it.each([
    ["of all texts", 1e6],
    ["of few of them", 1024],
    ["of none", 0],
  ])("are the same bits, kept in a kernel or here: those %s", (_, mostBytes) => {
    const limits = { mostBytes, patience: 5 };
    fc.assert(
      fc.property(
        anyView,
        fc.array(text, { maxLength: 5 }),
        fc.array(text, { maxLength: 5 }),
        (view, learned, asked) => {
          const vocabulary = vocabularyOf(learned, view);
          const plain = WindowGains.of(view, vocabulary, nAuthors, addGains)!;
          const kept = WindowGains.of(view, vocabulary, nAuthors, addGains, limits)!;
          const here = WindowGains.of(view, vocabulary, nAuthors, addGains, limits)!;
          const reading = new Reading(0);
          const extractor = new Extractor(view, vocabulary);
          for (const of of [...asked, ...learned, ...asked]) {
            const [sums, known, possible] = summed(plain, readingOf(of));
            expect(summed(kept, reading.readText(of))).toEqual([sums, known, possible]);
            expect(summed(here, readingOf(of))).toEqual([sums, known, possible]);
            extractor.extract(readingOf(of));
            const { ids, values, length, occurrences } = extractor.row;
            expect([known, possible]).toEqual([occurrences, extractor.possible]);
            for (let author = 0; author < nAuthors; author++) {
              let sum = 0;
              for (let place = 0; place < length; place++)
                sum += values[place]! * gainOf(ids[place]!, author);
              expect(Math.abs(sums[author]! - sum)).toBeLessThanOrEqual(1e-13 * sum);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("are found where there are more characters than windows can tell apart", () => {
    const view = { ...plainWords, tokens: "characters", ngrams: [1, 6] } as const;
    const many = Array.from({ length: 1500 }, (_, place) => String.fromCodePoint(0x4e00 + place)).join("");
    const vocabulary = vocabularyOf([many, "abc"], view);
    const plain = WindowGains.of(view, vocabulary, nAuthors, addGains)!;
    const kept = WindowGains.of(view, vocabulary, nAuthors, addGains)!;
    const reading = new Reading(0);
    for (const of of ["abc", many, "abcd", many.slice(0, 900), many.slice(600), "xxx"]) {
      expect(summed(kept, reading.readText(of))).toEqual(summed(plain, readingOf(of)));
    }
  });

  it("are not for views that are masked, nor for so many authors that rows would be too long to be kept", () => {
    const vocabulary = vocabularyOf(["abc"], plainWords);
    const masked = { ...plainWords, tokens: "characters", mask: "letters" } as const;
    expect(WindowGains.of(masked, vocabulary, nAuthors, addGains)).toBeNull();
    expect(WindowGains.of(plainWords, vocabulary, 129, addGains)).toBeNull();
    expect(WindowGains.of(plainWords, vocabulary, 128, addGains)?.takes("a")).toBe(true);
  });
});
