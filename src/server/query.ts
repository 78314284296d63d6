/** Queries and forms (`a=1&b=2`), read strictly: what is no percent-encoded UTF-8 is refused, not guessed. */
import { PenprintError } from "../errors.ts";

/** Names and values; an array where a name comes more than once. */
export type Fields = Record<string, string | string[]>;

const none: Fields = Object.freeze(Object.create(null) as Fields);

/** Stands in for a query that cannot be read, until there is a request that can be answered with the reason. */
export class UnreadableQuery {
  readonly error: PenprintError;

  constructor(error: PenprintError) {
    this.error = error;
  }
}

/**
 * Reads the query of an address.
 *
 * @param query without the question mark
 */
export function readQuery(query: string): Fields | UnreadableQuery {
  if (query === "") return none;
  try {
    // What is not ASCII arrives as bytes that nothing says the encoding of.
    if (/[^\0-\x7F]/u.test(query)) throw malformed();
    return readFields(query);
  } catch (error) {
    if (error instanceof PenprintError) return new UnreadableQuery(error);
    throw error;
  }
}

/**
 * Reads `application/x-www-form-urlencoded`.
 *
 * @throws REQUEST_MALFORMED
 */
export function readFields(encoded: string): Fields {
  const fields = Object.create(null) as Fields;
  for (const pair of encoded.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? "" : decode(pair.slice(equals + 1));
    const before = fields[name];
    fields[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return fields;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch (error) {
    throw malformed(error);
  }
}

const malformed = (cause?: unknown): PenprintError =>
  new PenprintError(
    "REQUEST_MALFORMED",
    { problem: "the query or form is not percent-encoded UTF-8" },
    { cause },
  );
