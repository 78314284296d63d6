/**
 * A part of the documents is left out, all others are learned, and the model is asked about those that were left out. What
 * is to be done and what comes of it are plain data, so that threads can do it for others (fold-pool.ts).
 */
import type { Document } from "../document.ts";
import type { Signs } from "../model/trust.ts";
import { type BeginningGist, beginningsOf } from "./length-curve.ts";
import { type AnswerGist, gistOf, type Predicts } from "./outcomes.ts";

/** What is left out, and what the model is asked. */
export interface FoldTask {
  /** For each document whether it is left out. */
  readonly left: readonly boolean[];
  /** Whether to ask about beginnings of documents as well (length-curve.ts). */
  readonly beginnings?: boolean;
  /** Whether to tell what a verdict can be doubted by (model/trust.ts). */
  readonly signs?: boolean;
}

/** What came out for a document that was left out. */
export interface Asked {
  readonly gist: AnswerGist;
  readonly beginnings: readonly BeginningGist[];
  readonly signs: Signs | null;
}

/** What came of a fold. */
export interface FoldResult {
  /** In the order of the documents. */
  readonly asked: readonly Asked[];
  /** To learn. */
  readonly seconds: number;
  /** The recipe's name, if it was learned by one. */
  readonly recipe: string | null;
  /** Whether there was too little to make probabilities mean something. */
  readonly isUncalibrated: boolean;
}

/** Does folds of one corpus. */
export interface FoldRunner {
  /** How many at the same time. */
  readonly atOnce: number;
  /** @param onSteps told how many documents more have been learned or tested */
  run(task: FoldTask, onSteps: (steps: number) => void): Promise<FoldResult>;
}

/** Learns from documents. */
export type Train = (documents: Iterable<Document>) => Predicts | Promise<Predicts>;

/** Does folds in this thread. */
export function foldsHere(documents: readonly Document[], train: Train): FoldRunner {
  return {
    atOnce: 1,
    async run(task, onSteps) {
      // Whoever waits may want to stop, or to be told how far it is.
      await new Promise((resolve) => setTimeout(resolve, 1));
      return runFold(documents, task, train, onSteps);
    },
  };
}

/** Does a fold. */
export async function runFold(
  documents: readonly Document[],
  { left, beginnings = false, signs = false }: FoldTask,
  train: Train,
  onSteps: (steps: number) => void,
): Promise<FoldResult> {
  const begun = performance.now();
  const model = await train(kept(documents, left, onSteps));
  const seconds = (performance.now() - begun) / 1000;
  const asked: Asked[] = [];
  for (const [place, document] of documents.entries()) {
    if (!left[place]!) continue;
    const shorter = beginnings ? [...beginningsOf(document, model)] : [];
    const gist = gistOf(document.author, model.predict(document.text));
    const doubts = signs ? (model.signsOf?.(document.text) ?? null) : null;
    asked.push({ gist, beginnings: shorter, signs: doubts });
    onSteps(1);
  }
  const { recipe, isUncalibrated = false } = model;
  return { asked, seconds, recipe: recipe?.name ?? null, isUncalibrated };
}

function* kept(
  documents: readonly Document[],
  left: readonly boolean[],
  onSteps: (steps: number) => void,
): Generator<Document> {
  for (const [place, document] of documents.entries()) {
    if (left[place]!) continue;
    yield document;
    onSteps(1);
  }
}
