/** Cross-validating the documents of a command, with a progress bar. */
import type { Document } from "../document.ts";
import type { ChooseOptions } from "../evaluate/choose.ts";
import { type ChoiceValidation, crossValidateChoice } from "../evaluate/cross-validate-choice.ts";
import {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
} from "../evaluate/cross-validate.ts";
import type { FoldThreads } from "../evaluate/fold-threads.ts";
import type { Recipe } from "../recipe.ts";
import { foldThreads } from "./fold-threads.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";

/** Of `auto`, what it chose in each fold besides. */
export type Validation = CrossValidation & Partial<Pick<ChoiceValidation, "chosen">>;

/**
 * Cross-validates a recipe, or the choice of one.
 *
 * @param options by default one thread a core, where that pays
 * @throws what cross-validating throws
 */
export async function validated(
  documents: readonly Document[],
  recipe: Recipe | ChooseOptions,
  { folds = 5, threads: wished, ...options }: CrossValidateOptions & FoldThreads,
  output: Output,
): Promise<Validation> {
  const progress = new Progress(output, "Testing", documents.length * folds);
  const threads = foldThreads(wished, documents, "views" in recipe ? [recipe] : "auto", folds);
  const onProgress = (done: number): void => progress.reach(done);
  const validating = { ...options, folds, threads, onProgress };
  try {
    return "views" in recipe
      ? await crossValidate(documents, recipe, validating)
      : await crossValidateChoice(documents, recipe, validating);
  } finally {
    progress[Symbol.dispose]();
  }
}
