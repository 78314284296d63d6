/** Pages of other origins (CORS): none may ask but those that are listed. */
import type { FastifyReply, FastifyRequest } from "fastify";

import type { KnownPaths } from "./known-paths.ts";
import { pathOf } from "./problems.ts";

const exposed =
  "RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Model-Version, X-Request-Id, traceparent";

/**
 * Tells a browser whether a page of another origin may read the answer.
 *
 * @param origins those that may; `*` stands for all
 * @returns whether the request was no more than the question, and has been answered
 */
export function answerOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  origins: readonly string[],
  paths: KnownPaths,
): boolean {
  if (origins.length === 0) return false;
  reply.header("vary", "origin");
  const { origin } = request.headers;
  const all = origins.includes("*");
  if (origin === undefined || !(all || origins.includes(origin))) return false;
  reply.headers({
    "access-control-allow-origin": all ? "*" : origin,
    "access-control-expose-headers": exposed,
    "cross-origin-resource-policy": "cross-origin",
  });
  const methods = paths.methodsAt(pathOf(request.url));
  const asks = request.headers["access-control-request-method"] !== undefined;
  if (request.method !== "OPTIONS" || !asks || methods.length === 0) return false;
  reply.headers({
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": "authorization, content-type, traceparent, x-request-id",
    "access-control-max-age": "600",
  });
  reply.code(204).send();
  return true;
}
