import { describe, expect, it } from "vitest";
import { PenprintError } from "../src/errors.ts";
import {
  calibrationMethod,
  checkRecipe,
  countingRecipe,
  defaultRecipe,
  type Recipe,
  recipeDescriptions,
  recipeNamed,
  type RecipeOptions,
  recipes,
  recipeWith,
} from "../src/recipe.ts";
import { namedViews } from "../src/views.ts";

const ensembleViews = ["words", "characters", "masked", "distorted", "function-words", "style"];

function refusal(act: () => unknown): PenprintError {
  try {
    act();
  } catch (error) {
    if (error instanceof PenprintError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the recipes", () => {
  it("are what the documentation names, each with a description", () => {
    expect([...recipes.keys()]).toEqual([
      "naive-bayes",
      "naive-bayes-characters",
      "complement-naive-bayes",
      "bernoulli-naive-bayes",
      "language-model",
      "cosine-delta",
      "nb-svm",
      "linear",
      "ensemble",
    ]);
    expect([...recipeDescriptions.keys()]).toEqual([...recipes.keys()]);
    expect(recipes.has(countingRecipe)).toBe(true);
    expect(recipes.has(defaultRecipe)).toBe(false);
  });

  it.each([...recipes])("%s is sound, plain JSON, and what its name gives", (name, recipe) => {
    expect(() => checkRecipe(recipe)).not.toThrow();
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
    expect(recipeNamed(name)).toEqual(recipe);
    expect(recipe.name).toBe(name);
    if ("smoothing" in recipe.classifier) expect(recipe.classifier.smoothing).toBe(1);
  });

  it.each(["", "naive bayes", "constructor", "__proto__"])("%j is none", (name) => {
    const error = refusal(() => recipeNamed(name));
    expect(error).toMatchObject({
      code: "RECIPE_UNKNOWN",
      facts: { recipe: name, known: [...recipes.keys()] },
    });
  });
});

describe("options", () => {
  it("change what they name and nothing else", () => {
    const changed = recipeNamed("naive-bayes-characters", {
      smoothing: 0.25,
      priors: "uniform",
      ngrams: [1, 4],
      lowerCase: false,
      minimumDocuments: 2,
      maximumDocumentShare: 0.9,
      calibration: "temperature",
      seed: 2 ** 53 - 1,
    });
    expect(changed).toEqual({
      name: "naive-bayes-characters",
      views: [
        {
          tokens: "characters",
          ngrams: [1, 4],
          lower_case: false,
          minimum_documents: 2,
          maximum_document_share: 0.9,
        },
      ],
      classifier: { name: "multinomial-naive-bayes", smoothing: 0.25, priors: "uniform" },
      calibration: "temperature",
      seed: 2 ** 53 - 1,
    });
    expect(recipes.get("naive-bayes-characters")!.views[0]!.ngrams).toEqual([2, 5]);
  });

  const refused: [RecipeOptions, string, RegExp][] = [
    [{ smoothing: 0 }, "smoothing", /must be a number > 0, got 0\.$/],
    [{ smoothing: -1 }, "smoothing", /got -1\.$/],
    [{ smoothing: NaN }, "smoothing", /got NaN\.$/],
    [{ smoothing: Infinity }, "smoothing", /got Infinity\.$/],
    [{ ngrams: [0, 1] }, "ngrams", /from 1 to 16.*got \[0, 1\]\.$/],
    [{ ngrams: [2, 1] }, "ngrams", /the smaller first, got \[2, 1\]\.$/],
    [{ ngrams: [1, 17] }, "ngrams", /got \[1, 17\]\.$/],
    [{ ngrams: [1, 1.5] }, "ngrams", /got \[1, 1\.5\]\.$/],
    [{ minimumDocuments: 0 }, "minimum_documents", /at least 1, got 0\.$/],
    [{ minimumDocuments: 1.5 }, "minimum_documents", /got 1\.5\.$/],
    [{ maximumDocumentShare: 0 }, "maximum_document_share", /above 0, up to 1, got 0\.$/],
    [{ maximumDocumentShare: 1.01 }, "maximum_document_share", /got 1\.01\.$/],
    [{ seed: -1 }, "seed", /from 0 to 2\^53 − 1, got -1\.$/],
    [{ seed: 0.5 }, "seed", /got 0\.5\.$/],
    [{ seed: 2 ** 53 }, "seed", /got 9007199254740992\.$/],
    [
      { calibration: "hinge" as "none" },
      "calibration",
      /one of none, temperature, platt, isotonic, got "hinge"\.$/,
    ],
    [{ priors: "flat" as "uniform" }, "priors", /"corpus", "uniform".*got "flat"\.$/],
    [{ lowerCase: "no" as unknown as boolean }, "lower_case", /true or false, got "no"\.$/],
    [{ normalize: true }, "normalize", /left out.*got true\.$/],
  ];

  it.each(refused)("%j are refused, naming parameter, range and value", (options, parameter, message) => {
    const error = refusal(() => recipeNamed("naive-bayes", options));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", status: 422, facts: { parameter } });
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`\`${parameter}\` must be `)).toBe(true);
  });

  it("have no priors for the complement, which has none", () => {
    expect(recipeNamed("complement-naive-bayes", { normalize: true }).classifier).toMatchObject({
      normalize: true,
    });
    const error = refusal(() => recipeNamed("complement-naive-bayes", { priors: "uniform" }));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", facts: { parameter: "priors" } });
  });
});

