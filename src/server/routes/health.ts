/** What load balancers and orchestrators ask: /livez, /readyz and /healthz, and /ping as SageMaker has it. */
import { PenprintError } from "../../errors.ts";
import type { Models } from "../models.ts";
import type { Readiness } from "../readiness.ts";
import { answers, fails } from "../responses.ts";
import type { Settings } from "../settings.ts";
import { HealthQuery, HealthResponse } from "../schemas/service.ts";
import { canary, checkPrediction } from "../shared-models.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds all. */
export const addHealthRoutes: AddRoutes = (app, { models, readiness, settings }) => {
  app.route({
    method: "GET",
    url: "/livez",
    schema: {
      operationId: "livez",
      tags: ["Operate"],
      summary: "Is the process alive?",
      querystring: HealthQuery,
      response: answers("It is.", HealthResponse),
    },
    handler: async () => ({ status: "ok" }),
  });

  const description =
    "Makes a real prediction with each model. Answers 503 while a thread that was lost has not been replaced, while no more text may wait, and as soon as the service has been told to stop. With `?verbose` it says what was looked at.";
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
        querystring: HealthQuery,
        response: { ...answers("It does.", HealthResponse), ...fails(500, 503) },
      },
      handler: async ({ query: { verbose } }) => {
        const checks = await checkReady(models, readiness, settings);
        return verbose === undefined ? { status: "ok" } : { status: "ok", checks };
      },
    });
  }
};

/**
 * Sees that predictions are made.
 *
 * @returns what was looked at, and found in order
 * @throws NOT_READY; MODEL_UNSOUND and whatever predictions throw
 */
export async function checkReady(
  models: Models,
  readiness: Readiness,
  { queueLimit }: Pick<Settings, "queueLimit">,
): Promise<string[]> {
  const full = models.waiting >= queueLimit;
  if (readiness.stopping || !models.healthy || full) throw new PenprintError("NOT_READY", {});
  const input = { text: canary, characters: canary.length, truncated: false };
  for (const { model } of models.list) checkPrediction((await model.predict(input)).value, model.name);
  return ["not stopping", "threads", "queue", ...models.list.map(({ model }) => `model ${model.name}`)];
}
