/** POST /v1/predict, POST /v1/predict/batch and POST /v1/explain. */
import type { FastifyReply } from "fastify";

import { PenprintError } from "../../errors.ts";
import type { Explanation } from "../../explain/explain.ts";
import { barePrediction, explainAnswer } from "../answers.ts";
import type { Predicts } from "../models.ts";
import { placeOf, problemOf } from "../problems.ts";
import { chooseModel, goneWith, readText, readTexts, timingOf } from "../reading-texts.ts";
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
import { type ReadableText, readable } from "../../text/readable-text.ts";

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
    handler: async (request, reply) => {
      const {
        text,
        top_k: topK = defaultTopK,
        explain = false,
        truncate = false,
        model: name,
      } = request.body;
      const model = chooseModel(request, reply, surroundings, name);
      const { input, prediction, ...took } = await readText(text, truncate, model, reply, surroundings);
      const evidence = explain ? await evidenceFor(input, model, reply, took) : null;
      const bare = barePrediction(prediction, evidence, topK, { model, input, ids });
      return { ...bare, timing_ms: timingOf(reply, took) };
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
      const predictions: BatchItem[] = [];
      for (const read of all) {
        if (read instanceof PenprintError) {
          predictions.push({ prediction: null, problem: problemOf(read, placeOf(request)) });
          continue;
        }
        const { input, prediction, queue, compute } = read;
        took.queue += queue;
        took.compute += compute;
        const evidence = explain ? await evidenceFor(input, model, reply, took) : null;
        predictions.push({
          prediction: barePrediction(prediction, evidence, topK, { model, input, ids }),
          problem: null,
        });
      }
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

/** The strongest evidence for a prediction; the time for finding it is added to what has been taken. */
async function evidenceFor(
  input: ReadableText,
  model: Predicts,
  reply: FastifyReply,
  took: { queue: number; compute: number },
): Promise<Explanation["evidence"]> {
  const { value, queue, compute } = await model.explain(input, {}, () => goneWith(reply));
  took.queue += queue;
  took.compute += compute;
  return value.evidence.slice(0, defaultEvidence);
}
