/** The service as a process: reads models, listens, and stops in an orderly way. */
import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";

import type { FastifyInstance } from "fastify";
import { AggregatorRegistry } from "prom-client";

import { PenprintError } from "../errors.ts";
import { Access } from "./access.ts";
import { createApp } from "./app.ts";
import { connectionsEnded, stopListening } from "./connections.ts";
import type { FeedbackStore } from "./feedback/entry.ts";
import { openStore } from "./feedback/open-store.ts";
import { type Key, readKeys } from "./keys.ts";
import type { LogStream } from "./logging.ts";
import { Metrics } from "./metrics.ts";
import { ModelSlots } from "./model-slots.ts";
import type { Models } from "./models.ts";
import { Readiness } from "./readiness.ts";
import { createMetricsApp } from "./routes/metrics.ts";
import type { Settings } from "./settings.ts";
import type { TypedApp } from "./surroundings.ts";
import { watchTerminal } from "./terminal.ts";
import { ThreadPool } from "./thread-pool.ts";
import { boundYoungGeneration } from "./young-generation.ts";

/** A service that answers. */
export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Where /metrics is; null when it is not. */
  readonly metricsUrl: string | null;
  /** Settled when it has stopped. */
  readonly closed: Promise<void>;
  /** Stops it: /readyz answers 503, requests under way are answered, then all connections are closed. */
  close(): Promise<void>;
}

/** What of the process it may use. */
export interface ServeOptions {
  /**
   * Whether SIGTERM and SIGINT stop it, and SIGHUP makes it read its models and keys again. A second signal to stop
   * then does what it does to any program: it ends the process at once. True when not given.
   */
  readonly signals?: boolean;
  /** Whether SIGHUP does what it does with signals; as `signals` when not given. */
  readonly hangUp?: boolean;
  /** Takes the log; standard output when not given. */
  readonly log?: LogStream;
}

/** What comes with models. */
interface Company {
  readonly keys?: readonly Key[];
  readonly feedback?: FeedbackStore | null;
  /** Called when the app is there, before it listens. */
  readonly onApp?: (app: TypedApp, metrics: Metrics, access: Access) => void;
  /** What SIGHUP means. */
  readonly onHangUp?: () => void;
  /** Called when no request is left. */
  readonly onEnd?: () => Promise<void>;
}

/**
 * Serves model files.
 *
 * @param files where the models are; at least one
 * @throws what ModelSlots.open, readKeys and openStore throw; PORT_UNAVAILABLE
 */
export async function startServer(
  files: string | readonly string[],
  settings: Settings,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const { weights, inlineTime, unknown, watchInterval } = settings;
  const readOwnKeys = async (): Promise<readonly Key[]> =>
    settings.keys === "" ? [] : readKeys(settings.keys);
  const pool = new ThreadPool(settings);
  const models = await ModelSlots.open([files].flat(), weights, { pool, inlineTime, unknown });
  const keys = await readOwnKeys();
  const feedback = await openStore(settings);
  const growFreely = boundYoungGeneration();
  let hangUp = (): void => undefined;
  return listen(models, settings, {
    ...options,
    keys,
    feedback,
    onApp(app, metrics, access) {
      models.onReload = ({ name, version, problem }) => {
        metrics.reloaded(name, problem === null ? "taken" : "refused");
        if (problem === null) app.log.info({ model: name, version }, "model taken");
        else app.log.error({ model: name, version, err: problem }, "model refused; the old one stays");
      };
      if (watchInterval > 0) models.watch(watchInterval);
      hangUp = (): void => {
        void models.reload();
        readOwnKeys().then(
          (read) => (access.keys = read),
          (error: unknown) => app.log.error({ err: error }, "keys refused; the old ones stay"),
        );
      };
    },
    onHangUp: () => hangUp(),
    onEnd: async () => {
      growFreely();
      await models.close();
      await feedback?.close();
    },
  });
}

/**
 * Serves models that are already here.
 *
 * @throws PORT_UNAVAILABLE
 */
export async function listen(
  models: Models,
  settings: Settings,
  {
    signals = true,
    hangUp = signals,
    log,
    keys = [],
    feedback = null,
    onApp,
    onHangUp,
    onEnd,
  }: ServeOptions & Company = {},
): Promise<RunningServer> {
  const readiness = new Readiness();
  const metrics = new Metrics(models);
  const access = new Access(settings, keys);
  const app = await createApp(models, settings, {
    readiness,
    metrics,
    access,
    feedback,
    ...(log === undefined ? {} : { log }),
  });
  onApp?.(app, metrics, access);
  const opened: FastifyInstance[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(opened.map((each) => each.close()));
    await onEnd?.();
  };
  try {
    const url = await bind(app, settings.host, settings.port, "--port");
    const metricsUrl = await serveMetrics(metrics, settings, opened);
    return running({
      app,
      url,
      metricsUrl,
      settings,
      readiness,
      signals,
      reload: hangUp ? onHangUp : undefined,
      end,
    });
  } catch (error) {
    await app.close();
    await end();
    throw error;
  }
}

