/** The members of an ensemble, each by itself: what it learns, and how it scores documents that it has not seen. */
import { type FittedWeighting, fitWeighting, weighRows } from "./features/weighting.ts";
import { scoreRows, trainCosineDelta } from "./model/cosine-delta.ts";
import { trainCountWeights } from "./model/count-weights.ts";
import { DeltaScorer, type DeltaSettings, trainDelta } from "./model/delta.ts";
import { linearClassifier, type LinearWeights } from "./model/linear-weights.ts";
import { trainNbSvm } from "./model/nb-svm.ts";
import { trainShrunkenCentroids } from "./model/nearest-shrunken-centroids.ts";
import type { MemberSettings } from "./model/settings.ts";
import { type LinearSettings, trainLinear } from "./model/train-linear.ts";
import { baseOf, fitZScale, type Scaled, scaledValues, type ZScale, zRows } from "./model/z-scores.ts";
import { rowAt, type RowMatrix, rowsOf } from "./sparse.ts";

/** A member, as a model file keeps it. */
export interface MemberParts {
  /** Fitted on the training rows; null where values are counts / total^exponent, or z-scores. */
  readonly weighting: FittedWeighting | null;
  /** What z-scores are made by; null for other members. */
  readonly scale: ZScale | null;
  /** `weights[feature * nAuthors + author]`, its share in the whole included. */
  readonly weights: Float32Array;
  /** Where a text's absent features count: what they add for each author, before it is divided by the text's length. */
  readonly base: Float64Array | null;
  /**
   * Of Delta, whose each point is: its weights are `weights[feature * owners.length + point]`, without its share in the
   * whole. null for other members.
   */
  readonly owners: Uint32Array | null;
  /**
   * Where the largest of members' scores counts (model/combination.ts): what it scores each author before a text is read,
   * its share in the whole included. null where that is a part of the whole's.
   */
  readonly bias: Float64Array | null;
}

/** A member that counts for nothing, of whom nothing is kept. */
export const noMember: MemberParts = {
  weighting: null,
  scale: null,
  weights: new Float32Array(0),
  base: null,
  owners: null,
  bias: null,
};

/** Who wrote the documents that an ensemble learns from, and which are held out together. */
export interface EnsembleDocuments {
  /** Who wrote each document, below nAuthors. */
  readonly labels: Uint32Array;
  readonly nAuthors: number;
  /** The fold of each document (see {@link foldsOf}). */
  readonly folds: Int32Array;
  readonly seed: number;
}

/** What a member has learned by itself. */
export interface LearnedMember extends MemberParts {
  /** One an author. */
  readonly bias: Float64Array;
  /** `heldOut[document * nAuthors + author]`: scores by a member that has not seen the document's fold. */
  readonly heldOut: Float64Array;
}

/** The fold of documents that are never held out: all of their author's documents are of one work. */
export const NO_FOLD = -1;

/**
 * What a member learns, without the others.
 *
 * @param rows the counts of the documents in the member's view, a row a document
 * @param scaled what z-scores are made of
 */
