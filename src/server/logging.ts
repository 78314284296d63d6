/** Logs: JSON, one line an event, and never a text. */
import type { FastifyServerOptions } from "fastify";
import { pathOf } from "./problems.ts";
import type { Settings } from "./settings.ts";

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
    ...(stream === undefined ? {} : { stream }),
    serializers: {
      req: ({ method, url, ip }) => ({ method, path: pathOf(url ?? "/"), remote_address: ip }),
      res: ({ statusCode }) => ({ status: statusCode }),
    },
  };
}
