/** `penprint cross-validate`: how good is a recipe, when there is only one corpus? */
import { Option } from "commander";

import { crossValidate, type CrossValidation } from "../evaluate/cross-validate.ts";
import { defaultRecipe, recipeDescriptions } from "../recipe.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { CorpusInput } from "./corpus-input.ts";
import { percent } from "./figures.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addRecipeOptions,
  addSharedTextsOption,
  type CorpusOptions,
  type RecipeChoice,
  wholeNumber,
} from "./options.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";
import type { Define, Surroundings } from "./program.ts";
import { showAuthors, showConfusion, showScore } from "./score.ts";

interface Options extends CorpusOptions, RecipeChoice {
  readonly folds: number;
  readonly groupBy?: "work" | "none";
}

/** Defines the command. */
export const defineCrossValidate: Define = (command, surroundings) => {
  command
    .description(
      "Measures a recipe when there is only one corpus: deals the documents into folds, keeps all documents of a work together, and tests each fold with a model trained on the others.",
    )
    .argument("<corpus...>", "files or folders with documents, as for train")
    .option("--folds <n>", "how many folds", wholeNumber, 5)
    .addOption(
      new Option(
        "--group-by <what>",
        "keep the documents of a work together (default: if works are named)",
      ).choices(["work", "none"]),
    );
  addSharedTextsOption(addCorpusOptions(command));
  addRecipeOptions(command, defaultRecipe, recipeDescriptions);
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint cross-validate novels/ --passages 500 --folds 10 --group-by work",
  );
  command.action((corpus: string[], options: Options) => run(corpus, options, surroundings));
};

async function run(paths: string[], options: Options, { output, interruption }: Surroundings): Promise<void> {
  interruption.begin();
  const recipe = await chosenRecipe(options);
  const corpus = new CorpusInput(paths, options, output);
  const documents = await corpus.documents("Reading");
  const validation = await validate();
  const result = { ...validation, warnings: [...validation.warnings, ...corpus.warnings()] };
  if (output.json) output.object(result);
  else show(result, output);

  async function validate(): Promise<CrossValidation> {
    const progress = new Progress(output, "Testing", documents.length * options.folds);
    try {
      return await crossValidate(documents, recipe, {
        folds: options.folds,
        ...(options.groupBy === undefined ? {} : { groupBy: options.groupBy }),
        onProgress: (done) => progress.reach(done),
      });
    } finally {
      progress[Symbol.dispose]();
    }
  }
}

function show(result: CrossValidation, output: Output): void {
  showScore(result, output);
  output.line();
  const kept = result.grouped_by === "work" ? "each work whole in one fold" : "documents dealt one by one";
  output.line(
    `  ${result.folds.length} folds, ${kept}: ${percent(result.accuracy_mean)} ± ${percent(result.accuracy_deviation)}`,
  );
  output.line(`  ${result.folds.map(({ accuracy }) => percent(accuracy)).join(", ")}`);
  showAuthors(result, output);
  showConfusion(result, output);
  output.warnings(result.warnings);
}
