/** Names for requests, as logs, answers and reports have them. */
import { randomUUID } from "node:crypto";

/** The header that carries it, both ways. */
export const requestIdHeader = "x-request-id";

/** The sender's own name for a request if it is harmless wherever it will be written, else a new one. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers[requestIdHeader];
  return typeof given === "string" && /^[\w-]{1,64}$/u.test(given) ? given : randomUUID();
}
