/**
 * Scores → likelihood ratios, by logistic regression on trials in which both answers weigh the same:
 *
 *     ln LR = intercept + slope · score
 *
 * A ratio is no more extreme than the trials can show: among n pairs of different authors without a mistake the next
 * may still be one, so that nothing above n + 1 can be claimed, nor below 1 / (n + 1) with n authors.
 *
 * @see Morrison 2013, "Tutorial on logistic-regression calibration and fusion"
 * @see Platt 1999 for the targets that keep the slope finite when a score parts all trials
 */

/** A trial with its truth. */
export interface ScoredTrial {
  readonly score: number;
  readonly same: boolean;
}

/** How scores become likelihood ratios. */
export interface LikelihoodModel {
  readonly intercept: number;
  /** Never below 0: a higher score cannot speak against the same author. */
  readonly slope: number;
  /** The least and the largest ln LR. */
  readonly limits: readonly [least: number, most: number];
}

/** Fits; `limits` are as {@link LikelihoodModel} has them. */
export function fitLikelihoods(
  trials: readonly ScoredTrial[],
  limits: readonly [least: number, most: number],
): LikelihoodModel {
  const sames = trials.filter(({ same }) => same).length;
  const differents = trials.length - sames;
  const center = trials.reduce((sum, { score }) => sum + score, 0) / trials.length;
  const spread = Math.sqrt(trials.reduce((sum, { score }) => sum + (score - center) ** 2, 0) / trials.length);
  if (!(spread > 0) || sames === 0 || differents === 0) return { intercept: 0, slope: 0, limits };
  const rows = trials.map(({ score, same }) => ({
    x: (score - center) / spread,
    target: same ? (sames + 1) / (sames + 2) : 1 / (differents + 2),
    weight: same ? 0.5 / sames : 0.5 / differents,
  }));
  const [intercept, slope] = newton(rows);
  if (slope <= 0) return { intercept: 0, slope: 0, limits };
  return { intercept: intercept - (slope * center) / spread, slope: slope / spread, limits };
}

/** ln LR of a score, and whether a limit holds it. */
export function logRatioOf(
  { intercept, slope, limits: [least, most] }: LikelihoodModel,
  score: number,
): { logRatio: number; limited: boolean } {
  const free = intercept + slope * score;
  const logRatio = Math.max(least, Math.min(most, free));
  return { logRatio, limited: logRatio !== free };
}

/** P(the same author) where both answers were equally likely beforehand. */
export function evenProbability(logRatio: number): number {
  return 1 / (1 + Math.exp(-logRatio));
}

interface Row {
  readonly x: number;
  readonly target: number;
  readonly weight: number;
}

/** Newton's steps, halved where the cost would rise; it is convex. */
function newton(rows: readonly Row[]): [intercept: number, slope: number] {
  let a = 0;
  let b = 0;
  let cost = costOf(rows, a, b);
  for (let pass = 0; pass < 100; pass++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, target, weight } of rows) {
      const p = evenProbability(a + b * x);
      ga += weight * (p - target);
      gb += weight * (p - target) * x;
      const h = weight * p * (1 - p);
      haa += h;
      hab += h * x;
      hbb += h * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    const stepA = (hbb * ga - hab * gb) / determinant;
    const stepB = (haa * gb - hab * ga) / determinant;
    let scale = 1;
    let next = costOf(rows, a - stepA, b - stepB);
    while (!(next <= cost) && scale > 1e-10) {
      scale /= 2;
      next = costOf(rows, a - scale * stepA, b - scale * stepB);
    }
    if (!(next < cost)) break;
    a -= scale * stepA;
    b -= scale * stepB;
    if (cost - next < 1e-14) break;
    cost = next;
  }
  return [a, b];
}

function costOf(rows: readonly Row[], a: number, b: number): number {
  let cost = 0;
  for (const { x, target, weight } of rows) {
    const odds = a + b * x;
    // −t ln p − (1 − t) ln(1 − p) = ln(1 + e^o) − t·o
    cost += weight * (Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))) - target * odds);
  }
  return cost;
}
