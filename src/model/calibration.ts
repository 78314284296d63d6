/**
 * From scores to probabilities that mean something.
 *
 * Naive Bayes takes words for independent, so that its log-odds grow with the length of the text and its
 * probabilities are near 0 and 1 whatever the truth. Temperature scaling (Guo, Pleiss, Sun & Weinberger, ICML 2017)
 * divides the scores by one number; here by one that grows with the text:
 *
 *     P(c | text) = softmax_c ( score(c) / d )        d = T for γ = 0, max(1, T · L^γ) otherwise
 *
 * with L the number of known n-grams in the text. The order of the authors stays as it was. T and γ minimise the
 * log-loss on documents that the classifier had not seen. Texts much shorter than those would otherwise be divided by
 * less than 1 and be surer than their own scores, on nobody's word.
 */
import { PenprintError } from "../errors.ts";
import { softmax } from "../sparse.ts";
import {
  bentProbabilities,
  checkOddsCurve,
  fitOddsCurve,
  type OddsCurve,
  type OddsCurveKind,
} from "./odds-curve.ts";

/** How scores become probabilities. */
export interface Calibration {
  /** T, above 0. */
  readonly temperature: number;
  /** γ, from 0 to 1. */
  readonly exponent: number;
  /** On how many held-out documents it was fitted. */
  readonly documents: number;
  /** What probabilities are mapped by after that (odds-curve.ts); left out for a temperature alone. */
  readonly curve?: OddsCurve;
}

/** A document scored by a classifier that had not seen it. */
export interface ScoredDocument {
  readonly scores: Float64Array;
  /** Who wrote it. */
  readonly author: number;
  /** L: its known n-grams. */
  readonly length: number;
}

/** With fewer documents than this nothing is fitted. */
export const LEAST_DOCUMENTS = 50;
/** An isotonic curve takes any shape, that of chance among them, and wants more. */
export const LEAST_ISOTONIC = 200;

/** d, by which the scores of a text with `length` known n-grams are divided; 1 without calibration. A curve comes after. */
export function divisorOf(calibration: Calibration | null, length: number): number {
  if (calibration === null) return 1;
  return divisor(calibration.temperature, calibration.exponent, length);
}

function divisor(temperature: number, exponent: number, length: number): number {
  if (exponent === 0) return temperature;
  return Math.max(1, temperature * Math.max(1, length) ** exponent);
}

/** Probabilities in the order of the scores. */
export function probabilitiesOf(
  scores: Float64Array,
  calibration: Calibration | null,
  length: number,
): Float64Array {
  const by = divisorOf(calibration, length);
  const divided = by === 1 ? scores : scores.map((score) => score / by);
  const curve = calibration?.curve;
  return curve === undefined ? softmax(divided) : bentProbabilities(divided, curve);
}

/**
 * Refuses a calibration that is none, as a file may bring one.
 *
 * @throws PARAMETER_INVALID
 */
export function checkCalibration({ temperature, exponent, curve }: Calibration): void {
  if (curve !== undefined) checkOddsCurve(curve);
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "temperature",
      allowed: "a number > 0",
      received: String(temperature),
    });
  }
  if (!(exponent >= 0 && exponent <= 1)) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "exponent",
      allowed: "a number from 0 to 1",
      received: String(exponent),
    });
  }
}

/**
 * Fits T and γ, and the curve that is asked for.
 *
 * @param documents scored by classifiers that had not seen them
 * @returns null when there are fewer than {@link LEAST_DOCUMENTS}, for isotonic {@link LEAST_ISOTONIC}
 */
