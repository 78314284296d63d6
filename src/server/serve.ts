/** The service as a process: reads the model, listens, and stops in an orderly way. */
import { setTimeout as wait } from "node:timers/promises";
import { PenprintError } from "../errors.ts";
import { readModel } from "../model-file/disk.ts";
import { createApp } from "./app.ts";
import { inThread, type Models } from "./models.ts";
import { Readiness } from "./readiness.ts";
import type { Settings } from "./settings.ts";
import type { TypedApp } from "./surroundings.ts";

/** A service that answers. */
export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Settled when it has stopped. */
  readonly closed: Promise<void>;
  /** Stops it: /readyz answers 503, requests under way are answered, then all connections are closed. */
  close(): Promise<void>;
}

/** What of the process it may use. */
export interface ServeOptions {
  /**
   * Whether SIGTERM and SIGINT stop it. A second signal then does what it does to any program: it ends the
   * process at once. True when not given.
   */
  readonly signals?: boolean;
}

/**
 * Serves a model file.
 *
 * @param modelFile where the model is
 * @throws whatever readModel throws; PORT_UNAVAILABLE
 */
export async function startServer(
  modelFile: string,
  settings: Settings,
  options: ServeOptions = {},
): Promise<RunningServer> {
  return listen({ current: inThread(await readModel(modelFile)) }, settings, options);
}

/**
 * Serves models that are already here.
 *
 * @throws PORT_UNAVAILABLE
 */
export async function listen(
  models: Models,
  settings: Settings,
  { signals = true }: ServeOptions = {},
): Promise<RunningServer> {
  const readiness = new Readiness();
  const app = await createApp(models, settings, { readiness });
  const url = await bind(app, settings);

  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  const close = (): Promise<void> => {
    if (!readiness.stopping) {
      readiness.stopping = true;
      process.removeListener("SIGTERM", onSignal);
      process.removeListener("SIGINT", onSignal);
      stop(app, settings).then(resolve, reject);
    }
    return closed;
  };
  const onSignal = (): void => void close();
  if (signals) {
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  }
  return { url, closed, close };
}

async function bind(app: TypedApp, { host, port }: Settings): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = reasons.get(code ?? "") ?? code ?? message;
    throw new PenprintError("PORT_UNAVAILABLE", { host, port, reason }, { cause: error });
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EADDRINUSE", "another program listens there"],
  ["EACCES", "this user may not"],
  ["EADDRNOTAVAIL", "this machine has no such address"],
  ["ENOTFOUND", "no such host is known"],
]);

async function stop(app: TypedApp, { drainTime, shutdownTimeout }: Settings): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), shutdownTimeout);
  try {
    await wait(drainTime);
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
