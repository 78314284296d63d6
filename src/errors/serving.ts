/** The catalogue's entries for the service. */
import { entry, list } from "./entry.ts";

/** All codes that only the service needs. */
export const serving = {
  REQUEST_INVALID: entry<{ pointer: string; problem: string }>(
    422,
    (f) => `${f.pointer === "" ? "The request" : `\`${f.pointer}\``} ${f.problem}.`,
    "Send the request as /openapi.json describes it.",
  ),
  REQUEST_MALFORMED: entry<{ problem: string }>(
    400,
    (f) => `The request cannot be read: ${f.problem}.`,
    "Send well-formed HTTP with a UTF-8 JSON body.",
  ),
  REQUEST_TIMEOUT: entry<Record<string, never>>(
    408,
    () => "The request did not arrive in time.",
    "Send the whole request at once.",
  ),
  HEADERS_TOO_LARGE: entry<{ limit: number }>(
    431,
    (f) => `The address and the headers have more than ${f.limit} bytes.`,
    "Send the text in a JSON body, to POST /v1/predict or POST /predict_dialogue, not in the address.",
  ),
  BODY_TOO_LARGE: entry<{ limit: number }>(
    413,
    (f) => `The body has more than ${f.limit} bytes.`,
    "Send a shorter text.",
  ),
  MEDIA_TYPE_UNSUPPORTED: entry<{ received: string; supported: readonly string[] }>(
    415,
    (f) => `Bodies of type "${f.received}" are not read here; ${list(f.supported)} are.`,
    "Set Content-Type to one of the types named.",
  ),
  ENCODING_UNSUPPORTED: entry<{ supported: readonly string[] }>(
    415,
    () => "Compressed bodies are not read here.",
    "Send the body as it is, without Content-Encoding.",
  ),
  ROUTE_NOT_FOUND: entry<Record<string, never>>(
    404,
    () => "There is nothing at this address.",
    "See /apidocs for what there is.",
  ),
  METHOD_NOT_ALLOWED: entry<{ allowed: readonly string[] }>(
    405,
    (f) => `This address answers ${list(f.allowed)} only.`,
    "Use an allowed method.",
  ),
  NOT_READY: entry<Record<string, never>>(
    503,
    () => "The service is starting or stopping.",
    "Try again in a moment.",
  ),
  SETTINGS_INVALID: entry<{ problems: readonly string[] }>(
    422,
    (f) => `The service cannot start with these settings: ${f.problems.join("; ")}.`,
    "Correct the settings named; `penprint serve --help` lists them all.",
  ),
  PORT_UNAVAILABLE: entry<{ host: string; port: number; reason: string }>(
    500,
    (f) => `Cannot listen on ${f.host}:${f.port}: ${f.reason}.`,
    "Stop what uses the port, or choose another with --port.",
  ),
  INTERNAL: entry<Record<string, never>>(
    500,
    () => "Something failed inside penprint.",
    "Report it with the request id from the answer or the log.",
  ),
} as const;
