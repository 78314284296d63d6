/** Bodies: bytes → values. UTF-8 or nothing, no compression, no surprises in the JSON. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PenprintError } from "../errors.ts";
import { readFields } from "./query.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The content types that the route reads; `application/json` when not given. */
    readonly reads?: readonly string[];
    /** The names of the fields that it knows. */
    readonly fields?: readonly string[];
    /** Whether a body may be missing. */
    readonly bodyOptional?: boolean;
  }
}

const json = "application/json";
const form = "application/x-www-form-urlencoded";

/** What a route reads that takes a form as well. */
export const jsonOrForm: readonly string[] = [json, form];

/**
 * Teaches a service to read bodies. Which of them a route takes is up to its `reads`; everything else is refused
 * before it is read.
 */
export function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(json, { parseAs: "buffer" }, (request, bytes: Buffer, done) => {
    if (bytes.length === 0 && request.routeOptions.config.bodyOptional === true) {
      done(null, null);
      return;
    }
    const text = decode(bytes);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      done(malformed("the body is not JSON", error));
      return;
    }
    const problem = problemWith(value, deepest);
    if (problem === null) done(null, value);
    else done(malformed(problem));
  });
  app.addContentTypeParser(form, { parseAs: "buffer" }, async (_request: FastifyRequest, bytes: Buffer) =>
    readFields(decode(bytes)),
  );
  app.addHook("preValidation", (request, _reply, done) => {
    if (request.body !== undefined) {
      done();
      return;
    }
    const { schema, config } = request.routeOptions;
    const missing = schema?.body !== undefined && config.bodyOptional !== true;
    if (missing) done(malformed("it has no body"));
    else done();
  });
}

/** No request of ours needs more. */
const deepest = 32;

/** Fatal: bytes that are no UTF-8 are an error. A byte order mark at the start is left out. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw malformed("the body is not UTF-8", error);
  }
}

/**
 * What no request of ours can mean: values in values in values, and names by which an object that is copied without care
 * gets another prototype. JSON.parse makes them properties like any other.
 */
function problemWith(value: unknown, levels: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (levels === 0) return `the JSON is nested more than ${deepest} deep`;
  if (Array.isArray(value)) return firstProblem(value, levels);
  if (Object.hasOwn(value, "__proto__")) return "the JSON names __proto__";
  if (Object.hasOwn(value, "constructor") && Object.hasOwn(Object(value.constructor), "prototype"))
    return "the JSON names constructor.prototype";
  return firstProblem(Object.values(value), levels);
}

function firstProblem(values: readonly unknown[], levels: number): string | null {
  for (const value of values) {
    const problem = problemWith(value, levels - 1);
    if (problem !== null) return problem;
  }
  return null;
}

/**
 * Refuses a body by what its headers say of it, and by what its route reads.
 *
 * @throws ENCODING_UNSUPPORTED, MEDIA_TYPE_UNSUPPORTED
 */
export function checkContent(
  { headers }: Pick<FastifyRequest, "headers">,
  { schema, config }: Pick<FastifyRequest["routeOptions"], "schema" | "config">,
): void {
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (coding !== "" && coding !== "identity") {
    throw new PenprintError("ENCODING_UNSUPPORTED", { supported: ["identity"] });
  }
  const received = headers["content-type"];
  if (received === undefined || schema?.body === undefined) return;
  // By far the most frequent one.
  if (received === json) return;
  const reads = config.reads ?? [json];
  const [type, ...parameters] = received.split(";").map((part) => part.trim().toLowerCase());
  if (!reads.includes(type!) || !parameters.every(isHarmless)) {
    throw new PenprintError("MEDIA_TYPE_UNSUPPORTED", { received: received.slice(0, 100), supported: reads });
  }
}

/** UTF-8 by any of its spellings, or a parameter that says nothing about the bytes. */
function isHarmless(parameter: string): boolean {
  const [name, value = ""] = parameter.split("=");
  return name !== "charset" || /^"?utf-?8"?$/u.test(value);
}

const malformed = (problem: string, cause?: unknown): PenprintError =>
  new PenprintError("REQUEST_MALFORMED", { problem }, { cause });
