/** `penprint cross-validate`: how good is a recipe, when there is only one corpus? */
import { Option } from "commander";

import { chooseRecipe } from "../evaluate/choose.ts";
import { crossValidate, type CrossValidation, crossValidateWith } from "../evaluate/cross-validate.ts";
import type { Document } from "../document.ts";
import type { Identifier } from "../identifier.ts";
import { trainIdentifier } from "../trainer.ts";
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
  type CorpusOptions,
  wholeNumber,
} from "./options.ts";
import { modelName } from "./model-output.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";
import type { Define, Surroundings } from "./program.ts";
import { addReportOption, ReportOutput } from "./report-output.ts";
import { showAuthors, showConfusion, showScore } from "./score.ts";

interface Options extends CorpusOptions, AutoChoice {
  readonly folds: number;
  readonly groupBy?: "work" | "none";
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
  addSharedTextsOption(addCorpusOptions(command));
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
  const choosing = options.recipe === AUTO ? await chooseOptions(options) : null;
  const recipe = choosing === null ? await chosenRecipe(options) : null;
  const corpus = new CorpusInput(paths, options, output);
  const documents = await corpus.documents("Reading");
  const validation = await validate();
  const result: Result = { ...validation, warnings: [...validation.warnings, ...corpus.warnings()] };
  if (output.json) output.object(result);
  else show(result, output);
  await report?.write(
    {
      name: paths.map(modelName).join(", "),
      evaluation: result,
      recipe,
      seed: options.seed ?? recipe?.seed ?? 0,
      corpora: { trained: null, tested: corpus.sha256() },
    },
    documents,
    surroundings,
  );

  async function validate(): Promise<Result> {
    const progress = new Progress(output, "Testing", documents.length * options.folds);
    const validating = {
      folds: options.folds,
      lengths: report !== null,
      ...(options.groupBy === undefined ? {} : { groupBy: options.groupBy }),
      onProgress: (done: number): void => progress.reach(done),
    };
    try {
      if (recipe !== null) return await crossValidate(documents, recipe, validating);
      const chosen: string[] = [];
      // The choice is a part of learning: it must not see the fold that is tested.
      const train = async (training: Iterable<Document>): Promise<Identifier> => {
        const kept = [...training];
        const found = await chooseRecipe(kept, choosing ?? {});
        chosen.push(found.recipe.name);
        return trainIdentifier(kept, found.recipe);
      };
      const seed = options.seed ?? 0;
      return { ...(await crossValidateWith(train, documents, { ...validating, seed })), chosen };
    } finally {
      progress[Symbol.dispose]();
    }
  }
}

/** Of `auto`, what it chose in each fold besides. */
type Result = CrossValidation & { readonly chosen?: readonly string[] };

function show(result: Result, output: Output): void {
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
