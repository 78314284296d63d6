/** The result of an evaluation, in the form of `penprint evaluate --json`, and how it is put together. */
import type { Warning } from "../document.ts";
import { type Baselines, baselines } from "./baselines.ts";
import {
  accuracy,
  type AuthorScore,
  authorScores,
  balancedAccuracy,
  confusion,
  macroF1,
  tally,
} from "./classification.ts";
import { accuracyInterval, type IntervalOptions } from "./interval.ts";
import type { LengthPoint } from "./length-curve.ts";
import type { Outcomes } from "./outcomes.ts";
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  type ReliabilityBin,
  reliabilityCurve,
} from "./probability.ts";

/**
 * How a model did on test documents. Figures that would be divided by nothing are null, as when no test document is
 * by an author that the model knows.
 */
export interface Evaluation {
  /** How many test documents there are. */
  readonly documents: number;
  /** How many authors the model tells apart. */
  readonly authors: number;
  /** Share of documents with the right verdict; see classification.ts for "none of these". */
  readonly accuracy: number;
  /** 95 % bootstrap interval, works resampled where they are named. */
  readonly accuracy_interval: readonly [low: number, high: number];
  readonly balanced_accuracy: number | null;
  readonly macro_f1: number | null;
  /** In nats. */
  readonly log_loss: number | null;
  /** From 0 to 2. */
  readonly brier_score: number | null;
  readonly expected_calibration_error: number | null;
  readonly baselines: Baselines;
  /** In the order of the model's authors. */
  readonly per_author: readonly AuthorScore[];
  /** `confusion_matrix[true author][verdict]`, in the order of `confusion_labels`. */
  readonly confusion_matrix: readonly (readonly number[])[];
  /** The model's authors, then `unknown` where it occurs. */
  readonly confusion_labels: readonly string[];
  /** Behind `expected_calibration_error`. */
  readonly reliability_curve: readonly ReliabilityBin[];
  /** Only where it was asked for: it takes as long again. */
  readonly accuracy_by_length?: readonly LengthPoint[];
  readonly warnings: readonly Warning[];
}

/** An evaluation to which the warnings have still to be found. */
export type Measurements = Omit<Evaluation, "warnings">;

/**
 * All metrics of what was recorded.
 *
 * @param outcomes at least one
 * @param trainingDocuments for each author how many documents the model was trained on
 */
export function measure(
  outcomes: Outcomes,
  trainingDocuments: ArrayLike<number>,
  options: IntervalOptions,
): Measurements {
  const { authors, truths, verdicts } = outcomes;
  const counts = tally(truths, verdicts, authors.length);
  const { matrix, labels } = confusion(truths, verdicts, authors);
  const curve = reliabilityCurve(outcomes.topProbabilities, outcomes.topRight);
  return {
    documents: counts.documents,
    authors: authors.length,
    accuracy: accuracy(counts),
    accuracy_interval: accuracyInterval(outcomes.unitRight, outcomes.unitDocuments, options),
    balanced_accuracy: balancedAccuracy(counts),
    macro_f1: macroF1(counts),
    log_loss: logLoss(outcomes.truthProbabilities),
    brier_score: brierScore(outcomes.squaredErrors),
    expected_calibration_error: expectedCalibrationError(curve),
    baselines: baselines(counts, authors, trainingDocuments),
    per_author: authorScores(counts, authors),
    confusion_matrix: matrix,
    confusion_labels: labels,
    reliability_curve: curve,
  };
}
