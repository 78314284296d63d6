/** The recipe that the options ask for. */
import { basename } from "node:path";

import { readText } from "../corpus/text-file.ts";
import { PenprintError } from "../errors.ts";
import type { JsonValue } from "../identifier.ts";
import { recipeOf } from "../model-file/metadata.ts";
import type { Priors } from "../model/settings.ts";
import { type Recipe, recipeNamed, recipeWith } from "../recipe.ts";
import { type RecipeChoice, recipeOptions } from "./options.ts";

/**
 * @throws RECIPE_UNKNOWN, RECIPE_FILE_INVALID, PARAMETER_INVALID, RECIPE_INVALID, PRIORS_INVALID, and what reading files
 *   throws
 */
export async function chosenRecipe(choice: RecipeChoice): Promise<Recipe> {
  const priors = choice.priors === undefined ? {} : { priors: await priorsFrom(choice.priors) };
  const changes = { ...recipeOptions(choice), ...priors };
  if (!choice.recipe.endsWith(".json")) return recipeNamed(choice.recipe, changes);
  const { views, ...others } = changes;
  if (views !== undefined) {
    const allowed = "left out with a recipe from a file, which has views of its own";
    throw new PenprintError("PARAMETER_INVALID", { parameter: "views", allowed, received: views.join(",") });
  }
  return recipeWith(await recipeFrom(choice.recipe), others);
}

/**
 * The recipe in a file: as `inspect --json` prints it, alone or with all else that it prints. What it leaves out of
 * `calibration`, `seed` and of how views are counted is as in most recipes.
 *
 * @throws RECIPE_FILE_INVALID, and what reading the file throws
 */
async function recipeFrom(file: string): Promise<Recipe> {
  const refuse = (reason: string): never => {
    throw new PenprintError("RECIPE_FILE_INVALID", { file, reason });
  };
  let value: JsonValue;
  try {
    value = JSON.parse(await readText(file)) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`it is not JSON (${error.message})`);
  }
  const found = isObject(value) && isObject(value["recipe"]) ? value["recipe"] : value;
  if (!isObject(found) || !Array.isArray(found["views"])) return refuse("it has no list of `views`");
  const views = (found["views"] as readonly JsonValue[]).map((view) =>
    isObject(view) ? { ...usualView, ...view } : view,
  );
  const filled = { name: basename(file, ".json"), calibration: "none", seed: 0, ...found, views };
  return recipeOf(filled, (reason) => refuse(reason.replace(/^its recipe/u, "it")));
}

const usualView = { lower_case: true, minimum_documents: 1, maximum_document_share: 1 };

const isObject = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