interface Run {
  readonly app: TypedApp;
  readonly url: string;
  readonly metricsUrl: string | null;
  readonly settings: Settings;
  readonly readiness: Readiness;
  readonly signals: boolean;
  readonly reload: (() => void) | undefined;
  readonly end: () => Promise<void>;
}

function running({ app, url, metricsUrl, settings, readiness, signals, reload, end }: Run): RunningServer {
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  let told = false;
  const close = (): Promise<void> => {
    if (!told) {
      told = true;
      process.removeListener("SIGTERM", onSignal);
      process.removeListener("SIGINT", onSignal);
      process.removeListener("SIGHUP", onHangUp);
      stop(app, readiness, settings).then(end).then(resolve, reject);
    }
    return closed;
  };
  const onSignal = (): void => void close();
  const terminalGone = watchTerminal();
  const onHangUp = (): void => {
    if (terminalGone()) onSignal();
    else reload?.();
  };
  if (signals) {
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  }
  if (reload !== undefined) process.on("SIGHUP", onHangUp);
  return { url, metricsUrl, closed, close };
}

/** Serves /metrics on its own port, or hands the figures on where several processes are served as one. */
async function serveMetrics(
  { registry }: Metrics,
  settings: Settings,
  opened: FastifyInstance[],
): Promise<string | null> {
  if (cluster.isWorker) {
    AggregatorRegistry.setRegistries(registry);
    // Made for its effect: it answers the one that adds the figures up.
    void new AggregatorRegistry();
    return null;
  }
  if (settings.metricsPort === "off") return null;
  const app = createMetricsApp(async () => ({
    type: registry.contentType,
    text: await registry.metrics(),
  }));
  opened.push(app);
  return bindMetrics(app, settings);
}

/** Where Prometheus looks for a program's own figures if nobody says otherwise. */
const usualMetricsPort = 9464;

/**
 * Listens for Prometheus.
 *
 * @returns null where there is no port for it
 * @throws PORT_UNAVAILABLE
 */
export async function bindMetrics(
  app: Pick<FastifyInstance, "listen">,
  { metricsHost, metricsPort }: Pick<Settings, "metricsHost" | "metricsPort">,
): Promise<string | null> {
  if (metricsPort === "off") return null;
  if (metricsPort !== "auto") return bind(app, metricsHost, metricsPort, "--metrics-port");
  try {
    return await bind(app, metricsHost, usualMetricsPort, "--metrics-port");
  } catch (error) {
    // A second service on this machine is no reason not to start; it says where its figures are.
    if (((error as Error).cause as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return bind(app, metricsHost, 0, "--metrics-port");
  }
}

/**
 * Listens.
 *
 * @param flag the setting of the port
 * @throws PORT_UNAVAILABLE
 */
export async function bind(
  app: Pick<FastifyInstance, "listen">,
  host: string,
  port: number,
  flag: "--port" | "--metrics-port",
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = reasons.get(code ?? "") ?? code ?? message;
    throw new PenprintError("PORT_UNAVAILABLE", { host, port, reason, flag }, { cause: error });
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", "another program listens there"],
  ["EACCES", "this user may not"],
  ["EADDRNOTAVAIL", "this machine has no such address"],
  ["ENOTFOUND", "no such host is known"],
]);

/**
 * 1. /readyz answers 503 and answers ask for their connections to be closed, for as long as load balancers need to notice;
 * 2. nobody new is let in;
 * 3. whoever is there gets answers;
 * 4. what is still open after the shutdown's time is cut.
 *
 * Where there is no load balancer to wait for, 2 comes before 1: clients that are asked to close their connections come
 * back at once, and those that stand at the door when it is closed would not know whether they were heard.
 */
async function stop(
  app: TypedApp,
  readiness: Readiness,
  { drainTime, shutdownTimeout }: Settings,
): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), shutdownTimeout);
  try {
    if (drainTime === 0) await stopListening(app.server);
    readiness.stopping = true;
    if (drainTime > 0) {
      await wait(drainTime);
      await stopListening(app.server);
    }
    await connectionsEnded(app.server);
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
