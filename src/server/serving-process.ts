/** One of several processes that serve the same models: started, told what to do, and stopped by processes.ts. */
import cluster from "node:cluster";

import { PenprintError } from "../errors.ts";
import type { ProcessOrder, ProcessReport } from "./processes.ts";
import { type RunningServer, startServer } from "./serve.ts";

const report = (what: ProcessReport): void => void process.send!(what);
let server: RunningServer | null = null;

// Another process takes this one's place; what happened stands in the log of whoever started it.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

process.on("message", (order: ProcessOrder) => {
  switch (order.kind) {
    case "serve":
      void serve(order);
      break;
    case "reload":
      process.emit("SIGHUP");
      break;
    case "stop":
      if (server === null) process.exit(0);
      void server.close();
      break;
  }
});
// Whoever started this one is gone.
process.on("disconnect", () => process.exit(server === null ? 1 : 0));
cluster.worker?.on("error", () => process.exit(1));
// A signal to the whole group comes here as well; the order to stop comes from the one that starts us.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void server?.close());

async function serve({ files, settings }: Extract<ProcessOrder, { kind: "serve" }>): Promise<void> {
  try {
    server = await startServer(files, settings, { hangUp: true, signals: false });
    report({ kind: "serving", url: server.url });
    await server.closed;
    process.exit(0);
  } catch (error) {
    const known = error instanceof PenprintError;
    report({
      kind: "failed",
      code: known ? error.code : null,
      facts: known ? error.facts : {},
      message: String(error),
    });
    process.exitCode = 1;
    process.disconnect();
  }
}
