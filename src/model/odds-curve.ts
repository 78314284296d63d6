/**
 * Calibration by a curve: after a temperature (calibration.ts) each author's log-odds against all others are mapped by
 * one rising curve, the same for all authors, and what comes out is brought to a sum of 1:
 *
 *     x_c = log P_c − log (1 − P_c)               P_c = softmax_c (score / d)
 *     P'_c = g (x_c) / Σ_k g (x_k)
 *
 *     platt      g (x) = 1 / (1 + exp (a·x + b))                                                       (platt.ts)
 *     isotonic   g (x) = (1 − ε) · curve (x) + ε / (1 + exp (−x)),  ε = 1/100                  (rising-curve.ts)
 *
 * Authors share the curve because few of them have texts enough for one of their own. The ε keeps the order of authors
 * where the curve is level, and every probability above 0.
 */
import { PenprintError } from "../errors.ts";
import { fitSigmoid } from "./platt.ts";
import { fitRisingCurve, heightAt } from "./rising-curve.ts";

/** A curve that was fitted; plain JSON, as a model file keeps it. */
export type OddsCurve =
  | { readonly kind: "platt"; readonly a: number; readonly b: number }
  | { readonly kind: "isotonic"; readonly scores: readonly number[]; readonly values: readonly number[] };

/** The kinds of curves. */
export type OddsCurveKind = OddsCurve["kind"];

/** Probabilities of documents by classifiers that had not seen them. */
export interface HeldOutProbabilities {
  /** Scores divided by the temperature; −∞ for authors who take no part. */
  readonly scores: Float64Array;
  readonly author: number;
}

const MIXED = 0.01;
/** Whoever is the more likely stays so, however badly a sigmoid fits. */
const LEAST_SLOPE = 1e-3;

/** Fits a curve to the log-odds of all authors in all documents. */
export function fitOddsCurve(documents: readonly HeldOutProbabilities[], kind: OddsCurveKind): OddsCurve {
  const odds: number[] = [];
  const isAuthor: boolean[] = [];
  for (const { scores, author } of documents) {
    logOdds(scores).forEach((x, other) => {
      if (!Number.isFinite(x)) return;
      odds.push(x);
      isAuthor.push(other === author);
    });
  }
  if (kind === "platt") {
    const { a, b } = fitSigmoid(odds, isAuthor.map(Number));
    return { kind, a: rounded(Math.min(a, -LEAST_SLOPE)), b: rounded(b) };
  }
  const { scores, values } = fitRisingCurve(odds, isAuthor);
  return { kind, scores: Array.from(scores, rounded), values: Array.from(values, rounded) };
}

/** The last bits would depend on the order of the documents. */
const rounded = (number: number): number => Number(number.toPrecision(6));

/**
 * Probabilities by a curve, in the order of the scores.
 *
 * @param scores divided by the temperature
 */
export function bentProbabilities(scores: Float64Array, curve: OddsCurve): Float64Array {
  const heights = logOdds(scores).map(heightsOf(curve));
  const whole = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / whole);
}

function heightsOf(curve: OddsCurve): (x: number) => number {
  if (curve.kind === "platt") return (x) => sigmoid(-(curve.a * x + curve.b));
  const corners = { scores: Float64Array.from(curve.scores), values: Float64Array.from(curve.values) };
  return (x) => (1 - MIXED) * heightAt(corners, x) + MIXED * sigmoid(x);
}

/** 1 / (1 + exp (−x)), above 0 however far down. */
const sigmoid = (x: number): number => Math.max(1 / (1 + Math.exp(-x)), Number.MIN_VALUE);

/** score_c − log Σ_{k≠c} exp score_k */
function logOdds(scores: Float64Array): Float64Array {
  return scores.map((own, author) => {
    let most = -Infinity;
    for (let other = 0; other < scores.length; other++) {
      if (other !== author && scores[other]! > most) most = scores[other]!;
    }
    if (most === -Infinity) return Infinity;
    let sum = 0;
    for (let other = 0; other < scores.length; other++) {
      if (other !== author) sum += Math.exp(scores[other]! - most);
    }
    return own - most - Math.log(sum);
  });
}

/**
 * Refuses a curve that is none, as a file may bring one.
 *
 * @throws PARAMETER_INVALID
 */
export function checkOddsCurve(curve: OddsCurve): void {
  const refuse = (parameter: string, allowed: string, received: unknown): never => {
    throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: JSON.stringify(received) });
  };
  if (curve.kind === "platt") {
    if (!(Number.isFinite(curve.a) && curve.a < 0)) refuse("curve.a", "a number < 0", curve.a);
    if (!Number.isFinite(curve.b)) refuse("curve.b", "a number", curve.b);
    return;
  }
  const { scores, values } = curve;
  const rises = (numbers: unknown): numbers is readonly number[] =>
    Array.isArray(numbers) &&
    numbers.length > 0 &&
    numbers.every((number, place) => Number.isFinite(number) && !(number < numbers[place - 1]));
  if (!rises(scores)) refuse("curve.scores", "rising numbers", scores);
  if (!rises(values) || values.length !== scores.length || values[0]! < 0 || values.at(-1)! > 1) {
    refuse("curve.values", "as many numbers from 0 to 1 that never fall", values);
  }
}
