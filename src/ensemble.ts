/**
 * Several classifiers on several views, put together into one. Each member turns the counts of its view into values and
 * weighs them; the sum over members is linear in the values, so that a score still is the sum of the shares of single
 * features:
 *
 *     score(author) = bias(author) + Σ over members Σ over features of value · weight(feature, author)
 *
 * Where recipes want the largest of the members' scores instead (model/combination.ts), an author's is the sum over the one
 * member that scores highest, with a bias of its own.
 *
 * Shares and biases are fitted on scores of documents that the members had not seen (model/stacking.ts), after which
 * scores are logarithms of probabilities, but for a constant. Which features there are, and how rare each is, was counted
 * in those documents, too, without a look at their authors; what is tested outside, in a fold of a cross-validation, has
 * no part in either.
 */
import {
  type EnsembleDocuments,
  type LearnedMember,
  type MemberParts,
  NO_FOLD,
  noMember,
} from "./ensemble-members.ts";
import { weighRow } from "./features/weighting.ts";
import type { Classifier, ScoreParts } from "./model/classifier.ts";
import { centre, joinScores } from "./model/combination.ts";
import { DeltaScorer } from "./model/delta.ts";
import { addFeatures } from "./model/linear-weights.ts";
import { logPriors } from "./model/priors.ts";
import type { EnsembleSettings, MemberSettings } from "./model/settings.ts";
import { fitStacking, scaleOf } from "./model/stacking.ts";
import { type Scaled, squaredShifts, zRow } from "./model/z-scores.ts";
import type { SparseRow } from "./sparse.ts";

/** All that an ensemble is made of besides its settings. */
export interface EnsembleParts {
  readonly members: readonly MemberParts[];
  /** One an author. */
  readonly bias: Float64Array;
  /** How much each member counts: the factor of its scores, for people to read; of Delta, whose points stay as they are, to count with. */
  readonly shares: Float64Array;
  /** On how many documents shares and biases were fitted; 0 when there were too few. */
  readonly stackedOn: number;
}

/** Fewer documents than this per member are too few to put members together by. */
const LEAST_DOCUMENTS = 20;

/**
 * Puts members together by how right they were on documents they had not seen.
 *
 * @param authors their names, in order
 * @throws PRIORS_INVALID
 */
export function combineMembers(
  { members, priors = "damped", combination = "stacked" }: EnsembleSettings,
  learned: readonly LearnedMember[],
  { labels, nAuthors, folds }: EnsembleDocuments,
  authors: readonly string[],
): EnsembleParts {
  const documents = new Float64Array(nAuthors);
  for (const label of labels) documents[label]!++;
  const heldOut = learned.map((member) => member.heldOut);
  const slopeOf = (scores: Float64Array): number =>
    stackingOf([scores], [1], labels, folds, documents).shares[0]!;
  const joined = combination === "stacked" ? null : joinScores(heldOut, nAuthors, combination, slopeOf);
  const [scores, expected] = joined === null ? [heldOut, members.map(expectedOf)] : [[joined.scores], [1]];
  const { shares: fitted, offsets, stackedOn } = stackingOf(scores, expected, labels, folds, documents);
  const shares = joined === null ? fitted : joined.factors.map((factor) => factor * fitted[0]!);
  const before = logPriors(priors, authors, documents);
  const bias = offsets.map((offset, author) => offset + before[author]!);
  const parts = learned.map(({ weights, bias: own, weighting, scale, base, owners }, index): MemberParts => {
    const share = shares[index]!;
    if (share === 0) return noMember;
    const ownBias = own.map((value) => share * value);
    if (combination !== "max") ownBias.forEach((value, author) => (bias[author]! += value));
    if (owners === null) for (let place = 0; place < weights.length; place++) weights[place]! *= share;
    const shared = base === null ? null : base.map((value) => share * value);
    return { weighting, scale, weights, base: shared, owners, bias: combination === "max" ? ownBias : null };
  });
  return { members: parts, bias, shares, stackedOn };
}

