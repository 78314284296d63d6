/** Failures as RFC 9457 has them, whatever failed: one shape, with the catalogue's words. */
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { type ErrorCode, type Facts, PenprintError } from "../errors.ts";
import type { Problem } from "./schemas/common.ts";

/** The content type of every failure. */
export const problemType = "application/problem+json";

/** Where a failure happened. */
export interface Place {
  readonly path: string;
  readonly requestId: string;
}

/** The body of the answer to a failed request. */
export function problemOf(error: PenprintError, { path, requestId }: Place): Problem {
  const members: Problem = {
    type: `urn:penprint:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
    title: titleOf(error.code),
    status: error.status,
    detail: error.message,
    instance: path,
    code: error.code,
    remedy: error.remedy,
    request_id: requestId,
    ...errorsOf(error),
  };
  // Once before the facts for the order, once after them so that no fact takes a member's place.
  return { ...members, ...(error.facts as Facts), ...members };
}

/** Where a request failed. */
export const placeOf = (request: FastifyRequest): Place => ({
  path: pathOf(request.url),
  requestId: request.id,
});

/** Whether a path belongs to the Open Inference Protocol, whose failures have a shape of their own. */
const isInference = (path: string): boolean => /^\/v2(?:\/|$)/u.test(path);

/**
 * Answers a request with a failure. A failure that is nobody's fault but ours is logged with its stack.
 *
 * @param note told of the failure's code
 */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  note?: (code: ErrorCode) => void,
): FastifyReply {
  const known = translate(error, request);
  note?.(known.code);
  if (known.status === 503) request.log.warn({ code: known.code }, "refused");
  else if (known.status >= 500) request.log.error({ err: error }, known.code);
  else request.log.info({ code: known.code }, "refused");
  const wait = (known.facts as { readonly retry_after?: number }).retry_after;
  if (wait !== undefined || known.status === 503) reply.header("retry-after", String(wait ?? 1));
  if (known.code === "UNAUTHENTICATED") reply.header("www-authenticate", 'Bearer realm="penprint"');
  if (known.code === "METHOD_NOT_ALLOWED") {
    reply.header("allow", (known as PenprintError<"METHOD_NOT_ALLOWED">).facts.allowed.join(", "));
  }
  // RFC 9110 asks for it where a content coding was the reason.
  if (known.code === "ENCODING_UNSUPPORTED") reply.header("accept-encoding", "identity");
  const place = placeOf(request);
  const [type, body] = isInference(place.path)
    ? (["application/json", { error: `${known.message} ${known.remedy}` }] as const)
    : ([problemType, problemOf(known, place)] as const);
  return reply.code(known.status).type(type).send(JSON.stringify(body));
}

/** The path of a request's address: never the query, which may hold a text. */
export function pathOf(url: string): string {
  const path = url.replace(/[?#].*$/su, "").replace(/^https?:\/\/[^/]*/iu, "");
  return path.slice(0, longestPath) || "/";
}

const longestPath = 256;

/** `TEXT_TOO_LONG` → `Text too long`. */
function titleOf(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words[0]!.toUpperCase() + words.slice(1);
}

function errorsOf(error: PenprintError): Pick<Problem, "errors"> {
  if (error.code !== "REQUEST_INVALID") return {};
  const { pointer, problem } = (error as PenprintError<"REQUEST_INVALID">).facts;
  return { errors: [{ pointer, message: problem }] };
}

/** Whatever was thrown, in the catalogue's words; what has none there is INTERNAL. */
function translate(error: unknown, request: FastifyRequest): PenprintError {
  if (error instanceof PenprintError) return error;
  const { code, statusCode = 500, validation } = error as Partial<FastifyError>;
  if (validation !== undefined) return invalid(validation[0], request);
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new PenprintError("BODY_TOO_LARGE", { limit: request.routeOptions.bodyLimit });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new PenprintError("MEDIA_TYPE_UNSUPPORTED", {
        received: (request.headers["content-type"] ?? "").slice(0, 100),
        supported: request.routeOptions.config.reads ?? ["application/json"],
      });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return malformed("the body is not as long as Content-Length says");
    case "FST_ERR_BAD_URL":
      return malformed("the address is not percent-encoded UTF-8");
    case "ECONNRESET":
      return malformed("the connection was closed");
    default:
      // What the docs' files say of a path that leads out of their folder.
      if (statusCode === 403 || statusCode === 404) return new PenprintError("ROUTE_NOT_FOUND", {});
      return statusCode < 500
        ? malformed("it breaks the protocol")
        : new PenprintError("INTERNAL", {}, { cause: error });
  }
}

const malformed = (problem: string): PenprintError => new PenprintError("REQUEST_MALFORMED", { problem });

/** The first thing that is wrong with a body or a query; names and values of the sender's are not repeated. */
function invalid(
  problem: NonNullable<FastifyError["validation"]>[number] | undefined,
  request: FastifyRequest,
): PenprintError {
  if (problem === undefined)
    return new PenprintError("REQUEST_INVALID", { pointer: "", problem: "is not valid" });
  const { instancePath, keyword, params, message } = problem;
  if (keyword === "required") {
    return new PenprintError("REQUEST_INVALID", {
      pointer: `${instancePath}/${String(params["missingProperty"])}`,
      problem: "is missing",
    });
  }
  if (keyword === "additionalProperties") {
    const known = request.routeOptions.config.fields ?? [];
    return new PenprintError("REQUEST_INVALID", {
      pointer: instancePath,
      problem: `has a field that is not known; there are ${known.join(", ")}`,
    });
  }
  return new PenprintError("REQUEST_INVALID", { pointer: instancePath, problem: message ?? "is not valid" });
}
