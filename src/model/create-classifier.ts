/** From settings and counts to a classifier. */
import type { CountMatrix, NgramLinks } from "../sparse.ts";
import { bernoulliNaiveBayes } from "./bernoulli-naive-bayes.ts";
import type { FeaturewiseClassifier } from "./classifier.ts";
import { complementNaiveBayes } from "./complement-naive-bayes.ts";
import { checkCounts } from "./counts.ts";
import { languageModel } from "./language-model.ts";
import { multinomialNaiveBayes } from "./multinomial-naive-bayes.ts";
import { logPriors } from "./priors.ts";
import { checkClassifierSettings, type ClassifierSettings, type CountingSettings } from "./settings.ts";

/** What a classifier learns from. */
export interface TrainingCounts {
  /** Occurrences of features by author; for Bernoulli the documents that hold them (see `countsDocuments`). */
  readonly counts: CountMatrix;
  /** The authors' names, in order. */
  readonly authors: readonly string[];
  /** How many documents each author has. */
  readonly documents: ArrayLike<number>;
  /** How the n-grams hang together, for whoever wants to know. */
  readonly links?: () => NgramLinks;
}

/** Whether a classifier wants to know in how many documents a feature occurs, rather than how often. */
export function countsDocuments(settings: ClassifierSettings): boolean {
  return settings.name === "bernoulli-naive-bayes";
}

/**
 * Derives the classifier that `settings` name from counts.
 *
 * @throws PARAMETER_INVALID, PRIORS_INVALID, FEATURES_NEGATIVE
 */
export function createClassifier(
  settings: CountingSettings,
  training: TrainingCounts,
): FeaturewiseClassifier {
  const { counts, authors, documents } = training;
  checkClassifierSettings(settings);
  checkCounts(counts);
  if (settings.name === "language-model") {
    if (training.links === undefined)
      throw new TypeError("a language model needs to know how n-grams hang together");
    return languageModel(counts, training.links());
  }
  const { smoothing } = settings;
  switch (settings.name) {
    case "multinomial-naive-bayes":
      return multinomialNaiveBayes(counts, {
        smoothing,
        logPriors: logPriors(settings.priors, authors, documents),
      });
    case "complement-naive-bayes":
      return complementNaiveBayes(counts, { smoothing, normalize: settings.normalize });
    case "bernoulli-naive-bayes":
      return bernoulliNaiveBayes(counts, {
        smoothing,
        documents,
        logPriors: logPriors(settings.priors, authors, documents),
      });
  }
}
