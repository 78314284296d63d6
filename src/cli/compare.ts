/** `penprint compare`: which recipe is best for this corpus? */
import { Option } from "commander";

import { compare, type ComparedRecipe, type Comparison } from "../evaluate/compare.ts";
import { type Combination, combinations } from "../model/combination.ts";
import { type Recipe, recipes } from "../recipe.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { CorpusInput } from "./corpus-input.ts";
import { counted, duration, metric, percent, wholeNumber as shown } from "./figures.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addSharedTextsOption,
  addThreadsOption,
  type CorpusOptions,
  nameList,
  wholeNumber,
} from "./options.ts";
import { foldThreads } from "./fold-threads.ts";
import type { Output } from "./output.ts";
import { Progress } from "./progress.ts";
import type { Define, Surroundings } from "./program.ts";
import { table } from "./table.ts";
import { widthOf } from "./width.ts";

interface Options extends CorpusOptions {
  readonly recipes: readonly string[];
  readonly combination?: readonly string[];
  readonly folds: number;
  readonly groupBy?: "work" | "none";
  readonly threads?: number;
  readonly seed: number;
}

/** Defines the command. */
export const defineCompare: Define = (command, surroundings) => {
  command
    .description(
      "Measures recipes side by side: each is cross-validated on the same folds, and the best one's lead is held against chance. The probabilities of Naive Bayes are calibrated here, as with --calibration temperature.",
    )
    .argument("<corpus...>", "files or folders with documents, as for train")
    .option(
      "--recipes <names>",
      "recipes to compare, by name or file, as in linear,own.json (default: all)",
      nameList,
      [],
    )
    .option(
      "--combination <names>",
      `ways to put members together to compare, as in ${combinations.join(",")}; each recipe is measured with all of them (recipes then: linear and ensemble)`,
      nameList,
    )
    .option("--folds <n>", "how many folds", wholeNumber, 5)
    .addOption(
      new Option(
        "--group-by <what>",
        "keep the documents of a work together (default: if works are named)",
      ).choices(["work", "none"]),
    )
    .option("--seed <n>", "for the folds and whatever else is drawn by chance", wholeNumber, 0);
  addJsonOption(addThreadsOption(addSharedTextsOption(addCorpusOptions(command))));
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint compare letters.csv --recipes naive-bayes,linear --folds 3",
  );
  command.action((corpus: string[], options: Options) => run(corpus, options, surroundings));
};

async function run(paths: string[], options: Options, { output, interruption }: Surroundings): Promise<void> {
  interruption.begin();
  const { folds, seed, groupBy, combination } = options;
  const all = combination === undefined ? [...recipes.keys()] : severalMembers;
  const wanted = options.recipes.length === 0 ? all : [...new Set(options.recipes)];
  const ways = combination === undefined ? [undefined] : [...new Set(combination)];
  const compared = await Promise.all(
    wanted.flatMap((name) => ways.map((way) => comparable(name, seed, way as Combination | undefined))),
  );
  const corpus = new CorpusInput(paths, options, output);
  const documents = await corpus.documents("Reading");
  const progress = new Progress(output, "Comparing", documents.length * folds * compared.length);
  let comparison: Comparison;
  try {
    comparison = await compare(documents, compared, {
      folds,
      seed,
      threads: foldThreads(options.threads, documents, compared, folds * compared.length),
      ...(groupBy === undefined ? {} : { groupBy }),
      onProgress: (done) => progress.reach(done),
    });
  } finally {
    progress[Symbol.dispose]();
  }
  const result = { ...comparison, warnings: [...comparison.warnings, ...corpus.warnings()] };
  if (output.json) output.object(result);
  else show(result, output);
}

/** The recipes that have something to put together. */
const severalMembers = [...recipes.values()].flatMap(({ name, classifier }) =>
  classifier.name === "ensemble" && classifier.members.length > 1 ? [name] : [],
);

/**
 * The recipe with probabilities that mean something: an ensemble has such by itself. It is called after its combination,
 * where one is given.
 */
