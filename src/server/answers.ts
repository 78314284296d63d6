/** What models say, in the shapes that the service promises. */
import { randomUUID } from "node:crypto";
import type { Evidence, Explanation } from "../explain/explain.ts";
import type { Prediction } from "../identifier.ts";
import type { Predicts } from "./models.ts";
import type { ExplainResponse, InfoResponse, PredictResponse } from "./schemas.ts";
import type { ReadableText } from "./texts.ts";

type ModelName = PredictResponse["model"];
type Timing = PredictResponse["timing_ms"];

/** Where a text came from and what it cost. */
export interface Circumstances {
  readonly model: Predicts;
  readonly input: ReadableText;
  readonly timing: Timing;
}

/** The answer to "who wrote this?". */
export function predictAnswer(
  prediction: Prediction,
  evidence: readonly Evidence[] | null,
  topK: number,
  { model, input, timing }: Circumstances,
): PredictResponse {
  const { author, probability, unknown, ranking, warnings } = prediction;
  return {
    id: randomUUID(),
    model: modelName(model),
    author,
    probability,
    unknown,
    ranking: ranking.slice(0, topK),
    warnings: [...warnings],
    input: inputOf(input),
    evidence: evidence === null ? null : pieces(evidence),
    timing_ms: timing,
  };
}

/** The answer to "why this one and not that one?". */
export function explainAnswer(
  { author, against, log_odds, divisor, base, evidence }: Explanation,
  limit: number,
  { model, input, timing }: Circumstances,
): ExplainResponse {
  const omitted = evidence.slice(limit);
  return {
    id: randomUUID(),
    model: modelName(model),
    author,
    against,
    log_odds,
    divisor,
    base,
    evidence: pieces(evidence.slice(0, limit)),
    omitted: { features: omitted.length, log_odds: omitted.reduce((sum, piece) => sum + piece.log_odds, 0) },
    input: inputOf(input),
    timing_ms: timing,
  };
}

/** A model's name as every answer has it. */
export function modelName({ card, recipe }: Predicts): ModelName {
  return { name: card.name, recipe: recipe.name };
}

/** What the model was learned from. */
export function corpusOf({ card }: Predicts): Pick<InfoResponse, "authors" | "corpus"> {
  const { sha256, documents, words, authors } = card.corpus;
  return { authors: authors.map((facts) => ({ ...facts })), corpus: { sha256, documents, words } };
}

/** Milliseconds to the microsecond, which is what the clock is good for. */
export function milliseconds(time: number): number {
  return Math.round(time * 1000) / 1000;
}

const inputOf = ({ characters, truncated }: ReadableText): PredictResponse["input"] => ({
  characters,
  truncated,
});

const pieces = (evidence: readonly Evidence[]): ExplainResponse["evidence"] =>
  evidence.map(({ feature, count, log_odds, spans }) => ({
    feature,
    count,
    log_odds,
    spans: spans.map(([start, end]) => [start, end]),
  }));
