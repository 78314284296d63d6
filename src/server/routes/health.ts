/** What load balancers and orchestrators ask: /livez, /readyz and /healthz, and /ping as SageMaker has it. */
import { PenprintError } from "../../errors.ts";
import type { Models } from "../models.ts";
import type { Readiness } from "../readiness.ts";
import { answers, fails } from "../responses.ts";
import { HealthResponse } from "../schemas/service.ts";
import { canary, checkPrediction } from "../shared-models.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds all. */
export const addHealthRoutes: AddRoutes = (app, { models, readiness }) => {
  app.route({
    method: "GET",
    url: "/livez",
    schema: {
      operationId: "livez",
      tags: ["Operate"],
      summary: "Is the process alive?",
      response: answers("It is.", HealthResponse),
    },
    handler: async () => ({ status: "ok" }),
  });

  const description =
    "Makes a real prediction with each model. Answers 503 while a thread that was lost has not been replaced, and as soon as the service has been told to stop.";
  for (const [operationId, url] of [
    ["readyz", "/readyz"],
    ["healthz", "/healthz"],
    ["ping", "/ping"],
  ] as const) {
    app.route({
      method: "GET",
      url,
      schema: {
        operationId,
        tags: ["Operate"],
        summary: "Does it answer, and does it want requests?",
        description: url === "/readyz" ? description : `The same as /readyz. ${description}`,
        response: { ...answers("It does.", HealthResponse), ...fails(500, 503) },
      },
      handler: async () => {
        await checkReady(models, readiness);
        return { status: "ok" };
      },
    });
  }
};

/**
 * Sees that predictions are made.
 *
 * @throws NOT_READY; MODEL_UNSOUND and whatever predictions throw
 */
export async function checkReady(models: Models, readiness: Readiness): Promise<void> {
  if (readiness.stopping || !models.healthy) throw new PenprintError("NOT_READY", {});
  const input = { text: canary, characters: canary.length, truncated: false };
  for (const { model } of models.list) checkPrediction((await model.predict(input)).value, model.name);
}
