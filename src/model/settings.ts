/** The settings of the classifiers, as a recipe holds them: plain JSON. */
import { PenprintError } from "../errors.ts";
import { type Combination, combinations } from "./combination.ts";
import { type DeltaDistance, deltaDistances, type DeltaNearest, deltaNearests } from "./delta.ts";

/** How likely each author is before the text is read: as in the corpus, all alike, between the two, or as given (priors.ts). */
export type Priors = "corpus" | "uniform" | "damped" | { readonly [author: string]: number };

/** A member of an ensemble: a classifier on one view. */
export type MemberSettings =
  | {
      /** Which of the recipe's views, from 0. */
      readonly view: number;
      readonly name: "linear";
      /** What is minimised, each author against all others or, the last, all at once (model/train-linear.ts). */
      readonly loss: "least-squares" | "squared-hinge" | "logistic" | "multinomial-logistic";
      /** How counts become values; z-scores (model/z-scores.ts) only in views of few features. */
      readonly weighting: Weighting | "z-scores";
      /** C, above 0. */
      readonly cost: number;
      /** Whether all authors weigh alike, however many documents they have. */
      readonly balanced: boolean;
      /**
       * How much it is taken to be worth beside others until documents say otherwise (stacking.ts), from 0 to 1; default
       * 1. Of 0 it counts only as far as documents ask for it.
       */
      readonly expected?: number;
    }
  | {
      readonly view: number;
      readonly name: "multinomial-naive-bayes";
      /** α, above 0. */
      readonly smoothing: number;
      /** γ: values are count / total^γ; 0 are the counts, 1 relative frequencies. */
      readonly exponent: number;
    }
  | {
      readonly view: number;
      /** A support vector machine on features weighed by Naive Bayes (model/nb-svm.ts). */
      readonly name: "nb-svm";
      readonly weighting: Weighting;
      /** C, above 0. */
      readonly cost: number;
      /** α, above 0. */
      readonly smoothing: number;
      /** β, from 0 to 1. */
      readonly interpolation: number;
    }
  | {
      readonly view: number;
      /** The cosine of the angle to the middle of an author's texts, in z-scores (model/cosine-delta.ts). */
      readonly name: "cosine-delta";
    }
  | {
      readonly view: number;
      /** Other distances, and the nearest of an author's texts (model/delta.ts). */
      readonly name: "delta";
      readonly distance: DeltaDistance;
      readonly nearest: DeltaNearest;
    }
  | {
      readonly view: number;
      /** Authors' middles, drawn together until few features tell them apart (model/nearest-shrunken-centroids.ts). */
      readonly name: "nearest-shrunken-centroids";
      readonly weighting: Weighting;
      /** Δ, from 0. */
      readonly threshold: number;
    };

/** How counts become values (features/weighting.ts). */
type Weighting = "binary-tf-idf" | "tf-idf" | "log-deviation" | "max-abs";

/**
 * Several classifiers put together on documents they had not seen: by how right each of them was (stacking.ts), or in
 * another way (combination.ts). What comes out are logarithms of probabilities; they need no further calibration.
 */
export interface EnsembleSettings {
  readonly name: "ensemble";
  readonly members: readonly MemberSettings[];
  /** Default "damped". Left out in models of versions before it, which were fitted to be right as often as in training. */
  readonly priors?: Priors;
  /** Default "stacked". Left out in recipes that do not say it, and in models of versions before it. */
  readonly combination?: Combination;
}

/** Which classifier, and its settings. */
export type ClassifierSettings = CountingSettings | EnsembleSettings;

/** Classifiers that learn from authors' counts, which add up. */
export type CountingSettings = NaiveBayesSettings | LanguageModelSettings;

/** A language model for each author (model/language-model.ts). */
export interface LanguageModelSettings {
  readonly name: "language-model";
}

/** Naive Bayes, by counts. */
export type NaiveBayesSettings =
  | {
      readonly name: "multinomial-naive-bayes" | "bernoulli-naive-bayes";
      /** α: what is added to each count; above 0. 1 is Laplace's rule, smaller values trust rare features more. */
      readonly smoothing: number;
      readonly priors: Priors;
    }
  | {
      readonly name: "complement-naive-bayes";
      readonly smoothing: number;
      /** Whether each author's weights are divided by the sum of their magnitudes (WCNB of Rennie et al.). */
      readonly normalize: boolean;
    };

const classifierNames: readonly string[] = [
  "multinomial-naive-bayes",
  "complement-naive-bayes",
  "bernoulli-naive-bayes",
  "language-model",
  "ensemble",
] satisfies ClassifierSettings["name"][];

const weightings: readonly string[] = [
  "binary-tf-idf",
  "tf-idf",
  "log-deviation",
  "max-abs",
] satisfies Weighting[];

/** What an error of a linear member may cost. */
const losses: readonly string[] = ["least-squares", "squared-hinge", "logistic", "multinomial-logistic"];

const memberNames: readonly string[] = [
  "linear",
  "multinomial-naive-bayes",
  "nb-svm",
  "cosine-delta",
  "delta",
  "nearest-shrunken-centroids",
] satisfies MemberSettings["name"][];

