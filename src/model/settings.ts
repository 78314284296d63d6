/** The settings of the classifiers, as a recipe holds them: plain JSON. */
import { PenprintError } from "../errors.ts";

/** How likely each author is before the text is read: as in the corpus, all alike, or as given. */
export type Priors = "corpus" | "uniform" | { readonly [author: string]: number };

/** Which classifier, and its settings. */
export type ClassifierSettings =
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

/**
 * Refuses settings outside their ranges.
 *
 * @throws PARAMETER_INVALID naming the setting, its range and the value
 */
export function checkClassifierSettings(settings: ClassifierSettings): void {
  const { smoothing } = settings;
  if (!(typeof smoothing === "number" && smoothing > 0 && Number.isFinite(smoothing))) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "smoothing",
      allowed: "a number > 0",
      received: String(smoothing),
    });
  }
}
