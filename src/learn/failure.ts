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

/** The error that it was. */
export function errorOf(failure: Failure): Error {
  if ("code" in failure) return new PenprintError(failure.code, failure.facts as never);
  const error = new Error(failure.message);
  error.stack = failure.stack;
  return error;
}