async function comparable(name: string, seed: number, combination: Combination | undefined): Promise<Recipe> {
  if (combination !== undefined) {
    const recipe = await chosenRecipe({ recipe: name, seed, combination });
    return { ...recipe, name: `${recipe.name}, ${combination}` };
  }
  const recipe = await chosenRecipe({ recipe: name, seed });
  return recipe.classifier.name === "ensemble" ? recipe : { ...recipe, calibration: "temperature" };
}

function show(result: Comparison, output: Output): void {
  const [best, second] = result.recipes;
  const head = `${best!.recipe} is right in ${percent(best!.accuracy)} of ${counted(result.documents, "document")}, by ${counted(result.authors, "author")}.`;
  output.line(output.style("bold", head));
  output.line();
  const lines = fittingTable(result, output);
  for (const [index, line] of lines.entries()) output.line(index === 1 ? output.style("green", line) : line);
  output.line();
  if (second !== undefined) output.paragraph(lead(best!, second));
  const kept = result.grouped_by === "work" ? "each work whole in one fold" : "documents dealt one by one";
  output.paragraph(
    `${shown(result.folds)} folds, the same for all, ${kept}. Time is that of training on the other folds.`,
  );
  for (const { recipe, message } of result.failed)
    output.paragraph(`${recipe} cannot learn this: ${message}`);
  output.warnings(result.warnings);
}

/** The table, without the columns that matter least where a terminal is too narrow for them. */
function fittingTable(result: Comparison, output: Output): string[] {
  for (const left of [[], [BALANCED], [BALANCED, CALIBRATION], [BALANCED, CALIBRATION, INTERVAL]]) {
    const kept = columns.filter(({ title }) => !left.includes(title));
    const lines = table(
      [...kept, { title: "" }],
      rowsOf(result).map((row) => [
        ...kept.map((column) => row[columns.indexOf(column)]!),
        row[columns.length]!,
      ]),
    );
    const narrow = lines.every((line) => widthOf(line) <= output.width);
    if (narrow || !output.forPeople || left.includes(INTERVAL)) return lines;
  }
  return [];
}

const BALANCED = "Balanced";
const CALIBRATION = "Calibration error";
const INTERVAL = "95 % interval";

const columns = [
  { title: "Recipe" },
  { title: "Accuracy", numeric: true },
  { title: INTERVAL, numeric: true },
  { title: BALANCED, numeric: true },
  { title: "Macro F1", numeric: true },
  { title: "Log-loss", numeric: true },
  { title: CALIBRATION, numeric: true },
  { title: "Time", numeric: true },
] as const;

function rowsOf({ recipes: compared, baselines }: Comparison): string[][] {
  const { majority, random } = baselines;
  return [
    ...compared.map((own) => [
      own.recipe,
      percent(own.accuracy),
      own.accuracy_interval.map(percent).join(" – "),
      own.balanced_accuracy === null ? "–" : percent(own.balanced_accuracy),
      metric(own.macro_f1),
      metric(own.log_loss),
      metric(own.expected_calibration_error),
      duration(own.seconds),
      standing(own),
    ]),
    ...(
      [
        [`always ${majority.author}`, majority],
        ["guessing by size", random],
      ] as const
    ).map(([name, baseline]) => [
      name,
      percent(baseline.accuracy),
      "",
      baseline.balanced_accuracy === null ? "–" : percent(baseline.balanced_accuracy),
      metric(baseline.macro_f1),
      metric(baseline.log_loss),
      "",
      "",
      "",
    ]),
  ];
}

function standing({ behind }: ComparedRecipe): string {
  if (behind === null) return "best";
  return behind.more_than_chance ? "" : "within chance";
}

function lead(best: ComparedRecipe, { recipe, behind }: ComparedRecipe): string {
  const { difference, interval, more_than_chance: sure } = behind!;
  if (difference === 0) return `${best.recipe} and ${recipe} are right equally often.`;
  const [low, high] = interval.map(points);
  const verdict = sure ? "is more than chance" : "may be chance";
  return `The lead of ${best.recipe} over ${recipe}, ${points(difference)} percentage points (95 % interval ${low} to ${high}), ${verdict}.`;
}

const points = (share: number): string => (share * 100).toFixed(1).replace("-", "−");
