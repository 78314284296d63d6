/**
 * Several classifiers on several views, put together into one. Each member turns the counts of its view into values and
 * weighs them; the sum over members is linear in the values, so that a score still is the sum of the shares of single
 * features:
 *
 *     score(author) = bias(author) + Σ over members Σ over features of value · weight(feature, author)
 *
 * Shares and biases are fitted on scores of documents that the members had not seen (model/stacking.ts), after which
 * scores are logarithms of probabilities, but for a constant. Which features there are, and how rare each is, was counted
 * in those documents, too, without a look at their authors; what is tested outside, in a fold of a cross-validation, has
 * no part in either.
 */
import { type FittedWeighting, fitWeighting, weighRow, weighRows } from "./features/weighting.ts";
import type { Classifier, ScoreParts } from "./model/classifier.ts";
import { trainCountWeights } from "./model/count-weights.ts";
import type { EnsembleSettings, MemberSettings } from "./model/settings.ts";
import { scoreRows, trainCosineDelta } from "./model/cosine-delta.ts";
import { addFeatures, linearClassifier, type LinearWeights } from "./model/linear-weights.ts";
import { type NbSvmSettings, trainNbSvm } from "./model/nb-svm.ts";
import { logPriors } from "./model/priors.ts";
import { fitStacking } from "./model/stacking.ts";
import { type LinearSettings, trainLinear } from "./model/train-linear.ts";
import {
  baseOf,
  fitZScale,
  type Scaled,
  scaledValues,
  squaredShifts,
  type ZScale,
  zRow,
  zRows,
} from "./model/z-scores.ts";
import { rowAt, type RowMatrix, type SparseRow } from "./sparse.ts";

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
}

/** All that an ensemble is made of besides its settings. */
export interface EnsembleParts {
  readonly members: readonly MemberParts[];
  /** One an author. */
  readonly bias: Float64Array;
  /** How much each member counts: the factor of its scores, for people to read. */
  readonly shares: Float64Array;
  /** On how many documents shares and biases were fitted; 0 when there were too few. */
  readonly stackedOn: number;
}

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

/** Fewer documents than this per member are too few to put members together by. */
const LEAST_DOCUMENTS = 20;

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
    const plain = { weighting: null, scale: null, base: null };
    return { ...plain, weights: weights.weights, bias: weights.bias, heldOut: heldOut! };
  }
  if (member.name === "cosine-delta") return learnDelta(rows, labels, nAuthors, folds);
  if (member.weighting === "z-scores") {
    const { loss, cost, balanced } = member;
    return learnFromZScores(rows, scaled, labels, nAuthors, folds, { loss, cost, balanced, seed });
  }
  const weighting = fitWeighting(member.weighting, rows);
  const others = { weighting, scale: null, base: null };
  if (member.name === "nb-svm") {
    const { weights, heldOut } = learnNbSvm(weighRows(weighting, rows), labels, nAuthors, folds, {
      ...member,
      loss: "squared-hinge",
      seed,
    });
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
  return { weighting: null, scale, weights: weights.weights, base, bias: weights.bias, heldOut: heldOut! };
}

function learnDelta(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
): LearnedMember {
  const all = [...labels.keys()];
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const { inside, outside } of partsOf(folds)) {
    scoreRows(trainCosineDelta(rows, labels, nAuthors, outside), rows, inside, heldOut);
  }
  const { scale, weights, base } = trainCosineDelta(rows, labels, nAuthors, all);
  return { weighting: null, scale, weights, base, bias: new Float64Array(nAuthors), heldOut };
}

