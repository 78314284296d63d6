/** `penprint train`: documents → a model file. */
import { CorpusFingerprint } from "../corpus/corpus-fingerprint.ts";
import { PenprintError } from "../errors.ts";
import { canBeReadAgain } from "../corpus/read.ts";
import type { Choice, ChooseOptions } from "../evaluate/choose.ts";
import type { FoldThreads } from "../evaluate/fold-threads.ts";
import { type Overview, overviewOf } from "../explain/overview.ts";
import { Identifier, type JsonValue } from "../identifier.ts";
import type { Learned } from "../learn/learn.ts";
import { readModel, writeModel } from "../model-file/disk.ts";
import type { Recipe } from "../recipe.ts";
import { Trainer } from "../trainer.ts";
import { partOf } from "../training-part.ts";
import {
  addBudgetOption,
  AUTO,
  type AutoChoice,
  choiceFor,
  chooseOptions,
  defaultWanted,
  describedRecipes,
  recipeWanted,
} from "./auto.ts";
import { chosenRecipe } from "./chosen-recipe.ts";
import { CorpusInput } from "./corpus-input.ts";
import { corpusWarnings, learnWithProgress } from "./learning.ts";
import { checkWritable, ownName } from "./model-output.ts";
import {
  addCorpusOptions,
  addJsonOption,
  addRecipeOptions,
  addSharedTextsOption,
  addThreadsOption,
  type CorpusOptions,
} from "./options.ts";
import type { Output } from "./output.ts";
import type { Define, Surroundings } from "./program.ts";
import { rejectionFor, rejectionWish, type RejectionWish } from "./rejecting.ts";
import { showTrained } from "./trained.ts";
import { type Validation, validated } from "./validation.ts";

interface Options extends CorpusOptions, AutoChoice {
  readonly out: string;
  /** A name of its own. */
  readonly name?: string;
  readonly threads?: number;
  /** What a threshold for "none of these" is learned for. */
  readonly unknown?: RejectionWish;
  readonly evaluate?: boolean;
  /** A model to which the documents are added. */
  readonly add?: string;
  /** A model from which they are taken. */
  readonly remove?: string;
  /** Which options about the recipe were given. */
  readonly recipeOptions: readonly string[];
}

/** Defines the command. */
export const defineTrain: Define = (command, surroundings) => {
  command
    .description(
      'Learns how authors write from documents and writes a model file.\n\nA corpus is JSON Lines (.jsonl, .ndjson), a table (.csv, .tsv), or a folder of texts: author/work.txt or Author_Title.txt. "-" is JSON Lines on standard input.',
    )
    .argument("<corpus...>", "files or folders with documents")
    .option("-o, --out <file>", "the model file to write", "model.safetensors")
    .option("--name <name>", "what the model is called, whatever its file is (default: as the file)");
  command
    .option("--add <model>", "add the documents to those of this model, without reading those again")
    .option("--remove <model>", "take the documents out of this model");
  command.option(
    "--unknown <goal>",
    "learn when to name nobody, by leaving out documents and authors: f1, or the least share of verdicts that shall be right, as in 0.9",
    rejectionWish,
  );
  command.option(
    "--evaluate",
    "cross-validate as well, and keep in the model how good it is, its authors' telling words and a map of their works, for its page; reads all documents into memory",
  );
  addThreadsOption(addSharedTextsOption(addCorpusOptions(command)));
  addBudgetOption(addRecipeOptions(command, { said: defaultWanted }, describedRecipes));
  addJsonOption(command);
  command.addHelpText(
    "after",
    "\nExample:\n  $ penprint train letters.csv --author-column sender --text-column body --out letters.safetensors",
  );
  command.action((corpus: string[], options: Omit<Options, "recipeOptions">) => {
    const recipeOptions = RECIPE_OPTIONS.filter((name) => command.getOptionValueSource(name) === "cli");
    return train(corpus, { ...options, recipe: recipeWanted(options), recipeOptions }, surroundings);
  });
};

/** What a recipe is chosen by. */
const RECIPE_OPTIONS = [
  "recipe",
  "smoothing",
  "priors",
  "calibration",
  "views",
  "combination",
  "distance",
  "nearest",
  "mostFrequent",
  "ngrams",
  "lowerCase",
  "normalize",
  "minDocuments",
  "maxDocuments",
  "hashBits",
  "seed",
  "budget",
  "unknown",
  "evaluate",
] as const satisfies (keyof AutoChoice | "unknown" | "evaluate")[];

