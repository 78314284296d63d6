/** Models from files: read once, checked, tried, and computing here or in threads that share their bytes. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import { PenprintError } from "../errors.ts";
import { explain, type ExplainOptions, type Explanation } from "../explain/explain.ts";
import type { Identifier, Prediction, UnknownRule } from "../identifier.ts";
import { FileChecksum } from "../model-file/checksum.ts";
import { decodeModel } from "../model-file/decode.ts";
import { readModelBytes } from "../model-file/disk.ts";
import { asServed, type Predicts, type Timed, timed } from "./models.ts";
import type { ReadableText } from "../text/readable-text.ts";
import type { SharedModel, ThreadPool } from "./thread-pool.ts";

/** Where and how a model computes. */
export interface ComputeOptions {
  readonly pool: ThreadPool;
  /** Texts that take no longer, in microseconds, are read in this thread. */
  readonly inlineTime: number;
  readonly unknown: UnknownRule;
}

/** A model that was read from a file, with its bytes. */
export interface ReadModel {
  readonly identifier: Identifier;
  readonly shared: SharedModel;
  /** The beginning of the SHA-256 of its file. */
  readonly version: string;
}

/**
 * Reads a model file into memory that threads can share.
 *
 * @throws what readModel throws
 */
export async function readShared(file: string): Promise<ReadModel> {
  const { bytes, checksum } = await readModelBytes(file);
  return shareBytes(bytes, file, checksum);
}

/**
 * The same of a model file's bytes.
 *
 * @param file what they are called, for errors
 * @param checksum where it is known
 * @throws what decodeModel throws
 */
export function shareBytes(read: Uint8Array, file: string, checksum?: number): ReadModel {
  const bytes = new SharedArrayBuffer(read.length);
  const view = new Uint8Array(bytes);
  view.set(read);
  const version = createHash("sha256").update(view).digest("hex").slice(0, 12);
  const sum = checksum ?? checksumOf(view);
  const identifier = decodeModel(view, file, sum);
  return { identifier, shared: { key: crypto.randomUUID(), bytes, checksum: sum, file }, version };
}

function checksumOf(bytes: Uint8Array): number {
  const checksum = new FileChecksum(crc32);
  checksum.add(bytes);
  return checksum.value;
}

/**
 * Warms a model up, and sees that it answers as it should.
 *
 * @returns what a character takes, in microseconds
 * @throws MODEL_UNSOUND; what Identifier.predict throws where the rule asks for what the model has not learned
 */
export function rehearse(identifier: Identifier, file: string, unknown: UnknownRule): number {
  const costs: number[] = [];
  const begun = performance.now();
  for (let round = 0; round < 40 && performance.now() - begun < longestRehearsal; round++) {
    const { value, compute } = timed(() => identifier.predict(canary, unknown));
    costs.push((compute * 1000) / sizeOf(canary.length));
    checkPrediction(value, file);
  }
  return Math.min(...costs);
}

/**
 * Sees that a prediction is one.
 *
 * @throws MODEL_UNSOUND
 */
export function checkPrediction({ ranking }: Pick<Prediction, "ranking">, file: string): void {
  const sum = ranking.reduce((total, { probability }) => total + probability, 0);
  if (!(Math.abs(sum - 1) < 1e-6)) {
    throw new PenprintError("MODEL_UNSOUND", {
      file,
      reason: `the probabilities of its authors add up to ${sum}`,
    });
  }
}

/** In milliseconds. */
const longestRehearsal = 60;

/** A text of which every model knows something or nothing, and answers all the same. */
export const canary: string =
  "Who wrote this? It is a fine day, and I can't say that the report was read by anyone; but the ships came in, didn't they? ".repeat(
    4,
  );

/** How much work a text is: each one takes something, however short it is. */
const sizeOf = (characters: number): number => characters + 200;

/**
 * What this thread has been given to compute since it last looked at its sockets, in milliseconds. Whoever does too much of it
 * keeps others waiting, /livez among them.
 */
class Turn {
  #spent = 0;
  readonly #end = (): void => {
    this.#spent = 0;
  };

  /** Whether there is time for more. */
  get open(): boolean {
    return this.#spent < 8;
  }

  spend(time: number): void {
    if (this.#spent === 0) setImmediate(this.#end);
    this.#spent += time;
  }
}

const turn = new Turn();

/** A model as the service sees it: short texts are read here, long ones by threads. */
export function sharedModel(
  name: string,
  { identifier, shared, version }: ReadModel,
  cost: number,
  { pool, inlineTime, unknown }: ComputeOptions,
): Predicts {
  // What a character takes here, in microseconds, as it has lately been; explaining takes its own time.
  const costs = { predict: cost, explain: cost * 4 };
  const run = <T>(
    kind: keyof typeof costs,
    { text, characters }: ReadableText,
    compute: (text: string) => T,
    inThread: () => Promise<Timed<T>>,
  ): Timed<T> | Promise<Timed<T>> => {
    const size = sizeOf(characters);
    if (size * costs[kind] > inlineTime || !turn.open) return inThread();
    const outcome = timed(() => compute(text));
    // What it should have taken: this thread may have been stopped meanwhile, for which the text is not to blame.
    turn.spend((size * costs[kind]) / 1000);
    // Follows the median, which does not mind that this thread is stopped now and then.
    costs[kind] *= (outcome.compute * 1000) / size > costs[kind] ? 1.02 : 0.98;
    return outcome;
  };
  return {
    ...asServed(identifier, unknown),
    name,
    version,
    file: () => new Uint8Array(shared.bytes),
    predict: (input, signal) =>
      run(
        "predict",
        input,
        (text) => identifier.predict(text, unknown),
        () => {
          const task = { kind: "predict", text: input.text, unknown } as const;
          return pool.run<Prediction>(shared, task, input.characters, signal);
        },
      ),
    explain: (input, options: ExplainOptions, signal) =>
      run(
        "explain",
        input,
        (text) => explain(identifier, text, options),
        () => {
          const task = { kind: "explain", text: input.text, options } as const;
          return pool.run<Explanation>(shared, task, input.characters, signal);
        },
      ),
  };
}
