/** Recipes: everything needed to train again. */
import { PenprintError } from "./errors.ts";
import { checkView, needsWholeCorpus, type View } from "./features/view.ts";
import type { Combination } from "./model/combination.ts";
import type { DeltaDistance, DeltaNearest } from "./model/delta.ts";
import type { OddsCurveKind } from "./model/odds-curve.ts";
import {
  checkClassifierSettings,
  type ClassifierSettings,
  type MemberSettings,
  type Priors,
} from "./model/settings.ts";
import { viewsNamed } from "./views.ts";

/** Views, classifier and seed; plain JSON, kept in the model file. */
export interface Recipe {
  readonly name: string;
  /** The families of features; their features stand side by side. */
  readonly views: readonly View[];
  readonly classifier: ClassifierSettings;
  /**
   * How scores become probabilities: "none" is the classifier's own, the softmax of its scores; "temperature"
   * divides the scores by T · length^γ, fitted on documents held out by work. An ensemble's scores are fitted on such
   * documents already. "platt" and "isotonic" then map the log-odds of each author by a curve fitted on them, too.
   */
  readonly calibration: "none" | "temperature" | OddsCurveKind;
  /** For whatever is drawn by chance. */
  readonly seed: number;
}

/** The ways in which scores can become probabilities. */
export const calibrations: readonly Recipe["calibration"][] = ["none", "temperature", "platt", "isotonic"];

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
  /**
   * For linear and ensemble alone: which views they look at, by their names (views.ts), with the lengths of n-grams where
   * they are to be others, as in `words:1-2`.
   */
  readonly views?: readonly string[];
  /** For linear and ensemble alone: how members are put together. */
  readonly combination?: Combination;
  /** For cosine-delta alone: another distance. */
  readonly distance?: DeltaDistance;
  /** For cosine-delta alone: whether an author is as near as the middle of all texts by him or her, or as the nearest of them. */
  readonly nearest?: DeltaNearest;
  /** For cosine-delta alone: how many of the most frequent words are looked at; from 1, to 5,000 but for the cosine of an author's middle. */
  readonly mostFrequent?: number;
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

/** What recipes look at whose views can be chosen; `ensemble` with Naive Bayes as well. */
const ownViews: ReadonlyMap<string, readonly string[]> = new Map([
  ["linear", ["words", "characters"]],
  ["ensemble", ["words", "characters", "masked", "distorted", "function-words", "style"]],
]);

function ofViews(name: string, views: readonly string[]): Recipe {
  return { name, ...viewsNamed(views, name === "ensemble"), calibration: "none", seed: 0 };
}

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
  ...Array.from(ownViews, ([name, views]) => [name, ofViews(name, views)] as const),
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
  [
    "ensemble",
    "least squares and Naive Bayes on words, characters, masked and distorted text, function words and style; the most accurate",
  ],
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
  const own = recipes.get(name);
  if (own === undefined) {
    throw new PenprintError("RECIPE_UNKNOWN", { recipe: name, known: [...recipes.keys()] });
  }
  const { views } = options;
  for (const parameter of ["views", "combination"] as const) {
    const received = options[parameter];
    if (received === undefined || ownViews.has(name)) continue;
    const allowed = `left out with every recipe but ${[...ownViews.keys()].join(" and ")}`;
    throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: received.toString() });
  }
  return recipeWith(views === undefined ? own : ofViews(name, views), options);
}

/**
 * A recipe with changes.
 *
 * @param options without `views`, which belong to names
 * @throws PARAMETER_INVALID, RECIPE_INVALID
 */
export function recipeWith(base: Recipe, options: Omit<RecipeOptions, "views"> = {}): Recipe {
  const { mostFrequent } = options;
  const classifier = changed(base.classifier, options);
  const recipe: Recipe = {
    ...base,
    name: nameWith(base.name, options),
    views: base.views.map((view) => ({
      ...view,
      ngrams: options.ngrams ?? view.ngrams,
      lower_case: options.lowerCase ?? view.lower_case,
      minimum_documents: options.minimumDocuments ?? view.minimum_documents,
      maximum_document_share: options.maximumDocumentShare ?? view.maximum_document_share,
      ...(options.hashBits === undefined ? {} : { hash_bits: options.hashBits }),
      ...(mostFrequent === undefined ? {} : { most_frequent: mostFrequent }),
    })),
    classifier,
    calibration: options.calibration ?? base.calibration,
    seed: options.seed ?? base.seed,
  };
  checkRecipe(recipe);
  return recipe;
}

