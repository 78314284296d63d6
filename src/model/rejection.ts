/**
 * When to say "none of these": thresholds under which a verdict is not given, learned from trials.
 *
 * Two kinds of trials are needed. Known: a document scored by a classifier that had not seen it but knows its author.
 * Unknown: a document scored by a classifier from which its author was left out altogether; every training corpus
 * has as many of these as it has documents. What a threshold does to both is counted, not assumed.
 */
import { PenprintError } from "../errors.ts";

/** What a verdict can be doubted by. For all of them a larger value is more trustworthy. */
export interface Signals {
  /** The calibrated probability of the author ranked first. */
  readonly probability: number;
  /** How far the first author's score is above the second's; of probabilities, log (p₁ / p₂). */
  readonly margin: number;
  /** How near the text is to the first author's own texts; of probabilities, log p₁ − mean log p (trust.ts). */
  readonly nearness: number;
}

/** The signals by name. */
export const signalNames = ["probability", "margin", "nearness"] as const;
/** One of them. */
export type SignalName = (typeof signalNames)[number];

/** A trial. */
export interface RejectionTrial extends Signals {
  /** "right" and "wrong" are verdicts on texts of known authors; texts of unknown authors have no right verdict. */
  readonly outcome: "right" | "wrong" | "unknown";
}

/** A verdict is given where every signal is at least its threshold. −∞ asks nothing. */
export type Thresholds = Signals;

/** What thresholds do to trials. */
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

/** What thresholds are wanted for. */
export interface RejectionGoal {
  /** The least precision, from 0 to 1; or "f1" for the best F1 of precision and recall, whatever the precision. */
  readonly precision: number | "f1";
  /** How frequent texts by unknown authors are assumed to be; from 0 to less than 1. Default 0.3. */
  readonly unknownShare?: number;
  /** Which signals may be used. Default all. */
  readonly signals?: readonly SignalName[];
}

/** Thresholds that ask nothing. */
export const noThresholds: Thresholds = { probability: -Infinity, margin: -Infinity, nearness: -Infinity };

/** With fewer trials of either kind than this no threshold is fitted. */
export const LEAST_TRIALS = 20;

/** Whether a verdict is given. */
export function isAccepted(signals: Signals, thresholds: Thresholds): boolean {
  return signalNames.every((name) => signals[name] >= thresholds[name]);
}

/**
 * What thresholds do to trials.
 *
 * @param unknownShare see {@link RejectionGoal}; the trials of each kind are weighed accordingly
 */
export function rejectionFigures(
  trials: readonly RejectionTrial[],
  thresholds: Thresholds,
  unknownShare = ASSUMED_UNKNOWN_SHARE,
): RejectionFigures {
  let known = 0;
  let unknown = 0;
  let right = 0;
  let kept = 0;
  let slipped = 0;
  for (const trial of trials) {
    const accepted = isAccepted(trial, thresholds);
    if (trial.outcome === "unknown") {
      unknown++;
      if (accepted) slipped++;
    } else {
      known++;
      if (accepted) kept++;
      if (accepted && trial.outcome === "right") right++;
    }
  }
  const perKnown = known === 0 ? 0 : (1 - unknownShare) / known;
  const perUnknown = unknown === 0 ? 0 : unknownShare / unknown;
  const given = kept * perKnown + slipped * perUnknown;
  return {
    precision: given === 0 ? null : (right * perKnown) / given,
    kept: known === 0 ? 0 : kept / known,
    recall: known === 0 ? 0 : right / known,
    rejected: unknown === 0 ? 0 : 1 - slipped / unknown,
  };
}

/**
 * The thresholds with which most texts of known authors get the right verdict, among those that reach the precision
 * wished for. Where none reaches it, those that come nearest.
 *
 * Each signal's thresholds are tried at the trials' own values, in turn, the others staying as they are, until
 * nothing changes.
 *
 * @returns null where there are fewer than {@link LEAST_TRIALS} of known or of unknown authors
 * @throws PARAMETER_INVALID
 */
export function fitThresholds(trials: readonly RejectionTrial[], goal: RejectionGoal): Thresholds | null {
  const { precision, unknownShare = ASSUMED_UNKNOWN_SHARE, signals = signalNames } = goal;
  if (precision !== "f1") checkShare("precision", precision, precision <= 1, 'a number from 0 to 1, or "f1"');
  checkShare("unknownShare", unknownShare, unknownShare < 1, "a number from 0 to less than 1");
  const unknown = trials.filter(({ outcome }) => outcome === "unknown").length;
  if (unknown < LEAST_TRIALS || trials.length - unknown < LEAST_TRIALS) return null;
  const worth = (thresholds: Thresholds): Worth => {
    const figures = rejectionFigures(trials, thresholds, unknownShare);
    const reached = precision === "f1" ? fOne(figures) : Math.min(figures.precision ?? 0, precision);
    return { reached, recall: figures.recall };
  };
  let best = noThresholds;
  let most = worth(best);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = best;
    for (const name of signals) {
      for (const value of candidates(trials, name)) {
        const tried = { ...best, [name]: value };
        const found = worth(tried);
        if (better(found, most)) [best, most] = [tried, found];
      }
    }
    if (best === before) break;
  }
  return best;
}

/**
 * The threshold on one signal that keeps a share of the texts of known authors.
 *
 * @param share from 0 to 1; at least so many stay
 * @throws PARAMETER_INVALID
 */
export function thresholdKeeping(trials: readonly RejectionTrial[], name: SignalName, share: number): number {
  checkShare("share", share, share <= 1, "a number from 0 to 1");
  const known = trials.filter(({ outcome }) => outcome !== "unknown").map((trial) => trial[name]);
  known.sort((a, b) => a - b);
  // The small number keeps 0.95 · 20 from becoming a little more than 19.
  const rejected = Math.floor((1 - share) * known.length + 1e-9);
  return rejected >= known.length ? Infinity : known[rejected]!;
}

/** How good thresholds are: first by F1, or precision as far as it is wished for; then by right verdicts. */
interface Worth {
  readonly reached: number;
  readonly recall: number;
}

/**
 * Three texts in ten by nobody that is known. Thresholds then turn away fewer texts by known authors than with one half,
 * and name them a little better: PAN 2019's macro-F1 is 0.658 with it and 0.647 with one half (docs/accuracy.md).
 */
const ASSUMED_UNKNOWN_SHARE = 0.3;
const MOST_PASSES = 10;
/** So many values of a signal are tried, evenly spread over the trials. */
const MOST_CANDIDATES = 200;

function fOne({ precision, recall }: RejectionFigures): number {
  return precision === null || precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

const better = (a: Worth, b: Worth): boolean =>
  a.reached > b.reached + 1e-12 || (a.reached > b.reached - 1e-12 && a.recall > b.recall + 1e-12);

function candidates(trials: readonly RejectionTrial[], name: SignalName): number[] {
  const values = [...new Set(trials.map((trial) => trial[name]))].sort((a, b) => a - b);
  const step = Math.max(1, values.length / MOST_CANDIDATES);
  const spread = [-Infinity];
  for (let place = 0; place < values.length; place += step) spread.push(values[Math.floor(place)]!);
  return spread;
}

function checkShare(parameter: string, value: number, belowTop: boolean, allowed: string): void {
  if (value >= 0 && belowTop) return;
  throw new PenprintError("PARAMETER_INVALID", { parameter, allowed, received: String(value) });
}
