/**
 * Several texts of one unknown author. Their log-probabilities add up, which ranks the authors; the probability shown
 * is that of their mean. Texts by one hand resemble each other in more than the hand, so that their sum would be far too
 * sure; the mean asks no more of them than of one text, and is too careful rather than too sure.
 */
import type { Prediction } from "../identifier.ts";
import { softmax } from "../sparse.ts";
import { documentLogLoss } from "./probability.ts";

/** Less than this no text can say against an author. */
const LEAST_PROBABILITY = 1e-6;

/** The verdict on texts that are all by the same author. */
export interface TogetherPrediction extends Prediction {
  /** How many texts there were. */
  readonly texts: number;
}

/**
 * Puts the verdicts on several texts together. Texts in which nothing was known say nothing.
 *
 * @param predictions at least one, by the same identifier
 */
export function together(predictions: readonly Prediction[]): TogetherPrediction {
  const sums = new Map(predictions[0]!.ranking.map(({ author }) => [author, 0]));
  const heard = predictions.filter(({ warnings }) => !warnings.some(({ code }) => code === "nothing_known"));
  for (const { ranking } of heard) {
    for (const { author, probability } of ranking) {
      sums.set(author, sums.get(author)! + Math.log(Math.max(probability, LEAST_PROBABILITY)));
    }
  }
  const scores = [...sums].sort((left, right) => right[1] - left[1]);
  const shares = softmax(Float64Array.from(scores, ([, sum]) => sum / Math.max(1, heard.length)));
  const ranking = scores.map(([author, score], place) => ({ author, probability: shares[place]!, score }));
  const unknown = heard.length === 0;
  const { author, probability } = ranking[0]!;
  const warnings = unknown
    ? [{ code: "nothing_known", message: "Nothing in the texts was seen in training." }]
    : [];
  return {
    author: unknown ? null : author,
    probability,
    unknown,
    ranking,
    warnings,
    texts: predictions.length,
  };
}

/** How good verdicts on so many texts together are. */
export interface TogetherFigures {
  /** How many texts a verdict has. */
  readonly texts: number;
  /** How many such verdicts there were. */
  readonly groups: number;
  readonly accuracy: number;
  readonly log_loss: number;
}

/** Collects verdicts, and puts those on texts of one author together in groups of several sizes. */
export class TogetherTrials {
  readonly #ofAuthor = new Map<string, Prediction[]>();

  /** Adds the verdict on a text by an author; authors whom the identifier does not know are left out. */
  add(author: string, prediction: Prediction): void {
    if (!prediction.ranking.some((ranked) => ranked.author === author)) return;
    const own = this.#ofAuthor.get(author) ?? [];
    if (own.length === 0) this.#ofAuthor.set(author, own);
    own.push(prediction);
  }

  /**
   * The figures for 1, 2, 5, 10, 20, 50 … texts, up to `most`: each author's texts in their order, so many at a time;
   * what is left over makes no group. Sizes of which there is no group are left out.
   */
  figures(most: number): TogetherFigures[] {
    return sizesUpTo(most).flatMap((texts) => {
      let groups = 0;
      let right = 0;
      let loss = 0;
      for (const [author, own] of this.#ofAuthor) {
        for (let from = 0; from + texts <= own.length; from += texts) {
          const verdict = together(own.slice(from, from + texts));
          groups++;
          if (verdict.author === author) right++;
          loss += documentLogLoss(verdict.ranking.find((ranked) => ranked.author === author)!.probability);
        }
      }
      return groups === 0 ? [] : [{ texts, groups, accuracy: right / groups, log_loss: loss / groups }];
    });
  }
}

function sizesUpTo(most: number): number[] {
  const sizes: number[] = [];
  for (let ten = 1; ten <= most; ten *= 10) {
    for (const times of [1, 2, 5]) if (times * ten < most) sizes.push(times * ten);
  }
  return [...sizes, most];
}
