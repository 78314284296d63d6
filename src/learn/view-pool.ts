/**
 * Threads that learn an ensemble, a view each: all of them read all documents, and each counts and learns its own view.
 * Hardly anything is handed to and fro, and what comes out is the same to the last bit as if one had learned them all.
 */
import type { LineBlock } from "../corpus/line-blocks.ts";
import type { SourcedDocument } from "../corpus/fields.ts";
import type { EnsemblePlan, LearnedView } from "../ensemble-learner.ts";
import type { Recipe } from "../recipe.ts";
import type { LearnerOptions } from "./block-learner.ts";
import { errorOf, type Failure } from "./failure.ts";
import { Thread, threadFile } from "./thread.ts";

/** What a thread is asked. */
export type ViewQuestion =
  | { readonly kind: "lines"; readonly bytes: Uint8Array; readonly line: number; readonly file: string }
  | { readonly kind: "documents"; readonly documents: readonly SourcedDocument[] }
  | { readonly kind: "learn"; readonly plan: EnsemblePlan };

/** What it answers: views, where it was asked to learn. */
export type ViewAnswer = { readonly views: readonly LearnedView[] } | { readonly failure: Failure | null };

/** How many blocks may wait at the slowest thread. */
const WAITING = 8;

/** A few threads, among which the views are dealt. */
export class ViewPool {
  readonly #threads: readonly Thread<ViewQuestion, ViewAnswer>[];
  #latest: Promise<unknown>[] = [];

  /** @param count how many threads at most */
  constructor(count: number, options: LearnerOptions) {
    this.#threads = dealtViews(options.recipe, count).map(
      (views) => new Thread(threadFile("view-worker", import.meta.url), { ...options, views }),
    );
  }

  /** Hands a block to all threads; returns when there is room for the next one. */
  async addLines({ bytes, line }: LineBlock, file: string): Promise<void> {
    await this.#askAll(() => ({ kind: "lines", bytes: new Uint8Array(bytes), line, file }));
  }

  /** Hands documents to all threads. */
  async addDocuments(documents: readonly SourcedDocument[]): Promise<void> {
    await this.#askAll(() => ({ kind: "documents", documents }));
  }

  /**
   * Learns all views.
   *
   * @throws CORPUS_TOO_LARGE
   */
  async learn(plan: EnsemblePlan): Promise<LearnedView[]> {
    const answers = await Promise.all(this.#threads.map((thread) => thread.ask({ kind: "learn", plan })));
    return answers.flatMap((answer) => {
      if ("views" in answer) return answer.views;
      throw answer.failure === null ? new TypeError("views were asked for") : errorOf(answer.failure);
    });
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #askAll(question: () => ViewQuestion): Promise<void> {
    const asked = Promise.all(this.#threads.map((thread) => thread.ask(question())));
    // Whoever asks to learn will hear of a failure.
    asked.catch(() => undefined);
    this.#latest.push(asked);
    if (this.#latest.length > WAITING) await this.#latest.shift();
  }
}

/** Which views each thread gets: the costly ones first, each to the thread that has the least to do. */
function dealtViews({ views }: Recipe, count: number): number[][] {
  const costs = views.map(costOf);
  const dealt = Array.from({ length: Math.min(count, views.length) }, () => ({
    views: [0].slice(1),
    cost: 0,
  }));
  for (const view of [...views.keys()].sort((left, right) => costs[right]! - costs[left]!)) {
    const least = dealt.reduce((best, other) => (other.cost < best.cost ? other : best));
    least.views.push(view);
    least.cost += costs[view]!;
  }
  return dealt.map((own) => own.views);
}

/** About how long a view takes beside others, as measured on 50 authors' stories, Naive Bayes included. */
function costOf({ tokens, mask, most_frequent: most }: Recipe["views"][number]): number {
  if (tokens === "words") return most === undefined ? 2 : 1;
  if (tokens !== "characters") return 1;
  if (mask === undefined) return 6;
  return mask === "letters" ? 1.4 : 3.3;
}
