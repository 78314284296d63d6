/** POST /v1/predict, POST /v1/predict/batch and POST /v1/explain. */
import type { FastifyReply } from "fastify";

import { PenprintError } from "../../errors.ts";
import type { Explanation } from "../../explain/explain.ts";
import { barePrediction, explainAnswer } from "../answers.ts";
import type { Predicts } from "../models.ts";
import { placeOf, problemOf } from "../problems.ts";
import {
  chooseModel,
  goneWith,
  readText,
  readTexts,
  type TextRead,
  timingOf,
  whenThere,
} from "../reading-texts.ts";
import { answers, fails, textFailures } from "../responses.ts";
import {
  BatchRequest,
  BatchResponse,
  defaultEvidence,
  defaultTopK,
  ExplainRequest,
  ExplainResponse,
  PredictRequest,
  PredictResponse,
} from "../schemas/predict.ts";
import type { BatchItem } from "../schemas.ts";
import type { AddRoutes } from "../surroundings.ts";
import { readable } from "../../text/readable-text.ts";

/** Adds all. */
export const addPredictRoutes: AddRoutes = (app, surroundings) => {
  const { settings, ids } = surroundings;
  app.route({
    method: "POST",
    url: "/v1/predict",
    config: { scope: "predict", fields: Object.keys(PredictRequest.properties) },
    schema: {
      operationId: "predict",
      tags: ["Identify"],
      summary: "Who wrote this?",
      description: "Ranks the authors that the model knows by how likely it is that they wrote the text.",
      body: PredictRequest,
      response: {
        ...answers("Who most likely wrote it.", PredictResponse),
        ...fails(...textFailures, 404),
      },
    },
    handler: (request, reply) => {
      const {
        text,
        top_k: topK = defaultTopK,
        explain = false,
        truncate = false,
        model: name,
      } = request.body;
      const model = chooseModel(request, reply, surroundings, name);
      const answer = ({ prediction, evidence, input, ...took }: Explained): PredictResponse => {
        const bare = barePrediction(prediction, evidence, topK, { model, input, ids });
        return { ...bare, timing_ms: timingOf(reply, took) };
      };
      const read = readText(text, truncate, model, reply, surroundings);
      return whenThere(
        whenThere(read, (each) => explained(each, explain, model, reply)),
        answer,
      );
    },
  });

  app.route({
    method: "POST",
    url: "/v1/predict/batch",
    config: { scope: "predict", fields: Object.keys(BatchRequest.properties) },
    schema: {
      operationId: "predict_batch",
      tags: ["Identify"],
      summary: "Who wrote each of these?",
      description:
        "One answer a text, in their order: a prediction, or why there is none. Each text counts as a request in the limit of requests.",
      body: BatchRequest,
      response: { ...answers("An answer for each text.", BatchResponse), ...fails(...textFailures, 404) },
    },
    handler: async (request, reply) => {
      const {
        texts,
        top_k: topK = defaultTopK,
        explain = false,
        truncate = false,
        model: name,
      } = request.body;
      const model = chooseModel(request, reply, surroundings, name);
      const all = await readTexts(texts, truncate, model, [request, reply], surroundings);
      const took = { queue: 0, compute: 0 };
      const answer = async (read: TextRead | PenprintError): Promise<BatchItem> => {
        if (read instanceof PenprintError) throw read;
        const { prediction, input, evidence, queue, compute } = await explained(read, explain, model, reply);
        took.queue += queue;
        took.compute += compute;
        const circumstances = { model, input, ids };
        return { prediction: barePrediction(prediction, evidence, topK, circumstances), problem: null };
      };
      const refuse = (error: unknown): BatchItem => {
        if (!(error instanceof PenprintError)) throw error;
        return { prediction: null, problem: problemOf(error, placeOf(request)) };
      };
      const predictions = await Promise.all(all.map((read) => answer(read).catch(refuse)));
      return { predictions, timing_ms: timingOf(reply, took) };
    },
  });

  app.route({
    method: "POST",
    url: "/v1/explain",
    config: { scope: "predict", fields: Object.keys(ExplainRequest.properties) },
    schema: {
      operationId: "explain",
      tags: ["Identify"],
      summary: "Why this author and not that one?",
      description:
        "Takes the difference of two authors' scores to pieces: each feature of the text with its share and where it stands. Base, evidence and what was omitted add up to the difference.",
      body: ExplainRequest,
      response: { ...answers("The evidence.", ExplainResponse), ...fails(...textFailures, 404) },
    },
    handler: async (request, reply) => {
      const { text, author, against, limit = defaultEvidence, truncate = false, model: name } = request.body;
      const model = chooseModel(request, reply, surroundings, name);
      const input = readable(text, settings.textLimit, truncate);
      const options = {
        ...(author === undefined ? {} : { author }),
        ...(against === undefined ? {} : { against }),
      };
      const explained = await model.explain(input, options, () => goneWith(reply));
      return explainAnswer(explained.value, limit, { model, input, timing: timingOf(reply, explained) });
    },
  });
};

/** A text that was read, with the strongest evidence for what was said of it. */
interface Explained extends TextRead {
  /** Null where none is wanted. */
  readonly evidence: Explanation["evidence"] | null;
}

/** Finds evidence if it is wanted; the time that it takes is added to what has been taken. */
function explained(
  read: TextRead,
  wanted: boolean,
  model: Predicts,
  reply: FastifyReply,
): Explained | Promise<Explained> {
  if (!wanted) return { ...read, evidence: null };
  const asked = model.explain(read.input, {}, () => goneWith(reply));
  return whenThere(asked, ({ value, queue, compute }) => ({
    ...read,
    queue: read.queue + queue,
    compute: read.compute + compute,
    evidence: value.evidence.slice(0, defaultEvidence),
  }));
}
