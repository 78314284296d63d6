/**
 * Threads that read texts, and the texts that wait for them: so much and no more, and no longer than they may. Work
 * that takes too long is really ended: its thread is, and another one takes its place.
 */
import { Worker } from "node:worker_threads";

import { type ErrorCode, type Facts, PenprintError } from "../errors.ts";
import type { ExplainOptions } from "../explain/explain.ts";
import type { UnknownRule } from "../identifier.ts";
import type { Timed } from "./models.ts";

/** A model file's bytes, which all threads share. */
export interface SharedModel {
  /** Names these bytes. */
  readonly key: string;
  readonly bytes: SharedArrayBuffer;
  /** The checksum that they should have, as it was found when they were read. */
  readonly checksum: number;
  /** For errors. */
  readonly file: string;
}

/** What is to be done with a text. */
export type Task =
  | { readonly kind: "predict"; readonly text: string; readonly unknown: UnknownRule }
  | { readonly kind: "explain"; readonly text: string; readonly options: ExplainOptions };

/** What a thread is told. */
export type ThreadQuestion =
  | { readonly kind: "do"; readonly model: SharedModel; readonly task: Task }
  | { readonly kind: "forget"; readonly key: string };

/** What it answers. */
export type ThreadAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly value: unknown; readonly compute: number }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly facts: unknown }
  | { readonly kind: "failed"; readonly error: unknown };

/** Limits of a pool. */
export interface PoolLimits {
  /** How many threads. */
  readonly threads: number;
  /** How many characters may wait. */
  readonly queueLimit: number;
  /** Milliseconds from being asked to being given up. */
  readonly predictTimeout: number;
}

interface Job {
  readonly model: SharedModel;
  readonly task: Task;
  readonly characters: number;
  readonly asked: number;
  begun: number;
  readonly settle: (outcome: Timed<unknown> | PenprintError | Error) => void;
}

/** The longest pause before a thread that cannot start is started again, in milliseconds. */
const longestPause = 5000;

/** A few threads, started when there is work for them. They do not keep the process alive. */
export class ThreadPool {
  readonly #limits: PoolLimits;
  readonly #threads = new Set<Thread>();
  readonly #queue: Job[] = [];
  #waiting = 0;
  #closed = false;
  /** Threads that were lost since the last one that became ready. */
  #lost = 0;
  /** What a thousand characters take, in milliseconds, as it has lately been. */
  #pace = 1;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** Characters that wait for a thread. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether no thread has been lost without another one taking its place. */
  get healthy(): boolean {
    return this.#lost === 0;
  }

