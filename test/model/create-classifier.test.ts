/** What is refused before anything is computed, and numbers at the ends of their ranges. */
import { describe, expect, it } from "vitest";
import { PenprintError } from "../../src/errors.ts";
import { createClassifier, type TrainingCounts } from "../../src/model/create-classifier.ts";
import type { NaiveBayesSettings, Priors } from "../../src/model/settings.ts";
import { matrixOf, rowOf } from "./dense.ts";

const training: TrainingCounts = {
  counts: matrixOf([
    [2, 1, 0],
    [0, 1, 2],
  ]),
  authors: ["__proto__", "constructor"],
  documents: [3, 2],
};
const names = ["multinomial-naive-bayes", "bernoulli-naive-bayes", "complement-naive-bayes"] as const;

function settings(
  name: (typeof names)[number],
  smoothing: number,
  priors: Priors = "corpus",
): NaiveBayesSettings {
  if (name === "complement-naive-bayes") return { name, smoothing, normalize: true };
  return { name, smoothing, priors };
}

function refusal(act: () => unknown): PenprintError {
  try {
    act();
  } catch (error) {
    if (error instanceof PenprintError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe.each(names)("%s", (name) => {
  it.each([0, -1, NaN, Infinity, -Infinity, "1", null, undefined])(
    "refuses α = %s, naming all",
    (smoothing) => {
      const error = refusal(() => createClassifier(settings(name, smoothing as number), training));
      expect(error.code).toBe("PARAMETER_INVALID");
      expect(error.message).toMatch(/^`smoothing` must be (a number > 0|at most 1e\+100), got .+\.$/);
    },
  );

  it.each([5e-324, 1e-300, 1e-10, 1e10, 1e100])("gives finite scores with α = %d", (smoothing) => {
    const classifier = createClassifier(settings(name, smoothing), training);
    for (const text of [[0, 0, 0], [1, 0, 0], [3, 1, 4], [1e6, 0, 1]]) {
      expect([...classifier.scores(rowOf(text))].every(Number.isFinite)).toBe(true);
    }
  }); // prettier-ignore

  it("refuses negative counts, naming the feature", () => {
    const counts = {
      ...training.counts,
      values: training.counts.values.map((_, place) => (place === 2 ? -1 : 1)),
    };
    const error = refusal(() =>
      createClassifier(settings(name, 1), { ...training, counts: counts as never }),
    );
    expect(error).toMatchObject({ code: "FEATURES_NEGATIVE", facts: { feature: 1, value: -1 } });
  });

  it("gives finite scores where there is one feature, and where an author has none", () => {
    for (const table of [[[3], [2]], [[3], [0]], [[3, 1, 2], [0, 0, 0]]]) {
      const classifier = createClassifier(settings(name, 1), { ...training, counts: matrixOf(table) });
      const text = table[0]!.map(() => 2);
      expect([...classifier.scores(rowOf(text))].every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(classifier.contribution(0, 1, 1))).toBe(true);
    }
  }); // prettier-ignore

  // What is the same in all texts by all authors tells them apart by their sizes at most: with equal ones, not at all.
  it.skipIf(name === "complement-naive-bayes")("ranks as before with a column that is the same everywhere", () => {
    const tables = [[[2, 1, 0], [0, 1, 2]], [[2, 1, 0, 2], [0, 1, 2, 2]]];
    const [without, with_] = tables.map((table) =>
      createClassifier(settings(name, 1), { ...training, documents: [3, 3], counts: matrixOf(table) }),
    );
    for (const text of [[1, 0, 0], [0, 3, 1], [2, 2, 2], [0, 0, 0]]) {
      const [one, other] = without!.scores(rowOf(text));
      const [oneMore, otherMore] = with_!.scores(rowOf([...text, 5]));
      expect(oneMore! - otherMore!).toBeCloseTo(one! - other!, 12);
    }
  }); // prettier-ignore
});

describe("settings", () => {
  it.each([
    [{ name: "oracle", smoothing: 1, priors: "corpus" }, "classifier"],
    [{ name: "toString", smoothing: 1, priors: "corpus" }, "classifier"],
    [{ smoothing: 1, priors: "corpus" }, "classifier"],
    [{ name: "multinomial-naive-bayes", smoothing: 1 }, "priors"],
    [{ name: "multinomial-naive-bayes", smoothing: 1, priors: "flat" }, "priors"],
    [{ name: "bernoulli-naive-bayes", smoothing: 1, priors: [0.5, 0.5] }, "priors"],
    [{ name: "bernoulli-naive-bayes", smoothing: 1, priors: { __proto__: null, a: "1" } }, "priors"],
    [{ name: "complement-naive-bayes", smoothing: 1 }, "normalize"],
    [{ name: "complement-naive-bayes", smoothing: 1, normalize: 1 }, "normalize"],
  ])("%j are refused", (wrong, parameter) => {
    const error = refusal(() => createClassifier(wrong as never, training));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", facts: { parameter } });
  });
});

describe("priors", () => {
  const base = (priors: Priors): number[] => {
    const classifier = createClassifier(settings("multinomial-naive-bayes", 1, priors), training);
    return [0, 1].map((author) => Math.exp(classifier.base(author)));
  };
  const given = (json: string): Priors => JSON.parse(json) as Priors;

  it("are the shares of documents, or alike, or as given", () => {
    expect(base("corpus")).toEqual([expect.closeTo(3 / 5, 14), expect.closeTo(2 / 5, 14)]);
    expect(base("uniform")).toEqual([expect.closeTo(1 / 2, 14), expect.closeTo(1 / 2, 14)]);
    const some = given('{"constructor": 0.1, "__proto__": 0.9}');
    expect(base(some)).toEqual([expect.closeTo(0.9, 14), expect.closeTo(0.1, 14)]);
  });

  it.each([
    ['{"__proto__": 0.5}', /there is none for "constructor"/],
    ['{"__proto__": 0.5, "constructor": 0.5, "Anna": 0.1}', /no author "Anna"/],
    ['{"__proto__": 0.5, "constructor": 0.4}', /their sum is 0\.9/],
    ['{"__proto__": 1, "constructor": 0}', /the one for "constructor" is 0/],
    ['{"__proto__": 1.5, "constructor": -0.5}', /the one for "__proto__" is 1\.5/],
    ["{}", /there is none for "__proto__"/],
  ])("%s are refused", (json, problem) => {
    const error = refusal(() => base(given(json)));
    expect(error.code).toBe("PRIORS_INVALID");
    expect(error.message).toMatch(problem);
  });
});
