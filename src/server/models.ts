/** What the routes need of models, so that they do not care where one computes. */
import { explain, type ExplainOptions, type Explanation } from "../explain/explain.ts";
import { PenprintError } from "../errors.ts";
import type { Card, Identifier, Prediction, UnknownRule } from "../identifier.ts";
import { encodeModel } from "../model-file/encode.ts";
import type { ReadableText } from "../text/readable-text.ts";

/** An answer with what it took, in milliseconds. */
export interface Timed<T> {
  readonly value: T;
  /** Waiting for a thread. */
  readonly queue: number;
  /** Computing. */
  readonly compute: number;
}

/** A model as the service sees it. */
export interface Predicts {
  /** What it is called here. */
  readonly name: string;
  /** The beginning of its file's SHA-256; `memory` where it has no file. */
  readonly version: string;
  readonly card: Card;
  readonly recipe: Identifier["recipe"];
  readonly authors: readonly string[];
  readonly unknown: UnknownRule;
  /** Its file's bytes. */
  file(): Uint8Array;
  /**
   * @param signal made where a text has to wait; says when nobody wants to know any more
   * @see Identifier.predict
   */
  predict(input: ReadableText, signal?: () => AbortSignal): Timed<Prediction> | Promise<Timed<Prediction>>;
  /** @see explain */
  explain(
    input: ReadableText,
    options: ExplainOptions,
    signal?: () => AbortSignal,
  ): Timed<Explanation> | Promise<Timed<Explanation>>;
}

/** One of the models being served, for those who ask what there is. */
export interface Listed {
  readonly model: Predicts;
  /** Of the requests that name no model, from 0 to 1. */
  readonly share: number;
  readonly since: Date;
  /** Why its file, which has changed since, was not taken. */
  readonly problem: PenprintError | null;
}

/** The models being served. */
export interface Models {
  /**
   * The model that answers a request. Ask once a request: it may be another one the next time.
   *
   * @param name which one is wanted; undefined when it does not matter
   * @param requestId requests of the same name get the same model, as long as the models stay
   * @throws MODEL_NOT_FOUND
   */
  choose(name: string | undefined, requestId: string): Predicts;
  /**
   * Serves another model, which then answers requests that name none; in the place of one of the same name, if that was
   * served in this way, too. Left out where models cannot be added.
   *
   * @param file its file's bytes
   * @throws MODELS_ALIKE when a model of that name comes from a file; MODEL_UNSOUND, and what decodeModel throws
   */
  install?(name: string, file: Uint8Array): Predicts;
  /** All of them, the first one first. */
  readonly list: readonly Listed[];
  /** Whether all that they compute with is in order. */
  readonly healthy: boolean;
  /** Characters of texts that wait for a thread. */
  readonly waiting: number;
}

/** One identifier that answers in this thread. */
export function inThread(identifier: Identifier, unknown: UnknownRule = "unseen"): Models {
  return onlyModel(asServed(identifier, unknown));
}

/** One model, however it computes. */
export function onlyModel(model: Predicts): Models {
  return {
    choose: (name) => {
      if (name === undefined || name === model.name) return model;
      throw new PenprintError("MODEL_NOT_FOUND", { known: [model.name] });
    },
    list: [{ model, share: 1, since: new Date(), problem: null }],
    healthy: true,
    waiting: 0,
  };
}

/** An identifier as the service sees it, computing in this thread. */
export function asServed(identifier: Identifier, unknown: UnknownRule = "unseen"): Predicts {
  const { card, recipe, authors } = identifier;
  let file: Uint8Array | undefined;
  return {
    name: card.name,
    version: "memory",
    card,
    recipe,
    authors,
    unknown,
    file: () => (file ??= encodeModel(identifier)),
    predict: ({ text }) => timed(() => identifier.predict(text, unknown)),
    explain: ({ text }, options) => timed(() => explain(identifier, text, options)),
  };
}

/** Does something at once. */
export function timed<T>(compute: () => T): Timed<T> {
  const begun = performance.now();
  return { value: compute(), queue: 0, compute: performance.now() - begun };
}
