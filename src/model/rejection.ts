/**
 * When to say "none of these": the trust in a verdict (trust.ts) below which it is not given, learned from trials.
 *
 * Two kinds of trials are needed. Known: a document scored by a classifier that had not seen it but knows its author.
 * Unknown: a document scored by a classifier from which its author was left out altogether; every training corpus
 * has as many of these as it has documents. They are weighed as if unknown authors were as frequent as is assumed.
 */
import { PenprintError } from "../errors.ts";

/** What came of a trial: verdicts on texts of known authors are "right" or "wrong"; for others none is right. */
export type TrialOutcome = "right" | "wrong" | "unknown";

/** A trial. */
export interface RejectionTrial {
  readonly outcome: TrialOutcome;
  /** How much the verdict is trusted: the larger, the more. */
  readonly trust: number;
}

/** What a threshold does to trials. */
export interface RejectionFigures {
  /** Of the verdicts given, the share that is right, unknown authors being as frequent as assumed; null if none is. */
  readonly precision: number | null;
  /** Of texts by known authors, the share that gets a verdict. */
  readonly kept: number;
  /** Of texts by known authors, the share that gets the right verdict. */
  readonly recall: number;
  /** Of texts by unknown authors, the share that is rejected. */
  readonly rejected: number;
}

/** What a threshold is wanted for. */
export interface RejectionGoal {
  /** The least precision, from 0 to 1; or "f1" for the best F1 of precision and recall, whatever the precision. */
  readonly precision: number | "f1";
  /** How frequent texts by unknown authors are assumed to be; from 0 to less than 1. Default 0.3. */
  readonly unknownShare?: number;
}

/** With fewer trials of either kind than this no threshold is fitted. */
export const LEAST_TRIALS = 20;

/**
 * Three texts in ten by nobody that is known. Thresholds then turn away fewer texts by known authors than with one half,
 * and name them a little better (docs/accuracy.md).
 */
export const ASSUMED_UNKNOWN_SHARE = 0.3;

/** How much a trial of each kind weighs, so that both kinds together weigh 1. */
export function trialWeights(
  trials: readonly { readonly outcome: TrialOutcome }[],
  unknownShare: number,
): { readonly known: number; readonly unknown: number } {
  const unknown = trials.filter(({ outcome }) => outcome === "unknown").length;
  const known = trials.length - unknown;
  return {
    known: known === 0 ? 0 : (1 - unknownShare) / known,
    unknown: unknown === 0 ? 0 : unknownShare / unknown,
  };
}

/**
 * What a threshold does to trials: a verdict is given where trust is at least as high.
 *
 * @param unknownShare see {@link RejectionGoal}; the trials of each kind are weighed accordingly
 */
export function rejectionFigures(
  trials: readonly RejectionTrial[],
  threshold: number,
  unknownShare = ASSUMED_UNKNOWN_SHARE,
): RejectionFigures {
  const given = trials.filter(({ trust }) => trust >= threshold);
  const count = (of: readonly RejectionTrial[], kind: TrialOutcome): number =>
    of.filter(({ outcome }) => outcome === kind).length;
  const unknown = count(trials, "unknown");
  const known = trials.length - unknown;
  const slipped = count(given, "unknown");
  const right = count(given, "right");
  const weights = trialWeights(trials, unknownShare);
  const all = (given.length - slipped) * weights.known + slipped * weights.unknown;
  return {
    precision: all === 0 ? null : (right * weights.known) / all,
    kept: known === 0 ? 0 : (given.length - slipped) / known,
    recall: known === 0 ? 0 : right / known,
    rejected: unknown === 0 ? 0 : 1 - slipped / unknown,
  };
}

/**
 * The threshold for a goal.
 *
 * For a precision it is the one with which most texts of known authors get the right verdict, among the trials' own that
 * reach it; where none reaches it, the one that comes nearest. What comes of it is counted.
 *
 * For the best F1 it is not, because the best of a few dozen trials is mostly luck. It is the one with which F1 is
 * expected to be highest if every trust p is the probability that the verdict is right:
 *
 *     F1 (t) = 2 Σ_{p ≥ t} v p / (Σ_{p ≥ t} v + Σ_known v)          v of a trial: see {@link trialWeights}
 *
 * whose place is known: half of what it comes to there (Lipton, Elkan & Naryanaswamy 2014).
 *
 * @param trials for the best F1, with trusts that are probabilities
 * @returns null where there are fewer than {@link LEAST_TRIALS} of known or of unknown authors
 * @throws PARAMETER_INVALID
 */
export function fitThreshold(trials: readonly RejectionTrial[], goal: RejectionGoal): number | null {
  const { precision, unknownShare = ASSUMED_UNKNOWN_SHARE } = goal;
  if (precision !== "f1") checkShare("precision", precision, precision <= 1, 'a number from 0 to 1, or "f1"');
  checkShare("unknownShare", unknownShare, unknownShare < 1, "a number from 0 to less than 1");
  const unknown = trials.filter(({ outcome }) => outcome === "unknown").length;
  if (unknown < LEAST_TRIALS || trials.length - unknown < LEAST_TRIALS) return null;
  return precision === "f1" ? bestExpected(trials, unknownShare) : reaching(trials, precision, unknownShare);
}

function bestExpected(trials: readonly RejectionTrial[], unknownShare: number): number {
  const weights = trialWeights(trials, unknownShare);
  let given = 0;
  let right = 0;
  let best = 0;
  for (const { outcome, trust } of trials.toSorted((a, b) => b.trust - a.trust)) {
    const weight = outcome === "unknown" ? weights.unknown : weights.known;
    given += weight;
    right += weight * trust;
    best = Math.max(best, (2 * right) / (given + 1 - unknownShare));
  }
  return best / 2;
}

function reaching(trials: readonly RejectionTrial[], precision: number, unknownShare: number): number {
  let best = 0;
  let most = { reached: -1, recall: 0 };
  for (const threshold of [0, ...candidates(trials)]) {
    const figures = rejectionFigures(trials, threshold, unknownShare);
    const found = { reached: Math.min(figures.precision ?? 0, precision), recall: figures.recall };
    if (isBetter(found, most)) [best, most] = [threshold, found];
  }
  return best;
}

/** How good a threshold is: first by precision as far as it is wished for; then by right verdicts. */
interface Worth {
  readonly reached: number;
  readonly recall: number;
}

const isBetter = (a: Worth, b: Worth): boolean =>
  a.reached > b.reached + 1e-12 || (a.reached > b.reached - 1e-12 && a.recall > b.recall + 1e-12);

/** So many trusts are tried, evenly spread over the trials. */
const MOST_CANDIDATES = 200;

function candidates(trials: readonly RejectionTrial[]): number[] {
  const values = [...new Set(trials.map(({ trust }) => trust))].sort((a, b) => a - b);
  const step = Math.max(1, values.length / MOST_CANDIDATES);
  const spread: number[] = [];
  for (let place = 0; place < values.length; place += step) spread.push(values[Math.floor(place)]!);
  return spread;
}

function checkShare(parameter: string, value: number, belowTop: boolean, allowed: string): void {
  if (value >= 0 && belowTop) return;
  throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: String(value) });
}
