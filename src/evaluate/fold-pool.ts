/**
 * Threads that do folds, each of them a whole one at a time: what comes out is the same to the last bit as when one thread
 * does them one after the other. Every thread has the documents for itself, so that no more than so many models are in
 * memory at once.
 */
import { MessageChannel, type MessagePort } from "node:worker_threads";

import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { errorOf, type Failure } from "../learn/failure.ts";
import { Thread, threadFile } from "../learn/thread.ts";
import type { Recipe } from "../recipe.ts";
import { trainIdentifier } from "../trainer.ts";
import type { ChooseOptions } from "./choose.ts";
import { type FoldResult, type FoldRunner, foldsHere, type FoldTask } from "./fold.ts";

/** What a fold learns by: a recipe, or the choice of one. */
export type Learning = { readonly recipe: Recipe } | { readonly choosing: ChoosingData };

/** How a recipe is chosen, without what cannot go to a thread. */
export type ChoosingData = Pick<ChooseOptions, "budget" | "changes">;

/** What a thread is asked. */
export interface FoldQuestion {
  readonly task: FoldTask;
  readonly learning: Learning;
  /** Where it tells how many documents more have been learned or tested. */
  readonly steps: MessagePort;
}

/** What it answers. */
export type FoldAnswer = { readonly result: FoldResult } | { readonly failure: Failure };

type FoldThread = Thread<FoldQuestion, FoldAnswer>;

/** A few threads that have the documents of a corpus. */
export class FoldPool {
  readonly #documents: readonly Document[];
  /** How many there are at most. */
  readonly threads: number;
  readonly #threads = new Set<FoldThread>();
  readonly #idle: FoldThread[] = [];
  readonly #waiting: ((thread: FoldThread) => void)[] = [];

  /** @param threads how many at most, from 1; they start when there is something to do */
  constructor(documents: readonly Document[], threads: number) {
    this.#documents = documents;
    this.threads = threads;
  }

  /** What does folds by a recipe, or by the choice of one. */
  runner(learning: Learning): FoldRunner {
    return { atOnce: this.threads, run: (task, onSteps) => this.#run(task, learning, onSteps) };
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    this.#waiting.length = 0;
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  async #run(task: FoldTask, learning: Learning, onSteps: (steps: number) => void): Promise<FoldResult> {
    const thread = await this.#free();
    const { port1: told, port2: steps } = new MessageChannel();
    let left = this.#documents.length;
    told.on("message", (some: number) => {
      left -= some;
      onSteps(some);
    });
    let answer: FoldAnswer;
    try {
      answer = await thread.ask({ task, learning, steps }, [steps]);
    } catch (error) {
      // It is gone, and whoever waits for it gets another one.
      this.#threads.delete(thread);
      this.#waiting.shift()?.(this.#start());
      throw error;
    } finally {
      told.close();
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(thread);
    else next(thread);
    if ("failure" in answer) throw errorOf(answer.failure);
    // The last steps may have been on their way still.
    if (left > 0) onSteps(left);
    return answer.result;
  }

  /** A thread that has nothing to do. */
  #free(): FoldThread | Promise<FoldThread> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#threads.size < this.threads) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): FoldThread {
    // Plain data alone, whatever else documents may carry.
    const documents = this.#documents.map(({ author, text, work }) =>
      work === undefined ? { author, text } : { author, text, work },
    );
    const thread: FoldThread = new Thread(threadFile("fold-worker", import.meta.url), documents);
    this.#threads.add(thread);
    return thread;
  }
}

/** More would only get in each other's way. */
const MOST_THREADS = 256;

/** @throws PARAMETER_INVALID for a number of threads that is none */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return;
  throw new PenprintError("PARAMETER_INVALID", {
    parameter: "threads",
    allowed: `a whole number from 1 to ${MOST_THREADS}`,
    received: String(threads),
  });
}

/**
 * Does something with threads that do folds, and ends them afterwards.
 *
 * @param use gets null where folds are to be done in this thread
 * @throws PARAMETER_INVALID, and what is thrown in its use
 */
export async function withPool<T>(
  documents: readonly Document[],
  threads: number | undefined,
  use: (pool: FoldPool | null) => Promise<T>,
): Promise<T> {
  if (threads !== undefined) checkThreads(threads);
  if (threads === undefined || threads === 1) return use(null);
  const pool = new FoldPool(documents, threads);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

/** What does folds by a recipe: threads, where there are some. */
export function runnerFor(recipe: Recipe, documents: readonly Document[], pool: FoldPool | null): FoldRunner {
  return pool?.runner({ recipe }) ?? foldsHere(documents, (training) => trainIdentifier(training, recipe));
}
