/** GET /v1/info: what is being served, and what is refused. */
import { corpusOf, modelName } from "../answers.ts";
import { answers, fails } from "../responses.ts";
import { InfoResponse, mostEvidence, mostTopK } from "../schemas.ts";
import type { AddRoutes } from "../surroundings.ts";
import { version } from "../version.ts";

/** Adds it. */
export const addInfoRoute: AddRoutes = (app, { models, settings }) => {
  app.route({
    method: "GET",
    url: "/v1/info",
    schema: {
      operationId: "info",
      tags: ["Identify"],
      summary: "The model, its authors and the limits",
      response: { ...answers("What is being served.", InfoResponse), ...fails(500) },
    },
    handler: async () => {
      const model = models.current;
      return {
        name: "penprint",
        version,
        model: modelName(model),
        calibration: model.recipe.calibration,
        ...corpusOf(model),
        evaluation: model.card.evaluation,
        limits: {
          text_characters: settings.textLimit,
          body_bytes: settings.bodyLimit,
          top_k: mostTopK,
          evidence: mostEvidence,
        },
      };
    },
  });
};
