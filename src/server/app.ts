/** The service as a function from requests to answers: it never listens. */
import fastify from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { addApiDocs, collectApi } from "./api-docs.ts";
import { addBodies } from "./bodies.ts";
import { answerBroken } from "./broken-connections.ts";
import { KnownPaths } from "./known-paths.ts";
import { type LogStream, loggerOptions } from "./logging.ts";
import type { Models } from "./models.ts";
import { readPageFiles } from "./page-files.ts";
import { sendProblem } from "./problems.ts";
import { readQuery, UnreadableQuery } from "./query.ts";
import { Readiness } from "./readiness.ts";
import { requestIdOf } from "./request-id.ts";
import { checkHost, limitConnections, lingerAfterUnread } from "./connections.ts";
import { addDialogueRoute } from "./routes/dialogue.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { addInfoRoute } from "./routes/info.ts";
import { addPageRoutes } from "./routes/page.ts";
import { addPredictRoutes } from "./routes/predict.ts";
import { addSafeHeaders, safeHeaders } from "./safe-headers.ts";
import { Problem } from "./schemas.ts";
import type { Settings } from "./settings.ts";
import type { TypedApp } from "./surroundings.ts";

/** What an app may share with whoever runs it. */
export interface AppOptions {
  /** Told when the service stops. */
  readonly readiness?: Readiness;
  /** Takes the log; standard output when not given. */
  readonly log?: LogStream;
}

/**
 * Builds the service.
 *
 * @param models what it answers with
 * @returns ready for `inject` and `listen`
 */
export async function createApp(
  models: Models,
  settings: Settings,
  { readiness = new Readiness(), log }: AppOptions = {},
): Promise<TypedApp> {
  const app: TypedApp = fastify({
    logger: loggerOptions(settings, log),
    bodyLimit: settings.bodyLimit,
    requestTimeout: settings.requestTimeout,
    connectionTimeout: settings.idleTimeout,
    keepAliveTimeout: settings.keepAliveTimeout,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    trustProxy: false,
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false },
    },
    routerOptions: { querystringParser: (query) => readQuery(query) as Record<string, string | string[]> },
    http: {
      maxHeaderSize: settings.headerLimit,
      // Node refuses a limit for the headers above that for the whole request.
      headersTimeout: Math.min(settings.headerTimeout, settings.requestTimeout),
      // How often Node looks for requests that are late.
      connectionsCheckingInterval: Math.min(1000, settings.requestTimeout),
      // Checked below instead, so that the answer has our shape.
      requireHostHeader: false,
    },
    frameworkErrors: (error, request, reply) => {
      reply.headers(safeHeaders(request.id));
      sendProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => answerBroken(error, socket, settings),
  }).withTypeProvider<TypeBoxTypeProvider>();

  const paths = new KnownPaths(app);
  addSafeHeaders(app, readiness);
  limitConnections(app, settings);
  lingerAfterUnread(app);
  app.addHook("onRequest", async (request) => {
    checkHost(request.raw);
    // Before any body is read: nobody wants it.
    if (request.is404) throw paths.refusal(request);
    if (request.query instanceof UnreadableQuery) throw request.query.error;
  });
  addBodies(app);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(paths.refusal(request), request, reply));

  app.addSchema(Problem);
  await collectApi(app);
  const surroundings = { models, settings, readiness, pageFiles: await readPageFiles() };
  addPageRoutes(app, surroundings);
  addPredictRoutes(app, surroundings);
  addInfoRoute(app, surroundings);
  addDialogueRoute(app, surroundings);
  addHealthRoutes(app, surroundings);
  await addApiDocs(app);
  await app.ready();
  return app;
}
