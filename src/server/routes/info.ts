/** GET /v1/info, GET /v1/models, GET /v1/models/{model} and GET /version: what is being served, and what is refused. */
import { Type } from "typebox";

import { calibrationMethod } from "../../recipe.ts";
import { corpusOf, modelName } from "../answers.ts";
import type { Predicts } from "../models.ts";
import { chooseModel } from "../reading-texts.ts";
import { answers, fails } from "../responses.ts";
import { mostEvidence, mostTopK } from "../schemas/predict.ts";
import { InfoResponse, ModelQuery, ModelsResponse, VersionResponse } from "../schemas/service.ts";
import type { AddRoutes, Surroundings } from "../surroundings.ts";
import { version } from "../version.ts";

/** Adds all. */
export const addInfoRoutes: AddRoutes = (app, surroundings) => {
  const { models } = surroundings;
  app.route({
    method: "GET",
    url: "/v1/info",
    config: { scope: "predict", fields: ["model"] },
    schema: {
      operationId: "info",
      tags: ["Identify"],
      summary: "The model, its authors and the limits",
      querystring: ModelQuery,
      response: { ...answers("What is being served.", InfoResponse), ...fails(400, 404, 422, 500) },
    },
    handler: async (request, reply) => {
      return infoOf(chooseModel(request, reply, surroundings, request.query.model), surroundings);
    },
  });

  const { name: first } = models.list[0]!.model;
  app.route({
    method: "GET",
    url: "/v1/models/:model",
    config: { scope: "predict" },
    schema: {
      operationId: "model",
      tags: ["Identify"],
      summary: "One of the models, its authors and the limits",
      description: "The same as /v1/info for a model of this name, or of this version.",
      params: Type.Object({
        model: Type.String({ description: "Its name or its version.", examples: [first] }),
      }),
      response: { ...answers("What is being served.", InfoResponse), ...fails(400, 404, 500) },
    },
    handler: async (request, reply) => {
      const { model: wanted } = request.params;
      const byVersion = models.list.find(({ model }) => model.version === wanted)?.model.name;
      return infoOf(chooseModel(request, reply, surroundings, byVersion ?? wanted), surroundings);
    },
  });

  app.route({
    method: "GET",
    url: "/v1/models",
    config: { scope: "predict" },
    schema: {
      operationId: "models",
      tags: ["Identify"],
      summary: "The models being served",
      response: { ...answers("All of them, the first one first.", ModelsResponse), ...fails(500) },
    },
    handler: async () => ({
      models: models.list.map(({ model, share, since, problem }) => ({
        ...modelName(model),
        authors: model.authors.length,
        share,
        since: since.toISOString(),
        problem: problem === null ? null : problem.message,
      })),
    }),
  });

  app.route({
    method: "GET",
    url: "/version",
    schema: {
      operationId: "version",
      tags: ["Operate"],
      summary: "The version of the program",
      response: { ...answers("The version.", VersionResponse), ...fails(500) },
    },
    handler: async () => ({ version }),
  });
};

/** All that is known of a model, and what is refused. */
function infoOf(
  model: Predicts,
  { models, settings }: Pick<Surroundings, "models" | "settings">,
): InfoResponse {
  return {
    name: "penprint",
    version,
    model: modelName(model),
    calibration: calibrationMethod(model.recipe),
    unknown: model.unknown,
    ...corpusOf(model),
    evaluation: model.card.evaluation,
    model_file: settings.shareModel ? { bytes: model.file().length } : null,
    training: settings.allowTraining && models.install !== undefined,
    limits: {
      text_characters: settings.textLimit,
      body_bytes: settings.bodyLimit,
      batch_texts: settings.batchLimit,
      top_k: mostTopK,
      evidence: mostEvidence,
      requests: settings.rateLimit,
      window_seconds: settings.rateWindow,
    },
  };
}
