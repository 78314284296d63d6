/**
 * How far the accuracy could have come out otherwise with other test documents of the same kind.
 *
 * Passages of one work resemble each other, so a test of 500 passages from 5 novels is a sample of 5, not of 500:
 * what is drawn again, with replacement, is the work with all its documents.
 */
import { PenprintError } from "../errors.ts";
import { createRandom } from "../random.ts";

/** How an interval is drawn. */
export interface IntervalOptions {
  /** Start of the random numbers; 0 to 2^53 − 1. Default 0. */
  readonly seed?: number;
  /** How many samples are drawn; a whole number from 1. Default 1000; more make the ends steadier. */
  readonly resamples?: number;
}

/** The defaults of {@link IntervalOptions}. */
export const intervalDefaults = { seed: 0, resamples: 1000 } as const;

/**
 * The 95 % percentile bootstrap interval of the accuracy: the 2.5th and 97.5th percentile of right documents /
 * documents over the samples, each of as many units as there are.
 *
 * It cannot show more variety than the units have: when all are right it is [1, 1], however few they are.
 *
 * @param right for each unit (a work, or a document that names none) its documents with the right verdict
 * @param documents for each unit its documents, at least 1
 * @returns [low, high]; [NaN, NaN] without units
 * @throws PARAMETER_INVALID
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13
 */
export function accuracyInterval(
  right: ArrayLike<number>,
  documents: ArrayLike<number>,
  options: IntervalOptions = {},
): [low: number, high: number] {
  const { seed, resamples } = { ...intervalDefaults, ...options };
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw new PenprintError("PARAMETER_INVALID", {
      parameter: "resamples",
      allowed: "a whole number from 1",
      received: String(resamples),
    });
  }
  const random = createRandom(seed);
  const units = right.length;
  const samples = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let rightDrawn = 0;
    let documentsDrawn = 0;
    for (let draw = 0; draw < units; draw++) {
      // The bias of this quick way to a whole number is below units / 2^32.
      const unit = Math.floor(random.next() * units);
      rightDrawn += right[unit]!;
      documentsDrawn += documents[unit]!;
    }
    samples[sample] = rightDrawn / documentsDrawn;
  }
  samples.sort();
  return [percentile(samples, 2.5), percentile(samples, 97.5)];
}

/**
 * A percentile, with straight lines between the values (NumPy's default, method "linear").
 *
 * @param sorted rising; at least one value
 * @param percent from 0 to 100
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
