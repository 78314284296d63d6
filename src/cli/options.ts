/** Options that several commands have, and how their values are read. */
import { type Command, InvalidArgumentError, Option } from "commander";

import type { CheckOptions } from "../corpus/checks.ts";
import type { ReadOptions } from "../corpus/read.ts";
import type { UnknownRule } from "../identifier.ts";
import { type Combination, combinations } from "../model/combination.ts";
import { type DeltaDistance, deltaDistances, type DeltaNearest, deltaNearests } from "../model/delta.ts";
import { calibrations, type Recipe, type RecipeOptions } from "../recipe.ts";
import { namedViews } from "../views.ts";

/** How a corpus is read, as the command line has it. */
export interface CorpusOptions {
  readonly authorColumn?: string;
  readonly textColumn?: string;
  readonly workColumn?: string;
  readonly idColumn?: string;
  readonly skipEmpty?: boolean;
  readonly allowSharedTexts?: boolean;
  readonly passages?: number;
}

/** A recipe, as the command line has it. */
export interface RecipeChoice {
  readonly recipe: string;
  readonly smoothing?: number;
  /** `corpus`, `uniform`, or a JSON file. */
  readonly priors?: string;
  readonly ngrams?: readonly [number, number];
  readonly lowerCase?: boolean;
  readonly minDocuments?: number;
  readonly maxDocuments?: number;
  readonly hashBits?: number;
  readonly normalize?: boolean;
  readonly calibration?: Recipe["calibration"];
  /** Names of views. */
  readonly views?: readonly string[];
  readonly combination?: Combination;
  readonly distance?: DeltaDistance;
  readonly nearest?: DeltaNearest;
  readonly mostFrequent?: number;
  readonly seed?: number;
}

/** Adds the options that say how documents are found in files. */
export function addCorpusOptions(command: Command): Command {
  return addColumnOptions(
    command
      .optionsGroup("How documents are found:")
      .option("--author-column <name>", "column or key with the author (default: author)")
      .option("--work-column <name>", "column or key with the work it was cut from (default: work)"),
  ).option("--passages <words>", "cut documents into pieces of so many words", wholeNumber);
}

/** Adds the options that say how texts are found in files, whoever wrote them. */
export function addColumnOptions(command: Command): Command {
  return command
    .option("--text-column <name>", "column or key with the text (default: text)")
    .option("--id-column <name>", "column or key with the document's id (default: id)")
    .option("--skip-empty", "leave out empty documents instead of refusing them");
}

/** Adds the option that says when nobody is named. */
export function addUnknownOption(command: Command): Command {
  return command.option(
    "--unknown <when>",
    "when to name nobody: never, auto (below the threshold that training learned), or below a probability, as in 0.9 (default: when nothing in the text was seen in training)",
    unknownRule,
  );
}

/** Adds the option that lets a text have two authors. */
export function addSharedTextsOption(command: Command): Command {
  return command.option("--allow-shared-texts", "allow long texts that stand under two authors");
}

/** Adds the option that says how many threads may work. */
export function addThreadsOption(command: Command): Command {
  return command.option("--threads <n>", "how many threads learn (default: one a core)", wholeNumber);
}

const viewsSaid = [...namedViews].map(([name, { description }]) => `${name}: ${description}`).join("\n");

/** Adds the options that choose and change a recipe. */
export function addRecipeOptions(
  command: Command,
  defaultRecipe: { readonly name?: string; readonly said: string },
  recipes: ReadonlyMap<string, string>,
): Command {
  const { name: given, said } = defaultRecipe;
  const names = [...recipes].map(([name, description]) => `${name}: ${description}`).join("\n");
  // Commander tells of a default only where there is one.
  const all = `${names}\nor a file with a recipe (.json), see docs/recipes.md`;
  const recipe = new Option("--recipe <name>", given === undefined ? `${all}\n(default: ${said})` : all);
  return command
    .optionsGroup("How they are learned:")
    .addOption(given === undefined ? recipe : recipe.default(given, said))
    .option("--smoothing <alpha>", "what is added to each count, above 0", number)
    .option(
      "--priors <which>",
      "how often each author is expected: corpus (as in training), uniform, damped (between the two), or a JSON file with a probability for each",
    )
    .addOption(new Option("--calibration <how>", "how scores become probabilities").choices(calibrations))
    .option(
      "--views <names>",
      `what linear and ensemble look at, as in words,affixes or words:1-2,style (with lengths of n-grams):\n${viewsSaid}`,
      nameList,
    )
    .addOption(
      new Option(
        "--combination <how>",
        "linear and ensemble: put members together by fitted weights, their mean, or the largest of them (default: stacked)",
      ).choices(combinations),
    )
    .addOption(
      new Option("--distance <which>", "cosine-delta: another Delta (default: cosine)").choices(
        deltaDistances,
      ),
    )
    .addOption(
      new Option(
        "--nearest <what>",
        "cosine-delta: compare with the middle of an author's texts, or with each document (default: author)",
      ).choices(deltaNearests),
    )
    .option("--most-frequent <n>", "cosine-delta: look at so many words (default: 2000)", wholeNumber)
    .option("--ngrams <range>", "shortest and longest n-gram, as in 1-2", range)
    .option("--lower-case", "take upper and lower case for the same")
    .option("--no-lower-case", "tell upper and lower case apart")
    .option("--normalize", "divide weights by their sum (complement-naive-bayes)")
    .option("--min-documents <n>", "leave out features in fewer documents", wholeNumber)
    .option("--max-documents <share>", "leave out features in a larger share of documents", number)
    .option(
      "--hash-bits <n>",
      "hash n-grams into 2^n features, 8 to 26, instead of keeping each",
      wholeNumber,
    )
    .option("--seed <n>", "for whatever is drawn by chance", wholeNumber);
}

