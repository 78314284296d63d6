/**
 * How the scores of an ensemble's members become one score for each author. Scores of different classifiers are on
 * different scales, and a level that a text has with all authors alike says nothing of who wrote it; so both are taken
 * out, by scores of documents that the members had not seen (the sum and the maximum rule of Kittler, Hatef, Duin & Matas,
 * "On combining classifiers", IEEE PAMI 20, 1998):
 *
 *     d_m(c) = score_m(c) − mean over authors of score_m
 *
 *     mean   f(c) = (1/M) Σ_m d_m(c) / σ_m          σ_m the deviation of d_m
 *     max    f(c) = max_m slope_m · d_m(c)          slope_m fitted as if the member were alone (stacking.ts)
 *
 * Scores times their slope are logarithms of probabilities, but for a constant: the largest is that of the most
 * confident member, and members that tell little hardly ever are. Of standardised scores, by which all members are as
 * loud, the maximum was right less often on each of three corpora (docs/recipes.md). What f is worth is fitted as if it
 * were the one view of a stacking:
 *
 *     P(c | text) = softmax_c ( slope · f(c) + slope' · log (n_c / n) + offset_c )
 *
 * The mean is a stacking whose members all have the same share of standardised scores, and stays one linear classifier.
 * Of the largest an author's score is that of one member, which differs from text to text: it is linear as long as the
 * member is the same.
 */
import { scaleOf } from "./stacking.ts";

/** How members are put together: by fitted weights (stacking.ts), by equal weights, or by the largest of their scores. */
export type Combination = "stacked" | "mean" | "max";

/** All ways to put members together, the default first. */
export const combinations: readonly Combination[] = ["stacked", "mean", "max"];

/** Scores of all members as one. */
export interface JoinedScores {
  /** f: `scores[document * nAuthors + author]`. */
  readonly scores: Float64Array;
  /** By what each member's scores are multiplied in f: 1 / (M σ_m) of the mean, slope_m of the largest. */
  readonly factors: Float64Array;
}

/**
 * Joins scores by their mean or their largest.
 *
 * @param members of each member the score of each document for each author: `member[document * nAuthors + author]`
 * @param slopeOf fits a member's slope, ≥ 0, to its scores without their means; a member whose slope is 0 counts for nothing
 */
export function joinScores(
  members: readonly Float64Array[],
  nAuthors: number,
  combination: "mean" | "max",
  slopeOf: (scores: Float64Array) => number,
): JoinedScores {
  const centred = members.map((scores) => {
    const own = scores.slice();
    for (let start = 0; start < own.length; start += nAuthors) centre(own.subarray(start, start + nAuthors));
    return own;
  });
  const mean = combination === "mean";
  const factors = Float64Array.from(centred, (scores) =>
    mean ? 1 / (members.length * scaleOf(scores)) : slopeOf(scores),
  );
  const counting = centred.flatMap((scores, member) => (factors[member] === 0 ? [] : [{ scores, member }]));
  const scores = Float64Array.from({ length: members[0]?.length ?? 0 }, (_, place) => {
    if (counting.length === 0) return 0;
    let joined = mean ? 0 : -Infinity;
    for (const { scores: own, member } of counting) {
      const value = factors[member]! * own[place]!;
      joined = mean ? joined + value : Math.max(joined, value);
    }
    return joined;
  });
  return { scores, factors };
}

/** Takes the mean out of some numbers, in their place. */
export function centre(numbers: Float64Array): void {
  let sum = 0;
  for (const number of numbers) sum += number;
  const mean = sum / numbers.length;
  for (let place = 0; place < numbers.length; place++) numbers[place]! -= mean;
}
