/**
 * How much a verdict is to be believed: the probability that it is right, where the author may be none of those that are
 * known. The calibrated probability alone supposes that one of them it must be; three signs together tell a little more:
 *
 *     trust = 1 / (1 + exp (−(b + w₁ · log (p₁ / (1 − p₁)) + w₂ · log (p₁ / p₂) + w₃ · (log p₁ − mean_c log p_c))))
 *
 * with p₁, p₂ … the authors' probabilities, the largest first: how probable the first one is, how far above the second,
 * and how far above them all, which is small where a text is like nobody's own. No weight is below 0. It is a logistic
 * regression on trials (rejection.ts), in which right verdicts and all others weigh alike; weights are held near 0 as by
 * a normal distribution, for signs of one spread:
 *
 *     loss = Σ_trials v · log (1 + exp (∓ …)) + ½ Σ (w_i · deviation_i)²       v = n / (2 · trials of the same kind)
 */
import { minimise } from "./minimise.ts";
import type { RejectionTrial, Signals } from "./rejection.ts";

/** Weights of the signs, w₁ to w₃ and b. */
export interface Trust {
  /** w₁ ≥ 0, of log (p₁ / (1 − p₁)). */
  readonly probability: number;
  /** w₂ ≥ 0, of log (p₁ / p₂). */
  readonly margin: number;
  /** w₃ ≥ 0, of log p₁ − mean log p. */
  readonly nearness: number;
  /** b. */
  readonly constant: number;
}

/** Probabilities nearer to 0 or 1 than this say no more. */
const LEAST = 1e-12;

/** The signs of a verdict. */
export function signalsOf(probabilities: readonly number[]): Signals {
  const logs = probabilities.map((probability) => Math.log(Math.max(probability, LEAST)));
  logs.sort((a, b) => b - a);
  const [first, second] = logs as [number, number];
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return { probability: Math.max(...probabilities), margin: first - second, nearness: first - mean };
}

/** The probability that a verdict with these signs is right. */
export function trustOf({ probability, margin, nearness, constant }: Trust, signals: Signals): number {
  const [one, two, three] = numbersOf(signals);
  return 1 / (1 + Math.exp(-(constant + probability * one + margin * two + nearness * three)));
}

/**
 * Fits trust on trials.
 *
 * @param trials some of them right and some not
 */
export function fitTrust(trials: readonly RejectionTrial[]): Trust {
  const rows = trials.map(numbersOf);
  const means = [0, 1, 2].map((sign) => meanOf(rows.map((row) => row[sign]!)));
  const deviations = [0, 1, 2].map((sign) => {
    return Math.sqrt(meanOf(rows.map((row) => (row[sign]! - means[sign]!) ** 2))) || 1;
  });
  const scaled = rows.map((row) => row.map((value, sign) => (value - means[sign]!) / deviations[sign]!));
  const right = trials.map(({ outcome }) => outcome === "right");
  // A sign that would get a weight below 0 is left out, the worst first.
  let used = [0, 1, 2];
  for (;;) {
    const signs = used;
    const start = new Float64Array(signs.length + 1);
    const found = minimise(lossOf(scaled, right, signs), start, { tolerance: 1e-6, steps: 200 });
    const worst = signs.reduce((least, _, place) => (found[place]! < found[least]! ? place : least), 0);
    if (signs.length > 0 && found[worst]! < 0) {
      used = signs.filter((_, place) => place !== worst);
      continue;
    }
    const weights = [0, 0, 0];
    signs.forEach((sign, place) => (weights[sign] = found[place]! / deviations[sign]!));
    const [probability, margin, nearness] = weights as [number, number, number];
    const shift = weights.reduce((sum, weight, sign) => sum + weight * means[sign]!, 0);
    return { probability, margin, nearness, constant: found[signs.length]! - shift };
  }
}

/** The signs as the regression sees them. */
function numbersOf({ probability, margin, nearness }: Signals): [number, number, number] {
  const odds = Math.log(Math.max(probability, LEAST)) - Math.log(Math.max(1 - probability, LEAST));
  return [odds, margin, nearness];
}

function lossOf(
  rows: readonly (readonly number[])[],
  right: readonly boolean[],
  signs: readonly number[],
): (place: Float64Array, slopes: Float64Array) => number {
  const count = right.filter(Boolean).length;
  const [ofRight, ofOthers] = [rows.length / (2 * count), rows.length / (2 * (rows.length - count))];
  return (place, slopes) => {
    slopes.fill(0);
    let loss = 0;
    rows.forEach((row, trial) => {
      const sum = signs.reduce((all, sign, index) => all + place[index]! * row[sign]!, place[signs.length]!);
      const side = right[trial] ? 1 : -1;
      const weight = right[trial] ? ofRight : ofOthers;
      // log (1 + exp (−x)), which neither overflows nor loses digits.
      const x = side * sum;
      loss += weight * (Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, -x));
      const slope = (-side * weight) / (1 + Math.exp(x));
      signs.forEach((sign, index) => (slopes[index]! += slope * row[sign]!));
      slopes[signs.length]! += slope;
    });
    signs.forEach((_, index) => {
      loss += place[index]! ** 2 / 2;
      slopes[index]! += place[index]!;
    });
    return loss;
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
