/** What all routes do that tell who wrote a text: choose a model, ask it, and note what it took. */
import type { FastifyReply, FastifyRequest } from "fastify";

import { PenprintError } from "../errors.ts";
import type { Prediction } from "../identifier.ts";
import { milliseconds } from "./answers.ts";
import type { Predicts, Timed } from "./models.ts";
import type { PredictResponse } from "./schemas.ts";
import type { Surroundings } from "./surroundings.ts";
import { type ReadableText, readable } from "../text/readable-text.ts";

/** A text that was read. */
export interface TextRead {
  readonly input: ReadableText;
  readonly prediction: Prediction;
  readonly queue: number;
  readonly compute: number;
}

/** The model that answers a request; the answer says which one it was. */
export function chooseModel(
  request: FastifyRequest,
  reply: FastifyReply,
  { models }: Pick<Surroundings, "models">,
  name?: string,
): Predicts {
  const model = models.choose(name, request.id);
  reply.header("x-model-version", model.version);
  return model;
}

/**
 * Who wrote a text.
 *
 * @param truncate cut it if it is too long instead of refusing it
 * @returns at once where the text was read at once
 * @throws what `readable` and the model throw
 */
export function readText(
  text: string,
  truncate: boolean,
  model: Predicts,
  reply: FastifyReply,
  { settings, metrics }: Pick<Surroundings, "settings" | "metrics">,
): TextRead | Promise<TextRead> {
  const input = readable(text, settings.textLimit, truncate);
  const done = ({ value, queue, compute }: Timed<Prediction>): TextRead => {
    metrics.predicted({ model, author: value.author, characters: input.characters, compute });
    return { input, prediction: value, queue, compute };
  };
  return whenThere(
    model.predict(input, () => goneWith(reply)),
    done,
  );
}

/** Goes on at once where there is nothing to wait for: most texts are short, and a promise takes its time. */
export function whenThere<T, R>(value: T | Promise<T>, goOn: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}

/**
 * Who wrote each of several texts: they are read side by side, as far as there are threads.
 *
 * @returns in their order, a failure where a text has one
 * @throws BATCH_TOO_LARGE, RATE_LIMITED
 */
export async function readTexts(
  texts: readonly string[],
  truncate: boolean,
  model: Predicts,
  [request, reply]: readonly [FastifyRequest, FastifyReply],
  surroundings: Surroundings,
): Promise<(TextRead | PenprintError)[]> {
  const { batchLimit } = surroundings.settings;
  if (texts.length > batchLimit) {
    throw new PenprintError("BATCH_TOO_LARGE", { texts: texts.length, limit: batchLimit });
  }
  surroundings.access.charge(request, reply, texts.length);
  return Promise.all(
    texts.map(async (text) => {
      try {
        return await readText(text, truncate, model, reply, surroundings);
      } catch (error) {
        if (error instanceof PenprintError) return error;
        throw error;
      }
    }),
  );
}

/**
 * The same where every text must be answered for any to be.
 *
 * @throws the first failure
 */
export async function readAllTexts(...args: Parameters<typeof readTexts>): Promise<TextRead[]> {
  return (await readTexts(...args)).map((read) => {
    if (read instanceof PenprintError) throw read;
    return read;
  });
}

/** Aborted when the client hangs up before it has its answer. */
export function goneWith(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** What it took, in the answer and as `Server-Timing` for browsers' tools. */
export function timingOf(
  reply: FastifyReply,
  { queue, compute }: Pick<TextRead, "queue" | "compute">,
): PredictResponse["timing_ms"] {
  const timing = {
    queue: milliseconds(queue),
    predict: milliseconds(compute),
    total: milliseconds(reply.elapsedTime),
  };
  reply.header(
    "server-timing",
    `queue;dur=${timing.queue}, predict;dur=${timing.predict}, total;dur=${timing.total}`,
  );
  return timing;
}
