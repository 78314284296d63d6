/** The descriptions of answers in /openapi.json. */
import type { TSchema } from "typebox";
import { problemType } from "./problems.ts";

/** A successful answer. */
export function answers<S extends TSchema>(description: string, schema: S): { 200: S } {
  return { 200: { ...schema, "x-response-description": description } };
}

/** The failures that a route may answer with. */
export function fails(...statuses: readonly (keyof typeof reasons)[]): Record<number, unknown> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: reasons[status], content: { [problemType]: { schema: { $ref: problemName } } } },
    ]),
  );
}

/** The failures of a route of the Open Inference Protocol, which has a shape of its own for them. */
export function failsAsInference(...statuses: readonly (keyof typeof reasons)[]): Record<number, unknown> {
  const schema = { $ref: "InferError#" };
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: reasons[status], content: { "application/json": { schema } } },
    ]),
  );
}

/** Whatever reads a text can fail like this. */
export const textFailures = [400, 408, 413, 415, 422, 500, 503] as const;

/** As the schema calls itself. */
const problemName = "Problem#";

const reasons = {
  400: "The request cannot be read.",
  401: "No key was sent that is known here.",
  403: "The key does not open this address.",
  404: "There is no such thing.",
  408: "The request did not arrive in time.",
  409: "It is there already.",
  413: "The body is too long.",
  415: "The body is of a type, charset or coding that is not read.",
  422: "The request can be read, but a value in it cannot be used.",
  431: "The address and the headers are too long.",
  429: "The client has asked too often.",
  500: "Something failed inside.",
  503: "The service is starting, stopping or overloaded.",
} as const;
