/** Logs: JSON, one line an event, and never a text. */
import type { FastifyServerOptions } from "fastify";
import { pathOf } from "./problems.ts";
import type { Settings } from "./settings.ts";
import { traceOf } from "./trace.ts";

/** Takes the lines; standard output unless given. */
export interface LogStream {
  write(line: string): void;
}

/** What the log says of requests: their path without the query, which may hold a text; no header, no body. */
export function loggerOptions(
  { logLevel }: Settings,
  stream?: LogStream,
): NonNullable<FastifyServerOptions["logger"]> {
  return {
    level: logLevel,
    // None of them is ever given to the log; should one be by mistake, it does not come out.
    redact: ["headers", "body", "query", "authorization", "text"],
    ...(stream === undefined ? {} : { stream }),
    serializers: {
      req: ({ method, url, ip }) => ({ method, path: pathOf(url ?? "/"), remote_address: ip }),
      res: ({ statusCode }) => ({ status: statusCode }),
    },
  };
}

/** Makes the log of a request: each of its lines names the trace that it belongs to, where there is one. */
export const requestLogger: NonNullable<FastifyServerOptions["childLoggerFactory"]> = (
  logger,
  bindings,
  options,
  { headers },
) => {
  if (headers["traceparent"] === undefined) return logger.child(bindings, options);
  const trace = traceOf(headers["traceparent"]);
  // What is left in the headers is what the hook answers with.
  delete headers["traceparent"];
  if (trace === null) return logger.child(bindings, options);
  headers["traceparent"] = trace.header;
  return logger.child({ ...bindings, trace_id: trace.traceId, span_id: trace.spanId }, options);
};
