/** How a model did on texts it had not seen, as far as the page shows it. */

/** The few figures of `penprint evaluate --json` that belong on a card. */
export interface Score {
  readonly documents: number;
  /** From 0 to 1. */
  readonly accuracy: number;
  readonly interval: readonly [low: number, high: number];
  /** What always naming the same author would reach. */
  readonly majority: { readonly accuracy: number; readonly author: string };
  readonly warnings: readonly string[];
}

/**
 * Reads an evaluation out of a model's card, which may hold anything.
 *
 * @returns null when it holds no evaluation
 */
export function scoreOf(evaluation: unknown): Score | null {
  const { documents, accuracy, accuracy_interval: interval, baselines, warnings } = members(evaluation);
  const { majority } = members(baselines);
  const { accuracy: majorityAccuracy, author } = members(majority);
  const [low, high] = Array.isArray(interval) ? (interval as unknown[]) : [];
  if (!isNumber(documents) || !isNumber(accuracy) || !isNumber(low) || !isNumber(high)) return null;
  if (!isNumber(majorityAccuracy)) return null;
  return {
    documents,
    accuracy,
    interval: [low, high],
    majority: { accuracy: majorityAccuracy, author: typeof author === "string" ? author : "the same author" },
    warnings: Array.isArray(warnings)
      ? warnings.map((warning) => members(warning)["message"]).filter(isString)
      : [],
  };
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isString = (value: unknown): value is string => typeof value === "string";
