/** The Naive Bayes family against scikit-learn's; test/golden/generate_naive_bayes_family.py made the numbers. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { countsDocuments, createClassifier } from "../../src/model/create-classifier.ts";
import type { NaiveBayesSettings } from "../../src/model/settings.ts";
import { softmax } from "../../src/sparse.ts";
import { type CountedDocument, distance, matrixOf, rowOf, tableOf } from "./dense.ts";

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly authors: number;
    readonly features: number;
    readonly training: readonly CountedDocument[];
    readonly texts: readonly (readonly number[])[];
    readonly results: readonly {
      readonly setting: {
        readonly name: NaiveBayesSettings["name"];
        readonly smoothing: number;
        readonly priors?: "corpus" | "uniform" | readonly number[];
        readonly normalize?: boolean;
      };
      readonly base: readonly number[];
      readonly weights: readonly (readonly number[])[];
      readonly scores: readonly (readonly number[])[];
      readonly probabilities: readonly (readonly number[])[];
      /** How far scikit-learn's own numbers are from 40-digit arithmetic. */
      readonly rounding: { readonly probabilities: number };
    }[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../golden/naive-bayes-family.json", import.meta.url), "utf8"),
) as Golden;

type Setting = Golden["cases"][number]["results"][number]["setting"];

const nameOf = (author: number): string => `author ${author}`;

function settingsOf({ name, smoothing, priors, normalize }: Setting): NaiveBayesSettings {
  if (name === "complement-naive-bayes") return { name, smoothing, normalize: normalize! };
  if (typeof priors === "string") return { name, smoothing, priors };
  const given = Object.fromEntries(priors!.map((prior, author) => [nameOf(author), prior]));
  return { name, smoothing, priors: given };
}

/** The largest relative differences found. */
const largest = { base: 0, weights: 0, scores: 0, probabilities: 0 };

afterAll(() => {
  console.log("largest relative difference to scikit-learn:", largest);
});

describe.each(golden.cases)("$name", ({ authors, features, training, texts, results }) => {
  it.each(results.map((result) => [JSON.stringify(result.setting), result] as const))("%s", (_, result) => {
    const { setting, base, weights, scores, probabilities, rounding } = result;
    const settings = settingsOf(setting);
    const classifier = createClassifier(settings, {
      counts: matrixOf(tableOf(training, authors, features, countsDocuments(settings))),
      authors: base.map((_, author) => nameOf(author)),
      documents: base.map((_, author) => training.filter((document) => document.author === author).length),
    });
    const here = { base: 0, weights: 0, scores: 0, probabilities: 0 };
    const compare = (part: keyof typeof here, actual: number, expected: number, floor = 0): void => {
      here[part] = Math.max(here[part], distance(actual, expected, floor));
    };
    // A log-odds near 0 is the difference of two logs, so that it is exact to the size of those, not to its own.
    const floor = setting.name === "bernoulli-naive-bayes" ? 1 : 0;
    base.forEach((expected, author) => compare("base", classifier.base(author), expected));
    weights.forEach((ofAuthor, author) =>
      ofAuthor.forEach((expected, feature) =>
        compare("weights", classifier.contribution(feature, 1, author), expected, floor),
      ),
    );
    texts.forEach((counts, text) => {
      const actual = classifier.scores(rowOf(counts));
      scores[text]!.forEach((expected, author) => compare("scores", actual[author]!, expected));
      const shares = softmax(actual);
      probabilities[text]!.forEach((expected, author) => compare("probabilities", shares[author]!, expected));
    });
    for (const part of ["base", "weights", "scores", "probabilities"] as const) {
      largest[part] = Math.max(largest[part], here[part]);
      const own = part === "probabilities" ? rounding.probabilities : 0;
      expect(here[part], part).toBeLessThanOrEqual(1e-12 + own);
    }
  });
});
