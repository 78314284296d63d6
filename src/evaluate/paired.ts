/**
 * How far two models are apart on the same test documents, and how far that could be chance. Both are resampled
 * together, work by work: what is hard in a work is hard for both, and drops out of their difference.
 */
import { createRandom } from "../random.ts";
import { intervalDefaults, type IntervalOptions, percentile } from "./interval.ts";
import { type Outcomes, UNKNOWN } from "./outcomes.ts";
import { documentLogLoss } from "./probability.ts";

/** A sum over the documents of each unit, and over how many documents: what a mean is made of. */
export interface UnitSums {
  /** One a unit. */
  readonly sums: ArrayLike<number>;
  /** How many documents each unit has. */
  readonly documents: ArrayLike<number>;
}

/** The difference of two means. */
export interface Difference {
  /** Mean of the first − mean of the second. */
  readonly difference: number;
  /** Its 95 % paired bootstrap interval. */
  readonly interval: readonly [low: number, high: number];
  /** The standard deviation of the difference over the samples. */
  readonly standard_error: number;
}

/** Right verdicts by unit: the means are accuracies. */
export function rightByUnit({ unitRight, unitDocuments }: Outcomes): UnitSums {
  return { sums: unitRight, documents: unitDocuments };
}

/**
 * Right verdicts and log-losses by unit, over the documents whose author the model knows, each of which counts as so many
 * as its author's weight says.
 *
 * @param weights one an author of the model, in their order
 */
export function weighedByUnit(
  { truths, verdicts, truthProbabilities, unitOf, unitDocuments }: Outcomes,
  weights: ArrayLike<number>,
): { readonly right: UnitSums; readonly loss: UnitSums } {
  const right = new Float64Array(unitDocuments.length);
  const losses = new Float64Array(unitDocuments.length);
  const documents = new Float64Array(unitDocuments.length);
  let next = 0;
  truths.forEach((truth, place) => {
    if (truth === UNKNOWN) return;
    const weight = weights[truth]!;
    const unit = unitOf[place]!;
    if (verdicts[place] === truth) right[unit]! += weight;
    losses[unit]! += weight * documentLogLoss(truthProbabilities[next++]!);
    documents[unit]! += weight;
  });
  return { right: { sums: right, documents }, loss: { sums: losses, documents } };
}

/** The mean over all documents. */
export function meanOf({ sums, documents }: UnitSums): number {
  const total = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0);
  return total(sums) / total(documents);
}

/**
 * The difference of the means of two models over the same units.
 *
 * @param first sums of the one
 * @param second sums of the other, unit by unit of the same documents
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13
 */
export function pairedDifference(
  first: UnitSums,
  second: UnitSums,
  options: IntervalOptions = {},
): Difference {
  const { seed, resamples } = { ...intervalDefaults, ...options };
  const units = first.sums.length;
  const apart = Float64Array.from({ length: units }, (_, unit) => first.sums[unit]! - second.sums[unit]!);
  const random = createRandom(seed);
  const samples = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0;
    let documents = 0;
    for (let draw = 0; draw < units; draw++) {
      const unit = Math.floor(random.next() * units);
      sum += apart[unit]!;
      documents += first.documents[unit]!;
    }
    // A sample may draw none but units without a document that counts.
    samples[sample] = documents === 0 ? 0 : sum / documents;
  }
  samples.sort();
  const mean = samples.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const total = Array.from(first.documents).reduce((sum, own) => sum + own, 0);
  return {
    difference: total === 0 ? 0 : apart.reduce((sum, value) => sum + value, 0) / total,
    interval: [percentile(samples, 2.5), percentile(samples, 97.5)],
    standard_error: Math.sqrt(squares / resamples),
  };
}

/** Whether the first is better by more than chance: no difference, and none the other way, is in the interval. */
export function isMoreThanChance({ interval: [low, high] }: Difference): boolean {
  return low > 0 || high < 0;
}
