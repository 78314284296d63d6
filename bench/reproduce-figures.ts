/** From what came out for single documents to figures of whole corpora. */
import { accuracyInterval, percentile } from "../src/evaluate/interval.ts";
import { documentLogLoss, expectedCalibrationError, reliabilityCurve } from "../src/evaluate/probability.ts";
import { createRandom } from "../src/random.ts";
import type { SplitResult } from "./reproduce-measure.ts";

/** The figures of a recipe on all splits of a corpus. */
export interface Figures {
  readonly documents: number;
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  /** Mean over splits of macro-F1 over the authors that training and test have. */
  readonly macroF1: number;
  readonly logLoss: number;
  readonly calibrationError: number;
  /** What that error is by chance, were every probability true: its mean over right and wrong drawn by them. */
  readonly calibrationChance: number;
  readonly majority: number;
  /** To learn one split, on average. */
  readonly seconds: number;
}

/** What figures are made from. */
export type Answers = Omit<
  SplitResult,
  "recipe" | "choice" | "code" | "authors" | "trained" | "milliseconds" | "rejection" | "together"
>;

/** Documents by authors whom training does not have are false for whoever is named, and take no further part. */
export function figuresOf(results: readonly Answers[]): Figures {
  const right: boolean[] = [];
  const sure: number[] = [];
  const losses: number[] = [];
  const units = new Map<string, { right: number; documents: number }>();
  for (const { split, truths, firsts, firstProbabilities, truthProbabilities, works } of results) {
    truths.forEach((truth, place) => {
      if (truth === -1) return;
      const isRight = firsts[place] === truth;
      right.push(isRight);
      sure.push(firstProbabilities[place]!);
      losses.push(documentLogLoss(truthProbabilities[place]!));
      const unit = units.get(`${split} ${works[place]}`) ?? { right: 0, documents: 0 };
      units.set(`${split} ${works[place]}`, unit);
      unit.documents++;
      if (isRight) unit.right++;
    });
  }
  const drawn = [...units.values()];
  return {
    documents: right.length,
    accuracy: mean(right.map(Number)),
    interval: accuracyInterval(
      drawn.map((unit) => unit.right),
      drawn.map((unit) => unit.documents),
    ),
    macroF1: mean(results.map((result) => macroF1(result, 0))),
    logLoss: mean(losses),
    calibrationError: expectedCalibrationError(reliabilityCurve(sure, right)) ?? Number.NaN,
    calibrationChance: chanceOf(sure),
    majority: mean(results.map(({ majority }) => majority)),
    seconds: mean(results.map(({ seconds }) => seconds)),
  };
}

const DRAWS = 200;

function chanceOf(sure: readonly number[]): number {
  const random = createRandom(0);
  const errors = Array.from({ length: DRAWS }, () => {
    const drawn = sure.map((probability) => random.next() < probability);
    return expectedCalibrationError(reliabilityCurve(sure, drawn)) ?? Number.NaN;
  });
  return mean(errors);
}

/** What verdicts are given or not by: trust, or the first author's probability where no trust was learned. */
const trustsOf = ({ trusts, firstProbabilities }: Answers): readonly number[] => trusts ?? firstProbabilities;

/** Macro-F1 over known authors (PAN's "without <UNK>") when nobody is named below a trust. */
export function macroF1(result: Answers, threshold: number): number {
  const { truths, firsts } = result;
  const sure = trustsOf(result);
  const authors = [...new Set(truths)].filter((truth) => truth !== -1);
  const verdicts = firsts.map((first, place) => (sure[place]! < threshold ? -1 : first));
  return mean(
    authors.map((author) => {
      const hits = truths.filter((truth, place) => truth === author && verdicts[place] === author).length;
      const own = truths.filter((truth) => truth === author).length;
      const named = verdicts.filter((verdict) => verdict === author).length;
      return (2 * hits) / (own + named);
    }),
  );
}

/** Of texts by unknown authors, the share that is below the trust which so many texts by known ones reach. */
export function rejectedAt(result: SplitResult, kept: number): number | null {
  const { truths } = result;
  const sure = trustsOf(result);
  const known = sure.filter((_, place) => truths[place] !== -1).toSorted((a, b) => a - b);
  const unknown = sure.filter((_, place) => truths[place] === -1);
  if (unknown.length === 0) return null;
  const threshold = percentile(known, 100 * (1 - kept));
  return unknown.filter((trust) => trust < threshold).length / unknown.length;
}

/** Of texts by known and by unknown authors, the shares below a trust. */
export function belowThreshold(result: SplitResult, threshold: number): { known: number; unknown: number } {
  const share = (isKnown: boolean): number => {
    const own = trustsOf(result).filter((_, place) => (result.truths[place] !== -1) === isKnown);
    return own.filter((trust) => trust < threshold).length / own.length;
  };
  return { known: share(true), unknown: share(false) };
}

/** The arithmetic mean. */
export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
