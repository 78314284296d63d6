/** Threads that learn, and who of them gets the next block. */
import type { LineBlock } from "../corpus/line-blocks.ts";
import type { TrainingPart } from "../training-part.ts";
import type { BlockReport, LearnerOptions } from "./block-learner.ts";
import type { FileRange } from "./range-reader.ts";
import { Thread, threadFile } from "./thread.ts";

/** What a thread is asked. */
export type ThreadQuestion =
  | { readonly kind: "lines"; readonly bytes: Uint8Array; readonly line: number; readonly file: string }
  | { readonly kind: "range"; readonly range: FileRange }
  | { readonly kind: "finish" };

/** What it answers, in the order of the questions. */
export type ThreadAnswer =
  | { readonly kind: "report"; readonly report: BlockReport }
  | { readonly kind: "part"; readonly part: TrainingPart; readonly lanes: Float64Array };

/** How many blocks wait at a thread while it learns from another. */
const WAITING = 2;

/** What a thread was handed. */
export interface Handed {
  readonly thread: number;
  readonly report: Promise<BlockReport>;
}

/** A few threads. They end with the program, or when they are told to. */
export class LearnerPool {
  readonly #threads: readonly Thread<ThreadQuestion, ThreadAnswer>[];

  /** @param count how many threads, besides the one that hands out */
  constructor(count: number, options: LearnerOptions) {
    const file = threadFile("worker", import.meta.url);
    this.#threads = Array.from({ length: count }, () => new Thread(file, options));
  }

  /** Whether a thread has room for another block. Where none has, whoever asks has the time to learn it. */
  get hasRoom(): boolean {
    return this.#threads.some(({ waiting }) => waiting <= WAITING);
  }

  /** Hands a block to the thread with the fewest. */
  learnLines(block: LineBlock, file: string): Handed {
    // A copy of its own, whose memory can be handed over; what is left of the buffer stays here.
    const bytes = new Uint8Array(block.bytes);
    return this.#learn({ kind: "lines", bytes, line: block.line, file }, [bytes.buffer]);
  }

  /** The same with a range of a file, which the thread reads for itself. */
  learnRange(range: FileRange): Handed {
    return this.#learn({ kind: "range", range }, []);
  }

  #learn(question: ThreadQuestion, transfer: ArrayBuffer[]): Handed {
    const thread = this.#threads.reduce((best, other) => (other.waiting < best.waiting ? other : best));
    const report = thread.ask(question, transfer).then((answer) => {
      if (answer.kind !== "report") throw new TypeError("a report was asked for");
      return answer.report;
    });
    // Whoever waits for it will hear of a failure; that nobody waits yet is none.
    report.catch(() => undefined);
    return { thread: this.#threads.indexOf(thread), report };
  }

  /** Asks each of them what it has learned; when a part is there, its thread is gone with its memory. */
  parts(): Promise<{ readonly part: TrainingPart; readonly lanes: Float64Array }>[] {
    const answers = this.#threads.map(async (thread) => {
      const answer = await thread.ask({ kind: "finish" }, []);
      await thread.close();
      if (answer.kind !== "part") throw new TypeError("a part was asked for");
      return answer;
    });
    // Whoever waits for it will hear of a failure; that nobody waits yet is none.
    for (const answer of answers) answer.catch(() => undefined);
    return answers;
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
