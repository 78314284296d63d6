/** The result of a verification, in the form of `penprint verify --json`. */
import type { Warning } from "../document.ts";
import type { VerbalStrength } from "../evaluate/verbal-scale.ts";
import type { Band } from "./abstention.ts";
import type { Family } from "./feature-index.ts";

/** Did the author of the known texts write the questioned one? */
export interface Verification {
  /** null where nothing can be said: too near to one half, no trials to tell by, or texts that cannot be compared. */
  readonly verdict: "same author" | "different authors" | null;
  /** P(the same author) where both answers were equally likely beforehand; null without trials and for texts that cannot be compared. */
  readonly probability: number | null;
  readonly likelihood_ratio: LikelihoodRatio | null;
  /** Mean over the families of mean / deviation of the differences; above 0 the known texts are nearer. */
  readonly score: number;
  /** Share of the rounds, over all families, in which the known text was nearer: P(difference > 0). */
  readonly rounds_won: number;
  /** Mean over rounds and families of 1 / the known text's rank among the nearest impostors. */
  readonly rank_score: number;
  readonly families: readonly FamilyOutcome[];
  /** What the case was measured by; null without enough trials. */
  readonly calibration: CalibrationFacts | null;
  readonly impostors: { readonly authors: number; readonly texts: number };
  readonly known: TextFacts;
  readonly questioned: TextFacts;
  readonly warnings: readonly Warning[];
}

/** How much likelier the evidence is if one author wrote both. */
export interface LikelihoodRatio extends VerbalStrength {
  readonly ratio: number;
  readonly log10: number;
  /** Whether more was not claimed only because the trials are too few to show it. */
  readonly limited: boolean;
}

/** What one family of features says. */
export interface FamilyOutcome {
  readonly family: Family;
  readonly rounds_won: number;
  readonly rank_score: number;
  /** Differences of the distances, impostor less known: 5th, 25th, 50th, 75th and 95th percentile. */
  readonly difference_percentiles: readonly [number, number, number, number, number];
  /** All differences, one a round, rising. */
  readonly differences: readonly number[];
}

/** The trials and how well they were told apart, each by what the trials about other authors had taught. */
export interface CalibrationFacts {
  readonly authors: number;
  readonly same_author_trials: number;
  readonly different_author_trials: number;
  readonly auc: number;
  readonly c_at_1: number;
  readonly c_llr: number;
  readonly c_llr_min: number;
  readonly equal_error_rate: number;
  /** No verdict is given for probabilities from `from` to `to`. */
  readonly abstention: Band;
}

/** How much text there is. */
export interface TextFacts {
  readonly texts: number;
  readonly words: number;
}
