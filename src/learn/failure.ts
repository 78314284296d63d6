/** Failures on their way from one thread to another, where classes are lost. */
import { type ErrorCode, type Facts, PenprintError } from "../errors.ts";

/** A failure as plain data. */
export type Failure =
  { readonly code: ErrorCode; readonly facts: Facts } | { readonly message: string; readonly stack: string };

/** An error as plain data. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PenprintError) return { code: error.code, facts: error.facts as Facts };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message, stack: stack ?? message };
}

/**
 * The error that it was.
 *
 * @param lines how many lines stand before those among which it counted its own
 */
export function errorOf(failure: Failure, lines = 0): Error {
  if ("code" in failure) {
    const { code, facts } = failure;
    const { line } = facts as { readonly line?: unknown };
    const moved = typeof line === "number" ? { ...facts, line: line + lines } : facts;
    return new PenprintError(code, moved as never);
  }
  const error = new Error(failure.message);
  error.stack = failure.stack;
  return error;
}
