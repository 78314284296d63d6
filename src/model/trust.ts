/**
 * How much a verdict is to be believed: the probability that it is right, where the author may be none of those that are
 * known. The calibrated probability alone supposes that one of them it must be. Two signs tell more:
 *
 *     trust = 1 / (1 + exp (−(b + w₁ · nearness + w₂ · closeness)))          nearness = log p₁ − mean_c log p_c
 *
 * with p₁, p₂ … the authors' probabilities, the largest first. Nearness is how far the first author is above them all,
 * which is small where a text is like nobody's own; like the probabilities it is relative, and depends on how well the
 * scores of a few documents could be calibrated. Closeness is neither: how high the text scores for that author by itself,
 * in a classifier that separates his or her texts from all others' (model/classifier.ts). No weight is below 0. It is a
 * logistic regression on trials (rejection.ts), weighed as if unknown authors were as frequent as is assumed; weights are
 * held near 0 as by a normal distribution, for signs of one spread:
 *
 *     loss = n · Σ_trials v · log (1 + exp (∓ …)) + ½ Σ (w_i · deviation_i)²          v: see trialWeights
 */
import { minimise } from "./minimise.ts";
import { ASSUMED_UNKNOWN_SHARE, type TrialOutcome, trialWeights } from "./rejection.ts";

/** What a verdict can be doubted by. For all of them a larger value is more trustworthy. */
export interface Signs {
  /** log p₁ − mean log p, ≥ 0. */
  readonly nearness: number;
  /** See {@link Classifier.closeness}; 0 where the classifier has none. */
  readonly closeness: number;
}

/** The weights of the signs, w₁ and w₂, and b. */
export interface Trust {
  /** w₁ ≥ 0. */
  readonly nearness: number;
  /** w₂ ≥ 0. */
  readonly closeness: number;
  /** b. */
  readonly constant: number;
}

/** A trial, with the signs of its verdict. */
export interface SignedTrial {
  readonly outcome: TrialOutcome;
  readonly signs: Signs;
}

/** Probabilities nearer to 0 than this say no more. */
const LEAST = 1e-12;

/** How far the first of some probabilities is above them all. */
export function nearnessOf(probabilities: readonly number[]): number {
  const logs = probabilities.map((probability) => Math.log(Math.max(probability, LEAST)));
  return Math.max(...logs) - meanOf(logs);
}

/** The probability that a verdict with these signs is right. */
export function trustOf(trust: Trust, signs: Signs): number {
  const { nearness, closeness, constant } = trust;
  return 1 / (1 + Math.exp(-(constant + nearness * signs.nearness + closeness * signs.closeness)));
}

/**
 * Fits trust on trials.
 *
 * @param trials some of them right and some not
 * @param unknownShare how frequent texts by unknown authors are assumed to be; from 0 to less than 1
 */
export function fitTrust(trials: readonly SignedTrial[], unknownShare = ASSUMED_UNKNOWN_SHARE): Trust {
  const rows = trials.map(({ signs: { nearness, closeness } }) => [nearness, closeness]);
  const means = [0, 1].map((sign) => meanOf(rows.map((row) => row[sign]!)));
  const deviations = [0, 1].map((sign) => {
    return Math.sqrt(meanOf(rows.map((row) => (row[sign]! - means[sign]!) ** 2))) || 1;
  });
  const weights = trialWeights(trials, unknownShare);
  const weighed = trials.map(({ outcome }, place): WeighedRow => ({
    values: rows[place]!.map((value, sign) => (value - means[sign]!) / deviations[sign]!),
    weight: trials.length * (outcome === "unknown" ? weights.unknown : weights.known),
    side: outcome === "right" ? 1 : -1,
  }));
  // A sign that would get a weight below 0 is left out, the worst first.
  let used = [0, 1];
  for (;;) {
    const signs = used;
    const start = new Float64Array(signs.length + 1);
    const found = minimise(lossOf(weighed, signs), start, { tolerance: 1e-6, steps: 200 });
    const worst = signs.reduce((least, _, place) => (found[place]! < found[least]! ? place : least), 0);
    if (signs.length > 0 && found[worst]! < 0) {
      used = signs.filter((_, place) => place !== worst);
      continue;
    }
    const fitted = [0, 0];
    signs.forEach((sign, place) => (fitted[sign] = found[place]! / deviations[sign]!));
    const [nearness, closeness] = fitted as [number, number];
    const shift = fitted.reduce((sum, weight, sign) => sum + weight * means[sign]!, 0);
    return { nearness, closeness, constant: found[signs.length]! - shift };
  }
}

/** A trial as the regression sees it. */
interface WeighedRow {
  readonly values: readonly number[];
  readonly weight: number;
  /** 1 for right verdicts, −1 for all others. */
  readonly side: 1 | -1;
}

function lossOf(
  rows: readonly WeighedRow[],
  signs: readonly number[],
): (place: Float64Array, slopes: Float64Array) => number {
  return (place, slopes) => {
    slopes.fill(0);
    let loss = 0;
    for (const { values, weight, side } of rows) {
      const sum = signs.reduce(
        (all, sign, index) => all + place[index]! * values[sign]!,
        place[signs.length]!,
      );
      // log (1 + exp (−x)), which neither overflows nor loses digits.
      const x = side * sum;
      loss += weight * (Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, -x));
      const slope = (-side * weight) / (1 + Math.exp(x));
      signs.forEach((sign, index) => (slopes[index]! += slope * values[sign]!));
      slopes[signs.length]! += slope;
    }
    signs.forEach((_, index) => {
      loss += place[index]! ** 2 / 2;
      slopes[index]! += place[index]!;
    });
    return loss;
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
