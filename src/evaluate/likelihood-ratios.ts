/**
 * How good likelihood ratios are: LR = P(evidence | the same author) / P(evidence | different authors).
 *
 * C_llr is the mean cost, in bits, of believing them: 0 is perfect, 1 is what always saying LR = 1 costs, and above
 * 1 they mislead. What is left of it after the best monotone re-calibration, C_llr_min, is due to how well the
 * scores separate; the rest, C_llr_cal, is due to how wrongly they are scaled.
 *
 * @see Brümmer & du Preez 2006, "Application-independent evaluation of speaker detection"
 */
import { isotonicSteps, type Step } from "../model/isotonic.ts";

/** The measures; null unless there are problems of both kinds. */
export interface LikelihoodRatioScores {
  readonly c_llr: number | null;
  readonly c_llr_min: number | null;
  readonly c_llr_cal: number | null;
  /** Where as many same-author problems are missed as different-author problems accepted; from 0 to ½. */
  readonly equal_error_rate: number | null;
}

/**
 * All measures.
 *
 * @param logRatios ln LR of each problem; ±∞ allowed
 * @param same for each whether one author wrote both sides
 */
export function likelihoodRatioScores(
  logRatios: ArrayLike<number>,
  same: ArrayLike<boolean>,
): LikelihoodRatioScores {
  const cost = cLlr(logRatios, same);
  const least = cLlrMin(logRatios, same);
  return {
    c_llr: cost,
    c_llr_min: least,
    c_llr_cal: cost === null || least === null ? null : cost - least,
    equal_error_rate: equalErrorRate(logRatios, same),
  };
}

/** C_llr = ½ [mean over same of log₂(1 + 1/LR) + mean over different of log₂(1 + LR)], in bits. */
export function cLlr(logRatios: ArrayLike<number>, same: ArrayLike<boolean>): number | null {
  let sameCost = 0;
  let sames = 0;
  let differentCost = 0;
  let differents = 0;
  for (let problem = 0; problem < logRatios.length; problem++) {
    if (same[problem]!) {
      sameCost += softplus(-logRatios[problem]!);
      sames++;
    } else {
      differentCost += softplus(logRatios[problem]!);
      differents++;
    }
  }
  if (sames === 0 || differents === 0) return null;
  return (sameCost / sames + differentCost / differents) / 2 / Math.LN2;
}

/** C_llr of the same problems after the best monotone re-calibration (pooling adjacent violators). */
export function cLlrMin(scores: ArrayLike<number>, same: ArrayLike<boolean>): number | null {
  const steps = isotonicSteps(scores, same);
  const [sames, differents] = totals(steps);
  if (sames === 0 || differents === 0) return null;
  let cost = 0;
  for (const { yes, no } of steps) {
    // A step's odds over the odds of all problems is its likelihood ratio.
    const logRatio = Math.log((yes * differents) / (no * sames));
    if (yes > 0) cost += (yes * softplus(-logRatio)) / sames;
    if (no > 0) cost += (no * softplus(logRatio)) / differents;
  }
  return cost / 2 / Math.LN2;
}

/**
 * The equal error rate on the convex hull of the ROC curve, where every threshold may be had, and every mixture of
 * two thresholds.
 */
export function equalErrorRate(scores: ArrayLike<number>, same: ArrayLike<boolean>): number | null {
  const steps = isotonicSteps(scores, same);
  const [sames, differents] = totals(steps);
  if (sames === 0 || differents === 0) return null;
  // From accepting everything: with each step refused, more is missed and less is wrongly accepted.
  let missed = 0;
  let accepted = 1;
  for (const { yes, no } of steps) {
    const nextMissed = missed + yes / sames;
    const nextAccepted = accepted - no / differents;
    if (nextMissed >= nextAccepted) {
      const gap = accepted - missed;
      return missed + ((nextMissed - missed) * gap) / (gap + nextMissed - nextAccepted);
    }
    missed = nextMissed;
    accepted = nextAccepted;
  }
  return missed;
}

function totals(steps: readonly Step[]): [sames: number, differents: number] {
  return steps.reduce<[number, number]>(([yes, no], step) => [yes + step.yes, no + step.no], [0, 0]);
}

/** ln(1 + eˣ), where eˣ is too large or too small for a number too. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