function learnNbSvm(
  rows: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  folds: Int32Array,
  settings: NbSvmSettings,
): { weights: LinearWeights; heldOut: Float64Array } {
  const heldOut = new Float64Array(rows.nRows * nAuthors);
  for (const { inside, outside } of partsOf(folds)) {
    const classifier = linearClassifier(trainNbSvm(rows, labels, nAuthors, settings, outside));
    for (const row of inside) {
      classifier.scores(rowAt(rows, row), heldOut.subarray(row * nAuthors, (row + 1) * nAuthors));
    }
  }
  return { weights: trainNbSvm(rows, labels, nAuthors, settings), heldOut };
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

/**
 * Puts members together by how right they were on documents they had not seen.
 *
 * @param authors their names, in order
 * @throws PRIORS_INVALID
 */
export function combineMembers(
  { members, priors = "damped" }: EnsembleSettings,
  learned: readonly LearnedMember[],
  { labels, nAuthors, folds }: EnsembleDocuments,
  authors: readonly string[],
): EnsembleParts {
  const documents = new Float64Array(nAuthors);
  for (const label of labels) documents[label]!++;
  const { shares, offsets, stackedOn } = stackingOf(
    learned.map(({ heldOut }) => heldOut),
    // Naive Bayes is the stronger one on short texts alone, and there are many of those where it is.
    members.map(({ name }) => (name === "multinomial-naive-bayes" ? 0 : 1)),
    labels,
    folds,
    documents,
  );
  const before = logPriors(priors, authors, documents);
  const bias = offsets.map((offset, author) => offset + before[author]!);
  const parts = learned.map(({ weights, bias: own, weighting, scale, base }, index): MemberParts => {
    const share = shares[index]!;
    own.forEach((value, author) => (bias[author]! += share * value));
    for (let place = 0; place < weights.length; place++) weights[place]! *= share;
    return { weighting, scale, weights, base: base === null ? null : base.map((value) => share * value) };
  });
  return { members: parts, bias, shares, stackedOn };
}

/** Fits shares and offsets on the documents whose fold leaves all authors some document. */
function stackingOf(
  heldOut: readonly Float64Array[],
  expected: readonly (0 | 1)[],
  labels: Uint32Array,
  folds: Int32Array,
  documents: Float64Array,
): { shares: Float64Array; offsets: Float64Array; stackedOn: number } {
  const nAuthors = documents.length;
  const used = Array.from(folds.keys()).filter((row) => folds[row] !== NO_FOLD);
  const views = heldOut.map((scores) => {
    const own = new Float64Array(used.length * nAuthors);
    used.forEach((row, place) => {
      own.set(scores.subarray(row * nAuthors, (row + 1) * nAuthors), place * nAuthors);
    });
    return own;
  });
  if (used.length < LEAST_DOCUMENTS) {
    // Nobody can say which member is right more often: each counts alike, on one scale.
    const counted = expected.includes(1) ? expected : expected.map(() => 1);
    const count = counted.filter((one) => one === 1).length;
    const shares = Float64Array.from(
      heldOut,
      (scores, view) => counted[view]! / (deviationOf(scores) * count),
    );
    return { shares, offsets: new Float64Array(nAuthors), stackedOn: 0 };
  }
  const own = used.map((row) => labels[row]!);
  const { shares, offsets } = fitStacking({ views, labels: own, nAuthors, documents, expected });
  return { shares, offsets, stackedOn: used.length };
}

function deviationOf(scores: Float64Array): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length) || 1;
}

/** The fold of documents that are never held out: all of their author's documents are of one work. */
export const NO_FOLD = -1;
const FOLDS = 5;

/**
 * Puts documents into five folds by work, each author's evenly. What is in which fold depends on the documents alone,
 * not on their order, when they come in an order of their own.
 *
 * @param labels who wrote each document
 * @param works the work of each document, in any form that is the same for the same work
 */
export function foldsOf(labels: Uint32Array, works: readonly string[], nAuthors: number): Int32Array {
  const worksOf = Array.from({ length: nAuthors }, () => new Set<string>());
  labels.forEach((label, row) => worksOf[label]!.add(works[row]!));
  const foldOf = new Map<string, number>();
  const documents = new Map<string, number>();
  for (const work of works) documents.set(work, (documents.get(work) ?? 0) + 1);
  const totals = new Float64Array(FOLDS);
  for (const own of worksOf) {
    const ofAuthor = new Float64Array(FOLDS);
    for (const work of own) {
      const taken = foldOf.get(work);
      if (taken !== undefined) ofAuthor[taken]! += documents.get(work)!;
    }
    for (const work of own) {
      if (foldOf.has(work)) continue;
      let best = 0;
      for (let fold = 1; fold < FOLDS; fold++) {
        const less = ofAuthor[fold]! - ofAuthor[best]! || totals[fold]! - totals[best]!;
        if (less < 0) best = fold;
      }
      foldOf.set(work, best);
      ofAuthor[best]! += documents.get(work)!;
      totals[best]! += documents.get(work)!;
    }
  }
  return Int32Array.from(labels, (label, row) => {
    const fold = foldOf.get(works[row]!)!;
    const elsewhere = [...worksOf[label]!].some((work) => foldOf.get(work) !== fold);
    return elsewhere ? fold : NO_FOLD;
  });
}

