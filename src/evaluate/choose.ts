/**
 * Picks a recipe for a corpus: candidates are cross-validated on a sample of it, the cheap ones first, but for those that
 * would take too long to learn all of it. Log-loss decides, because it sees how sure a wrong verdict was; within its
 * noise accuracy does, and within the noise of that the cheaper recipe.
 *
 * Who has most documents to learn from need not have written most of what is to come. So authors weigh in both figures
 * as often as they are expected (model/priors.ts), whatever their numbers of documents:
 *
 *     figure = Σ_documents w · (loss or right) / Σ_documents w        w = prior_author / n_author
 *
 * A recipe that takes the shares of training for granted would otherwise win by them on texts held out at random, which
 * have the same shares.
 */
import { CorpusSample } from "../corpus/sample.ts";
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { logPriors } from "../model/priors.ts";
import type { Priors } from "../model/settings.ts";
import { MOST_GRAM_ROWS } from "../model/train-linear.ts";
import { countingRecipe, type Recipe, recipeNamed, type RecipeOptions } from "../recipe.ts";
import { measureRecipe } from "./compare.ts";
import { type FoldPool, runnerFor, withPool } from "./fold-pool.ts";
import type { FoldThreads } from "./fold-threads.ts";
import { type Outcomes, UNKNOWN } from "./outcomes.ts";
import { meanOf, pairedDifference, type UnitSums, weighedByUnit } from "./paired.ts";

