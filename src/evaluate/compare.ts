/** Measures several recipes on one corpus, each on the same folds, and says which lead is more than chance. */
import type { Document, Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import type { Recipe } from "../recipe.ts";
import { type CrossValidateOptions, type CrossValidation, outcomesInFolds } from "./cross-validate.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FoldRunner } from "./fold.ts";
import { runnerFor, withPool } from "./fold-pool.ts";
import type { FoldThreads } from "./fold-threads.ts";
import { inOrder } from "./in-order.ts";
import type { Outcomes } from "./outcomes.ts";
import { type Difference, isMoreThanChance, pairedDifference, rightByUnit } from "./paired.ts";

/** How far a recipe is behind the best. */
export interface Behind extends Pick<Difference, "difference" | "interval"> {
  /** Whether 0 is outside of the interval. The best was chosen for being best, so a close call is closer still. */
  readonly more_than_chance: boolean;
}

/** What came out for one recipe. */
export interface ComparedRecipe extends Pick<
  Evaluation,
  | "accuracy"
  | "accuracy_interval"
  | "balanced_accuracy"
  | "macro_f1"
  | "log_loss"
  | "brier_score"
  | "expected_calibration_error"
> {
  readonly recipe: string;
  /** To train on all folds but one, on average; longer where several are learned at the same time. */
  readonly seconds: number;
  /** The best one's accuracy − this one's, over resampled works; null for the best. */
  readonly behind: Behind | null;
}

/** A recipe that cannot learn this corpus, and why. */
export interface FailedRecipe {
  readonly recipe: string;
  readonly code: string;
  readonly message: string;
}

/** Several recipes side by side. */
export interface Comparison extends Pick<
  CrossValidation,
  "documents" | "authors" | "grouped_by" | "baselines" | "warnings"
> {
  readonly folds: number;
  /** The recipe with the highest accuracy; of equals the one with the lowest log-loss, then the first. */
  readonly best: string;
  /** The best first. */
  readonly recipes: readonly ComparedRecipe[];
  readonly failed: readonly FailedRecipe[];
}

/** What was measured of a recipe, with all that it rests on. */
export interface Measured {
  readonly recipe: Recipe;
  readonly validation: CrossValidation;
  readonly outcomes: Outcomes;
  /** To train on all folds but one, on average. */
  readonly seconds: number;
  /** Whether some fold had too few documents to calibrate on. */
  readonly notCalibrated: boolean;
}

/**
 * Cross-validates each recipe on the same folds. A recipe that cannot learn the corpus is named with the reason; when
 * none can, the first one's failure is thrown.
 *
 * @param recipes at least one
 * @param options `onProgress` is told of all recipes' steps together
 * @throws what `crossValidateWith` throws
 */
export async function compare(
  documents: readonly Document[],
  recipes: readonly Recipe[],
  options: CrossValidateOptions & FoldThreads = {},
): Promise<Comparison> {
  const measured: Measured[] = [];
  const failures: Failed[] = [];
  const progress = recipes.map(() => 0);
  const measureOne = async (
    recipe: Recipe,
    place: number,
    runner: FoldRunner,
  ): Promise<Measured | Failed> => {
    const onProgress = (done: number, of: number): void => {
      progress[place] = done;
      options.onProgress?.(
        progress.reduce((sum, own) => sum + own, 0),
        recipes.length * of,
      );
    };
    try {
      return await measureRecipe(runner, documents, recipe, { ...options, onProgress });
    } catch (error) {
      if (!(error instanceof PenprintError) || !ownFailures.has(error.code)) throw error;
      return { recipe: recipe.name, error };
    }
  };
  await withPool(documents, options.threads, async (pool) => {
    const work = (recipe: Recipe, place: number): Promise<Measured | Failed> =>
      measureOne(recipe, place, runnerFor(recipe, documents, pool));
    // The next recipe begins while a thread has nothing to do for this one.
    for await (const result of inOrder(recipes, pool?.threads ?? 1, work)) {
      if ("error" in result) failures.push(result);
      else measured.push(result);
    }
  });
  if (measured.length === 0) throw failures[0]!.error;
  measured.sort(
    ({ validation: a }, { validation: b }) =>
      b.accuracy - a.accuracy || (a.log_loss ?? 0) - (b.log_loss ?? 0),
  );
  const best = measured[0]!;
  const { validation } = best;
  return {
    documents: validation.documents,
    authors: validation.authors,
    folds: validation.folds.length,
    grouped_by: validation.grouped_by,
    best: best.recipe.name,
    recipes: measured.map((other) => comparedRecipe(other, best, options)),
    failed: failures.map(({ recipe, error: { code, message } }) => ({ recipe, code, message })),
    baselines: validation.baselines,
    warnings: [...validation.warnings, ...notCalibrated(measured)],
  };
}

interface Failed {
  readonly recipe: string;
  readonly error: PenprintError;
}

/**
 * Cross-validates one recipe, with the time it takes.
 *
 * @param runner does folds of these documents by this recipe
 * @throws what `crossValidateWith` throws
 */
export async function measureRecipe(
  runner: FoldRunner,
  documents: readonly Document[],
  recipe: Recipe,
  options: CrossValidateOptions,
): Promise<Measured> {
  const { validation, outcomes, learned } = await outcomesInFolds(runner, documents, options);
  const seconds = learned.reduce((sum, fold) => sum + fold.seconds, 0) / learned.length;
  const notCalibrated = learned.some(({ isUncalibrated }) => isUncalibrated);
  return { recipe, validation, outcomes, seconds, notCalibrated };
}

/** What a recipe may fail of while another does not. */
const ownFailures: ReadonlySet<string> = new Set(["CORPUS_TOO_LARGE", "NO_FEATURES"]);

function comparedRecipe(
  { recipe, validation, outcomes, seconds }: Measured,
  best: Measured,
  { seed, resamples }: CrossValidateOptions,
): ComparedRecipe {
  return {
    recipe: recipe.name,
    accuracy: validation.accuracy,
    accuracy_interval: validation.accuracy_interval,
    balanced_accuracy: validation.balanced_accuracy,
    macro_f1: validation.macro_f1,
    log_loss: validation.log_loss,
    brier_score: validation.brier_score,
    expected_calibration_error: validation.expected_calibration_error,
    seconds,
    behind: outcomes === best.outcomes ? null : behindBest(),
  };

  function behindBest(): Behind {
    const drawn = {
      ...(seed === undefined ? {} : { seed }),
      ...(resamples === undefined ? {} : { resamples }),
    };
    const apart = pairedDifference(rightByUnit(best.outcomes), rightByUnit(outcomes), drawn);
    const { difference, interval } = apart;
    return { difference, interval, more_than_chance: isMoreThanChance(apart) };
  }
}

function notCalibrated(measured: readonly Measured[]): Warning[] {
  const names = measured.filter((own) => own.notCalibrated).map(({ recipe }) => recipe.name);
  if (names.length === 0) return [];
  const message = `There are too few documents to calibrate on: the probabilities of ${names.join(", ")} are the classifier's own.`;
  return [{ code: "not_calibrated", message }];
}
