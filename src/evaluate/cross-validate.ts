/**
 * Measures a recipe when there is only one corpus: each fold is tested by a model trained on the others. All that is
 * learned (vocabulary, counts, weights) is learned inside the training folds, by training a whole identifier.
 */
import { byCodePoints } from "../text/code-point-order.ts";
import { fingerprintOf } from "../text/fingerprints.ts";
import { stratifiedFolds } from "../corpus/splits.ts";
import type { Document, Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import type { Recipe } from "../recipe.ts";
import { refuseEmpty } from "./evaluate.ts";
import { type Evaluation, measure } from "./evaluation.ts";
import { type FoldResult, type FoldRunner, foldsHere, type FoldTask, type Train } from "./fold.ts";
import { runnerFor, withPool } from "./fold-pool.ts";
import type { FoldThreads } from "./fold-threads.ts";
import { inOrder } from "./in-order.ts";
import { LengthTrials } from "./length-curve.ts";
import { Outcomes } from "./outcomes.ts";
import { authorsNamed, count, resultWarnings } from "./warnings.ts";

/** How documents are split and tested. */
export interface CrossValidateOptions {
  /** How many folds; from 2. Default 5. */
  readonly folds?: number;
  /**
   * "work" keeps all documents of a work in one fold; documents without a work stand alone. "none" splits works.
   * Default: "work" if any document names one.
   */
  readonly groupBy?: "work" | "none";
  /** For the split and the interval. Default: the recipe's. */
  readonly seed?: number;
  /** How many samples the interval is drawn from; see {@link accuracyInterval}. */
  readonly resamples?: number;
  /** Whether to ask about beginnings of the documents as well; see length-curve.ts. Default false. */
  readonly lengths?: boolean;
  /** Told how many steps of how many are done; a step is one document learned or tested in one fold. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** One fold's result. */
export interface Fold {
  readonly documents: number;
  readonly accuracy: number;
}

/**
 * An evaluation over all documents, each answered by the model that was not trained on it. The baselines know the
 * author's shares in the whole corpus.
 */
export interface CrossValidation extends Evaluation {
  readonly folds: readonly Fold[];
  /** Mean of the folds' accuracies, each fold counting the same. */
  readonly accuracy_mean: number;
  /** Their standard deviation: the root of the mean squared distance (divided by folds, as NumPy's `std`). */
  readonly accuracy_deviation: number;
  /** Whether works were kept together. */
  readonly grouped_by: "work" | null;
}

/**
 * Cross-validates a recipe.
 *
 * @throws what {@link crossValidateWith} throws; what {@link trainIdentifier} throws
 */
export function crossValidate(
  documents: readonly Document[],
  recipe: Recipe,
  options: CrossValidateOptions & FoldThreads = {},
): Promise<CrossValidation> {
  const seeded = { ...options, seed: options.seed ?? recipe.seed };
  return withPool(documents, options.threads, async (pool) => {
    const runner = runnerFor(recipe, documents, pool);
    return (await outcomesInFolds(runner, documents, seeded)).validation;
  });
}

/**
 * Cross-validates anything that can be trained, in this thread. An author all of whose documents fall into one fold is
 * unknown to the model that is tested on them: see `authors_in_one_fold` among the warnings.
 *
 * @param train called once a fold; what it gives back is not kept
 * @throws CORPUS_EMPTY, SINGLE_AUTHOR, DOCUMENT_EMPTY, WORKS_UNKNOWN when grouping is asked for and no document
 *   names a work, FOLDS_TOO_MANY, FOLD_SINGLE_AUTHOR, PARAMETER_INVALID
 */
export async function crossValidateWith(
  train: Train,
  documents: readonly Document[],
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  return (await outcomesInFolds(foldsHere(documents, train), documents, options)).validation;
}

/** What came out for each document besides, and of learning each fold. */
export interface ValidatedFolds {
  readonly validation: CrossValidation;
  /**
   * The documents come in the same order for all that is trained on the same documents with the same folds and seed, so
   * that outcomes can be compared in pairs.
   */
  readonly outcomes: Outcomes;
  readonly learned: readonly Pick<FoldResult, "seconds" | "recipe" | "isUncalibrated">[];
}

/**
 * Cross-validates, and gives what came out for each document besides.
 *
 * @param runner does the folds of these documents
 * @throws what {@link crossValidateWith} throws
 */
export async function outcomesInFolds(
  runner: FoldRunner,
  documents: readonly Document[],
  options: CrossValidateOptions = {},
): Promise<ValidatedFolds> {
  const { folds = 5, seed = 0 } = options;
  const authors = checkDocuments(documents);
  const groupedBy = grouping(documents, options.groupBy);
  const units = groupedBy === "work" ? documents : documents.map(({ author }) => ({ author }));
  const foldOf = stratifiedFolds(units, folds, seed);
  checkFolds(documents, foldOf, folds);

  const outcomes = new Outcomes(authors);
  const lengths = options.lengths === true ? new LengthTrials(authors) : null;
  const seen = textsInOtherFolds(documents, foldOf);
  const onSteps = stepper(folds * documents.length, options.onProgress);
  const tasks = Array.from({ length: folds }, (_, fold): FoldTask => ({
    left: documents.map((_, place) => foldOf[place] === fold),
    beginnings: lengths !== null,
  }));
  const results: Fold[] = [];
  const learned: FoldResult[] = [];
  for await (const result of inOrder(tasks, runner.atOnce, (task) => runner.run(task, onSteps))) {
    const tested = [...documents.keys()].filter((place) => foldOf[place] === results.length);
    let right = 0;
    for (const [index, { gist, beginnings }] of result.asked.entries()) {
      const place = tested[index]!;
      const document = documents[place]!;
      lengths?.add(document, beginnings);
      const circumstances = { work: document.work, seenInTraining: seen[place]! };
      if (outcomes.addGist(document.author, gist, circumstances)) right++;
    }
    results.push({ documents: result.asked.length, accuracy: right / result.asked.length });
    learned.push({ ...result, asked: [] });
  }

  const measured = measure(outcomes, authorCounts(documents, authors), { ...options, seed });
  const warnings = [
    ...splitWarnings(documents, foldOf, groupedBy),
    ...resultWarnings(measured, outcomes).map((warning) => inFolds(warning, outcomes)),
  ];
  const curve = lengths === null ? {} : { accuracy_by_length: lengths.curve({ ...options, seed }) };
  const validation = {
    ...measured,
    ...curve,
    warnings,
    folds: results,
    ...spread(results),
    grouped_by: groupedBy,
  };
  return { validation, outcomes, learned };
}

/** Refuses what cannot be cross-validated; gives the authors in code point order. */
function checkDocuments(documents: readonly Document[]): string[] {
  if (documents.length === 0) throw new PenprintError("CORPUS_EMPTY", { sources: ["the documents"] });
  documents.forEach((document, place) => refuseEmpty(document, place + 1));
  const authors = [...new Set(documents.map(({ author }) => author))];
  if (authors.length === 1) throw new PenprintError("SINGLE_AUTHOR", { author: authors[0]! });
  return authors.sort(byCodePoints);
}

function grouping(documents: readonly Document[], wanted: "work" | "none" | undefined): "work" | null {
  const known = documents.some(({ work }) => work !== undefined);
  if (wanted === "work" && !known) {
    throw new PenprintError("WORKS_UNKNOWN", { documents: documents.length });
  }
  return known && wanted !== "none" ? "work" : null;
}

/** Each training part needs two authors; nothing could be learned from it otherwise. */
function checkFolds(documents: readonly Document[], foldOf: Uint16Array, folds: number): void {
  for (let fold = 0; fold < folds; fold++) {
    const authors = new Set<string>();
    documents.forEach(({ author }, place) => {
      if (foldOf[place] !== fold) authors.add(author);
    });
    if (authors.size === 1) {
      throw new PenprintError("FOLD_SINGLE_AUTHOR", { fold: fold + 1, author: [...authors][0]! });
    }
  }
}

/** Whether each document's text occurs in another fold too, and so among the texts its model was trained on. */
function textsInOtherFolds(documents: readonly Document[], foldOf: Uint16Array): boolean[] {
  const several = -1;
  const hashes = documents.map(({ text }) => fingerprintOf(text));
  const folds = new Map<bigint, number>();
  hashes.forEach((hash, place) => {
    const here = foldOf[place]!;
    folds.set(hash, (folds.get(hash) ?? here) === here ? here : several);
  });
  return hashes.map((hash) => folds.get(hash) === several);
}

function stepper(of: number, onProgress: CrossValidateOptions["onProgress"]): (steps: number) => void {
  let done = 0;
  return (steps) => onProgress?.((done += steps), of);
}

function authorCounts(documents: readonly Document[], authors: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const { author } of documents) counts.set(author, (counts.get(author) ?? 0) + 1);
  return authors.map((author) => counts.get(author)!);
}

function spread(folds: readonly Fold[]): { accuracy_mean: number; accuracy_deviation: number } {
  const mean = folds.reduce((sum, { accuracy }) => sum + accuracy, 0) / folds.length;
  const squares = folds.reduce((sum, { accuracy }) => sum + (accuracy - mean) ** 2, 0);
  return { accuracy_mean: mean, accuracy_deviation: Math.sqrt(squares / folds.length) };
}

/** Doubts about the split itself. */
function splitWarnings(
  documents: readonly Document[],
  foldOf: Uint16Array,
  groupedBy: "work" | null,
): Warning[] {
  if (groupedBy === "work") return [];
  const folds = new Map<string, Set<number>>();
  documents.forEach(({ work }, place) => {
    if (work === undefined) return;
    folds.set(work, (folds.get(work) ?? new Set()).add(foldOf[place]!));
  });
  if (folds.size === 0) {
    return [
      {
        code: "works_unknown",
        message:
          "No document names the work it was cut from. If several are cut from one work, the score is too high.",
      },
    ];
  }
  const split = [...folds.values()].filter((own) => own.size > 1).length;
  if (split === 0) return [];
  return [
    {
      code: "works_split",
      message: `${count(split, "work")} ${split === 1 ? "stands" : "stand"} on both sides of a split, so the score is too high; group by work.`,
    },
  ];
}

/** In cross-validation, authors are not unseen because a corpus lacks them, but because one fold has all of them. */
function inFolds(warning: Warning, { strangers }: Outcomes): Warning {
  if (warning.code !== "unseen_authors") return warning;
  const one = strangers.size === 1;
  const whom = `${one ? "" : "each of "}${authorsNamed([...strangers.keys()])}`;
  return {
    code: "authors_in_one_fold",
    message: `All documents by ${whom} are in one fold, so the model tested on them has not seen ${one ? "that author" : "the author"}; only the verdict "unknown" is right there.`,
  };
}