/** How a recipe is chosen. */
export interface ChooseOptions extends FoldThreads {
  /**
   * How many seconds learning may take, as reckoned for one thread; above 0. Default 60. A recipe that would need more to
   * learn all documents is left out. The sample on which recipes are tried grows with it, so that trying takes about a
   * sixth of it.
   */
  readonly budget?: number;
  /** Changes to all candidates; only such as all of them take. */
  readonly changes?: Pick<
    RecipeOptions,
    "lowerCase" | "minimumDocuments" | "maximumDocumentShare" | "priors" | "seed"
  >;
  /** How many characters there are to be learned in all, where the documents given are a sample. */
  readonly characters?: number;
  /** Told which share of the work is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** A clock, in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

/** What was found out about a candidate. */
export interface Candidate {
  readonly recipe: string;
  /** Figures of the cross-validation, authors weighing as often as they are expected; null when it was left out. */
  readonly accuracy: number | null;
  readonly log_loss: number | null;
  /** How long it took, or would have taken. */
  readonly seconds: number;
  /** Why it was left out; null when it was not. */
  readonly left_out: string | null;
}

/** A recipe and why it was chosen, in the form in which a model's card keeps it. */
export interface Choice {
  readonly recipe: string;
  /** In plain words, without the recipe's name. */
  readonly reason: string;
  /** How many documents the candidates were tried on; 0 when nothing could be tried. */
  readonly documents: number;
  readonly folds: number;
  readonly grouped_by: "work" | null;
  /** The cheap ones first. */
  readonly candidates: readonly Candidate[];
}

/** In how many folds candidates are cross-validated. */
export const CHOOSING_FOLDS = 3;

/** The default of {@link ChooseOptions.budget}. */
export const defaultBudget = 60;

/** The candidates, the cheap ones first. */
export const candidates = [countingRecipe, "ensemble"] as const;

/**
 * So many bytes hold more than any other candidate than the first can learn within the default budget: nothing needs to
 * be tried, or read, to know which one it is. 3 to 6 s a megabyte is what an ensemble takes.
 */
const MOST_BYTES = 40_000_000;

/**
 * The choice for a corpus that is too large for any other, known by its size alone; null where it has to be looked at.
 *
 * @param bytes the size of its files
 */
export function choiceBySize(
  bytes: number,
  options: ChooseOptions = {},
): ReturnType<typeof notChosen> | null {
  const { budget = defaultBudget, changes = {} } = options;
  const most = Math.max(MOST_BYTES, (MOST_BYTES * budget) / defaultBudget);
  if (bytes <= most) return null;
  const size = `${Math.round(bytes / 1e6)} MB`;
  return notChosen(
    `${size} are more than another recipe could learn within ${budget} s; a larger --budget lets others try`,
    changes,
  );
}

/**
 * A sample of a corpus, as large as can be tried in that time.
 *
 * @param budget seconds
 * @throws PARAMETER_INVALID for a budget that is not above 0
 */
export function sampleFor<D extends Document>(budget: number, seed: number): CorpusSample<D> {
  if (!(budget > 0)) {
    const received = String(budget);
    throw new PenprintError("PARAMETER_INVALID", { parameter: "budget", allowed: "a number > 0", received });
  }
  return new CorpusSample({ documents: 15 * budget, characters: 15_000 * budget }, seed);
}

/**
 * Chooses a recipe. Where nothing can be tried, because there are too few works, it is the first candidate.
 *
 * @param documents all that may be learned from; a sample is drawn where they are many
 * @throws CORPUS_EMPTY, SINGLE_AUTHOR, DOCUMENT_EMPTY, PARAMETER_INVALID
 */
export async function chooseRecipe(
  documents: Iterable<Document>,
  options: ChooseOptions = {},
): Promise<{ recipe: Recipe; choice: Choice }> {
  const { budget = defaultBudget, changes = {}, now = () => performance.now(), onProgress } = options;
  const { seed = 0, priors = "damped" } = changes;
  const sample = sampleFor(budget, seed);
  for (const document of documents) sample.add(document);
  const kept = sample.kept();
  const hindrance = whyNot(kept);
  if (hindrance !== null) return notChosen(hindrance, changes);

  const corpus = { documents: kept, characters: options.characters ?? sample.characters };
  const tried: Tried[] = [];
  const found: Candidate[] = [];
  const failed = await withPool(kept, options.threads, async (pool) => {
    for (const [index, name] of candidates.entries()) {
      const recipe = candidateNamed(name, changes);
      const onSteps = (done: number, of: number): void =>
        onProgress?.((index + done / of) / candidates.length);
      const result = await tryRecipe(corpus, recipe, { budget, now, pool, priors }, index === 0, onSteps);
      if (result instanceof PenprintError) return result;
      found.push(result.candidate);
      if (result.tried !== null) tried.push(result.tried);
    }
    return null;
  });
  if (failed !== null) return notChosen(asClause(failed.message), changes);
  const { best, reason } = pick(tried);
  const choice: Choice = {
    recipe: best.recipe.name,
    reason: [
      reason,
      ...found.flatMap(({ recipe, left_out: why }) => (why === null ? [] : [`${recipe} ${why}`])),
    ].join("; "),
    documents: kept.length,
    folds: CHOOSING_FOLDS,
    grouped_by: best.groupedBy,
    candidates: found,
  };
  return { recipe: best.recipe, choice };
}

/** With fewer documents to be tested nothing is chosen. */
const LEAST_TESTED = 30;

/** An ensemble keeps what it has counted in every document: 12 to 20 bytes a character. */
const MOST_CHARACTERS_KEPT = 60_000_000;

/** A sample, and how much there is in all. */
interface Sampled {
  readonly documents: readonly Document[];
  readonly characters: number;
}

/** The candidate with probabilities that mean something: an ensemble has such by itself. */
function candidateNamed(name: string, changes: RecipeOptions): Recipe {
  const recipe = recipeNamed(name, changes);
  return recipe.classifier.name === "ensemble" ? recipe : { ...recipe, calibration: "temperature" };
}

/** Why nothing can be tried on these documents; null when it can. */
function whyNot(documents: readonly Document[]): string | null {
  const works = new Map<string, Set<string | number>>();
  documents.forEach(({ author, work }, place) => {
    works.set(author, (works.get(author) ?? new Set()).add(work ?? place));
  });
  // Who has a single work is unknown to whatever is tested on it.
  const tested = documents.filter(({ author }) => works.get(author)!.size > 1);
  if (tested.length >= LEAST_TESTED || works.size < 2) return null;
  if (tested.length === 0) return "no author has two works or more, one to learn from and one to be tried on";
  const why = tested.length < documents.length ? " by authors with two works or more" : "";
  return `${tested.length} documents${why} are too few to choose by; ${LEAST_TESTED} are the least`;
}

/** A sentence as what stands behind "because". */
const asClause = (sentence: string): string =>
  sentence[0]!.toLowerCase() + sentence.slice(1).replace(/\.$/u, "");

/** The first candidate as it is by itself: not calibrated, so that what it learns adds up. */
function notChosen(hindrance: string, changes: RecipeOptions): { recipe: Recipe; choice: Choice } {
  const recipe = recipeNamed(candidates[0], changes);
  const nothing = { documents: 0, folds: 0, grouped_by: null, candidates: [] };
  return { recipe, choice: { recipe: recipe.name, reason: hindrance, ...nothing } };
}

/** How a recipe did. */
interface Tried {
  readonly recipe: Recipe;
  readonly groupedBy: "work" | null;
  /** Authors weigh as often as they are expected. */
  readonly right: UnitSums;
  readonly loss: UnitSums;
}

/** w of each author: as often as he or she is expected, over so many documents. */
function weightsOf({ authors, truths }: Outcomes, priors: Priors): Float64Array {
  const documents = new Float64Array(authors.length);
  for (const truth of truths) if (truth !== UNKNOWN) documents[truth]!++;
  // Who has no document in the test is not asked.
  const counts = documents.map((count) => Math.max(count, 1));
  return logPriors(priors, authors, counts).map((prior, author) => Math.exp(prior) / counts[author]!);
}

/** Cross-validates a recipe if there is time, and gives the failure that any recipe would have. */
async function tryRecipe(
  corpus: Sampled,
  recipe: Recipe,
  {
    budget,
    now,
    pool,
    priors,
  }: Required<Pick<ChooseOptions, "budget" | "now">> & {
    pool: FoldPool | null;
    priors: Priors;
  },
  isFirst: boolean,
  onProgress: (done: number, of: number) => void,
): Promise<{ candidate: Candidate; tried: Tried | null } | PenprintError> {
  const leftOut = (seconds: number, why: string) => {
    const figures = { accuracy: null, log_loss: null, seconds };
    return { candidate: { recipe: recipe.name, ...figures, left_out: why }, tried: null };
  };
  try {
    // The first one is tried whatever it takes: something has to be chosen.
    const hindered = isFirst ? null : whyNotTried(corpus, recipe, budget);
    if (hindered !== null) return leftOut(hindered.seconds, hindered.why);
    const { documents } = corpus;
    const begun = now();
    const options = { folds: CHOOSING_FOLDS, seed: recipe.seed, onProgress };
    const measured = await measureRecipe(runnerFor(recipe, documents, pool), documents, recipe, options);
    const seconds = (now() - begun) / 1000;
    const { right, loss } = weighedByUnit(measured.outcomes, weightsOf(measured.outcomes, priors));
    const figures = { accuracy: meanOf(right), log_loss: meanOf(loss), seconds };
    const tried = { recipe: measured.recipe, groupedBy: measured.validation.grouped_by, right, loss };
    return { candidate: { recipe: recipe.name, ...figures, left_out: null }, tried };
  } catch (error) {
    if (!(error instanceof PenprintError)) throw error;
    if (error.code === "FOLDS_TOO_MANY" || error.code === "FOLD_SINGLE_AUTHOR") return error;
    if (isFirst || (error.code !== "NO_FEATURES" && error.code !== "CORPUS_TOO_LARGE")) throw error;
    return leftOut(0, `cannot learn this: ${error.message.replace(/\.$/u, "")}`);
  }
}

/**
 * Why a recipe is not tried: all documents would take too long to learn, or memory. That is reckoned by their number and
 * size, not by a clock: the same documents shall get the same recipe, whatever else the machine has to do.
 */
function whyNotTried(
  { documents, characters }: Sampled,
  recipe: Recipe,
  budget: number,
): { seconds: number; why: string } | null {
  if (recipe.classifier.name !== "ensemble") return null;
  if (characters > MOST_CHARACTERS_KEPT) {
    return { seconds: 0, why: "was left out, for it would have to keep too many documents" };
  }
  const authors = new Set(documents.map(({ author }) => author)).size;
  const sampled = documents.reduce((sum, { text }) => sum + text.length, 0);
  const all = (documents.length * characters) / sampled;
  const seconds = secondsToLearn(all, characters, authors);
  if (seconds <= budget) return null;
  const reckoned = seconds.toFixed(seconds < 10 ? 1 : 0);
  return { seconds, why: `was left out, for it would take about ${reckoned} s to learn all documents` };
}

/**
 * About how long an ensemble takes on one thread of a common machine: to count and weigh all that the texts hold, for
 * each author, and in each of its four views of n-grams to invert a matrix of all documents or, of many, to go over all
 * that they hold again and again for each author.
 */
function secondsToLearn(documents: number, characters: number, authors: number): number {
  const counting = characters * (1.9e-6 + authors * 3.2e-8);
  const solving = documents <= MOST_GRAM_ROWS ? 4.4e-10 * documents ** 3 : 7e-6 * characters * authors;
  return counting + solving;
}

/** The best of what was tried, the cheap ones first; and in what it is better. */
function pick(tried: readonly Tried[]): { best: Tried; reason: string } {
  const loss = (own: Tried): number => meanOf(own.loss);
  const lowest = tried.reduce((best, other) => (loss(other) < loss(best) ? other : best));
  const near = tried.filter((other) => isNear(other.loss, lowest.loss));
  const right = (own: Tried): number => meanOf(own.right);
  const mostRight = near.reduce((best, other) => (right(other) > right(best) ? other : best));
  const best = near.find((other) => isNear(mostRight.right, other.right))!;
  const figure = (own: Tried): string => loss(own).toFixed(3);
  if (best !== lowest) {
    const how = best === mostRight && right(best) > right(lowest) ? "is right more often" : "is cheaper";
    const reason = `its log-loss of ${figure(best)} is within chance of the lowest, ${lowest.recipe.name}'s ${figure(lowest)}, and it ${how}`;
    return { best, reason };
  }
  const others = tried.filter((other) => other !== best).sort((a, b) => loss(a) - loss(b));
  const next = others[0] === undefined ? "" : `, before ${others[0].recipe.name} with ${figure(others[0])}`;
  return { best, reason: `it has the lowest log-loss, ${figure(best)}${next}` };
}

/** Whether the larger of two means is above the smaller by no more than the noise of their difference. */
function isNear(larger: UnitSums, smaller: UnitSums): boolean {
  const { difference, standard_error: noise } = pairedDifference(larger, smaller);
  return difference <= noise;
}
