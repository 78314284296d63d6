/** GET /livez and GET /readyz, as Kubernetes and load balancers ask. */
import { PenprintError } from "../../errors.ts";
import type { Predicts } from "../models.ts";
import { answers, fails } from "../responses.ts";
import { HealthResponse } from "../schemas.ts";
import type { AddRoutes } from "../surroundings.ts";

/** Adds both. */
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

  app.route({
    method: "GET",
    url: "/readyz",
    schema: {
      operationId: "readyz",
      tags: ["Operate"],
      summary: "Does it answer, and does it want requests?",
      description:
        "Makes a real prediction each time. Answers 503 as soon as the service has been told to stop.",
      response: { ...answers("It does.", HealthResponse), ...fails(500, 503) },
    },
    handler: async () => {
      if (readiness.stopping) throw new PenprintError("NOT_READY", {});
      await sing(models.current);
      return { status: "ok" };
    },
  });
};

/** A canary: a prediction whose answer does not matter as long as it is one. */
async function sing(model: Predicts): Promise<void> {
  const { ranking } = await model.predict("Who wrote this?");
  const sum = ranking.reduce((total, { probability }) => total + probability, 0);
  if (!(Math.abs(sum - 1) < 1e-6)) throw new Error(`The canary's probabilities add up to ${sum}.`);
}