export function fitCalibration(
  documents: readonly ScoredDocument[],
  method: "temperature" | OddsCurveKind = "temperature",
): Calibration | null {
  if (documents.length < (method === "isotonic" ? LEAST_ISOTONIC : LEAST_DOCUMENTS)) return null;
  let best = { loss: Infinity, slope: 1, exponent: 0 };
  // The loss is smooth in γ with a single valley as far as seen: a coarse look, then a fine one around it.
  const look = (from: number, to: number, step: number): void => {
    for (let place = 0; place <= Math.round((to - from) / step); place++) {
      const exponent = Math.round((from + place * step) * 100) / 100;
      if (exponent < 0 || exponent > 1) continue;
      const { slope } = fitSlope(documents, exponent);
      const fitted = { slope, loss: lossOf(documents, 1 / slope, exponent) };
      // Where texts are of one length every γ is as good, and the last bits must not choose.
      if (fitted.loss < best.loss - TOLERANCE) best = { ...fitted, exponent };
    }
  };
  look(0, 1, 0.2);
  look(best.exponent - 0.15, best.exponent + 0.15, 0.05);
  // Six digits are more than documents can tell; the last bits would depend on the order of the documents.
  const temperature = Number((1 / best.slope).toPrecision(6));
  const fitted = { temperature, exponent: best.exponent, documents: documents.length };
  if (method === "temperature") return fitted;
  const divided = documents.map(({ scores, author, length }) => {
    const by = divisorOf(fitted, length);
    return { author, scores: scores.map((score) => score / by) };
  });
  return { ...fitted, curve: fitOddsCurve(divided, method) };
}

const MOST_STEPS = 60;
const TOLERANCE = 1e-10;

/** The loss with the very divisors that texts will have. */
function lossOf(documents: readonly ScoredDocument[], temperature: number, exponent: number): number {
  const divided = documents.map(({ scores, author, length }) => {
    const by = divisor(temperature, exponent, length);
    return { author, scores: scores.map((score) => score / by) };
  });
  return lossAt(divided, 1).loss;
}

/**
 * The slope β = 1/T that minimises the loss with d = T · L^γ, which is convex in it: Newton's method, kept within a
 * bracket.
 */
function fitSlope(documents: readonly ScoredDocument[], exponent: number): { readonly slope: number } {
  const scaled = documents.map(({ scores, author, length }) => {
    const power = Math.max(1, length) ** exponent;
    return { author, scores: scores.map((score) => score / power) };
  });
  let low = 0;
  let high = Infinity;
  let slope = 0.01;
  let state = lossAt(scaled, slope);
  for (let step = 0; step < MOST_STEPS && Math.abs(state.gradient) > TOLERANCE; step++) {
    if (state.gradient > 0) high = slope;
    else low = slope;
    let next = slope - state.gradient / state.curvature;
    if (!(next > low && next < high)) next = high === Infinity ? slope * 4 : (low + high) / 2;
    if (Math.abs(next - slope) <= TOLERANCE * slope) break;
    slope = next;
    state = lossAt(scaled, slope);
  }
  return { slope };
}

/**
 * Mean log-loss at slope β with its first two derivatives. The target is not 1 for the author but 1 − ε, with
 * ε = 1 / (documents + 1) spread over all authors, or β would run away where every document is right.
 *
 *     loss = log Σ exp(β·s) − β·t       ∂ = E_p[s] − t       ∂² = Var_p[s]       t = (1 − ε)·s_author + ε·mean(s)
 */
function lossAt(
  documents: readonly { readonly scores: Float64Array; readonly author: number }[],
  slope: number,
): { readonly loss: number; readonly gradient: number; readonly curvature: number } {
  const spread = 1 / (documents.length + 1);
  let loss = 0;
  let gradient = 0;
  let curvature = 0;
  for (const { scores, author } of documents) {
    let most = -Infinity;
    for (const score of scores) if (score > most) most = score;
    let total = 0;
    let first = 0;
    let second = 0;
    let sum = 0;
    let finite = 0;
    for (const score of scores) {
      // An author whose every text is held out scores −∞ and takes no part.
      if (score === -Infinity) continue;
      const distance = score - most;
      const weight = Math.exp(slope * distance);
      total += weight;
      first += weight * distance;
      second += weight * distance * distance;
      sum += distance;
      finite++;
    }
    const mean = first / total;
    const target = (1 - spread) * (scores[author]! - most) + (spread * sum) / finite;
    loss += Math.log(total) - slope * target;
    gradient += mean - target;
    curvature += second / total - mean * mean;
  }
  const n = documents.length;
  return { loss: loss / n, gradient: gradient / n, curvature: curvature / n };
}
