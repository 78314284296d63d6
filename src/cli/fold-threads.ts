/** On how many threads the commands do folds. */
import { availableParallelism } from "node:os";

import type { Document } from "../document.ts";
import type { Recipe } from "../recipe.ts";

/** So many characters, over all folds, are learned by counting while threads start and get the documents. */
const WORTH_THREADS = 4_000_000;
/** The same for ensembles, which take much longer. */
const WORTH_ENSEMBLE_THREADS = 200_000;

/**
 * How many threads do folds: as many as were wished for, or else one a core, and a single one where more do not pay.
 *
 * @param recipes what is learned; "auto" where that is to be chosen
 * @param folds how often all documents are learned, or nearly all
 */
export function foldThreads(
  wished: number | undefined,
  documents: readonly Document[],
  recipes: readonly Recipe[] | "auto",
  folds: number,
): number {
  if (wished !== undefined) return wished;
  const characters = folds * documents.reduce((sum, { text }) => sum + text.length, 0);
  const isLong = recipes === "auto" || recipes.some(({ classifier }) => classifier.name === "ensemble");
  if (characters < (isLong ? WORTH_ENSEMBLE_THREADS : WORTH_THREADS)) return 1;
  return Math.min(availableParallelism(), MOST);
}

/** Every thread has a copy of the documents, and a model of its own: memory is not without end. */
const MOST = 16;
