/** Several processes that answer on one port: one that starts them and looks after them, and serves none itself. */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type { FastifyInstance } from "fastify";
import { AggregatorRegistry } from "prom-client";

import { type ErrorCode, type Facts, PenprintError } from "../errors.ts";
import { createMetricsApp } from "./routes/metrics.ts";
import { bindMetrics, type RunningServer } from "./serve.ts";
import type { Settings } from "./settings.ts";
import { watchTerminal } from "./terminal.ts";

/** What a process is told. */
export type ProcessOrder =
  | { readonly kind: "serve"; readonly files: readonly string[]; readonly settings: Settings }
  | { readonly kind: "reload" }
  | { readonly kind: "stop" };

/** What it says. */
export type ProcessReport =
  | { readonly kind: "serving"; readonly url: string }
  | {
      readonly kind: "failed";
      readonly code: ErrorCode | null;
      readonly facts: unknown;
      readonly message: string;
    };

/** How long to wait before a process that ended is started again, in milliseconds. */
const pause = 500;

/**
 * Serves model files by several processes; SIGTERM and SIGINT stop them all, SIGHUP makes them read their models and
 * keys again. One that ends by itself is started again.
 *
 * @throws what startServer throws
 */
export async function startProcesses(files: readonly string[], settings: Settings): Promise<RunningServer> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  cluster.setupPrimary({ exec: fileURLToPath(new URL(`./serving-process.${ending}`, import.meta.url)) });
  const order: ProcessOrder = { kind: "serve", files, settings };
  let stopping = false;
  const start = (): Worker => {
    const worker = cluster.fork();
    worker.once("online", () => send(worker, order));
    worker.once("exit", () => {
      if (!stopping) setTimeout(() => stopping || start(), pause);
    });
    return worker;
  };
  const tell = (what: ProcessOrder): void => {
    for (const worker of Object.values(cluster.workers ?? {})) if (worker !== undefined) send(worker, what);
  };
  const stopAll = async (): Promise<void> => {
    stopping = true;
    const left = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    tell({ kind: "stop" });
    await Promise.all(left.map((worker) => worker.isDead() || once(worker, "exit")));
  };

  // Whoever is told to stop while it starts does not leave the others behind.
  const giveUp = (): void => void stopAll().then(() => process.exit(0));
  process.on("SIGTERM", giveUp);
  process.on("SIGINT", giveUp);
  const metricsApps: FastifyInstance[] = [];
  let url: string;
  let metricsUrl: string | null = null;
  try {
    // The first one alone, so that what is wrong is told once.
    url = await serving(start());
    const others = Array.from({ length: settings.workers - 1 }, () => serving(start()));
    await Promise.all(others);
    if (settings.metricsPort !== "off") {
      const app = metricsOfAll();
      metricsApps.push(app);
      metricsUrl = await bindMetrics(app, settings);
    }
  } catch (error) {
    await stopAll();
    throw error;
  } finally {
    process.removeListener("SIGTERM", giveUp);
    process.removeListener("SIGINT", giveUp);
  }

  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  const close = (): Promise<void> => {
    if (!stopping) {
      stopping = true;
      process.removeListener("SIGHUP", reload);
      process.removeListener("SIGTERM", onSignal);
      process.removeListener("SIGINT", onSignal);
      stopAll()
        .then(() => Promise.all(metricsApps.map((app) => app.close())))
        .then(() => resolve(), reject);
    }
    return closed;
  };
  const terminalGone = watchTerminal();
  const reload = (): void => {
    if (terminalGone()) onSignal();
    else tell({ kind: "reload" });
  };
  const onSignal = (): void => void close();
  process.on("SIGHUP", reload);
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return { url, metricsUrl, closed, close };
}

/** Tells a process something, if it still listens. */
function send(worker: Worker, what: ProcessOrder): void {
  if (worker.isConnected()) worker.send(what, () => undefined);
}

/** Where a process serves, as soon as it does. */
async function serving(worker: Worker): Promise<string> {
  const report = await Promise.race([
    firstReport(worker),
    once(worker, "exit").then(() => {
      throw new Error("A process of the service ended while it was starting.");
    }),
  ]);
  if (report.kind === "serving") return report.url;
  if (report.code === null) throw new Error(report.message);
  throw new PenprintError(report.code, report.facts as Facts as never);
}

function firstReport(worker: Worker): Promise<ProcessReport> {
  return new Promise((resolve) => {
    const hear = (message: Partial<ProcessReport>): void => {
      if (message.kind !== "serving" && message.kind !== "failed") return;
      worker.removeListener("message", hear);
      resolve(message as ProcessReport);
    };
    worker.on("message", hear);
  });
}

/** The figures of all processes, added up. */
function metricsOfAll(): FastifyInstance {
  const registry = new AggregatorRegistry();
  return createMetricsApp(async () => ({
    type: registry.contentType,
    text: await registry.clusterMetrics(),
  }));
}
