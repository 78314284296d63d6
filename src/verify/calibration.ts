/** What the trials teach: how scores become likelihood ratios, and when to give no answer. */
import { likelihoodRatioScores } from "../evaluate/likelihood-ratios.ts";
import { areaUnderCurve, cAtOne, countAnswers } from "../evaluate/verification.ts";
import { answerOf, type Band, fitBand } from "./abstention.ts";
import { evenProbability, fitLikelihoods, type LikelihoodModel, logRatioOf } from "./likelihood.ts";
import type { CalibrationFacts } from "./verification.ts";

/** A trial's score, its truth, and whose text was questioned and whose was known. */
export interface AuthoredTrial {
  readonly score: number;
  readonly same: boolean;
  readonly questioned: string;
  readonly known: string;
}

/** What was learned. */
export interface Calibrated {
  readonly likelihoods: LikelihoodModel;
  readonly band: Band;
  readonly facts: CalibrationFacts;
}

/** With fewer authors than this, or fewer trials of one author, nothing is learned. */
const LEAST_AUTHORS = 6;
const LEAST_SAME_TRIALS = 12;

/** Learns from trials; null when they are too few. */
export function calibrate(trials: readonly AuthoredTrial[]): Calibrated | null {
  const sames = trials.filter(({ same }) => same);
  const authors = [...new Set(sames.map(({ questioned }) => questioned))];
  if (authors.length < LEAST_AUTHORS || sames.length < LEAST_SAME_TRIALS) return null;
  const likelihoods = fitLikelihoods(trials, limitsOf(trials));
  // Each trial is judged by those that neither of its authors has a part in.
  const tested = trials.map((trial) => {
    const others = trials.filter(
      ({ questioned, known }) => ![questioned, known].some((name) => partIn(trial, name)),
    );
    return { ...trial, logRatio: logRatioOf(fitLikelihoods(others, limitsOf(others)), trial.score).logRatio };
  });
  const problems = tested.map(({ logRatio, same }) => ({ score: evenProbability(logRatio), same }));
  const band = fitBand(problems);
  const answered = problems.map(({ score, same }) => ({ score: answerOf(score, band), same }));
  const measures = likelihoodRatioScores(
    tested.map(({ logRatio }) => logRatio),
    tested.map(({ same }) => same),
  );
  return {
    likelihoods,
    band,
    facts: {
      authors: authors.length,
      same_author_trials: sames.length,
      different_author_trials: trials.length - sames.length,
      auc: areaUnderCurve(problems)!,
      c_at_1: cAtOne(countAnswers(answered))!,
      c_llr: measures.c_llr!,
      c_llr_min: measures.c_llr_min!,
      equal_error_rate: measures.equal_error_rate!,
      abstention: band,
    },
  };
}

const partIn = (trial: AuthoredTrial, name: string): boolean =>
  trial.questioned === name || trial.known === name;

/** Authors and pairs, not trials: two trials with the same authors show little more than one. */
function limitsOf(trials: readonly AuthoredTrial[]): [least: number, most: number] {
  const authors = new Set<string>();
  const pairs = new Set<string>();
  for (const { same, questioned, known } of trials) {
    if (same) authors.add(questioned);
    else pairs.add(JSON.stringify([questioned, known].sort()));
  }
  return [-Math.log(authors.size + 1), Math.log(pairs.size + 1)];
}