it("refuses a recipe without views", () => {
  const recipe: Recipe = { ...recipes.get("naive-bayes")!, views: [] };
  expect(refusal(() => checkRecipe(recipe))).toMatchObject({
    code: "RECIPE_INVALID",
    facts: { field: "views" },
  });
});

describe("Delta", () => {
  const memberOf = ({ classifier }: Recipe): unknown =>
    classifier.name === "ensemble" ? classifier.members : [];

  it("by another distance is called after it", () => {
    const recipe = recipeNamed("cosine-delta", { distance: "burrows", mostFrequent: 500 });
    expect(recipe).toMatchObject({ name: "burrows-delta", views: [{ most_frequent: 500 }] });
    expect(memberOf(recipe)).toEqual([{ view: 0, name: "delta", distance: "burrows", nearest: "author" }]);
  });

  it("keeps what is not named, and its own form for the cosine of the middle", () => {
    const nearest = recipeNamed("cosine-delta", { nearest: "document" });
    expect(nearest.name).toBe("cosine-delta");
    expect(memberOf(nearest)).toEqual([{ view: 0, name: "delta", distance: "cosine", nearest: "document" }]);
    expect(memberOf(recipeWith(nearest, { distance: "eder" }))).toEqual([
      { view: 0, name: "delta", distance: "eder", nearest: "document" },
    ]);
    expect(recipeNamed("cosine-delta", { distance: "cosine", nearest: "author" })).toEqual(
      recipes.get("cosine-delta"),
    );
  });

  it.each<RecipeOptions>([{ distance: "burrows" }, { nearest: "document" }, { mostFrequent: 100 }])(
    "%j is for it alone",
    (options) => {
      for (const name of [...recipes.keys()].filter((other) => other !== "cosine-delta")) {
        expect(refusal(() => recipeNamed(name, options))).toMatchObject({
          code: "PARAMETER_INVALID",
          facts: { allowed: "left out with every recipe but cosine-delta" },
        });
      }
    },
  );

  it("by differences has no more words than z-scores may be many", () => {
    const many = { mostFrequent: 5001 };
    expect(() => recipeNamed("cosine-delta", many)).not.toThrow();
    expect(refusal(() => recipeNamed("cosine-delta", { ...many, distance: "burrows" })).code).toBe(
      "RECIPE_INVALID",
    );
  });
});

describe("a combination", () => {
  it("is kept in recipes that ask for one, and no other", () => {
    for (const name of ["linear", "ensemble"]) {
      const recipe = recipeNamed(name, { combination: "max", views: ["words", "style"] });
      expect(recipe).toMatchObject({ name, classifier: { combination: "max" } });
      expect(recipeWith(recipe, { combination: "mean" })).toMatchObject({
        classifier: { combination: "mean" },
      });
      expect(recipeNamed(name).classifier).not.toHaveProperty("combination");
    }
  });

  it("is for recipes of several views alone", () => {
    for (const name of [...recipes.keys()].filter((other) => other !== "linear" && other !== "ensemble")) {
      expect(refusal(() => recipeNamed(name, { combination: "mean" }))).toMatchObject({
        code: "PARAMETER_INVALID",
        facts: {
          parameter: "combination",
          allowed: "left out with every recipe but linear and ensemble",
          received: "mean",
        },
      });
    }
    expect(refusal(() => recipeWith(recipes.get("naive-bayes")!, { combination: "mean" }))).toMatchObject({
      facts: { parameter: "combination", allowed: "left out with every recipe but ensembles" },
    });
  });

  it("is one that there is", () => {
    const recipe = recipes.get("ensemble")!;
    const classifier = { ...recipe.classifier, combination: "median" } as unknown as Recipe["classifier"];
    expect(refusal(() => checkRecipe({ ...recipe, classifier }))).toMatchObject({
      code: "PARAMETER_INVALID",
      facts: { parameter: "combination", allowed: "one of stacked, mean, max", received: '"median"' },
    });
  });
});