/**
 * The classifier with these parts.
 *
 * @param views how many features each view has, and what z-scores are made of there; a row holds the features of the
 *   first view, then those of the second …
 */
export function ensembleClassifier(
  { members: settings }: EnsembleSettings,
  { members, bias }: EnsembleParts,
  views: readonly { readonly size: number; readonly scaled: Scaled }[],
): Classifier {
  const nAuthors = bias.length;
  const sizes = views.map(({ size }) => size);
  const nFeatures = sizes.reduce((sum, size) => sum + size, 0);
  const firsts = sizes.map((_, view) => sizes.slice(0, view).reduce((sum, size) => sum + size, 0));
  const constants = members.map(({ scale }) => (scale === null ? 0 : squaredShifts(scale)));
  const valuesOf = (row: SparseRow, index: number): { from: number; own: SparseRow; share: number } => {
    const { view } = settings[index]!;
    const from = placeOf(row, firsts[view]!);
    const to = placeOf(row, firsts[view]! + sizes[view]!);
    const counts = {
      ids: row.ids.subarray(from, to).map((id) => id - firsts[view]!),
      values: row.values.subarray(from, to),
      length: to - from,
    };
    const { weighting, scale } = members[index]!;
    if (scale !== null) {
      const { row: own, share } = zRow(scale, constants[index]!, counts, views[view]!.scaled);
      return { from, own, share };
    }
    return {
      from,
      share: 0,
      own: weighting === null ? sharesOf(settings[index]!, counts) : weighRow(weighting, counts),
    };
  };
  return {
    nFeatures,
    nAuthors,
    scores(row, into = new Float64Array(nAuthors)) {
      into.set(bias);
      members.forEach(({ weights, base }, index) => {
        const { own, share } = valuesOf(row, index);
        if (base !== null)
          for (let author = 0; author < nAuthors; author++) into[author]! += share * base[author]!;
        addFeatures(into, weights, own);
      });
      return into;
    },
    parts(row, author): ScoreParts {
      const shares = new Float64Array(row.length);
      let whole = bias[author]!;
      members.forEach(({ weights, base, scale }, index) => {
        const { from, own, share } = valuesOf(row, index);
        if (base !== null) whole += share * base[author]!;
        for (let place = 0; place < own.length; place++) {
          const feature = own.ids[place]!;
          const weight = weights[feature * nAuthors + author]!;
          // Of a z-score the distance from the mean is evidence; the base keeps the means of absent features alone.
          const mean = scale === null ? 0 : share * scale.shifts[feature]!;
          shares[from + place]! += (own.values[place]! - mean) * weight;
          whole += mean * weight;
        }
      });
      return { base: whole, shares };
    },
  };
}

/** Where the features from `first` on start in a row whose views follow one another. */
function placeOf({ ids, length }: SparseRow, first: number): number {
  let place = 0;
  // Within a view features come in any order, but no feature of a later view comes before one of an earlier.
  while (place < length && ids[place]! < first) place++;
  return place;
}

/** count / total^exponent. */
function sharesOf(member: MemberSettings, { ids, values, length }: SparseRow): SparseRow {
  if (member.name !== "multinomial-naive-bayes") return { ids, values, length };
  let total = 0;
  for (let place = 0; place < length; place++) total += values[place]!;
  const divisor = total === 0 ? 1 : total ** member.exponent;
  return { ids, values: values.map((value) => value / divisor), length };
}
