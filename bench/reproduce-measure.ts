/** What a recipe makes of a split, kept in a file, so that a run that was stopped goes on where it was. */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import type { Document } from "../src/document.ts";
import { chooseRecipe } from "../src/evaluate/choose.ts";
import { learnRejection } from "../src/evaluate/learn-rejection.ts";
import { type TogetherFigures, TogetherTrials } from "../src/evaluate/together.ts";
import type { Rejection } from "../src/identifier.ts";
import { trustOf } from "../src/model/trust.ts";
import { defaultRecipe, type Recipe, recipeNamed } from "../src/recipe.ts";
import { trainIdentifier } from "../src/trainer.ts";
import type { Split } from "./study-corpora.ts";

/** What came out for the test documents of a split, in their order. */
export interface SplitResult {
  readonly split: string;
  readonly recipe: string;
  /** The recipe that `auto` chose, and why; null for others. */
  readonly choice: { readonly recipe: string; readonly reason: string; readonly seconds: number } | null;
  /** Which code measured it. */
  readonly code: string;
  readonly authors: number;
  readonly trained: number;
  /** To learn, and for one prediction: the processor's time, which others that use it at the same time hardly change. */
  readonly seconds: number;
  readonly milliseconds: number;
  /** The number of the true author; −1 where training does not have it. */
  readonly truths: readonly number[];
  /** The number of the author ranked first. */
  readonly firsts: readonly number[];
  readonly firstProbabilities: readonly number[];
  /** The probability of the true author; 0 where training does not have it. */
  readonly truthProbabilities: readonly number[];
  /** What is resampled together. */
  readonly works: readonly string[];
  /** What always naming the author with the most training documents comes to. */
  readonly majority: number;
  readonly rejection: Rejection | null;
  /** How much each verdict is trusted, where `rejection` has learned that. */
  readonly trusts: readonly number[] | null;
  readonly together: readonly TogetherFigures[];
}

/** Measures splits, or remembers what was measured. */
export class Measurer {
  readonly #folder: string;
  /** Of all that decides what a recipe learns and how it answers. */
  readonly #code: string;

  readonly #keep: boolean;

  /**
   * @param folder where results are kept
   * @param keep whether results of other code are good enough
   */
  constructor(folder: string, keep: boolean) {
    this.#folder = folder;
    this.#keep = keep;
    mkdirSync(folder, { recursive: true });
    this.#code = codeVersion();
  }

  /** The latest result, whichever code it was measured by; null where there is none. */
  remembered(split: Split, recipe: string): SplitResult | null {
    const file = this.#fileOf(split, recipe);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SplitResult) : null;
  }

  /** The result of the code as it is. */
  async measure(split: Split, name: string, wants: { readonly rejection: boolean }): Promise<SplitResult> {
    const known = this.remembered(split, name);
    if (known !== null && (this.#keep || known.code === this.#code)) return known;
    const training = split.train.map((row) => split.documents[row]!);
    let result: SplitResult;
    if (name === defaultRecipe) {
      const begun = process.cpuUsage();
      const { recipe, choice } = await chooseRecipe(training);
      const seconds = secondsSince(begun);
      const own = await this.measure(split, recipe.name, wants);
      const why = { recipe: recipe.name, reason: choice.reason, seconds };
      result = { ...own, recipe: name, choice: why, seconds: own.seconds + seconds };
    } else {
      result = await measured(split, calibrated(name), training, wants, this.#code);
    }
    writeFileSync(this.#fileOf(split, name), JSON.stringify(result));
    return result;
  }

  #fileOf(split: Split, recipe: string): string {
    const hash = createHash("sha256");
    for (const row of [...split.train, -1, ...split.test]) hash.update(split.documents[row]?.text ?? "|");
    const corpus = hash.digest("hex").slice(0, 12);
    return join(this.#folder, `${split.name.replace("#", "-")}.${corpus}.${recipe}.json`);
  }
}

/** Recipes by counts are calibrated, as `compare` and `auto` do; ensembles are by themselves. */
function calibrated(name: string): Recipe {
  const recipe = recipeNamed(name);
  return recipe.classifier.name === "ensemble" ? recipe : { ...recipe, calibration: "temperature" };
}

async function measured(
  split: Split,
  recipe: Recipe,
  training: readonly Document[],
  wants: { readonly rejection: boolean },
  code: string,
): Promise<SplitResult> {
  const begun = process.cpuUsage();
  const identifier = trainIdentifier(training, recipe);
  const seconds = secondsSince(begun);
  const numbers = new Map(identifier.authors.map((author, place) => [author, place]));
  const trials = new TogetherTrials();
  const tests = split.test.map((row) => split.documents[row]!);
  const asked = process.cpuUsage();
  const answers = tests.map(({ text }) => identifier.predict(text, "never"));
  const milliseconds = (1000 * secondsSince(asked)) / tests.length;
  tests.forEach(({ author }, place) => trials.add(author, answers[place]!));
  const threads = availableParallelism();
  const rejection = wants.rejection
    ? await learnRejection(training, recipe, { precision: "f1", threads })
    : null;
  const trust = rejection?.trust;
  const facts = identifier.card.corpus.authors;
  const most = facts.reduce((best, own) => (own.documents > best.documents ? own : best)).author;
  // As many digits of small ones: what was thought to be next to impossible costs most.
  const rounded = (probability: number): number => Number(probability.toPrecision(6));
  return {
    split: split.name,
    recipe: recipe.name,
    choice: null,
    code,
    authors: identifier.authors.length,
    trained: training.length,
    seconds,
    milliseconds,
    truths: tests.map(({ author }) => numbers.get(author) ?? -1),
    firsts: answers.map(({ ranking }) => numbers.get(ranking[0]!.author)!),
    firstProbabilities: answers.map(({ probability }) => rounded(probability)),
    truthProbabilities: answers.map(({ ranking }, place) =>
      rounded(ranking.find((ranked) => ranked.author === tests[place]!.author)?.probability ?? 0),
    ),
    works: tests.map(({ work }, place) => work ?? String(place)),
    majority: tests.filter(({ author }) => author === most).length / tests.length,
    rejection,
    trusts:
      trust === undefined ? null : tests.map(({ text }) => rounded(trustOf(trust, identifier.signsOf(text)))),
    together: trials.figures(100),
  };
}

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

/** A hash of the sources that decide what is learned and answered. */
function codeVersion(): string {
  const root = new URL("../src/", import.meta.url).pathname;
  const hash = createHash("sha256");
  const parts = [
    "*.ts",
    "text/*.ts",
    "features/*.ts",
    "model/*.ts",
    "evaluate/{choose,learn-rejection,fold}.ts",
  ];
  for (const file of globSync(parts, { cwd: root }).sort()) {
    // What is said of the code makes no difference to it.
    hash.update(readFileSync(join(root, file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gmu, ""));
  }
  return hash.digest("hex").slice(0, 10);
}
