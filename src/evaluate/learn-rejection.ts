/**
 * Learns when to say "none of these": from documents scored by identifiers that had not seen them but know their
 * author, and by identifiers from which their author was left out altogether. Any recipe can be tried so; what a
 * threshold does is counted on these trials, not assumed.
 */
import { stratifiedFolds } from "../corpus/splits.ts";
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import type { Rejection } from "../identifier.ts";
import { fitThreshold, rejectionFigures, type RejectionGoal } from "../model/rejection.ts";
import { fitTrust, type SignedTrial, trustOf } from "../model/trust.ts";
import type { Recipe } from "../recipe.ts";
import type { Asked, FoldTask } from "./fold.ts";
import { runnerFor, withPool } from "./fold-pool.ts";
import type { FoldThreads } from "./fold-threads.ts";
import { inOrder } from "./in-order.ts";

/** How a threshold is learned. */
export interface LearnRejectionOptions
  extends FoldThreads, Pick<RejectionGoal, "precision" | "unknownShare"> {
  /** Told how many trainings of how many are done. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** In how many parts documents, and authors, are left out one after the other. */
const FOLDS = 5;
const AUTHOR_GROUPS = 10;
/** How often nearly all documents are learned, at most. */
export const REJECTION_FOLDS = FOLDS + AUTHOR_GROUPS;

/**
 * Learns the threshold for a recipe on documents like those that it will be trained on.
 *
 * @returns null where there are too few documents, or no author could be left out
 * @throws PARAMETER_INVALID, and what training throws
 */
export async function learnRejection(
  documents: readonly Document[],
  recipe: Recipe,
  { precision, unknownShare, threads, onProgress }: LearnRejectionOptions,
): Promise<Rejection | null> {
  const trials = await rejectionTrials(documents, recipe, threads, onProgress);
  const right = trials.filter(({ outcome }) => outcome === "right").length;
  if (right === 0 || right === trials.length) return null;
  const trust = fitTrust(trials, unknownShare);
  const judged = trials.map(({ outcome, signs }) => ({ outcome, trust: trustOf(trust, signs) }));
  const goal = { precision, ...(unknownShare === undefined ? {} : { unknownShare }) };
  const threshold = fitThreshold(judged, goal);
  if (threshold === null) return null;
  const { kept, rejected } = rejectionFigures(judged, threshold, unknownShare);
  return { threshold, trust, precision, trials: trials.length, kept, rejected };
}

/** All trials; without those that would leave fewer than two authors to tell apart. */
async function rejectionTrials(
  documents: readonly Document[],
  recipe: Recipe,
  threads: number | undefined,
  onProgress: LearnRejectionOptions["onProgress"],
): Promise<SignedTrial[]> {
  const authors = [...new Set(documents.map(({ author }) => author))].sort();
  const groups = Math.min(AUTHOR_GROUPS, authors.length);
  const groupOf = new Map(authors.map((author, place) => [author, place % groups]));
  const left = [
    ...knownFolds(documents, recipe.seed),
    ...Array.from({ length: groups }, (_, group) =>
      documents.map(({ author }) => groupOf.get(author) === group),
    ),
  ];
  const tasks = left
    .filter(
      (out) => new Set(documents.filter((_, place) => !out[place]).map(({ author }) => author)).size > 1,
    )
    .map((out): FoldTask => ({ left: out, signs: true }));
  const trials: SignedTrial[] = [];
  await withPool(documents, threads, async (pool) => {
    const runner = runnerFor(recipe, documents, pool);
    let done = 0;
    onProgress?.(done, tasks.length);
    const work = (task: FoldTask) => runner.run(task, () => undefined);
    for await (const { asked } of inOrder(tasks, runner.atOnce, work)) {
      onProgress?.(++done, tasks.length);
      trials.push(...asked.map(trialOf));
    }
  });
  return trials;
}

/** Which documents each fold leaves out; none where there are fewer works than folds. */
function knownFolds(documents: readonly Document[], seed: number): boolean[][] {
  try {
    const foldOf = stratifiedFolds(documents, FOLDS, seed);
    return Array.from({ length: FOLDS }, (_, fold) => documents.map((_, place) => foldOf[place] === fold));
  } catch (error) {
    if (error instanceof PenprintError && error.code === "FOLDS_TOO_MANY") return [];
    throw error;
  }
}

function trialOf({ gist, signs }: Asked): SignedTrial {
  const outcome = gist.ofTruth === null ? "unknown" : gist.isFirst ? "right" : "wrong";
  return { outcome, signs: signs! };
}
