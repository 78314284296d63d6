/**
 * Platt's sigmoid (Platt 1999, in the form of Lin, Lin & Weng 2007): the probability that a text is the author's, from
 * the score of one author against all others.
 *
 *     P = 1 / (1 + exp (a·s + b))         a below 0 where higher scores speak for the author
 *
 * a and b minimise the log-loss with targets that are not quite 1 and 0, as if one more text of each kind had been seen:
 *
 *     (n₊ + 1) / (n₊ + 2) for the author's n₊ texts          1 / (n₋ + 2) for the n₋ others
 */
import { minimise } from "./minimise.ts";

/** A fitted sigmoid. */
export interface Sigmoid {
  readonly a: number;
  readonly b: number;
}

/** The probability at a score. */
export function sigmoidAt({ a, b }: Sigmoid, score: number): number {
  return 1 / (1 + Math.exp(a * score + b));
}

/**
 * Fits a sigmoid.
 *
 * @param scores of texts that the classifier had not seen
 * @param isAuthor for each text 1 if it is the author's, 0 if not
 */
export function fitSigmoid(scores: ArrayLike<number>, isAuthor: ArrayLike<number>): Sigmoid {
  let positives = 0;
  for (let text = 0; text < scores.length; text++) positives += isAuthor[text]!;
  const negatives = scores.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  // Fitted on scores of a size near 1, whatever size they come in.
  const scale = Array.from(scores).reduce((most, score) => Math.max(most, Math.abs(score)), 0) || 1;
  const loss = (place: Float64Array, slopes: Float64Array): number => {
    const [a, b] = [place[0]!, place[1]!];
    slopes.fill(0);
    let sum = 0;
    for (let text = 0; text < scores.length; text++) {
      const score = scores[text]! / scale;
      const power = a * score + b;
      const target = isAuthor[text] === 1 ? high : low;
      // log (1 + exp power) − (1 − target) · power, without ever taking exp of a large number
      sum += Math.max(power, 0) + Math.log1p(Math.exp(-Math.abs(power))) - (1 - target) * power;
      const error = target - 1 / (1 + Math.exp(power));
      slopes[0]! += error * score;
      slopes[1]! += error;
    }
    return sum;
  };
  const start = Float64Array.of(0, Math.log((negatives + 1) / (positives + 1)));
  const [a, b] = minimise(loss, start, { tolerance: 1e-9 * scores.length, steps: 200 }) as unknown as [
    number,
    number,
  ];
  return { a: a / scale, b };
}
