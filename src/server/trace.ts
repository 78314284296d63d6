/** Traces that go through several services. @see W3C Trace Context, level 1 */
import { randomBytes } from "node:crypto";

/** A request's place in a trace. */
export interface Trace {
  readonly traceId: string;
  /** Of what is done here. */
  readonly spanId: string;
  /** For the answer, and for whoever would be asked next. */
  readonly header: string;
}

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/u;

/** The trace that a header `traceparent` goes on with; null where there is none, or no well-formed one. */
export function traceOf(header: string | string[] | undefined): Trace | null {
  const found = typeof header === "string" ? form.exec(header) : null;
  if (found === null || (header!.length > 55 && header!.slice(0, 2) === "00")) return null;
  const [, traceId = "", flags = ""] = found;
  const spanId = randomBytes(8).toString("hex");
  return { traceId, spanId, header: `00-${traceId}-${spanId}-${flags}` };
}
