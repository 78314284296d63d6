/** The service as a function from requests to answers: it never listens. */
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Access } from "./access.ts";
import { addApiDocs, collectApi } from "./api-docs.ts";
import { addBodies, checkContent } from "./bodies.ts";
import { answerBroken } from "./broken-connections.ts";
import { checkHost, lingerAfterUnread, RequestCounts } from "./connections.ts";
import { answerOrigin } from "./cross-origin.ts";
import type { FeedbackStore } from "./feedback/entry.ts";
import { PredictionIds } from "./feedback/prediction-ids.ts";
import type { Key } from "./keys.ts";
import { KnownPaths } from "./known-paths.ts";
import { lateSerializers } from "./late-serializers.ts";
import { type LogStream, loggerOptions, requestLogger } from "./logging.ts";
import { Metrics } from "./metrics.ts";
import type { Models } from "./models.ts";
import { readPageFiles } from "./page-files.ts";
import { sendProblem } from "./problems.ts";
import { readQuery, UnreadableQuery } from "./query.ts";
import { Readiness } from "./readiness.ts";
import { requestIdOf } from "./request-id.ts";
import { addCardRoute } from "./routes/card.ts";
import { addCompatibleRoutes } from "./routes/compatible.ts";
import { addDialogueRoute } from "./routes/dialogue.ts";
import { addFeedbackRoute } from "./routes/feedback.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { addInferenceProtocol } from "./routes/inference-protocol.ts";
import { addInfoRoutes } from "./routes/info.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addModelFileRoute } from "./routes/model-file.ts";
import { addPageRoutes } from "./routes/page.ts";
import { addPredictRoutes } from "./routes/predict.ts";
import { addTrainingRoutes } from "./routes/training.ts";
import { safeHeaders } from "./safe-headers.ts";
import { Problem } from "./schemas/common.ts";
import { InferError } from "./schemas/compatible.ts";
import type { Settings } from "./settings.ts";
import type { AddRoutes, TypedApp } from "./surroundings.ts";

/** What an app may share with whoever runs it. */
export interface AppOptions {
  /** Told when the service stops. */
  readonly readiness?: Readiness;
  /** Takes the log; standard output when not given. */
  readonly log?: LogStream;
  /** Who may ask; everybody when there are none. */
  readonly keys?: readonly Key[];
  /** Keeps feedback; none is taken when not given. */
  readonly feedback?: FeedbackStore | null;
  /** Counts what happens. */
  readonly metrics?: Metrics;
  /** Who may ask, where whoever runs it changes that; made of `keys` when not given. */
  readonly access?: Access;
}

const routes: readonly AddRoutes[] = [
  addPageRoutes,
  addPredictRoutes,
  addInfoRoutes,
  addModelFileRoute,
  addCardRoute,
  addFeedbackRoute,
  addCompatibleRoutes,
  addInferenceProtocol,
  addDialogueRoute,
  addHealthRoutes,
  addMetricsRoute,
  addTrainingRoutes,
];

/**
 * Builds the service.
 *
 * @param models what it answers with
 * @returns ready for `inject` and `listen`
 */
export async function createApp(
  models: Models,
  settings: Settings,
  {
    readiness = new Readiness(),
    log,
    keys = [],
    feedback = null,
    metrics = new Metrics(models),
    access = new Access(settings, keys),
  }: AppOptions = {},
): Promise<TypedApp> {
  const note = (code: string): void => metrics.refused(code);
  const app: TypedApp = fastify({
    logger: loggerOptions(settings, log),
    childLoggerFactory: requestLogger,
    bodyLimit: settings.bodyLimit,
    requestTimeout: settings.requestTimeout,
    connectionTimeout: settings.idleTimeout,
    keepAliveTimeout: settings.keepAliveTimeout,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    schemaController: { compilersFactory: { buildSerializer: lateSerializers } },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
        // To compile the schema of schemas takes a sixth of the time to start; ours are made of types, and tested.
        validateSchema: false,
      },
    },
    routerOptions: {
      querystringParser: (query) => readQuery(query) as Record<string, string | string[]>,
      // As long as an address may be: what is not there is not found, whatever its length.
      maxParamLength: settings.headerLimit,
    },
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
      sendProblem(error, request, reply, note);
    },
    clientErrorHandler: (error, socket) => {
      const code = answerBroken(error, socket, settings);
      if (code !== null) note(code);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.server.maxConnections = settings.connectionLimit;

  const paths = new KnownPaths(app);
  const counts = new RequestCounts(settings);
  app.decorateRequest("client", "");
  /** Whatever can be said before the body is read; true if that was the answer. */
  const receive = (request: FastifyRequest, reply: FastifyReply): boolean => {
    // Before anything can fail, so that failures have them too.
    reply.headers(safeHeaders(request.id));
    const { traceparent } = request.headers;
    if (typeof traceparent === "string") reply.header("traceparent", traceparent);
    if (readiness.stopping) reply.header("connection", "close");
    counts.count(request, reply);
    checkHost(request.raw);
    if (answerOrigin(request, reply, settings.corsOrigins, paths)) return true;
    if (request.is404) throw paths.refusal(request);
    if (request.query instanceof UnreadableQuery) throw request.query.error;
    const options = request.routeOptions;
    access.admit(request, reply, options);
    checkContent(request, options);
    return false;
  };
  app.addHook("onRequest", (request, reply, done) => {
    try {
      if (!receive(request, reply)) done();
    } catch (error) {
      done(error as Error);
    }
  });
  lingerAfterUnread(app);
  metrics.watch(app);
  addBodies(app);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, note));
  app.setNotFoundHandler((request, reply) => sendProblem(paths.refusal(request), request, reply, note));

  app.addSchema(Problem);
  app.addSchema(InferError);
  await collectApi(app, access.keys.length > 0);
  const pageFiles = await readPageFiles();
  const ids = new PredictionIds(feedback?.secret ?? null);
  for (const add of routes) {
    add(app, { models, settings, readiness, pageFiles, access, metrics, ids, feedback });
  }
  await addApiDocs(app);
  await app.ready();
  return app;
}
