import { describe, expect, it } from "vitest";

import { RowCounter } from "../../src/features/row-counter.ts";
import type { View } from "../../src/features/view.ts";
import { plainWords } from "../small-recipes.ts";
import { readingOf } from "../text/reading-of.ts";

function featuresOf(view: View, texts: readonly string[]): string[] {
  const counter = new RowCounter(view);
  for (const text of texts) counter.add(readingOf(text));
  const { vocabulary } = counter.finish([...texts.keys()]);
  return Array.from({ length: vocabulary.size }, (_, feature) => vocabulary.nameOf(feature));
}

describe("the most frequent features", () => {
  // a 4 times, b 3 times, c and d twice, e once.
  const texts = ["a b a c d", "b a d c", "a b e"];

  it.each([
    [9, ["a", "b", "c", "d", "e"]],
    [5, ["a", "b", "c", "d", "e"]],
    [4, ["a", "b", "c", "d"]],
    // c and d are equally frequent, so that neither is among three.
    [3, ["a", "b"]],
    [1, ["a"]],
  ])("are at most %i", (most, names) => {
    expect(featuresOf({ ...plainWords, most_frequent: most }, texts)).toEqual(names);
    expect(featuresOf({ ...plainWords, most_frequent: most }, texts.toReversed())).toEqual(names);
  });
});