  /**
   * Has a text read.
   *
   * @param characters how much there is to read
   * @param signal made where a text has to wait; takes it out of the queue when nobody wants to know any more
   * @throws OVERLOADED, DEADLINE_EXCEEDED, WORKER_LOST, and what the task itself throws
   */
  async run<T>(
    model: SharedModel,
    task: Task,
    characters: number,
    signal?: () => AbortSignal,
  ): Promise<Timed<T>> {
    const { queueLimit, predictTimeout } = this.#limits;
    if (this.#waiting > 0 && this.#waiting + characters > queueLimit) {
      const seconds = (this.#waiting * this.#pace) / 1e6 / this.#limits.threads;
      throw new PenprintError("OVERLOADED", { limit: queueLimit, retry_after: Math.ceil(seconds) || 1 });
    }
    const aborted = signal?.();
    const { promise, resolve, reject } = Promise.withResolvers<Timed<T>>();
    const job: Job = {
      model,
      task,
      characters,
      asked: performance.now(),
      begun: 0,
      settle: (outcome) => {
        clearTimeout(deadline);
        aborted?.removeEventListener("abort", forget);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome as Timed<T>);
      },
    };
    const giveUp = (): void => {
      this.#abandon(
        job,
        new PenprintError("DEADLINE_EXCEEDED", { limit: predictTimeout, retry_after: 1 }),
        true,
      );
    };
    const deadline = setTimeout(giveUp, predictTimeout);
    // Work that has begun is finished, even for nobody: its thread is worth more.
    const forget = (): void => this.#abandon(job, new PenprintError("REQUEST_TIMEOUT", {}), false);
    aborted?.addEventListener("abort", forget);
    this.#queue.push(job);
    this.#waiting += characters;
    this.#next();
    return promise;
  }

  /** Lets threads forget a model. */
  forget(key: string): void {
    for (const thread of this.#threads) thread.tell({ kind: "forget", key });
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idle();
      if (thread === null) return;
      const job = this.#queue.shift()!;
      this.#waiting -= job.characters;
      job.begun = performance.now();
      thread.begin(job);
    }
  }

  #idle(): Thread | null {
    for (const thread of this.#threads) if (thread.job === null && thread.ready) return thread;
    // As many threads as there is work for; one that is still starting will come for its share.
    const starting = [...this.#threads].filter(({ ready }) => !ready).length;
    if (!this.#closed && starting < this.#queue.length && this.#threads.size < this.#limits.threads)
      this.#start();
    return null;
  }

  #start(): void {
    const thread = new Thread({
      ready: () => {
        this.#lost = 0;
        this.#next();
      },
      done: (job, compute) => {
        if (compute > 0) this.#pace += 0.1 * ((compute / (job.characters + 1)) * 1000 - this.#pace);
        this.#next();
      },
      lost: (unexpected) => {
        this.#threads.delete(thread);
        if (this.#closed) return;
        if (unexpected) this.#lost++;
        // At once, but not over and over where threads cannot start at all.
        const pause = this.#lost <= 1 ? 0 : Math.min(longestPause, 50 * 2 ** this.#lost);
        setTimeout(() => {
          if (!this.#closed && this.#threads.size < this.#limits.threads) this.#start();
        }, pause).unref();
      },
    });
    this.#threads.add(thread);
  }

  /** Gives a job up: one that waits is taken out; the thread of one that is under way is ended, if that is wanted. */
  #abandon(job: Job, reason: PenprintError, endThread: boolean): void {
    const place = this.#queue.indexOf(job);
    if (place !== -1) {
      this.#queue.splice(place, 1);
      this.#waiting -= job.characters;
      job.settle(reason);
    } else if (endThread) {
      for (const thread of this.#threads) if (thread.job === job) void thread.end(reason);
    }
  }
}

interface ThreadEvents {
  readonly ready: () => void;
  readonly done: (job: Job, compute: number) => void;
  readonly lost: (unexpected: boolean) => void;
}

class Thread {
  /** What it is doing. */
  job: Job | null = null;
  /** Whether it has started. */
  ready = false;
  #reason: PenprintError | null = null;
  readonly #worker: Worker;
  readonly #events: ThreadEvents;

  constructor(events: ThreadEvents) {
    this.#events = events;
    // From source the thread runs from source too.
    const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
    this.#worker = new Worker(new URL(`./reader-thread.${ending}`, import.meta.url));
    this.#worker.unref();
    this.#worker.on("message", (answer: ThreadAnswer) => this.#hear(answer));
    // Followed by "exit".
    this.#worker.on("error", () => undefined);
    this.#worker.on("exit", () => this.#lose());
  }

  tell(question: ThreadQuestion): void {
    this.#worker.postMessage(question);
  }

  begin(job: Job): void {
    this.job = job;
    this.tell({ kind: "do", model: job.model, task: job.task });
  }

  /** @param reason told to whoever waits for its work */
  async end(reason: PenprintError | null = null): Promise<void> {
    this.#reason = reason;
    await this.#worker.terminate();
  }

  #hear(answer: ThreadAnswer): void {
    if (answer.kind === "ready") {
      this.ready = true;
      this.#events.ready();
      return;
    }
    const { job } = this;
    if (job === null) return;
    this.job = null;
    job.settle(outcomeOf(answer, job));
    this.#events.done(job, answer.kind === "done" ? answer.compute : 0);
  }

  #lose(): void {
    this.job?.settle(this.#reason ?? new PenprintError("WORKER_LOST", { retry_after: 1 }));
    this.job = null;
    this.#events.lost(this.#reason === null);
  }
}

function outcomeOf(answer: Exclude<ThreadAnswer, { kind: "ready" }>, job: Job): Timed<unknown> | Error {
  switch (answer.kind) {
    case "done":
      return { value: answer.value, queue: job.begun - job.asked, compute: answer.compute };
    case "refused":
      return new PenprintError(answer.code, answer.facts as Facts as never);
    case "failed":
      return answer.error instanceof Error ? answer.error : new Error(String(answer.error));
  }
}
