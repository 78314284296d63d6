/** Which probabilities are too near to one half to answer by. */
import { areaUnderCurve, cAtOne, countAnswers, type VerifiedProblem } from "../evaluate/verification.ts";

/** No answer is given from `from` to `to`, ends included. */
export interface Band {
  /** At most ½. */
  readonly from: number;
  /** At least ½. */
  readonly to: number;
}

/**
 * Fits the band to problems with known truth, for the largest AUC × c@1, PAN's measure of 2014 and 2015; of bands
 * that are equally good the narrowest. Kestemont et al. 2016 look for two thresholds anywhere and stretch the scores
 * around them; here the scores are calibrated, so that the band lies about one half and nothing need be stretched.
 *
 * @param problems scores are probabilities
 * @returns the band of ½ alone when none is better, or there is nothing to tell by
 */
export function fitBand(problems: readonly VerifiedProblem[]): Band {
  let best: Band = { from: 0.5, to: 0.5 };
  let most = worth(problems, best);
  for (let low = 0; low <= STEPS; low++) {
    for (let high = 0; high <= STEPS; high++) {
      const band = { from: 0.5 - low / STEPS / 2, to: 0.5 + high / STEPS / 2 };
      const value = worth(problems, band);
      const narrower = band.to - band.from < best.to - best.from;
      if (value > most + 1e-12 || (value > most - 1e-12 && narrower)) [best, most] = [band, value];
    }
  }
  return best;
}

/** The score as an answer: exactly ½ inside the band. */
export function answerOf(score: number, { from, to }: Band): number {
  return score >= from && score <= to ? 0.5 : score;
}

const STEPS = 25;

function worth(problems: readonly VerifiedProblem[], band: Band): number {
  const answered = problems.map(({ score, same }) => ({ score: answerOf(score, band), same }));
  return (areaUnderCurve(answered) ?? 0) * (cAtOne(countAnswers(answered)) ?? 0);
}
