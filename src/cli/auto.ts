/** `--recipe auto`, the default: the recipe is chosen by the documents. */
import { PenprintError } from "../errors.ts";
import {
  type Choice,
  choiceBySize,
  CHOOSING_FOLDS,
  chooseRecipe,
  type ChooseOptions,
  defaultBudget,
  sampleFor,
} from "../evaluate/choose.ts";
import { canBeReadAgain, corpusBytes, readBatches } from "../corpus/read.ts";
import { passages } from "../corpus/passages.ts";
import type { Document } from "../document.ts";
import type { FoldThreads } from "../evaluate/fold-threads.ts";
import { countingRecipe, defaultRecipe, type Recipe, recipeDescriptions, recipeNamed } from "../recipe.ts";
import type { Command } from "commander";
import { number, type CorpusOptions, readOptions, type RecipeChoice } from "./options.ts";
import { foldThreads } from "./fold-threads.ts";
import type { Output } from "./output.ts";
import { priorsFrom } from "./chosen-recipe.ts";
import { Progress } from "./progress.ts";

/** The name that stands for a choice. */
export const AUTO = defaultRecipe;

/** What each recipe is good for, and what `auto` does. */
export const describedRecipes: ReadonlyMap<string, string> = new Map([
  ...recipeDescriptions,
  [AUTO, "naive-bayes or ensemble: whichever cross-validation finds better for these documents"],
]);

/** Options that not all candidates have. */
const ofSomeRecipes = [
  "smoothing",
  "calibration",
  "ngrams",
  "hashBits",
  "normalize",
  "views",
  "combination",
  "distance",
  "nearest",
  "mostFrequent",
] as const;

/**
 * The recipe that the options name. Where they name none it is to be chosen, unless they have something that only some
 * recipes have: then it is the one that has them all but one, for chosen views, or a way to combine them, `ensemble`, for Delta's `cosine-delta`.
 */
export function recipeWanted(choice: Omit<RecipeChoice, "recipe"> & { readonly recipe?: string }): string {
  if (choice.views !== undefined || choice.combination !== undefined) return choice.recipe ?? "ensemble";
  const { distance, nearest, mostFrequent } = choice;
  if (distance !== undefined || nearest !== undefined || mostFrequent !== undefined)
    return choice.recipe ?? "cosine-delta";
  const some = ofSomeRecipes.some((name) => choice[name] !== undefined);
  return choice.recipe ?? (some ? countingRecipe : AUTO);
}

/** What is said of it in the help. */
export const defaultWanted = `${AUTO}; ${countingRecipe} with options that not all recipes have, ensemble with --views or --combination, cosine-delta with its own`;

/** How a choice is made, as the command line has it. */
export interface AutoChoice extends RecipeChoice {
  readonly budget: number;
}

/** Adds the option that says how long a choice may take. */
export function addBudgetOption(command: Command): Command {
  return command.option(
    "--budget <seconds>",
    "how long auto may take; a recipe that would need longer to learn is left out",
    number,
    defaultBudget,
  );
}

/**
 * How the options want a recipe chosen.
 *
 * @throws PARAMETER_INVALID for options that not all candidates have, PRIORS_INVALID, and what reading the file of
 *   priors throws
 */
export async function chooseOptions(choice: AutoChoice): Promise<ChooseOptions> {
  for (const name of ofSomeRecipes) {
    const value = choice[name];
    if (value === undefined) continue;
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: name,
      allowed: "left out with auto; name a recipe that has it, as in --recipe naive-bayes",
      received: JSON.stringify(value),
    });
  }
  const { lowerCase, minDocuments, maxDocuments, seed, priors, budget } = choice;
  return {
    budget,
    changes: {
      ...(lowerCase === undefined ? {} : { lowerCase }),
      ...(minDocuments === undefined ? {} : { minimumDocuments: minDocuments }),
      ...(maxDocuments === undefined ? {} : { maximumDocumentShare: maxDocuments }),
      ...(seed === undefined ? {} : { seed }),
      ...(priors === undefined ? {} : { priors: await priorsFrom(priors) }),
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
  options: CorpusOptions & AutoChoice & FoldThreads,
  output: Output,
): Promise<{ recipe: Recipe; choice: Choice }> {
  const choosing = await chooseOptions(options);
  if (!(await canBeReadAgain(paths))) {
    const reason = "standard input and pipes cannot be read twice, to choose and to learn";
    const nothing = { documents: 0, folds: 0, grouped_by: null, candidates: [] };
    return {
      recipe: recipeNamed(countingRecipe, choosing.changes),
      choice: { recipe: countingRecipe, reason, ...nothing },
    };
  }
  const bySize = choiceBySize(await corpusBytes(paths), choosing);
  if (bySize !== null) return bySize;
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
    const documents = sample.kept();
    const threads = foldThreads(options.threads, documents, "auto", CHOOSING_FOLDS);
    const { characters } = sample;
    return await chooseRecipe(documents, { ...choosing, characters, threads, onProgress });
  } finally {
    progress[Symbol.dispose]();
  }
}