async function train(
  paths: string[],
  options: Options,
  { output, interruption }: Surroundings,
): Promise<void> {
  interruption.begin();
  const begun = performance.now();
  const given = options.add ?? options.remove;
  const before = given === undefined ? null : await readBefore(given, options);
  await checkWritable(options.out);
  const chosen = before === null && options.recipe === AUTO ? await choiceFor(paths, options, output) : null;
  const recipe = before?.recipe ?? chosen?.recipe ?? (await chosenRecipe(options));
  const { unknown } = options;
  const rejecting =
    unknown === undefined ? noRejection : await rejectionFor(paths, recipe, unknown, options, output);
  const measured =
    options.evaluate === true
      ? await measure(
          paths,
          chosen === null ? recipe : await chooseOptions(options),
          recipe.seed,
          options,
          output,
        )
      : null;
  const learned = await learnWithProgress(paths, recipe, options, output);
  const { trainer, fingerprint } = before === null ? learned : changed(before, learned, options);
  const { rejection } = rejecting;
  const made = trainer.finish();
  const card = {
    ...ownName(options.name),
    corpus: { ...made.card.corpus, sha256: fingerprint },
    evaluation: evaluationOf(measured?.evaluation ?? null, chosen === null ? null : figuresOf(chosen.choice)),
    ...(measured === null ? {} : { overview: asJson(measured.overview) }),
  };
  const identifier = new Identifier({ ...made.parts, rejection }).describe(card);
  const size = await interruption.whileWriting(() => writeModel(options.out, identifier));
  const seconds = (performance.now() - begun) / 1000;
  const warnings = [
    ...corpusWarnings(learned),
    ...rejecting.warnings,
    ...(measured?.evaluation.warnings ?? []),
  ];
  const choice = chosen?.choice ?? null;
  // Measuring takes several times as long as learning: its pace is nobody's.
  const bytes = measured === null ? learned.bytes : null;
  const trained = { file: options.out, size, seconds, bytes, warnings, choice };
  showTrained(identifier, trained, output);
}

/** What a cross-validation of the same documents finds, and how they look at a glance. */
async function measure(
  paths: readonly string[],
  recipe: Recipe | ChooseOptions,
  seed: number,
  options: CorpusOptions & FoldThreads,
  output: Output,
): Promise<{ evaluation: Validation; overview: Overview | null }> {
  if (!(await canBeReadAgain(paths))) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "--evaluate",
      allowed: "left out with standard input and pipes, which cannot be read twice",
      received: "it",
    });
  }
  const documents = await new CorpusInput(paths, options, output).documents("Reading");
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const evaluation = await validated(documents, recipe, { seed, lengths: true, ...threads }, output);
  return { evaluation, overview: overviewOf(documents) };
}

/** A result with the figures of the choice. */
function evaluationOf(evaluation: Validation | null, choice: { choice: JsonValue } | null): JsonValue {
  if (evaluation === null) return choice;
  return { ...(asJson(evaluation) as { [key: string]: JsonValue }), ...choice };
}

/** Plain data, but of types that the compiler does not take for such. */
const asJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

/** Figures that a choice rests on. Where there are none the model is what naming its recipe gives, to the byte. */
function figuresOf(choice: Choice): { choice: JsonValue } | null {
  if (choice.candidates.length === 0) return null;
  // The same documents give the same file: how long it took is not kept.
  const found = choice.candidates.map((candidate) => ({ ...candidate, seconds: undefined }));
  return { choice: asJson({ ...choice, candidates: found }) };
}

const noRejection = { rejection: null, warnings: [] };

/** The model to be changed. */
async function readBefore(file: string, { add, remove, recipeOptions }: Options): Promise<Identifier> {
  const refuse = (parameter: string, allowed: string, received: string): never => {
    throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received });
  };
  if (add !== undefined && remove !== undefined) refuse("--remove", "left out with --add", remove);
  const [chosen] = recipeOptions;
  if (chosen !== undefined) refuse(`--${chosen}`, "left out, for the model has its recipe", "it");
  const identifier = await readModel(file);
  // Before an hour is spent on counting.
  partOf(identifier);
  return identifier;
}

/** The model with the documents added or taken out. */
function changed(
  before: Identifier,
  { trainer, lanes }: Learned,
  { remove }: Options,
): { trainer: Trainer; fingerprint: string | null } {
  const whole = new Trainer(before.recipe);
  whole.merge(partOf(before));
  const part = trainer.part();
  if (remove === undefined) whole.merge(part);
  else whole.remove(part);
  const { sha256 } = before.card.corpus;
  if (sha256 === null) return { trainer: whole, fingerprint: null };
  const fingerprint = new CorpusFingerprint();
  fingerprint.merge(CorpusFingerprint.lanesOf(sha256));
  if (remove === undefined) fingerprint.merge(lanes);
  else fingerprint.remove(lanes);
  return { trainer: whole, fingerprint: fingerprint.hex };
}
