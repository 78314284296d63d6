/** Routes as other servers have them: Hugging Face's POST /predict, and POST /invocations of MLflow and SageMaker. */
import type { Prediction } from "../../identifier.ts";
import { rounded, roundedProbability } from "../answers.ts";
import { chooseModel, readAllTexts, readText } from "../reading-texts.ts";
import { answers, fails, textFailures } from "../responses.ts";
import {
  ClassifyRequest,
  ClassifyResponse,
  InvocationsRequest,
  InvocationsResponse,
} from "../schemas/compatible.ts";
import { defaultTopK } from "../schemas/predict.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds both. */
export const addCompatibleRoutes: AddRoutes = (app, surroundings) => {
  app.route({
    method: "POST",
    url: "/predict",
    config: { scope: "predict", fields: Object.keys(ClassifyRequest.properties) },
    schema: {
      operationId: "classify",
      tags: ["Compatible"],
      summary: "As Hugging Face's text classification",
      description:
        "A list of labels for one text, a list of such lists for several. Several texts are a batch, not a pair. Any failure fails the whole.",
      body: ClassifyRequest,
      response: { ...answers("The most likely authors first.", ClassifyResponse), ...fails(...textFailures) },
    },
    handler: async (request, reply) => {
      const { inputs, parameters = {}, truncate = false } = request.body;
      const { top_k: topK = defaultTopK, function_to_apply: apply = "softmax" } = parameters;
      const model = chooseModel(request, reply, surroundings);
      const labels = ({ ranking }: Prediction): { label: string; score: number }[] =>
        ranking.slice(0, topK).map(({ author, probability, score }) => ({
          label: author,
          score: apply === "none" ? rounded(score) : roundedProbability(probability),
        }));
      if (typeof inputs === "string") {
        return labels((await readText(inputs, truncate, model, reply, surroundings)).prediction);
      }
      const all = await readAllTexts(inputs, truncate, model, [request, reply], surroundings);
      return all.map(({ prediction }) => labels(prediction));
    },
  });

  app.route({
    method: "POST",
    url: "/invocations",
    config: { scope: "predict", fields: Object.keys(InvocationsRequest.properties) },
    schema: {
      operationId: "invocations",
      tags: ["Compatible"],
      summary: "As MLflow's and SageMaker's servers",
      description: "The texts come as `inputs` or as `instances`. Any failure fails the whole.",
      body: InvocationsRequest,
      response: {
        ...answers("Who most likely wrote each text.", InvocationsResponse),
        ...fails(...textFailures),
      },
    },
    handler: async (request, reply) => {
      const { inputs, instances } = request.body;
      const model = chooseModel(request, reply, surroundings);
      const texts = inputs ?? instances ?? [];
      const all = await readAllTexts(texts, false, model, [request, reply], surroundings);
      return {
        predictions: all.map(({ prediction: { author, probability, unknown } }) => ({
          author,
          probability: roundedProbability(probability),
          unknown,
        })),
      };
    },
  });
};
