/**
 * /v1/training: a corpus is sent, looked at, trained on, and its model served. The addresses are there only where the
 * service was started with --allow-training true; where it asks for keys they want the scope `admin`.
 */
import type { FastifyReply, FastifyRequest } from "fastify";

import { modelName } from "../answers.ts";
import { answers, fails } from "../responses.ts";
import { refuseOtherNames, refuseOtherOrigins } from "../same-origin.ts";
import { TrainingQuery, TrainingRequest, TrainingResponse, UsedResponse } from "../schemas/training.ts";
import type { AddRoutes } from "../surroundings.ts";
import { Training } from "../training/training.ts";
import { uploadTypes } from "../training/upload.ts";

const types = [...uploadTypes.keys()];

/** Adds them. */
export const addTrainingRoutes: AddRoutes = (app, { models, settings }) => {
  const { install } = models;
  if (!settings.allowTraining || install === undefined) return;
  const training = new Training(settings);
  app.addHook("onClose", async () => training.clear());
  for (const type of types) {
    app.addContentTypeParser(type, { parseAs: "buffer" }, (_request, bytes, done) => done(null, bytes));
  }
  const scope = "admin";
  const tags = ["Train"];
  const byName = async (request: FastifyRequest): Promise<void> => refuseOtherNames(request, settings);
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    refuseOtherNames(request, settings);
    refuseOtherOrigins(request, settings.corsOrigins);
  };
  const state = (): TrainingResponse => answerOf(training);

  app.route({
    method: "GET",
    url: "/v1/training",
    onRequest: byName,
    config: { scope },
    schema: {
      operationId: "training",
      tags,
      summary: "How far the training is",
      response: { ...answers("What was read, and what came of it.", TrainingResponse), ...fails(500) },
    },
    handler: async () => state(),
  });

  app.route<{ Querystring: { name?: string }; Body: Buffer }>({
    method: "POST",
    url: "/v1/training",
    bodyLimit: settings.trainingLimit,
    onRequest,
    config: { scope, reads: types, fields: ["name"] },
    // A body of bytes: there is nothing in it to be validated here.
    validatorCompiler: ({ httpPart, schema }) =>
      httpPart === "body" ? () => true : (app.validatorCompiler!({ schema } as never) as never),
    schema: {
      operationId: "train_upload",
      tags,
      summary: "Send a corpus",
      description:
        "A zip archive of texts (`author/work.txt` or `Author_Title.txt`), tables and JSON Lines, or one table or file of JSON Lines with `author`, `text` and, if it is known, `work`. It is read at once; whatever was sent before is forgotten. Answers 409 while another corpus is read or trained on.",
      querystring: TrainingQuery,
      body: {
        content: Object.fromEntries(
          types.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
        ),
      },
      response: {
        202: { ...TrainingResponse, "x-response-description": "It is being read." },
        ...fails(400, 408, 409, 413, 415, 422, 500, 503),
      },
    },
    handler: async (request, reply) => {
      const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
      training.read(request.body, type, request.query.name ?? "trained");
      reply.code(202);
      return state();
    },
  });

  app.route({
    method: "POST",
    url: "/v1/training/start",
    onRequest,
    config: { scope, fields: Object.keys(TrainingRequest.properties) },
    schema: {
      operationId: "train_start",
      tags,
      summary: "Train on it",
      description:
        "Cross-validates the recipe in five folds, works kept together, then trains on everything. With `auto` each fold chooses its own recipe, so that the score is of the choosing, too.",
      body: TrainingRequest,
      response: {
        202: { ...TrainingResponse, "x-response-description": "It has begun." },
        ...fails(400, 408, 409, 413, 415, 422, 500, 503),
      },
    },
    handler: async (request, reply) => {
      training.start(request.body.recipe ?? "auto");
      reply.code(202);
      return state();
    },
  });

  app.route({
    method: "POST",
    url: "/v1/training/use",
    onRequest,
    config: { scope },
    schema: {
      operationId: "train_use",
      tags,
      summary: "Serve its model",
      description:
        "The model answers requests that name none from now on; the others can still be named. It is gone when the service stops: fetch its file to keep it.",
      response: { ...answers("The model that answers.", UsedResponse), ...fails(400, 409, 422, 500, 503) },
    },
    handler: async () => ({ model: modelName(install.call(models, training.state.name, training.file)) }),
  });

  app.route({
    method: "GET",
    url: "/v1/training/model",
    onRequest: byName,
    config: { scope },
    schema: {
      operationId: "train_model",
      tags,
      summary: "Its model's file",
      response: {
        200: {
          description: "Its bytes.",
          content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
        },
        ...fails(409, 500),
      },
    },
    handler: async (_request, typed) => {
      // Bytes are not what schemas are about.
      const reply = typed as FastifyReply;
      const { file, state: known } = training;
      reply.header("content-disposition", `attachment; filename="${known.name}.safetensors"`);
      return reply
        .type("application/octet-stream")
        .send(Buffer.from(file.buffer, file.byteOffset, file.length));
    },
  });

  app.route({
    method: "DELETE",
    url: "/v1/training",
    onRequest,
    config: { scope },
    schema: {
      operationId: "train_forget",
      tags,
      summary: "Give it up",
      description: "Ends what is being done, and forgets corpus and model; a model that is served stays.",
      response: { ...answers("There is none.", TrainingResponse), ...fails(400, 500) },
    },
    handler: async () => {
      training.clear();
      return state();
    },
  });
};

function answerOf({ state }: Training): TrainingResponse {
  const { problem, corpus } = state;
  return {
    ...state,
    corpus:
      corpus === null ? null : { ...corpus, authors: [...corpus.authors], warnings: [...corpus.warnings] },
    problem:
      problem === null ? null : { code: problem.code, detail: problem.message, remedy: problem.remedy },
  };
}
