/** Cross-validates a choice of recipes: choosing is a part of learning, so it must not see the fold that is tested. */
import type { Document } from "../document.ts";
import type { Identifier } from "../identifier.ts";
import { trainIdentifier } from "../trainer.ts";
import { type ChooseOptions, chooseRecipe } from "./choose.ts";
import { type CrossValidateOptions, type CrossValidation, outcomesInFolds } from "./cross-validate.ts";
import { foldsHere } from "./fold.ts";
import { withPool } from "./fold-pool.ts";
import type { FoldThreads } from "./fold-threads.ts";

/** A cross-validation in which each fold has chosen its own recipe. */
export interface ChoiceValidation extends CrossValidation {
  /** The recipes' names, fold by fold. */
  readonly chosen: readonly string[];
}

/**
 * Cross-validates what chooses a recipe and trains it.
 *
 * @throws what `crossValidateWith` and {@link chooseRecipe} throw
 */
export async function crossValidateChoice(
  documents: readonly Document[],
  choosing: ChooseOptions,
  options: CrossValidateOptions & FoldThreads = {},
): Promise<ChoiceValidation> {
  return withPool(documents, options.threads, async (pool) => {
    const { budget, changes } = choosing;
    const plain = {
      ...(budget === undefined ? {} : { budget }),
      ...(changes === undefined ? {} : { changes }),
    };
    const runner =
      pool?.runner({ choosing: plain }) ??
      foldsHere(documents, (training) => trainChosen(training, choosing));
    const { validation, learned } = await outcomesInFolds(runner, documents, options);
    return { ...validation, chosen: learned.map(({ recipe }) => recipe!) };
  });
}

/** Chooses a recipe for documents, and trains it. */
export async function trainChosen(
  documents: Iterable<Document>,
  choosing: ChooseOptions,
): Promise<Identifier> {
  const kept = [...documents];
  const { recipe } = await chooseRecipe(kept, choosing);
  return trainIdentifier(kept, recipe);
}
