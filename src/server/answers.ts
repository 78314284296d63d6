/** What models say, in the shapes that the service promises. */
import { randomUUID } from "node:crypto";
import type { Evidence, Explanation } from "../explain/explain.ts";
import { strongestOf } from "../explain/strongest.ts";
import type { Prediction } from "../identifier.ts";
import type { PredictionIds } from "./feedback/prediction-ids.ts";
import type { Predicts } from "./models.ts";
import type { BatchItem, ExplainResponse, InfoResponse, PredictResponse } from "./schemas.ts";
import type { ReadableText } from "../text/readable-text.ts";

type ModelName = PredictResponse["model"];
type Timing = PredictResponse["timing_ms"];

/** A prediction without its time. */
export type BarePrediction = NonNullable<BatchItem["prediction"]>;

/** Where a prediction came from. */
export interface Circumstances {
  readonly model: Predicts;
  readonly input: ReadableText;
  readonly ids: PredictionIds;
}

/** The answer to "who wrote this?", without what it took. */
export function barePrediction(
  prediction: Prediction,
  evidence: readonly Evidence[] | null,
  topK: number,
  { model, input, ids }: Circumstances,
): BarePrediction {
  const { author, probability, unknown, ranking, warnings } = prediction;
  return {
    id: ids.mint(model.version, author === null ? -1 : model.authors.indexOf(author), input.text),
    model: modelName(model),
    author,
    probability: roundedProbability(probability),
    unknown,
    ranking: ranking.slice(0, topK).map((ranked) => ({
      author: ranked.author,
      probability: roundedProbability(ranked.probability),
      score: rounded(ranked.score),
    })),
    warnings: [...warnings],
    input: inputOf(input),
    evidence: evidence === null ? null : pieces(evidence),
  };
}

/** The answer to "why this one and not that one?". */
export function explainAnswer(
  { author, against, log_odds, divisor, base, evidence: all, decided_by: decided }: Explanation,
  limit: number,
  {
    model,
    input,
    timing,
  }: { readonly model: Predicts; readonly input: ReadableText; readonly timing: Timing },
): ExplainResponse {
  const { evidence, omitted } = strongestOf(all, limit);
  return {
    id: randomUUID(),
    model: modelName(model),
    author,
    against,
    log_odds,
    divisor,
    base,
    evidence: pieces(evidence),
    omitted,
    ...(decided === undefined ? {} : { decided_by: decided }),
    input: inputOf(input),
    timing_ms: timing,
  };
}

/** A model's name as every answer has it. */
export function modelName({ name, version, recipe }: Predicts): ModelName {
  return { name, version, recipe: recipe.name };
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

/**
 * To four places: more of them say nothing about an author, and much to whoever wants to copy a model by asking it.
 */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** To four places as well, but what is not certain does not become so. */
export function roundedProbability(probability: number): number {
  return probability < 1 ? Math.min(rounded(probability), 0.9999) : probability;
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