export function learnMember(
  member: MemberSettings,
  rows: RowMatrix,
  { labels, nAuthors, folds, seed }: EnsembleDocuments,
  scaled: Scaled = "shares",
): LearnedMember {
  if (member.name === "multinomial-naive-bayes") {
    const { weights, heldOut } = trainCountWeights(rows, labels, nAuthors, member, folds);
    const plain = { weighting: null, scale: null, base: null, owners: null };
    return { ...plain, weights: weights.weights, bias: weights.bias, heldOut: heldOut! };
  }
  if (member.name === "cosine-delta") return learnCosineDelta(rows, labels, nAuthors, folds);
  if (member.name === "delta") return learnDelta(rows, labels, nAuthors, folds, member);
  if (member.weighting === "z-scores") {
    const { loss, cost, balanced } = member;
    return learnFromZScores(rows, scaled, labels, nAuthors, folds, { loss, cost, balanced, seed });
  }
  const weighting = fitWeighting(member.weighting, rows);
  const others = { weighting, scale: null, base: null, owners: null };
  if (member.name === "nb-svm") {
    const settings = { ...member, loss: "squared-hinge", seed } as const;
    const weighed = weighRows(weighting, rows);
    const train = (own: readonly number[]): LinearWeights =>
      trainNbSvm(weighed, labels, nAuthors, settings, own);
    const { weights, heldOut } = learnInFolds(weighed, labels, nAuthors, folds, train);
    return { ...others, weights: weights.weights, bias: weights.bias, heldOut };
  }
  if (member.name === "nearest-shrunken-centroids") {
    const weighed = weighRows(weighting, rows);
    const train = (own: readonly number[]): LinearWeights =>
      trainShrunkenCentroids(
        rowsOf(weighed, own),
        own.map((row) => labels[row]!),
        nAuthors,
        member.threshold,
      );
    const { weights, heldOut } = learnInFolds(weighed, labels, nAuthors, folds, train);
    return { ...others, weights: weights.weights, bias: weights.bias, heldOut };
  }
  const settings = { loss: member.loss, cost: member.cost, balanced: member.balanced, seed } as const;
  const { weights, heldOut } = trainLinear(weighRows(weighting, rows), labels, nAuthors, settings, folds);
  return { ...others, weights: weights.weights, bias: weights.bias, heldOut: heldOut! };
}

function learnFromZScores(
  rows: RowMatrix,
  scaled: Scaled,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
  settings: LinearSettings,
): LearnedMember {
  const scale = fitZScale(rows, scaledValues(rows, scaled), [...labels.keys()]);
  const { weights, heldOut } = trainLinear(zRows(scale, rows, scaled), labels, nAuthors, settings, folds);
  const base = baseOf(scale, weights.weights, nAuthors);
  const { weights: own, bias } = weights;
  return { weighting: null, scale, weights: own, base, owners: null, bias, heldOut: heldOut! };
}

function learnCosineDelta(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
): LearnedMember {
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const { inside, outside } of partsOf(folds)) {
    scoreRows(trainCosineDelta(rows, labels, nAuthors, outside), rows, inside, heldOut);
  }
  const { scale, weights, base } = trainCosineDelta(rows, labels, nAuthors, [...labels.keys()]);
  const bias = new Float64Array(nAuthors);
  return { weighting: null, scale, weights, base, owners: null, bias, heldOut };
}

function learnDelta(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
  settings: DeltaSettings,
): LearnedMember {
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const { inside, outside } of partsOf(folds)) {
    const points = trainDelta(rows, labels, settings, outside);
    const scorer = new DeltaScorer(points, settings.distance, nAuthors);
    for (const row of inside) heldOut.set(scorer.scores(rowAt(rows, row)), row * nAuthors);
  }
  const { scale, coordinates, owners } = trainDelta(rows, labels, settings, [...labels.keys()]);
  const bias = new Float64Array(nAuthors);
  return { weighting: null, scale, weights: coordinates, base: null, owners, bias, heldOut };
}

/** Learns from all rows, and from those outside of each fold, what scores the rows inside. */
function learnInFolds(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
  train: (own: readonly number[]) => LinearWeights,
): { weights: LinearWeights; heldOut: Float64Array } {
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const { inside, outside } of partsOf(folds)) {
    const classifier = linearClassifier(train(outside));
    for (const row of inside) {
      classifier.scores(rowAt(rows, row), heldOut.subarray(row * nAuthors, (row + 1) * nAuthors));
    }
  }
  return { weights: train([...labels.keys()]), heldOut };
}

/** The rows inside and outside of each fold; rows that are never held out are inside of none. */
function partsOf(folds: Int32Array): { inside: number[]; outside: number[] }[] {
  const rows = [...folds.keys()];
  const names = [...new Set(folds)].filter((fold) => fold !== NO_FOLD);
  return names.map((fold) => ({
    inside: rows.filter((row) => folds[row] === fold),
    outside: rows.filter((row) => folds[row] !== fold),
  }));
}