/** Delta by another distance is not called after the cosine. */
function nameWith(name: string, { distance }: Pick<RecipeOptions, "distance">): string {
  return distance === undefined || name !== "cosine-delta" ? name : `${distance}-delta`;
}

const ofDelta = ["distance", "nearest", "mostFrequent"] as const;

/** Cosine Delta to the middle of an author's texts has a form of its own. */
function deltaOf(
  member: Extract<MemberSettings, { readonly name: "cosine-delta" | "delta" }>,
  options: Pick<RecipeOptions, "distance" | "nearest">,
): MemberSettings {
  const own = member.name === "delta" ? member : ({ distance: "cosine", nearest: "author" } as const);
  const distance = options.distance ?? own.distance;
  const nearest = options.nearest ?? own.nearest;
  const { view } = member;
  return distance === "cosine" && nearest === "author"
    ? { view, name: "cosine-delta" }
    : { view, name: "delta", distance, nearest };
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
  const [delta] = classifier.name === "ensemble" && classifier.members.length === 1 ? classifier.members : [];
  const isDelta = delta?.name === "cosine-delta" || delta?.name === "delta";
  if (!isDelta) for (const parameter of ofDelta) refuse(parameter, "every recipe but cosine-delta");
  if (classifier.name === "ensemble") {
    for (const parameter of ["smoothing", "normalize", "calibration"] as const) {
      refuse(parameter, "ensembles, whose members have settings of their own");
    }
    for (const parameter of ["ngrams", "hashBits"] as const)
      refuse(parameter, "ensembles, which have several views");
    return {
      ...classifier,
      ...(options.priors === undefined ? {} : { priors: options.priors }),
      ...(options.combination === undefined ? {} : { combination: options.combination }),
      ...(isDelta ? { members: [deltaOf(delta, options)] } : {}),
    };
  }
  refuse("combination", "every recipe but ensembles");
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
 * How the recipe's scores become probabilities: `temperature`, `platt`, `isotonic`; `stacking` for ensembles, whose scores are fitted on
 * documents held out; or `none`, where probabilities are the classifier's own.
 */
export function calibrationMethod({ classifier, calibration }: Recipe): Recipe["calibration"] | "stacking" {
  return classifier.name === "ensemble" ? "stacking" : calibration;
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
  if (recipe.classifier.name !== "ensemble" && recipe.views.some(needsWholeCorpus)) {
    const problem =
      "depend on all documents together, or are figures of style; only ensembles can learn such";
    throw new PenprintError("RECIPE_INVALID", { field: "views", problem });
  }
  if (recipe.classifier.name === "ensemble") {
    for (const member of recipe.classifier.members) checkMember(member, recipe.views[member.view]);
    if (recipe.views.some((view) => view.hash_bits !== undefined)) {
      throw new PenprintError("RECIPE_INVALID", {
        field: "views",
        problem: "are hashed, which ensembles cannot learn",
      });
    }
  }
  if (recipe.classifier.name === "language-model") checkLanguageModel(recipe);
  if (!calibrations.includes(recipe.calibration)) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "calibration",
      allowed: `one of ${calibrations.join(", ")}`,
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

/** With more features z-scores would be too many numbers: none of them is 0. */
const MOST_Z_SCORES = 5000;

function checkMember(member: MemberSettings, view: View | undefined): void {
  const refuse = (problem: string): never => {
    throw new PenprintError("RECIPE_INVALID", { field: "classifier", problem });
  };
  if (view === undefined) return refuse(`has a member on view ${member.view}, which is not there`);
  const zScores = member.name === "delta" || (member.name === "linear" && member.weighting === "z-scores");
  if (view.tokens === "style-figures") {
    if (!zScores || member.name === "delta")
      refuse("has a member on figures of style that is not linear on z-scores");
  } else if (zScores && !((view.most_frequent ?? Infinity) <= MOST_Z_SCORES)) {
    refuse(`has z-scores of a view that is not limited to its ${MOST_Z_SCORES} most frequent features`);
  }
}

/** A language model goes from long n-grams to short ones, and needs them all. */
function checkLanguageModel({ views }: Recipe): void {
  const [view] = views;
  const { tokens, ngrams, minimum_documents: least, maximum_document_share: most, hash_bits: bits } = view!;
  const isText = tokens === "words" || tokens === "characters";
  if (views.length === 1 && isText && ngrams[0] === 1 && least === 1 && most === 1 && bits === undefined)
    return;
  const problem = "must be one for a language model: all n-grams from length 1 on, none left out or hashed";
  throw new PenprintError("RECIPE_INVALID", { field: "views", problem });
}
