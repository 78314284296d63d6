/** The whole way of a text, from letters to probabilities, against scikit-learn's on the same corpus. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { distance } from "../model/dense.ts";
import { corpusRequired, rogersStark } from "./rogers-stark.ts";

type Differences = Record<"base" | "weights" | "scores" | "probabilities", number>;

interface Golden {
  readonly results: readonly {
    readonly recipe: string;
    readonly ngrams: readonly [number, number];
    readonly smoothing: number;
    readonly authors: readonly string[];
    readonly features: number;
    /** Every so many features there is one whose weights are given. */
    readonly every: number;
    readonly base: readonly number[];
    readonly weights: readonly (readonly number[])[];
    readonly scores: readonly (readonly number[])[];
    /** Of the first author. */
    readonly probabilities: readonly number[];
    /** How many of the test documents are told rightly. */
    readonly right: number;
  }[];
}

const { results } = JSON.parse(readFileSync(new URL("rogers-stark.json", import.meta.url), "utf8")) as Golden;
const corpus = rogersStark();
/** The largest relative differences of each recipe. */
const largest: Record<string, Differences> = {};

if (corpus === null && !corpusRequired) {
  console.log("skipped: the corpus rogers_stark is not here (set PENPRINT_DATA to the folder that has it)");
} else {
  afterAll(() => {
    console.log("rogers_stark, largest relative difference to scikit-learn:", largest);
  });
}

it.runIf(corpusRequired)("finds the corpus", () => {
  expect(corpus).not.toBeNull();
});

describe.skipIf(corpus === null)("rogers_stark", () => {
  it.each(results)("$recipe, n-grams $ngrams, α $smoothing", (golden) => {
    const { train, test } = corpus!;
    const { recipe, ngrams, smoothing } = golden;
    const identifier = trainIdentifier(train, recipeNamed(recipe, { ngrams, smoothing }));
    const { classifier, features, authors } = identifier;
    expect(authors).toEqual(golden.authors);
    expect(features.size).toBe(golden.features);

    const here: Differences = { base: 0, weights: 0, scores: 0, probabilities: 0 };
    largest[`${recipe} ${ngrams.join("–")}`] = here;
    const compare = (part: keyof Differences, actual: number, expected: number, floor = 0): void => {
      here[part] = Math.max(here[part], distance(actual, expected, floor));
    };
    // A log-odds near 0 is the difference of two logs, so that it is exact to the size of those, not to its own.
    const floor = recipe === "bernoulli-naive-bayes" ? 1 : 0;
    authors.forEach((_, author) => {
      const ids = Uint32Array.from(golden.weights[author]!, (_weight, place) => place * golden.every);
      const once = { ids, values: new Float64Array(ids.length).fill(1), length: ids.length };
      const { base, shares } = classifier.parts(once, author);
      compare("base", base, golden.base[author]!);
      golden.weights[author]!.forEach((expected, place) => {
        compare("weights", shares[place]!, expected, floor);
      });
    });
    let right = 0;
    test.forEach(({ author, text }, index) => {
      const { ranking } = identifier.predict(text);
      // scikit-learn has no "none of these".
      if (ranking[0]!.author === author) right++;
      let size = 1;
      for (const { author: ranked, score } of ranking) {
        const expected = golden.scores[index]![authors.indexOf(ranked)]!;
        compare("scores", score, expected);
        size = Math.max(size, Math.abs(expected));
      }
      // The second author's probability has lost its digits where the first one's is near 1.
      const first = ranking.find((ranked) => ranked.author === authors[0])!.probability;
      const expected = golden.probabilities[index]!;
      compare("probabilities", first, expected);
      // exp turns the absolute error of a score into the relative error of a probability: scores of −15 000, as
      // long texts have them in doubles, are known to 2e-12.
      expect(distance(first, expected), `document ${index}`).toBeLessThanOrEqual(1e-12 * size);
    });
    expect(right).toBe(golden.right);
    for (const part of ["base", "weights", "scores"] as const) {
      expect(here[part], part).toBeLessThanOrEqual(1e-12);
    }
  });
});
