import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { FeatureSpace } from "../../src/features/feature-space.ts";
import { Vocabulary } from "../../src/features/vocabulary.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { anyView, byTwo, recipeOf, repeatingText } from "../small-recipes.ts";
import { anyText } from "../text/unicode.ts";
import { nameOracle, ngramsOracle } from "./oracle.ts";
import { readingOf } from "../text/reading-of.ts";

const learn = (texts: readonly [string, string], view: Parameters<typeof recipeOf>[0]): Vocabulary =>
  trainIdentifier(byTwo(...texts), recipeOf(view)).parts.vocabularies[0]!;

const namesOf = (vocabulary: Vocabulary): string[] =>
  Array.from({ length: vocabulary.size }, (_, feature) => vocabulary.nameOf(feature));

describe("a vocabulary", () => {
  it("names each feature by its n-gram, no two alike", () => {
    fc.assert(
      fc.property(fc.oneof(repeatingText, anyText), anyView, (text, view) => {
        const vocabulary = learn([text, "x x x x x x"], [view]);
        const names = namesOf(vocabulary);
        expect(new Set(names).size).toBe(names.length);
        const ngrams = [text, "x x x x x x"].flatMap((written) => ngramsOracle(written, view));
        expect(new Set(names)).toEqual(new Set(ngrams.map((pieces) => nameOracle(pieces, view))));
      }),
      { numRuns: 200 },
    );
  });

  it("is the same again from its plain arrays, copied to and fro", () => {
    fc.assert(
      fc.property(fc.oneof(repeatingText, anyText), anyView, (text, view) => {
        const vocabulary = learn([text, "x x x x x x"], [view]);
        const again = new Vocabulary(structuredClone(vocabulary.arrays));
        expect(again.arrays).toEqual(vocabulary.arrays);
        expect(namesOf(again)).toEqual(namesOf(vocabulary));
        for (const script of ["Latin", "Han", "Other"])
          expect(again.hasScript(script)).toBe(vocabulary.hasScript(script));
        const read = (known: Vocabulary): unknown => {
          const { ids, values, length } = new FeatureSpace([view], [known]).extract(
            readingOf(`${text} ${text}`),
          );
          return [ids.slice(0, length), values.slice(0, length)];
        };
        expect(read(again)).toEqual(read(vocabulary));
      }),
      { numRuns: 100 },
    );
  });

  it("has a parent before its children, and features numbered in the order of nodes", () => {
    const { nodes, features } = learn(["the cat sat on the mat", "the dog"], [{ ngrams: [2, 3] }]).arrays;
    const parents = Array.from({ length: features.length }, (_, node) => nodes[node * 2]!);
    parents.forEach((parent, node) => expect(parent === 0xffffffff || parent < node).toBe(true));
    const numbered = Array.from(features).filter((feature) => feature !== 0xffffffff);
    expect(numbered).toEqual(numbered.map((_, place) => place));
    // Single words only lead to others.
    expect(numbered.length).toBeLessThan(features.length);
  });

  it.each([
    ["words" as const, "Привет, мир and 漢字", ["Cyrillic", "Latin", "Han"]],
    ["characters" as const, "Привет, мир and 漢字", ["Cyrillic", "Latin", "Han"]],
    ["words" as const, "12 — !", ["Latin"]],
  ])("knows the scripts of its letters: %s of %s", (tokens, text, scripts) => {
    const vocabulary = learn([text, "x"], [{ tokens }]);
    const all = ["Greek", "Cyrillic", "Latin", "Han", "Other"];
    expect(all.filter((script) => vocabulary.hasScript(script)).toSorted()).toEqual(scripts.toSorted());
    expect(all.filter((script) => vocabulary.hasScript(script)).toSorted()).toEqual(scripts.toSorted());
  });
});
