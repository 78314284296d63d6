/** Recipes: everything needed to train again. */
import { PenprintError } from "./errors.ts";
import { checkView, type View } from "./features/view.ts";
import {
  checkClassifierSettings,
  type ClassifierSettings,
  type MemberSettings,
  type Priors,
} from "./model/settings.ts";

/** Views, classifier and seed; plain JSON, kept in the model file. */
export interface Recipe {
  readonly name: string;
  /** The families of features; their features stand side by side. */
  readonly views: readonly View[];
  readonly classifier: ClassifierSettings;
  /**
   * How scores become probabilities: "none" is the classifier's own, the softmax of its scores; "temperature"
   * divides the scores by T · length^γ, fitted on documents held out by work. An ensemble's scores are fitted on such
   * documents already.
   */
  readonly calibration: "none" | "temperature";
  /** For whatever is drawn by chance. */
  readonly seed: number;
}

/** Changes to a named recipe; what is left out stays as the recipe has it. */
export interface RecipeOptions {
  /** α > 0. */
  readonly smoothing?: number;
  /** Not for complement-naive-bayes and language-model, which have none. */
  readonly priors?: Priors;
  /** Shortest and longest n-gram. */
  readonly ngrams?: readonly [number, number];
  readonly lowerCase?: boolean;
  /** Features in fewer documents are left out; from 1. */
  readonly minimumDocuments?: number;
  /** Features in a larger share of documents are left out; above 0, up to 1. */
  readonly maximumDocumentShare?: number;
  /** Hashes n-grams into 2^hashBits features, 8 to 26, instead of keeping each. */
  readonly hashBits?: number;
  /** For complement-naive-bayes alone: normalise weights. */
  readonly normalize?: boolean;
  readonly calibration?: Recipe["calibration"];
  readonly seed?: number;
}

const words: View = {
  tokens: "words",
  ngrams: [1, 1],
  lower_case: true,
  minimum_documents: 1,
  maximum_document_share: 1,
};
const characters: View = { ...words, tokens: "characters", ngrams: [2, 5] };

const named = (name: string, view: View, classifier: ClassifierSettings): [string, Recipe] => [
  name,
  { name, views: [view], classifier, calibration: "none", seed: 0 },
];

const twice: View = { ...words, minimum_documents: 2 };
const squares = {
  name: "linear",
  loss: "least-squares",
  weighting: "binary-tf-idf",
  cost: 1,
  balanced: true,
} as const;
const bayes = { name: "multinomial-naive-bayes", smoothing: 0.1, exponent: 0.5 } as const;

/**
 * What was best over a dozen corpora of all kinds (docs/accuracy.md): linear classifiers on words, characters, and
 * characters of text with its letters masked; and Naive Bayes, which is stronger where texts are short.
 */
const ensemble: Recipe = {
  name: "ensemble",
  views: [
    { ...twice, ngrams: [1, 3] },
    { ...twice, tokens: "characters", ngrams: [2, 5] },
    { ...twice, tokens: "characters", ngrams: [2, 6], mask: "letters" },
  ],
  classifier: {
    name: "ensemble",
    priors: "damped",
    members: [
      { view: 0, ...squares },
      { view: 1, ...squares },
      { view: 2, ...squares },
      { view: 0, ...bayes },
      { view: 1, ...bayes },
    ],
  },
  calibration: "none",
  seed: 0,
};

const linear: Recipe = {
  name: "linear",
  views: [
    { ...twice, ngrams: [1, 3] },
    { ...twice, tokens: "characters", ngrams: [2, 5] },
  ],
  classifier: {
    name: "ensemble",
    priors: "damped",
    members: [
      { view: 0, ...squares },
      { view: 1, ...squares },
    ],
  },
  calibration: "none",
  seed: 0,
};

/** A recipe with a single member, whose scores are calibrated as those of several are put together. */
const single = (name: string, view: View, member: MemberSettings): [string, Recipe] => [
  name,
  {
    name,
    views: [view],
    classifier: { name: "ensemble", priors: "damped", members: [member] },
    calibration: "none",
    seed: 0,
  },
];

/** The recipes by name. */
export const recipes: ReadonlyMap<string, Recipe> = new Map([
  named("naive-bayes", words, { name: "multinomial-naive-bayes", smoothing: 1, priors: "corpus" }),
  named("naive-bayes-characters", characters, {
    name: "multinomial-naive-bayes",
    smoothing: 1,
    priors: "corpus",
  }),
  named("complement-naive-bayes", words, {
    name: "complement-naive-bayes",
    smoothing: 1,
    normalize: false,
  }),
  named("bernoulli-naive-bayes", words, {
    name: "bernoulli-naive-bayes",
    smoothing: 1,
    priors: "corpus",
  }),
  named("language-model", { ...characters, ngrams: [1, 6] }, { name: "language-model" }),
  single("cosine-delta", { ...words, most_frequent: 2000 }, { view: 0, name: "cosine-delta" }),
  single(
    "nb-svm",
    { ...twice, ngrams: [1, 2] },
    {
      view: 0,
      name: "nb-svm",
      weighting: "binary-tf-idf",
      cost: 1,
      smoothing: 1,
      interpolation: 0.25,
    },
  ),
  ["linear", linear],
  ["ensemble", ensemble],
]);

