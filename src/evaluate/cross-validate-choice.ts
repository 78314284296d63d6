/** Cross-validates a choice of recipes: choosing is a part of learning, so it must not see the fold that is tested. */
import type { Document } from "../document.ts";
import type { Identifier } from "../identifier.ts";
import { trainIdentifier } from "../trainer.ts";
import { type ChooseOptions, chooseRecipe } from "./choose.ts";
import { type CrossValidateOptions, type CrossValidation, crossValidateWith } from "./cross-validate.ts";

/** A cross-validation in which each fold has chosen its own recipe. */
export interface ChoiceValidation extends CrossValidation {
  /** The recipes' names, fold by fold. */
  readonly chosen: readonly string[];
}

/**
 * Cross-validates what chooses a recipe and trains it.
 *
 * @throws what {@link crossValidateWith} and {@link chooseRecipe} throw
 */
export async function crossValidateChoice(
  documents: readonly Document[],
  choosing: ChooseOptions,
  options: CrossValidateOptions = {},
): Promise<ChoiceValidation> {
  const chosen: string[] = [];
  const train = async (training: Iterable<Document>): Promise<Identifier> => {
    const kept = [...training];
    const { recipe } = await chooseRecipe(kept, choosing);
    chosen.push(recipe.name);
    return trainIdentifier(kept, recipe);
  };
  return { ...(await crossValidateWith(train, documents, options)), chosen };
}
