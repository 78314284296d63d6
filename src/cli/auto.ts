/** `--recipe auto`: the recipe is chosen by the documents. */
import { PenprintError } from "../errors.ts";
import {
  type Choice,
  chooseRecipe,
  type ChooseOptions,
  defaultBudget,
  sampleFor,
} from "../evaluate/choose.ts";
import { standardInput } from "../corpus/bytes.ts";
import { readBatches } from "../corpus/read.ts";
import { passages } from "../corpus/passages.ts";
import type { Document } from "../document.ts";
import { type Recipe, recipeDescriptions, recipeNamed, defaultRecipe } from "../recipe.ts";
import type { Command } from "commander";
import { number, type CorpusOptions, readOptions, type RecipeChoice } from "./options.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";

/** The name that stands for a choice. */
export const AUTO = "auto";

/** What each recipe is good for, and what `auto` does. */
export const describedRecipes: ReadonlyMap<string, string> = new Map([
  ...recipeDescriptions,
  [AUTO, "the best of naive-bayes, naive-bayes-characters, linear and ensemble, found by cross-validation"],
]);

/** How a choice is made, as the command line has it. */
export interface AutoChoice extends RecipeChoice {
  readonly budget: number;
}

/** Adds the option that says how long a choice may take. */
export function addBudgetOption(command: Command): Command {
  return command.option(
    "--budget <seconds>",
    "how long auto may try recipes on a sample of the documents",
    number,
    defaultBudget,
  );
}

/**
 * How the options want a recipe chosen.
 *
 * @throws PARAMETER_INVALID for options that not all candidates have
 */
export function chooseOptions(choice: AutoChoice): ChooseOptions {
  for (const name of ["smoothing", "priors", "calibration", "ngrams", "hashBits", "normalize"] as const) {
    const value = choice[name];
    if (value === undefined) continue;
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: name,
      allowed: "left out with auto, for not all recipes have it",
      received: JSON.stringify(value),
    });
  }
  const { lowerCase, minDocuments, maxDocuments, seed, budget } = choice;
  return {
    budget,
    changes: {
      ...(lowerCase === undefined ? {} : { lowerCase }),
      ...(minDocuments === undefined ? {} : { minimumDocuments: minDocuments }),
      ...(maxDocuments === undefined ? {} : { maximumDocumentShare: maxDocuments }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

/**
 * Chooses a recipe for files that will be read again to be learned.
 *
 * @throws what reading and choosing throw
 */
export async function choiceFor(
  paths: readonly string[],
  options: CorpusOptions & AutoChoice,
  output: Output,
): Promise<{ recipe: Recipe; choice: Choice }> {
  const choosing = chooseOptions(options);
  if (paths.includes(standardInput)) {
    const reason = "it is the default; standard input cannot be read twice, to choose and to learn";
    const nothing = { documents: 0, folds: 0, grouped_by: null, candidates: [] };
    return {
      recipe: recipeNamed(defaultRecipe, choosing.changes),
      choice: { recipe: defaultRecipe, reason, ...nothing },
    };
  }
  const sample = sampleFor<Document>(options.budget, options.seed ?? 0);
  for await (const batch of readBatches(paths, readOptions(options))) {
    for (const document of batch) {
      if (options.passages === undefined) sample.add(document);
      else for (const piece of passages(document, options.passages)) sample.add(piece);
    }
  }
  const progress = new Progress(output, "Choosing", 1000);
  try {
    const onProgress = (share: number): void => progress.reach(Math.round(1000 * share));
    return await chooseRecipe(sample.kept(), { ...choosing, characters: sample.characters, onProgress });
  } finally {
    progress[Symbol.dispose]();
  }
}
