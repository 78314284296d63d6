/** A thread of work, asked by messages. */
import { type Transferable, Worker } from "node:worker_threads";

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** How much memory new objects have, in MB: threads work on bytes, and what they make of them is soon gone. */
const YOUNG = 8;

/**
 * The file that a thread runs.
 *
 * @param name without its ending
 * @param beside the module beside which it lies, as its `import.meta.url`
 */
export function threadFile(name: string, beside: string): URL {
  // From source the thread runs from source too.
  const ending = beside.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${name}.${ending}`, beside);
}

/** A thread that answers every question it is asked, in the order of the questions. */
export class Thread<Question, Answer> {
  readonly #worker: Worker;
  readonly #questions: Waiting<Answer>[] = [];
  readonly #onAnswer: () => void;

  /**
   * @param file what it runs (see {@link threadFile})
   * @param data what it is told when it starts
   * @param onAnswer called after every answer
   */
  constructor(file: URL, data: unknown, onAnswer: () => void = () => undefined) {
    this.#onAnswer = onAnswer;
    this.#worker = new Worker(file, {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    this.#worker.on("message", (answer: Answer) => {
      this.#questions.shift()?.resolve(answer);
      onAnswer();
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("a learning thread ended early")));
  }

  /** How many answers are owed. */
  get waiting(): number {
    return this.#questions.length;
  }

  /** @param transfer memory that is handed over rather than copied */
  ask(question: Question, transfer: Transferable[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#questions.push({ resolve, reject });
      this.#worker.postMessage(question, transfer);
    });
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#questions.splice(0)) reject(error);
    this.#onAnswer();
  }
}