/** What each recipe is good for, in a sentence. */
export const recipeDescriptions: ReadonlyMap<string, string> = new Map([
  ["naive-bayes", "words and signs, multinomial; fast, and every share of the verdict is a word"],
  ["naive-bayes-characters", "character 2–5-grams, multinomial; for any script, spelling and short texts"],
  ["complement-naive-bayes", "words and signs, against all the other authors; for authors of unequal size"],
  ["bernoulli-naive-bayes", "which words and signs occur at all; for very short texts"],
  [
    "language-model",
    "characters after characters, Kneser–Ney; whose habits of spelling foresee the text best",
  ],
  [
    "cosine-delta",
    "the 2000 most frequent words in z-scores, the nearest author by angle; for novels and chapters",
  ],
  [
    "nb-svm",
    "words and word pairs, a support vector machine told by Naive Bayes what to look at; for short texts",
  ],
  ["linear", "least squares on words and characters; accurate, slower to train"],
  ["ensemble", "least squares and Naive Bayes on words, characters and masked text; the most accurate"],
]);

/**
 * What stands for a recipe where none is named: the one that `chooseRecipe` finds for the documents. It is no recipe by
 * itself.
 */
export const defaultRecipe = "auto";

/** The recipe whose models add up, and that is taken where there is nothing to choose by. */
export const countingRecipe = "naive-bayes";

/**
 * A named recipe, with changes.
 *
 * @throws RECIPE_UNKNOWN, PARAMETER_INVALID
 */
export function recipeNamed(name: string, options: RecipeOptions = {}): Recipe {
  const base = recipes.get(name);
  if (base === undefined) {
    throw new PenprintError("RECIPE_UNKNOWN", { recipe: name, known: [...recipes.keys()] });
  }
  const recipe: Recipe = {
    ...base,
    views: base.views.map((view) => ({
      ...view,
      ngrams: options.ngrams ?? view.ngrams,
      lower_case: options.lowerCase ?? view.lower_case,
      minimum_documents: options.minimumDocuments ?? view.minimum_documents,
      maximum_document_share: options.maximumDocumentShare ?? view.maximum_document_share,
      ...(options.hashBits === undefined ? {} : { hash_bits: options.hashBits }),
    })),
    classifier: changed(base.classifier, options),
    calibration: options.calibration ?? base.calibration,
    seed: options.seed ?? base.seed,
  };
  checkRecipe(recipe);
  return recipe;
}

function changed(classifier: ClassifierSettings, options: RecipeOptions): ClassifierSettings {
  const refuse = (parameter: keyof RecipeOptions, kind: string): void => {
    if (options[parameter] === undefined) return;
    throw new PenprintError("PARAMETER_INVALID", {
      parameter,
      allowed: `left out with ${kind}`,
      received: JSON.stringify(options[parameter]),
    });
  };
  if (classifier.name === "ensemble") {
    for (const parameter of ["smoothing", "normalize", "calibration"] as const) {
      refuse(parameter, "ensembles, whose members have settings of their own");
    }
    for (const parameter of ["ngrams", "hashBits"] as const)
      refuse(parameter, "ensembles, which have several views");
    return options.priors === undefined ? classifier : { ...classifier, priors: options.priors };
  }
  if (classifier.name === "language-model") {
    for (const parameter of ["smoothing", "priors", "normalize", "hashBits"] as const) {
      refuse(parameter, "language-model, which has none");
    }
    return classifier;
  }
  const smoothing = options.smoothing ?? classifier.smoothing;
  if (classifier.name === "complement-naive-bayes") {
    refuse("priors", "complement-naive-bayes, which has none");
    return { ...classifier, smoothing, normalize: options.normalize ?? classifier.normalize };
  }
  refuse("normalize", "every classifier but complement-naive-bayes");
  return { ...classifier, smoothing, priors: options.priors ?? classifier.priors };
}

/**
 * Refuses a recipe that makes no sense.
 *
 * @throws PARAMETER_INVALID, RECIPE_INVALID
 */
export function checkRecipe(recipe: Recipe): void {
  if (recipe.views.length === 0) {
    throw new PenprintError("RECIPE_INVALID", { field: "views", problem: "is empty" });
  }
  for (const view of recipe.views) checkView(view);
  checkClassifierSettings(recipe.classifier);
  if (
    recipe.classifier.name !== "ensemble" &&
    recipe.views.some((view) => view.most_frequent !== undefined)
  ) {
    const problem = "are of the most frequent features alone, which only ensembles can learn";
    throw new PenprintError("RECIPE_INVALID", { field: "views", problem });
  }
  if (recipe.classifier.name === "ensemble") {
    for (const { view } of recipe.classifier.members) {
      const problem = `has a member on view ${view}, which is not there`;
      if (view >= recipe.views.length)
        throw new PenprintError("RECIPE_INVALID", { field: "classifier", problem });
    }
    if (recipe.views.some((view) => view.hash_bits !== undefined)) {
      throw new PenprintError("RECIPE_INVALID", {
        field: "views",
        problem: "are hashed, which ensembles cannot learn",
      });
    }
  }
  if (recipe.classifier.name === "language-model") checkLanguageModel(recipe);
  if (recipe.calibration !== "none" && recipe.calibration !== "temperature") {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "calibration",
      allowed: '"none" or "temperature"',
      received: JSON.stringify(recipe.calibration),
    });
  }
  if (!Number.isSafeInteger(recipe.seed) || recipe.seed < 0) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "seed",
      allowed: "a whole number from 0 to 2^53 − 1",
      received: String(recipe.seed),
    });
  }
}

/** A language model goes from long n-grams to short ones, and needs them all. */
function checkLanguageModel({ views }: Recipe): void {
  const [view] = views;
  const { ngrams, minimum_documents: least, maximum_document_share: most, hash_bits: bits } = view!;
  if (views.length === 1 && ngrams[0] === 1 && least === 1 && most === 1 && bits === undefined) return;
  const problem = "must be one for a language model: all n-grams from length 1 on, none left out or hashed";
  throw new PenprintError("RECIPE_INVALID", { field: "views", problem });
}
