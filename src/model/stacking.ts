/**
 * How much each view's classifier is to be believed, and how likely its scores make each author (stacked
 * generalisation, Wolpert 1992, as a conditional logit):
 *
 *     P(c | text) = softmax_c ( Σ_v share_v · score_v(c) + slope · log (n_c / n) + offset_c )
 *
 * with n_c the author's training documents. It is fitted on scores of documents that the classifiers had not seen, each
 * author's weighing as much as any other's,
 *
 *     loss = − Σ_documents w · log P(author | text)        w = n / (authors · n_author)
 *
 * so that it is as if all authors wrote equally often: who has more documents in training need not have written more
 * of what is to come. How often they are expected to have is added afterwards (priors.ts). The
 * shares, never below 0, are the weights of the views and the temperature in one; the slope takes out what a
 * classifier learned from unequal numbers of documents, in which one author against all others hardly ever wins for
 * those with few; offsets, which stay near 0 unless many documents ask for them, take out the rest. The sum is linear
 * in the scores, so that views with linear classifiers remain one linear classifier.
 *
 * A few dozen documents cannot tell which view is best on texts of another kind than theirs. So shares keep near to what
 * is expected of the views beforehand, v_k of view k, in proportion, whatever the temperature:
 *
 *     penalty = (λ / 2) · Σ_k (share_k / m − v_k)²        m = Σ v_k share_k / Σ v_k²
 */
import { minimise } from "./minimise.ts";

/** Scores of documents by classifiers that had not seen them. */
export interface HeldOutScores {
  /** For each view the score of each document for each author: `view[document * nAuthors + author]`. */
  readonly views: readonly Float64Array[];
  /** Who wrote each document. */
  readonly labels: ArrayLike<number>;
  readonly nAuthors: number;
  /** n_c: how many training documents each author has. */
  readonly documents: ArrayLike<number>;
  /** v: ≥ 0, and 0 for a view that gets a share only if documents ask for it. By default all are expected alike. */
  readonly expected?: readonly number[];
}

/** How views are put together. */
export interface Stacking {
  /** One a view, ≥ 0. */
  readonly shares: Float64Array;
  /** slope · log (n_c / n) + offset_c, one an author. */
  readonly offsets: Float64Array;
}

/** How strongly offsets are held near 0: as by so many documents' worth of evidence. */
const OFFSET_PENALTY = 3;
/** λ: how strongly shares are held near what is expected of them. */
const SHARE_PENALTY = 1;
/** The least m; below it shares say nothing. */
const LEAST_SHARE = 1e-6;

/**
 * Fits shares, slope and offsets: the most likely ones, given the documents.
 *
 * @param penalty λ ≥ 0
 */
export function fitStacking(held: HeldOutScores, penalty = SHARE_PENALTY): Stacking {
  const { nAuthors, views } = held;
  const scales = views.map(scaleOf);
  const priors = logShares(held.documents, nAuthors);
  // Views that would get a share below 0 are left out, one after the other, the worst first.
  let used = views.map((_, view) => view);
  for (;;) {
    const problem = likelihood(held, used, scales, priors, penalty);
    const start = new Float64Array(used.length + 1 + nAuthors).fill(1, 0, used.length);
    const found = minimise(problem, start, { tolerance: 1e-5 * held.labels.length, steps: 300 });
    const worst = used.reduce((least, _, place) => (found[place]! < found[least]! ? place : least), 0);
    if (used.length > 1 && found[worst]! < 0) {
      used = used.filter((_, place) => place !== worst);
      continue;
    }
    const shares = new Float64Array(views.length);
    used.forEach((view, place) => (shares[view] = Math.max(0, found[place]!) / scales[view]!));
    const offsets = priors.map(
      (prior, author) => found[used.length]! * prior + found[used.length + 1 + author]!,
    );
    return { shares, offsets };
  }
}

/**
 * The negative log-likelihood with its slopes. As in calibration.ts the target is not quite 1 for the author, or
 * shares would run away where every document is right.
 */