describe("chosen views", () => {
  it("are those that the names stand for, each with its members", () => {
    const { views, classifier, name } = recipeNamed("ensemble", { views: ["style", "words:1-2", "affixes"] });
    expect(name).toBe("ensemble");
    expect(views.map(({ tokens, ngrams }) => [tokens, ngrams])).toEqual([
      ["style-figures", [1, 1]],
      ["words", [1, 2]],
      ["typed-trigrams", [1, 1]],
    ]);
    expect(classifier).toMatchObject({
      members: [
        { view: 0, name: "linear", weighting: "z-scores" },
        { view: 1, name: "linear", weighting: "binary-tf-idf" },
        { view: 2, name: "linear", weighting: "binary-tf-idf" },
        { view: 1, name: "multinomial-naive-bayes" },
      ],
    });
    const plain = recipeNamed("linear", { views: ["words:2"] });
    expect(plain.views).toMatchObject([{ ngrams: [2, 2] }]);
    expect(plain.classifier).toMatchObject({ members: [{ view: 0, name: "linear" }] });
  });

  it("are what the recipes look at by themselves", () => {
    expect(recipeNamed("linear", { views: ["words", "characters"] })).toEqual(recipes.get("linear"));
    expect(recipeNamed("ensemble", { views: ensembleViews })).toEqual(recipes.get("ensemble"));
  });

  it("expects of masked and distorted text together what it expects of either", () => {
    const expected = (views: readonly string[]): unknown[] => {
      const { classifier } = recipeNamed("linear", { views });
      const members = classifier.name === "ensemble" ? classifier.members : [];
      return members.map((member) => (member.name === "linear" ? member.expected : null));
    };
    expect(expected(["words", "masked", "distorted"])).toEqual([undefined, 0.5, 0.5]);
    expect(expected(["words", "distorted"])).toEqual([undefined, undefined]);
  });

  it.each([...namedViews.keys()])("%s makes a sound recipe of plain JSON", (view) => {
    for (const name of ["linear", "ensemble"]) {
      const recipe = recipeNamed(name, { views: [view] });
      expect(() => checkRecipe(recipe)).not.toThrow();
      expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
    }
  });

  it.each([
    ["ensemble", ["word"], /some of words, characters, masked.*, got word\.$/u],
    ["ensemble", ["toString"], /some of words/u],
    ["ensemble", [""], /some of words/u],
    ["ensemble", [], /a list of at least one/u],
    ["ensemble", ["words:"], /some of words/u],
    ["ensemble", ["words:1-2-3"], /some of words/u],
    ["linear", ["style:1-2"], /"style" without lengths, got style:1-2\.$/u],
    ["linear", ["function-words:2"], /"function-words" without lengths/u],
    ["linear", ["words:3-1"], /`ngrams`.*the smaller first, got \[3, 1\]\.$/u],
    ["naive-bayes", ["words"], /left out with every recipe but linear and ensemble, got words\.$/u],
    ["cosine-delta", ["style"], /left out/u],
  ] as [string, string[], RegExp][])("of %s cannot be %j", (name, views, message) => {
    const error = refusal(() => recipeNamed(name, { views }));
    expect(error.code).toBe("PARAMETER_INVALID");
    expect(error.message).toMatch(message);
  });
});

describe("a recipe", () => {
  const base = recipeNamed("linear", { views: ["words", "style"] });
  const members = base.classifier.name === "ensemble" ? base.classifier.members : [];
  const withMember = (view: number, changes: object): Recipe => ({
    ...base,
    classifier: {
      name: "ensemble",
      members: [{ ...members[view]!, ...changes } as (typeof members)[number]],
    },
  });
  const counting = recipes.get("naive-bayes")!;

  it.each([
    [
      "z-scores of all words",
      withMember(0, { weighting: "z-scores" }),
      /has z-scores of a view that is not limited to its 5000/u,
    ],
    [
      "figures by rarity",
      withMember(1, { weighting: "tf-idf" }),
      /figures of style that is not linear on z-scores/u,
    ],
    [
      "counted figures",
      withMember(1, { name: "multinomial-naive-bayes", smoothing: 1, exponent: 0 }),
      /figures of style/u,
    ],
    ["a member of nothing", withMember(0, { view: 2 }), /on view 2, which is not there/u],
    [
      "figures for authors' counts",
      { ...counting, views: [base.views[1]!] },
      /only ensembles can learn such/u,
    ],
    [
      "frequent words for authors' counts",
      { ...counting, views: recipeNamed("linear", { views: ["distorted"] }).views },
      /only ensembles/u,
    ],
    [
      "a language model of affixes",
      {
        ...recipes.get("language-model")!,
        views: recipeNamed("linear", { views: ["affixes"] }).views.map((view) => ({
          ...view,
          minimum_documents: 1,
        })),
      },
      /must be one for a language model/u,
    ],
  ] as [string, Recipe, RegExp][])("with %s is refused", (_, recipe, message) => {
    const error = refusal(() => checkRecipe(recipe));
    expect(error.code).toBe("RECIPE_INVALID");
    expect(error.message).toMatch(message);
  });

  it("with a weighting that is none is refused", () => {
    const error = refusal(() => checkRecipe(withMember(0, { weighting: "idf" })));
    expect(error).toMatchObject({ code: "PARAMETER_INVALID", facts: { parameter: "members.weighting" } });
    const svm = { name: "nb-svm", weighting: "z-scores", cost: 1, smoothing: 1, interpolation: 0.5 };
    expect(refusal(() => checkRecipe(withMember(0, svm))).message).toContain("members.weighting");
  });
});

it.each([
  [recipeNamed("naive-bayes"), "none"],
  [recipeNamed("naive-bayes", { calibration: "temperature" }), "temperature"],
  [recipeNamed("ensemble"), "stacking"],
  [recipeNamed("cosine-delta"), "stacking"],
] as const)("says how scores become probabilities: %#", (recipe, method) => {
  expect(calibrationMethod(recipe)).toBe(method);
});
