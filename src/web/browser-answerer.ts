/** This browser as the one who answers: the model is fetched once and asked in a thread; no text leaves the page. */
import { evidenceLimit, type Answerer, type Explanation, type Prediction } from "./answerer.ts";
import { authorization, type InfoResponse, Refusal } from "./api.ts";
import { keptKey } from "./key.ts";

/** What the thread is told. */
export type ThreadQuestion =
  | {
      readonly kind: "load";
      /** Of the model file; absolute. */
      readonly address: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly unknown: InfoResponse["unknown"];
      /** Most characters of a text, in Unicode code points. */
      readonly textLimit: number;
      /** Most pieces of evidence. */
      readonly evidenceLimit: number;
    }
  | { readonly kind: "predict"; readonly text: string }
  | { readonly kind: "explain"; readonly text: string; readonly author: string; readonly against: string };

/** What it answers. */
export type ThreadAnswer =
  /** How much of the model file has come. */
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "done"; readonly value: unknown }
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly remedy: string;
      readonly requestId: string;
    };

interface Job {
  readonly question: ThreadQuestion;
  readonly signal: AbortSignal | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread with the model. It is asked one thing at a time: what nobody wants to know any more is not even asked. */
export class BrowserAnswerer implements Answerer {
  readonly pause = { short: 0, long: 150 };
  readonly together = true;
  readonly #thread = new Worker(new URL("./identifier-thread.ts", import.meta.url), { type: "module" });
  readonly #onProgress: (bytes: number) => void;
  readonly #loaded: Promise<unknown>;
  /** Whether the model is not there and will not come. */
  failed = false;
  #waiting: Job[] = [];
  #job: Job | null = null;

  /** @param onProgress told how much of the model file has come */
  constructor(info: InfoResponse, onProgress: (bytes: number) => void) {
    this.#onProgress = onProgress;
    this.#thread.addEventListener("message", ({ data }: MessageEvent<ThreadAnswer>) => this.#hear(data));
    this.#thread.addEventListener("error", () => this.#fail());
    const address = `v1/model-file?model=${encodeURIComponent(info.model.name)}`;
    this.#loaded = this.#ask({
      kind: "load",
      address: new URL(address, document.baseURI).href,
      headers: authorization(keptKey()),
      unknown: info.unknown,
      textLimit: info.limits.text_characters,
      evidenceLimit: evidenceLimit(info),
    });
    // Whoever asks is told.
    this.#loaded.catch(() => (this.failed = true));
  }

  /** Until the model is there. Throws Refusal. */
  async ready(): Promise<void> {
    await this.#loaded;
  }

  async predict(text: string, signal: AbortSignal): Promise<Prediction> {
    await this.#loaded;
    return (await this.#ask({ kind: "predict", text }, signal)) as Prediction;
  }

  async explain(
    text: string,
    [author, against]: readonly [string, string],
    signal: AbortSignal,
  ): Promise<Explanation> {
    await this.#loaded;
    return (await this.#ask({ kind: "explain", text, author, against }, signal)) as Explanation;
  }

  close(): void {
    this.#thread.terminate();
  }

  #ask(question: ThreadQuestion, signal: AbortSignal | null = null): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ question, signal, resolve, reject });
    this.#next();
    return promise;
  }

  #next(): void {
    while (this.#job === null) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      if (job.signal?.aborted === true) {
        job.reject(nobodyWaits());
        continue;
      }
      this.#job = job;
      this.#thread.postMessage(job.question);
    }
  }

  #hear(answer: ThreadAnswer): void {
    if (answer.kind === "progress") {
      this.#onProgress(answer.bytes);
      return;
    }
    const job = this.#job;
    this.#job = null;
    if (job?.signal?.aborted === true) job.reject(nobodyWaits());
    else if (answer.kind === "done") job?.resolve(answer.value);
    else job?.reject(new Refusal(answer.message, answer.remedy, answer.requestId));
    this.#next();
  }

  #fail(): void {
    const lost = new Refusal(
      "The model cannot be run in this browser.",
      "Reload the page, or let the service answer.",
    );
    for (const { reject } of [this.#job, ...this.#waiting].filter((job) => job !== null)) reject(lost);
    this.failed = true;
    this.#job = null;
    this.#waiting = [];
  }
}

const nobodyWaits = (): DOMException => new DOMException("Nobody wants to know any more.", "AbortError");
