/**
 * Isotonic calibration (Zadrozny & Elkan 2002): from scores to probabilities by a curve of which nothing is known but
 * that it never falls. It goes through the steps of isotonic.ts and is straight between them; it takes any shape, and
 * therefore wants many texts: below about 1,000 it follows their noise.
 */
import { heightOf, isotonicSteps } from "./isotonic.ts";

/** A curve by its corners; between them it is straight, outside of them level. */
export interface RisingCurve {
  /** Rising. */
  readonly scores: Float64Array;
  /** Never falling, from 0 to 1, one a score. */
  readonly values: Float64Array;
}

/**
 * Fits a curve.
 *
 * @param scores of texts that the classifier had not seen, at least one
 * @param isAuthor for each text whether it is the author's
 */
export function fitRisingCurve(scores: ArrayLike<number>, isAuthor: ArrayLike<boolean>): RisingCurve {
  const corners = isotonicSteps(scores, isAuthor).flatMap((step) => {
    const height = heightOf(step);
    return step.from === step.to
      ? [[step.from, height]]
      : [
          [step.from, height],
          [step.to, height],
        ];
  });
  return {
    scores: Float64Array.from(corners, ([score]) => score!),
    values: Float64Array.from(corners, ([, height]) => height!),
  };
}

/** The curve's height at a score. */
export function heightAt({ scores, values }: RisingCurve, score: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! < score) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return values[0]!;
  if (low === scores.length) return values[low - 1]!;
  const share = (score - scores[low - 1]!) / (scores[low]! - scores[low - 1]!);
  return values[low - 1]! + share * (values[low]! - values[low - 1]!);
}