/** Adds `--json`. */
export function addJsonOption(command: Command): Command {
  return command
    .optionsGroup("General:")
    .helpOption("-h, --help", "print this help")
    .option("--json", "print JSON for programs");
}

/** How documents are read, for the readers. */
export function readOptions(options: CorpusOptions): ReadOptions {
  return {
    ...(options.authorColumn === undefined ? {} : { authorColumn: options.authorColumn }),
    ...(options.textColumn === undefined ? {} : { textColumn: options.textColumn }),
    ...(options.workColumn === undefined ? {} : { workColumn: options.workColumn }),
    ...(options.idColumn === undefined ? {} : { idColumn: options.idColumn }),
    skipEmpty: options.skipEmpty ?? false,
  };
}

/** What is checked, for the checks. */
export function checkOptions(options: CorpusOptions): CheckOptions {
  return { allowSharedTexts: options.allowSharedTexts ?? false };
}

/** All changes to a recipe but the priors, which may have to be read from a file. */
export function recipeOptions(choice: RecipeChoice): RecipeOptions {
  return {
    ...(choice.smoothing === undefined ? {} : { smoothing: choice.smoothing }),
    ...(choice.ngrams === undefined ? {} : { ngrams: choice.ngrams }),
    ...(choice.lowerCase === undefined ? {} : { lowerCase: choice.lowerCase }),
    ...(choice.minDocuments === undefined ? {} : { minimumDocuments: choice.minDocuments }),
    ...(choice.maxDocuments === undefined ? {} : { maximumDocumentShare: choice.maxDocuments }),
    ...(choice.hashBits === undefined ? {} : { hashBits: choice.hashBits }),
    ...(choice.normalize === undefined ? {} : { normalize: choice.normalize }),
    ...(choice.calibration === undefined ? {} : { calibration: choice.calibration }),
    ...(choice.views === undefined ? {} : { views: choice.views }),
    ...(choice.combination === undefined ? {} : { combination: choice.combination }),
    ...(choice.distance === undefined ? {} : { distance: choice.distance }),
    ...(choice.nearest === undefined ? {} : { nearest: choice.nearest }),
    ...(choice.mostFrequent === undefined ? {} : { mostFrequent: choice.mostFrequent }),
    ...(choice.seed === undefined ? {} : { seed: choice.seed }),
  };
}

/** @throws InvalidArgumentError for anything but a number; whether it is in range is for others to say */
export function number(value: string): number {
  const result = Number(value);
  if (value.trim() === "" || !Number.isFinite(result)) throw new InvalidArgumentError("It is no number.");
  return result;
}

/** @throws InvalidArgumentError for anything but a whole number */
export function wholeNumber(value: string): number {
  const result = number(value);
  if (!Number.isSafeInteger(result)) throw new InvalidArgumentError("It is no whole number.");
  return result;
}

/** Names with commas between them. */
export const nameList = (value: string): string[] => value.split(",").map((name) => name.trim());

function unknownRule(value: string): UnknownRule {
  return value === "never" || value === "auto" ? value : number(value);
}

function range(value: string): readonly [number, number] {
  const found = /^(\d+)(?:-(\d+))?$/u.exec(value);
  if (found === null) throw new InvalidArgumentError("Write it as in 1-2.");
  return [Number(found[1]), Number(found[2] ?? found[1])];
}