/** Above this, α times the number of features would leave the range of doubles. */
const MOST_SMOOTHING = 1e100;

/**
 * Refuses settings outside their ranges.
 *
 * @throws PARAMETER_INVALID naming the setting, its range and the value
 */
export function checkClassifierSettings(settings: ClassifierSettings): void {
  const { name } = settings;
  const refuse = (parameter: string, allowed: string, received: unknown): never => {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter,
      allowed,
      received: typeof received === "number" ? String(received) : (JSON.stringify(received) ?? "nothing"),
    });
  };
  if (!classifierNames.includes(name)) refuse("classifier", `one of ${classifierNames.join(", ")}`, name);
  if (settings.name === "ensemble") {
    checkMembers(settings, refuse);
    return;
  }
  if (settings.name === "language-model") return;
  const { smoothing } = settings;
  if (!(typeof smoothing === "number" && smoothing > 0)) refuse("smoothing", "a number > 0", smoothing);
  if (smoothing > MOST_SMOOTHING) refuse("smoothing", `at most ${MOST_SMOOTHING}`, smoothing);
  if (settings.name === "complement-naive-bayes") {
    if (typeof settings.normalize !== "boolean") refuse("normalize", "true or false", settings.normalize);
  } else if (!isPriors(settings.priors)) {
    refuse("priors", PRIORS_ALLOWED, settings.priors);
  }
}

const PRIORS_ALLOWED = '"corpus", "uniform", "damped" or a number for each author';

function checkMembers(
  { members, priors, combination }: EnsembleSettings,
  refuse: (parameter: string, allowed: string, received: unknown) => never,
): void {
  if (priors !== undefined && !isPriors(priors)) refuse("priors", PRIORS_ALLOWED, priors);
  if (combination !== undefined && !combinations.includes(combination)) {
    refuse("combination", `one of ${combinations.join(", ")}`, combination);
  }
  if (!Array.isArray(members) || members.length === 0) refuse("members", "a list of at least one", members);
  for (const member of members) {
    // Files may bring anything.
    if (typeof member !== "object" || (member as MemberSettings | null) === null) {
      refuse("members", "a list of objects", member);
    }
    const { view } = member;
    if (!Number.isInteger(view) || view < 0) refuse("members.view", "the number of a view, from 0", view);
    if (member.name === "linear") {
      if (!losses.includes(member.loss)) refuse("members.loss", `one of ${losses.join(", ")}`, member.loss);
      checkWeighting(member.weighting, [...weightings, "z-scores"], refuse);
      if (!(member.cost > 0)) refuse("members.cost", "a number > 0", member.cost);
      if (typeof member.balanced !== "boolean") refuse("members.balanced", "true or false", member.balanced);
      const { expected } = member;
      if (expected !== undefined && !(typeof expected === "number" && expected >= 0 && expected <= 1)) {
        refuse("members.expected", "a number from 0 to 1", expected);
      }
    } else if (member.name === "multinomial-naive-bayes") {
      if (!(member.smoothing > 0)) refuse("members.smoothing", "a number > 0", member.smoothing);
      if (!(member.exponent >= 0 && member.exponent <= 1)) {
        refuse("members.exponent", "a number from 0 to 1", member.exponent);
      }
    } else if (member.name === "nb-svm") {
      checkWeighting(member.weighting, weightings, refuse);
      for (const name of ["cost", "smoothing"] as const) {
        if (!(member[name] > 0)) refuse(`members.${name}`, "a number > 0", member[name]);
      }
      const { interpolation } = member;
      if (!(interpolation >= 0 && interpolation <= 1)) {
        refuse("members.interpolation", "a number from 0 to 1", interpolation);
      }
    } else if (member.name === "delta") {
      const { distance, nearest } = member;
      if (!deltaDistances.includes(distance)) {
        refuse("members.distance", `one of ${deltaDistances.join(", ")}`, distance);
      }
      if (!deltaNearests.includes(nearest)) {
        refuse("members.nearest", `one of ${deltaNearests.join(", ")}`, nearest);
      }
    } else if (member.name === "nearest-shrunken-centroids") {
      checkWeighting(member.weighting, weightings, refuse);
      if (!(member.threshold >= 0)) refuse("members.threshold", "a number from 0", member.threshold);
    } else if (member.name !== "cosine-delta") {
      refuse("members.name", memberNames.join(", "), (member as { name: unknown }).name);
    }
  }
}

function checkWeighting(
  weighting: unknown,
  known: readonly string[],
  refuse: (parameter: string, allowed: string, received: unknown) => never,
): void {
  if (typeof weighting === "string" && known.includes(weighting)) return;
  refuse("members.weighting", `one of ${known.join(", ")}`, weighting);
}

function isPriors(priors: unknown): priors is Priors {
  if (priors === "corpus" || priors === "uniform" || priors === "damped") return true;
  if (typeof priors !== "object" || priors === null || Array.isArray(priors)) return false;
  return Object.values(priors).every((prior) => typeof prior === "number");
}