/** Naive Bayes is the stronger one on short texts alone, and there are many of those where it is. */
function expectedOf(member: MemberSettings): number {
  if (member.name === "multinomial-naive-bayes") return 0;
  return member.name === "linear" ? (member.expected ?? 1) : 1;
}

/** Fits shares and offsets on the documents whose fold leaves all authors some document. */
function stackingOf(
  heldOut: readonly Float64Array[],
  expected: readonly number[],
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
    // Nobody can say which member is right more often: each counts as expected, on one scale.
    const counted = expected.some((one) => one > 0) ? expected : expected.map(() => 1);
    const count = counted.reduce((sum, one) => sum + one, 0);
    const shares = Float64Array.from(heldOut, (scores, view) => counted[view]! / (scaleOf(scores) * count));
    return { shares, offsets: new Float64Array(nAuthors), stackedOn: 0 };
  }
  const own = used.map((row) => labels[row]!);
  const { shares, offsets } = fitStacking({ views, labels: own, nAuthors, documents, expected });
  return { shares, offsets, stackedOn: used.length };
}

const FOLDS = 5;

/**
 * Puts documents into five folds by work, each author's evenly. What is in which fold depends on the documents alone,
 * not on their order, when they come in an order of their own.
 *
 * @param labels who wrote each document
 * @param works the work of each document, or a number for all that stays together
 */
