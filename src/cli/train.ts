/** `penprint train`: documents → a model file. */
import { defaultRecipe, recipeDescriptions } from "../recipe.ts";
import { writeModel } from "../model-file/disk.ts";
import type { Warning } from "../document.ts";
import type { Identifier } from "../identifier.ts";
import type { Learned } from "../learn/learn.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { corpusWarnings, learnWithProgress } from "./learning.ts";
import { bytes, counted, duration, wholeNumber } from "./figures.ts";
import { checkWritable, modelName } from "./model-output.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addRecipeOptions,
  addSharedTextsOption,
  addThreadsOption,
  type CorpusOptions,
  type RecipeChoice,
} from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { Define, Surroundings } from "./program.ts";
import { authorsTable, recipeLine } from "./model-card.ts";
import { programName, shellQuoted } from "./shell.ts";

interface Options extends CorpusOptions, RecipeChoice {
  readonly out: string;
  readonly threads?: number;
}

/** Defines the command. */
export const defineTrain: Define = (command, surroundings) => {
  command
    .description(
      'Learns how authors write from documents and writes a model file.\n\nA corpus is JSON Lines (.jsonl, .ndjson), a table (.csv, .tsv), or a folder of texts: author/work.txt or Author_Title.txt. "-" is JSON Lines on standard input.',
    )
    .argument("<corpus...>", "files or folders with documents")
    .option("-o, --out <file>", "the model file to write", "model.safetensors");
  addThreadsOption(addSharedTextsOption(addCorpusOptions(command)));
  addRecipeOptions(command, defaultRecipe, recipeDescriptions);
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint train letters.csv --author-column sender --text-column body --out letters.safetensors",
  );
  command.action((corpus: string[], options: Options) => train(corpus, options, surroundings));
};

async function train(
  paths: string[],
  options: Options,
  { output, interruption }: Surroundings,
): Promise<void> {
  interruption.begin();
  const begun = performance.now();
  const recipe = await chosenRecipe(options);
  await checkWritable(options.out);
  const learned = await learnWithProgress(paths, recipe, options, output);
  const made = learned.trainer.finish();
  const identifier = made.describe({
    name: modelName(options.out),
    corpus: { ...made.card.corpus, sha256: learned.fingerprint },
  });
  const size = await interruption.whileWriting(() => writeModel(options.out, identifier));
  report(
    identifier,
    learned,
    { file: options.out, size, seconds: (performance.now() - begun) / 1000 },
    output,
  );
}

interface Result {
  readonly file: string;
  readonly size: number;
  readonly seconds: number;
}

function report(
  identifier: Identifier,
  learned: Learned,
  { file, size, seconds }: Result,
  output: Output,
): void {
  const { documents, words, sha256 } = identifier.card.corpus;
  const features = identifier.features.size;
  const speed = learned.bytes / 1e6 / seconds;
  const warnings = [...corpusWarnings(learned), ...notCalibrated(identifier)];
  if (output.json) {
    output.object({
      model: { file, name: identifier.card.name, recipe: identifier.recipe.name, bytes: size },
      authors: identifier.authors.length,
      documents,
      words,
      features,
      sha256,
      seconds,
      megabytes_per_second: speed,
      warnings,
    });
    return;
  }
  const headline = `Learned ${counted(identifier.authors.length, "author")} from ${counted(documents, "document")}`;
  output.line(output.style("bold", `${headline} with ${counted(words, "word")}.`));
  output.line();
  for (const line of authorsTable(identifier.card.corpus.authors)) output.line(line);
  output.line();
  output.line(`  Recipe     ${recipeLine(identifier.recipe)}`);
  output.line(`  Features   ${wholeNumber(features)}`);
  output.line(`  Time       ${duration(seconds)}, ${speed.toFixed(1)} MB/s`);
  output.line(`  Model      ${printable(file)}, ${bytes(size)}`);
  output.warnings(warnings);
  output.line();
  output.line(`Next: ${programName()} predict ${shellQuoted(file)} "…"`);
}

function notCalibrated({ recipe, parts }: Identifier): Warning[] {
  if (recipe.calibration === "none" || parts.calibration !== null) return [];
  const message = "There are too few documents to calibrate on: the probabilities are the classifier's own.";
  return [{ code: "not_calibrated", message }];
}
