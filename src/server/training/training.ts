/** One training at a time: a corpus is read, looked at, trained on, and its model served or fetched, or it is given up. */
import { Worker } from "node:worker_threads";

import { type Facts, PenprintError } from "../../errors.ts";
import type { JsonValue } from "../../identifier.ts";
import type { Settings } from "../settings.ts";
import type { CorpusRead, TrainingOrder, TrainingReport } from "./task.ts";

/** How far it is. */
export type Phase = "empty" | "reading" | "read" | "training" | "trained" | "failed";

/** What is known of it. */
export interface TrainingState {
  readonly phase: Phase;
  /** What the corpus, and the model, is called; empty where there is none. */
  readonly name: string;
  /** What is being done, while something is. */
  readonly step: string;
  /** The share of that which is done, from 0 to 1. */
  readonly progress: number;
  readonly corpus: CorpusRead | null;
  /** The one that was asked for; once it is trained, the one that `auto` has chosen. */
  readonly recipe: string | null;
  readonly evaluation: JsonValue;
  /** How many bytes the model has. */
  readonly bytes: number | null;
  readonly problem: PenprintError | null;
}

const empty: TrainingState = {
  phase: "empty",
  name: "",
  step: "",
  progress: 0,
  corpus: null,
  recipe: null,
  evaluation: null,
  bytes: null,
  problem: null,
};

/** What is left alone for so long is forgotten, in milliseconds. */
const forgotten = 3_600_000;

/** What a training may take. */
type Limits = Pick<Settings, "trainingLimit" | "trainingTime" | "trainingMemory">;

/** The training of a service. */
export class Training {
  readonly #settings: Limits;
  #state: TrainingState = empty;
  #worker: Worker | null = null;
  #file: Uint8Array | null = null;
  #deadline: NodeJS.Timeout | undefined;

  constructor(settings: Limits) {
    this.#settings = settings;
  }

  /** How far it is. */
  get state(): TrainingState {
    return this.#state;
  }

  /**
   * Reads a corpus; whatever was read or trained before is forgotten.
   *
   * @throws TRAINING_BUSY while another one is being read or trained on
   */
  read(bytes: Uint8Array, type: string, name: string): void {
    this.#refuseBusy();
    this.clear();
    this.#state = { ...empty, phase: "reading", name, step: "Reading" };
    // From source the thread runs from source too.
    const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const { trainingLimit, trainingMemory } = this.#settings;
    const worker = new Worker(new URL(`./training-thread.${ending}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: trainingMemory },
    });
    worker.unref();
    this.#worker = worker;
    worker.on("message", (report: TrainingReport) => {
      if (this.#worker === worker) this.#hear(report);
    });
    // Followed by "exit".
    worker.on("error", (error: NodeJS.ErrnoException) => {
      if (this.#worker !== worker || error.code !== "ERR_WORKER_OUT_OF_MEMORY") return;
      this.#fail(new PenprintError("TRAINING_OUT_OF_MEMORY", { limit: trainingMemory }));
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#fail(new PenprintError("TRAINING_FAILED", {}));
    });
    this.#tell({ kind: "read", bytes, type, name, limit: trainingLimit * 10 });
  }

  /**
   * Trains on what was read.
   *
   * @throws TRAINING_BUSY, TRAINING_NOT_THERE
   */
  start(recipe: string): void {
    this.#refuseBusy();
    const { phase, name } = this.#state;
    if (phase !== "read" && phase !== "trained") {
      throw new PenprintError("TRAINING_NOT_THERE", { wanted: "corpus", phase });
    }
    this.#file = null;
    const progress = { step: "Starting", progress: 0, evaluation: null, bytes: null };
    this.#state = { ...this.#state, ...progress, phase: "training", recipe };
    this.#tell({ kind: "train", recipe, name });
  }

  /**
   * The model's file.
   *
   * @throws TRAINING_NOT_THERE
   */
  get file(): Uint8Array {
    if (this.#file !== null) return this.#file;
    throw new PenprintError("TRAINING_NOT_THERE", { wanted: "model", phase: this.#state.phase });
  }

  /** Forgets all of it, whatever is being done. */
  clear(): void {
    clearTimeout(this.#deadline);
    this.#end();
    this.#file = null;
    this.#state = empty;
  }

  #tell(order: TrainingOrder): void {
    this.#worker!.postMessage(order);
    const { trainingTime: limit } = this.#settings;
    this.#after(limit * 1000, () => this.#fail(new PenprintError("TRAINING_TIMEOUT", { limit })));
  }

  #hear(report: TrainingReport): void {
    switch (report.kind) {
      case "progress":
        this.#state = { ...this.#state, step: report.step, progress: report.share };
        return;
      case "read":
        this.#state = { ...this.#state, phase: "read", step: "", progress: 0, corpus: report.corpus };
        break;
      case "trained":
        this.#file = report.file;
        this.#state = {
          ...this.#state,
          phase: "trained",
          step: "",
          progress: 1,
          recipe: report.recipe,
          evaluation: report.evaluation,
          bytes: report.file.length,
        };
        break;
      case "refused":
        this.#fail(new PenprintError(report.code, report.facts as Facts as never));
        return;
      case "failed":
        this.#fail(new PenprintError("INTERNAL", {}, { cause: report.error }));
        return;
    }
    this.#after(forgotten, () => this.clear());
  }

  #fail(problem: PenprintError): void {
    this.#end();
    this.#state = { ...this.#state, phase: "failed", step: "", problem };
    this.#after(forgotten, () => this.clear());
  }

  #after(time: number, act: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(act, time);
    this.#deadline.unref();
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }

  #refuseBusy(): void {
    const { phase } = this.#state;
    if (phase === "reading" || phase === "training") throw new PenprintError("TRAINING_BUSY", { phase });
  }
}
