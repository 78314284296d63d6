/** The recipe that the options ask for. */
import { readText } from "../corpus/text-file.ts";
import { PenprintError } from "../errors.ts";
import type { Priors } from "../model/settings.ts";
import { type Recipe, recipeNamed } from "../recipe.ts";
import { type RecipeChoice, recipeOptions } from "./options.ts";

/**
 * @throws RECIPE_UNKNOWN, PARAMETER_INVALID, PRIORS_INVALID, and what reading the file of priors throws
 */
export async function chosenRecipe(choice: RecipeChoice): Promise<Recipe> {
  const changes = recipeOptions(choice);
  if (choice.priors === undefined) return recipeNamed(choice.recipe, changes);
  return recipeNamed(choice.recipe, { ...changes, priors: await priorsFrom(choice.priors) });
}

/**
 * What `--priors` names.
 *
 * @throws PRIORS_INVALID, and what reading the file throws
 */
export async function priorsFrom(value: string): Promise<Priors> {
  if (value === "corpus" || value === "uniform" || value === "damped") return value;
  let priors: unknown;
  try {
    priors = JSON.parse(await readText(value));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PenprintError(
      "PRIORS_INVALID",
      { problem: `${value} is not JSON (${error.message})` },
      { cause: error },
    );
  }
  if (!isNumbers(priors)) {
    throw new PenprintError("PRIORS_INVALID", {
      problem: `${value} is not an object of authors and numbers`,
    });
  }
  return priors;
}

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item === "number");
}
