/**
 * The Open Inference Protocol, version 2: a tensor of texts in, two tensors out. Its failures have its own shape.
 *
 * @see https://github.com/kserve/open-inference-protocol
 */
import { PenprintError } from "../../errors.ts";
import { roundedProbability } from "../answers.ts";
import type { Predicts } from "../models.ts";
import { chooseModel, readAllTexts } from "../reading-texts.ts";
import { answers, failsAsInference } from "../responses.ts";
import {
  InferRequest,
  InferResponse,
  Live,
  ModelMetadata,
  ModelReady,
  modelStep,
  Ready,
  ServerMetadata,
  versionStep,
} from "../schemas/compatible.ts";
import type { AddRoutes } from "../surroundings.ts";
import { version } from "../version.ts";
import { checkReady } from "./health.ts";

/** The output of a verdict that names nobody. */
const nobody = "(unknown)";

/** Adds all. */
export const addInferenceProtocol: AddRoutes = (app, surroundings) => {
  const { models, readiness, settings } = surroundings;
  const tags = ["Compatible"];

  app.route({
    method: "GET",
    url: "/v2",
    schema: {
      operationId: "v2_server",
      tags,
      summary: "The server",
      response: { ...answers("Its name and version.", ServerMetadata), ...failsAsInference(500) },
    },
    handler: async () => ({ name: "penprint", version, extensions: [] }),
  });

  app.route({
    method: "GET",
    url: "/v2/health/live",
    schema: {
      operationId: "v2_live",
      tags,
      summary: "Is the process alive?",
      response: { ...answers("It is.", Live), ...failsAsInference(500) },
    },
    handler: async () => ({ live: true }),
  });

  app.route({
    method: "GET",
    url: "/v2/health/ready",
    schema: {
      operationId: "v2_ready",
      tags,
      summary: "Does it answer, and does it want requests?",
      response: { ...answers("It does.", Ready), ...failsAsInference(500, 503) },
    },
    handler: async () => {
      await checkReady(models, readiness, settings);
      return { ready: true, live: true };
    },
  });

  for (const versioned of [false, true]) {
    const base = `/v2/models/:model${versioned ? "/versions/:version" : ""}`;
    const { name: first, version: itsVersion } = models.list[0]!.model;
    const params = versioned ? versionStep(first, itsVersion) : modelStep(first);
    const suffix = versioned ? "_version" : "";
    app.route({
      method: "GET",
      url: base,
      config: { scope: "predict" },
      schema: {
        operationId: `v2_model${suffix}`,
        tags,
        summary: "A model, its inputs and outputs",
        params,
        response: { ...answers("The model.", ModelMetadata), ...failsAsInference(404, 500) },
      },
      handler: async (request) => {
        const { name, version: of, recipe } = named(request.params);
        return {
          name,
          versions: [of],
          platform: `penprint_${recipe.name}`,
          inputs: [{ name: "text", datatype: "BYTES", shape: [-1] }],
          outputs: [
            { name: "label", datatype: "BYTES", shape: [-1] },
            { name: "score", datatype: "FP32", shape: [-1] },
          ],
        };
      },
    });

    app.route({
      method: "GET",
      url: `${base}/ready`,
      config: { scope: "predict" },
      schema: {
        operationId: `v2_model_ready${suffix}`,
        tags,
        summary: "Does the model answer?",
        params,
        response: { ...answers("It does.", ModelReady), ...failsAsInference(404, 500, 503) },
      },
      handler: async (request) => {
        const { name } = named(request.params);
        await checkReady(models, readiness, settings);
        return { name, ready: true };
      },
    });

    app.route({
      method: "POST",
      url: `${base}/infer`,
      config: { scope: "predict", fields: Object.keys(InferRequest.properties) },
      schema: {
        operationId: `v2_infer${suffix}`,
        tags,
        summary: "Who wrote each of these?",
        description:
          "One input, `text`, of datatype BYTES. The outputs are `label`, who most likely wrote each text or `(unknown)`, and `score`, how likely that is. Any failure fails the whole.",
        params,
        body: InferRequest,
        response: {
          ...answers("Two tensors.", InferResponse),
          ...failsAsInference(400, 404, 408, 413, 415, 422, 500),
        },
      },
      handler: async (request, reply) => {
        const { name, version: of } = named(request.params);
        const model = chooseModel(request, reply, surroundings, name);
        const { id, inputs, outputs } = request.body;
        const { shape, data } = inputs[0]!;
        if (shape.reduce((product, extent) => product * extent, 1) !== data.length) {
          const problem = "does not fit the data";
          throw new PenprintError("REQUEST_INVALID", { pointer: "/inputs/0/shape", problem });
        }
        const all = await readAllTexts(data, false, model, [request, reply], surroundings);
        const wanted = new Set((outputs ?? []).map((output) => output.name));
        const tensors = [
          {
            name: "label",
            shape: [all.length],
            datatype: "BYTES",
            data: all.map(({ prediction }) => prediction.author ?? nobody),
          },
          {
            name: "score",
            shape: [all.length],
            datatype: "FP32",
            data: all.map(({ prediction }) => roundedProbability(prediction.probability)),
          },
        ].filter((each) => wanted.size === 0 || wanted.has(each.name));
        return { model_name: name, model_version: of, ...(id === undefined ? {} : { id }), outputs: tensors };
      },
    });
  }

  function named(step: { readonly model: string; readonly version?: string }): Predicts {
    const model = models.choose(step.model, "");
    if (step.version === undefined || step.version === model.version) return model;
    throw new PenprintError("MODEL_NOT_FOUND", {
      known: models.list.map((listed) => `${listed.model.name}/versions/${listed.model.version}`),
    });
  }
};
