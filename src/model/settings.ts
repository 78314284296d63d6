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

const classifierNames: readonly string[] = [
  "multinomial-naive-bayes",
  "complement-naive-bayes",
  "bernoulli-naive-bayes",
] satisfies ClassifierSettings["name"][];

/** Above this, α times the number of features would leave the range of doubles. */
const MOST_SMOOTHING = 1e100;

/**
 * Refuses settings outside their ranges.
 *
 * @throws PARAMETER_INVALID naming the setting, its range and the value
 */
export function checkClassifierSettings(settings: ClassifierSettings): void {
  const { name, smoothing } = settings;
  const refuse = (parameter: string, allowed: string, received: unknown): never => {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter,
      allowed,
      received: typeof received === "number" ? String(received) : (JSON.stringify(received) ?? "nothing"),
    });
  };
  if (!classifierNames.includes(name)) refuse("classifier", `one of ${classifierNames.join(", ")}`, name);
  if (!(typeof smoothing === "number" && smoothing > 0)) refuse("smoothing", "a number > 0", smoothing);
  if (smoothing > MOST_SMOOTHING) refuse("smoothing", `at most ${MOST_SMOOTHING}`, smoothing);
  if (name === "complement-naive-bayes") {
    if (typeof settings.normalize !== "boolean") refuse("normalize", "true or false", settings.normalize);
  } else if (!isPriors(settings.priors)) {
    refuse("priors", '"corpus", "uniform" or a number for each author', settings.priors);
  }
}

function isPriors(priors: unknown): priors is Priors {
  if (priors === "corpus" || priors === "uniform") return true;
  if (typeof priors !== "object" || priors === null || Array.isArray(priors)) return false;
  return Object.values(priors).every((prior) => typeof prior === "number");
}