function likelihood(
  { views, labels, nAuthors, expected }: HeldOutScores,
  used: readonly number[],
  scales: readonly number[],
  priors: Float64Array,
  penalty: number,
): (place: Float64Array, slopes: Float64Array) => number {
  const n = labels.length;
  const spread = 1 / (n + 1) / nAuthors;
  const first = used.length + 1;
  const weights = weightsOf(labels, nAuthors);
  const apart = distanceFromExpected(
    used.map((view) => expected?.[view] ?? 1),
    penalty,
  );
  const logits = new Float64Array(nAuthors);
  return (place, slopes) => {
    slopes.fill(0);
    let loss = 0;
    for (let document = 0; document < n; document++) {
      const start = document * nAuthors;
      for (let author = 0; author < nAuthors; author++) {
        logits[author] = place[used.length]! * priors[author]! + place[first + author]!;
      }
      used.forEach((view, index) => {
        const factor = place[index]! / scales[view]!;
        const scores = views[view]!;
        for (let author = 0; author < nAuthors; author++) logits[author]! += factor * scores[start + author]!;
      });
      let most = -Infinity;
      for (const logit of logits) if (logit > most) most = logit;
      let total = 0;
      for (const logit of logits) total += Math.exp(logit - most);
      const logTotal = most + Math.log(total);
      const weight = weights[document]!;
      for (let author = 0; author < nAuthors; author++) {
        const target = spread + (author === labels[document] ? 1 - spread * nAuthors : 0);
        loss += weight * target * (logTotal - logits[author]!);
        const error = weight * (Math.exp(logits[author]! - logTotal) - target);
        slopes[first + author]! += error;
        slopes[used.length]! += error * priors[author]!;
        // The logits' room is used again for the errors.
        logits[author] = error;
      }
      used.forEach((view, index) => {
        const scores = views[view]!;
        let sum = 0;
        for (let author = 0; author < nAuthors; author++) sum += logits[author]! * scores[start + author]!;
        slopes[index]! += sum / scales[view]!;
      });
    }
    for (let author = 0; author < nAuthors; author++) {
      const offset = place[first + author]!;
      loss += (OFFSET_PENALTY / 2) * offset * offset;
      slopes[first + author]! += OFFSET_PENALTY * offset;
    }
    return loss + apart(place, slopes);
  };
}

/** w of each document: every author's add up to as much. */
function weightsOf(labels: ArrayLike<number>, nAuthors: number): Float64Array {
  const own = new Float64Array(nAuthors);
  for (let document = 0; document < labels.length; document++) own[labels[document]!]!++;
  const present = own.filter((count) => count > 0).length;
  return Float64Array.from({ length: labels.length }, (_, document) => {
    return labels.length / (present * own[labels[document]!]!);
  });
}

/** The penalty of shares that are not as expected, and its slopes: where none is expected, all are. */
function distanceFromExpected(
  expected: readonly number[],
  penalty: number,
): (place: Float64Array, slopes: Float64Array) => number {
  const weights = expected.some((weight) => weight > 0) ? expected : expected.map(() => 1);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return (place, slopes) => {
    const mean = weights.reduce((sum, weight, view) => sum + weight * place[view]!, 0) / squares;
    const m = Math.max(mean, LEAST_SHARE);
    let loss = 0;
    let ofMean = 0;
    weights.forEach((weight, view) => {
      const distance = place[view]! / m - weight;
      loss += (penalty / 2) * distance * distance;
      slopes[view]! += (penalty * distance) / m;
      ofMean += (penalty * distance * place[view]!) / (m * m);
    });
    // m moves with the shares.
    weights.forEach((weight, view) => (slopes[view]! -= (weight / squares) * ofMean));
    return loss;
  };
}

/** The standard deviation of a view's scores, so that all views are fitted on one scale; 1 where they never differ. */
export function scaleOf(scores: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const score of scores) {
    sum += score;
    squares += score * score;
  }
  const mean = sum / scores.length;
  return Math.sqrt(Math.max(squares / scores.length - mean * mean, 0)) || 1;
}

/** log (n_c / n), with their mean taken out. */
function logShares(documents: ArrayLike<number>, nAuthors: number): Float64Array {
  const logs = Float64Array.from({ length: nAuthors }, (_, author) =>
    Math.log(Math.max(documents[author]!, 1)),
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / nAuthors;
  return logs.map((log) => log - mean);
}
