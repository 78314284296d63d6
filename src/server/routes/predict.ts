/** POST /v1/predict and POST /v1/explain. */
import { explainAnswer, milliseconds, predictAnswer } from "../answers.ts";
import { answers, fails, textFailures } from "../responses.ts";
import {
  defaultEvidence,
  defaultTopK,
  ExplainRequest,
  ExplainResponse,
  PredictRequest,
  PredictResponse,
} from "../schemas.ts";
import type { AddRoutes } from "../surroundings.ts";
import { readable } from "../texts.ts";

/** Adds both. */
export const addPredictRoutes: AddRoutes = (app, { models, settings }) => {
  app.route({
    method: "POST",
    url: "/v1/predict",
    config: { fields: Object.keys(PredictRequest.properties) },
    schema: {
      operationId: "predict",
      tags: ["Identify"],
      summary: "Who wrote this?",
      description: "Ranks the authors that the model knows by how likely it is that they wrote the text.",
      body: PredictRequest,
      response: { ...answers("Who most likely wrote it.", PredictResponse), ...fails(...textFailures) },
    },
    handler: async (request, reply) => {
      const { text, top_k: topK = defaultTopK, explain = false, truncate = false } = request.body;
      const input = readable(text, settings.textLimit, truncate);
      const model = models.current;
      const begun = performance.now();
      const prediction = await model.predict(input.text);
      const explanation = explain ? await model.explain(input.text, {}) : null;
      const timing = {
        queue: 0,
        predict: milliseconds(performance.now() - begun),
        total: milliseconds(reply.elapsedTime),
      };
      const evidence = explanation?.evidence.slice(0, defaultEvidence) ?? null;
      return predictAnswer(prediction, evidence, topK, { model, input, timing });
    },
  });

  app.route({
    method: "POST",
    url: "/v1/explain",
    config: { fields: Object.keys(ExplainRequest.properties) },
    schema: {
      operationId: "explain",
      tags: ["Identify"],
      summary: "Why this author and not that one?",
      description:
        "Takes the difference of two authors' scores to pieces: each feature of the text with its share and where it stands. Base, evidence and what was omitted add up to the difference.",
      body: ExplainRequest,
      response: { ...answers("The evidence.", ExplainResponse), ...fails(...textFailures) },
    },
    handler: async (request, reply) => {
      const { text, author, against, limit = defaultEvidence, truncate = false } = request.body;
      const input = readable(text, settings.textLimit, truncate);
      const model = models.current;
      const begun = performance.now();
      const explanation = await model.explain(input.text, {
        ...(author === undefined ? {} : { author }),
        ...(against === undefined ? {} : { against }),
      });
      const timing = {
        queue: 0,
        predict: milliseconds(performance.now() - begun),
        total: milliseconds(reply.elapsedTime),
      };
      return explainAnswer(explanation, limit, { model, input, timing });
    },
  });
};
