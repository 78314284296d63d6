/** GET /metrics, for Prometheus: on a port of its own, and for keys with the scope admin on the main one. */
import fastify, { type FastifyInstance } from "fastify";

import { sendProblem } from "../problems.ts";
import { PenprintError } from "../../errors.ts";
import type { AddRoutes } from "../surroundings.ts";
import { safeHeaders } from "../safe-headers.ts";

/** Adds it to the main port, where a key is asked for it: without keys it is not there. */
export const addMetricsRoute: AddRoutes = (app, { metrics, access }) => {
  if (access.keys.length === 0) return;
  app.get("/metrics", { config: { scope: "admin" }, schema: { hide: true } }, async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
};

/**
 * An app for the port of its own.
 *
 * @param collect the figures of all processes, as Prometheus reads them
 */
export function createMetricsApp(
  collect: () => Promise<{ readonly type: string; readonly text: string }>,
): FastifyInstance {
  const app = fastify({ requestTimeout: 15_000, connectionTimeout: 20_000, exposeHeadRoutes: true });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(safeHeaders(request.id));
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new PenprintError("ROUTE_NOT_FOUND", {}), request, reply),
  );
  app.get("/metrics", async (_request, reply) => {
    const { type, text } = await collect();
    reply.type(type);
    return text;
  });
  return app;
}
