/** `penprint cross-validate`: how good is a recipe, when there is only one corpus? */
import { basename, extname } from "node:path";
import { Option } from "commander";

import {
  addBudgetOption,
  AUTO,
  type AutoChoice,
  chooseOptions,
  defaultWanted,
  describedRecipes,
  recipeWanted,
} from "./auto.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { CorpusInput } from "./corpus-input.ts";
import { percent } from "./figures.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addRecipeOptions,
  addSharedTextsOption,
  addThreadsOption,
  type CorpusOptions,
  wholeNumber,
} from "./options.ts";
import type { Output } from "./output.ts";
import type { Define, Surroundings } from "./program.ts";
import { addReportOption, ReportOutput } from "./report-output.ts";
import { showAuthors, showConfusion, showScore } from "./score.ts";
import { type Validation, validated } from "./validation.ts";

interface Options extends CorpusOptions, AutoChoice {
  readonly folds: number;
  readonly groupBy?: "work" | "none";
  readonly threads?: number;
  readonly report?: string;
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
  addReportOption(command);
  addThreadsOption(addSharedTextsOption(addCorpusOptions(command)));
  addBudgetOption(addRecipeOptions(command, { said: defaultWanted }, describedRecipes));
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint cross-validate novels/ --passages 500 --folds 10 --group-by work",
  );
  command.action((corpus: string[], options: Options) =>
    run(corpus, { ...options, recipe: recipeWanted(options) }, surroundings),
  );
};

async function run(paths: string[], options: Options, surroundings: Surroundings): Promise<void> {
  const { output, interruption } = surroundings;
  interruption.begin();
  const report = options.report === undefined ? null : await ReportOutput.at(options.report);
  const recipe = options.recipe === AUTO ? await chooseOptions(options) : await chosenRecipe(options);
  const named = "views" in recipe ? recipe : null;
  const seed = options.seed ?? named?.seed ?? 0;
  const corpus = new CorpusInput(paths, options, output);
  const documents = await corpus.documents("Reading");
  const { folds, groupBy, threads } = options;
  const validating = {
    folds,
    seed,
    lengths: report !== null,
    ...(groupBy === undefined ? {} : { groupBy }),
    ...(threads === undefined ? {} : { threads }),
  };
  const validation = await validated(documents, recipe, validating, output);
  const result: Validation = { ...validation, warnings: [...validation.warnings, ...corpus.warnings()] };
  if (output.json) output.object(result);
  else show(result, output);
  await report?.write(
    {
      name: paths.map((path) => basename(path, extname(path))).join(", "),
      evaluation: result,
      recipe: named,
      seed,
      corpora: { trained: null, tested: corpus.sha256() },
    },
    documents,
    surroundings,
  );
}

function show(result: Validation, output: Output): void {
  showScore(result, output);
  output.line();
  const kept = result.grouped_by === "work" ? "each work whole in one fold" : "documents dealt one by one";
  output.line(
    `  ${result.folds.length} folds, ${kept}: ${percent(result.accuracy_mean)} ± ${percent(result.accuracy_deviation)}`,
  );
  output.line(`  ${result.folds.map(({ accuracy }) => percent(accuracy)).join(", ")}`);
  if (result.chosen !== undefined) output.line(`  chosen: ${result.chosen.join(", ")}`);
  showAuthors(result, output);
  showConfusion(result, output);
  output.warnings(result.warnings);
}