export function foldsOf(labels: Uint32Array, works: Uint32Array, nAuthors: number): Int32Array {
  const worksOf = Array.from({ length: nAuthors }, () => new Set<number>());
  labels.forEach((label, row) => worksOf[label]!.add(works[row]!));
  const foldOf = new Map<number, number>();
  const documents = new Map<number, number>();
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
 * The classifier with these parts. Closeness is the mean of the members' own scores for the author, their shares and biases
 * taken out: it does not depend on how few documents these were fitted on.
 *
 * @param views how many features each view has, and what z-scores are made of there; a row holds the features of the
 *   first view, then those of the second …
 */
export function ensembleClassifier(
  { members: settings, combination }: EnsembleSettings,
  { members, bias, shares: memberShares }: EnsembleParts,
  views: readonly { readonly size: number; readonly scaled: Scaled }[],
): Classifier {
  const nAuthors = bias.length;
  const sizes = views.map(({ size }) => size);
  const nFeatures = sizes.reduce((sum, size) => sum + size, 0);
  const firsts = sizes.map((_, view) => sizes.slice(0, view).reduce((sum, size) => sum + size, 0));
  const deltas = members.map(({ owners, scale, weights: coordinates }, index) => {
    const member = settings[index]!;
    if (owners === null || scale === null || member.name !== "delta") return null;
    return new DeltaScorer({ scale, coordinates, owners }, member.distance, nAuthors);
  });
  const constants = members.map(({ scale }) => (scale === null ? 0 : squaredShifts(scale)));
  const countsOf = (row: SparseRow, index: number): { from: number; counts: SparseRow } => {
    const { view } = settings[index]!;
    const from = placeOf(row, firsts[view]!);
    const to = placeOf(row, firsts[view]! + sizes[view]!);
    const ids = row.ids.subarray(from, to).map((id) => id - firsts[view]!);
    return { from, counts: { ids, values: row.values.subarray(from, to), length: to - from } };
  };
  const valuesOf = (row: SparseRow, index: number): { from: number; own: SparseRow; share: number } => {
    const { from, counts } = countsOf(row, index);
    const { view } = settings[index]!;
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
  const counting = [...members.keys()].filter((index) => members[index]!.weights.length > 0);
  const addScores = (row: SparseRow, index: number, into: Float64Array): void => {
    const { weights, base } = members[index]!;
    const delta = deltas[index]!;
    if (delta !== null) {
      const own = delta.scores(countsOf(row, index).counts);
      for (let author = 0; author < nAuthors; author++) into[author]! += memberShares[index]! * own[author]!;
      return;
    }
    const { own, share } = valuesOf(row, index);
    if (base !== null)
      for (let author = 0; author < nAuthors; author++) into[author]! += share * base[author]!;
    addFeatures(into, weights, own);
  };
  /** For each author the largest of the members' scores, and whose it is; 0 and none where no member counts. */
  const largest = (row: SparseRow): { scores: Float64Array; by: Int32Array } => {
    const scores = new Float64Array(nAuthors);
    const by = new Int32Array(nAuthors).fill(-1);
    for (const index of counting) {
      const own = members[index]!.bias!.slice();
      addScores(row, index, own);
      centre(own);
      own.forEach((score, author) => {
        if (by[author] !== -1 && score <= scores[author]!) return;
        scores[author] = score;
        by[author] = index;
      });
    }
    return { scores, by };
  };
  /** Adds a member's parts for an author, times a factor, to those of the row; gives what belongs to no feature. */
  const addParts = (
    row: SparseRow,
    index: number,
    author: number,
    factor: number,
    to: Float64Array,
  ): number => {
    const { weights, base, scale } = members[index]!;
    const delta = deltas[index]!;
    if (delta !== null) {
      const { from, counts } = countsOf(row, index);
      const own = delta.parts(counts, author);
      const share = factor * memberShares[index]!;
      own.shares.forEach((value, place) => (to[from + place]! += share * value));
      return share * own.base;
    }
    const { from, own, share } = valuesOf(row, index);
    let whole = base === null ? 0 : share * base[author]!;
    for (let place = 0; place < own.length; place++) {
      const feature = own.ids[place]!;
      const weight = weights[feature * nAuthors + author]!;
      // Of a z-score the distance from the mean is evidence; the base keeps the means of absent features alone.
      const mean = scale === null ? 0 : share * scale.shifts[feature]!;
      to[from + place]! += factor * (own.values[place]! - mean) * weight;
      whole += mean * weight;
    }
    return factor * whole;
  };
  return {
    nFeatures,
    nAuthors,
    scores(row, into = new Float64Array(nAuthors)) {
      into.set(bias);
      if (combination !== "max") for (const index of counting) addScores(row, index, into);
      else largest(row).scores.forEach((score, author) => (into[author]! += score));
      return into;
    },
    ...(combination === "max" ? { decidedBy: (row, author) => largest(row).by[author]! } : {}),
    closeness(row, author) {
      let sum = 0;
      let counted = 0;
      members.forEach(({ weights, base }, index) => {
        const ownShare = memberShares[index]!;
        // Of a member that counts for nothing no weights are kept; those of Naive Bayes rise with a text's length.
        if (ownShare === 0 || settings[index]!.name === "multinomial-naive-bayes") return;
        counted++;
        const delta = deltas[index]!;
        if (delta !== null) {
          sum += delta.scores(countsOf(row, index).counts)[author]!;
          return;
        }
        const { own, share } = valuesOf(row, index);
        let score = base === null ? 0 : share * base[author]!;
        for (let place = 0; place < own.length; place++) {
          score += own.values[place]! * weights[own.ids[place]! * nAuthors + author]!;
        }
        sum += score / ownShare;
      });
      return counted === 0 ? 0 : sum / counted;
    },
    parts(row, author): ScoreParts {
      const shares = new Float64Array(row.length);
      let whole = bias[author]!;
      const index = combination === "max" ? largest(row).by[author]! : null;
      if (index === null) {
        for (const each of counting) whole += addParts(row, each, author, 1, shares);
      } else if (index !== -1) {
        const own = members[index]!.bias!.slice();
        centre(own);
        whole += own[author]! + addParts(row, index, author, 1, shares);
        // The mean over all authors is taken out of scores, and so of their parts.
        for (let other = 0; other < nAuthors; other++) {
          whole += addParts(row, index, other, -1 / nAuthors, shares);
        }
      }
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
