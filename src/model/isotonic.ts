/**
 * Isotonic regression of yes or no on a score, by pooling adjacent violators (PAV): the step function that never
 * falls and is nearest to the truths. Each step's height is the share of "yes" among its scores.
 *
 *     score     1    2    3    4    5          4 says no after 3 said yes: the two are pooled
 *     truth     0    0    1    0    1
 *     height    0    0    ½    ½    1
 *
 * @see Ayer, Brunk, Ewing, Reid & Silverman 1955; Zadrozny & Elkan 2002
 */

/** A step: scores that share one height. */
export interface Step {
  /** The lowest score in it. */
  readonly from: number;
  /** The highest score in it. */
  readonly to: number;
  /** How many of its scores are a "yes". */
  readonly yes: number;
  /** How many are a "no". */
  readonly no: number;
}

/**
 * Pools.
 *
 * @param scores in any order, none of them NaN; equal ones always share a step
 * @param truths for each score whether it is a "yes"
 * @returns the steps, scores and heights rising, neighbours of different height
 */
export function isotonicSteps(scores: ArrayLike<number>, truths: ArrayLike<boolean>): Step[] {
  const order = Array.from({ length: scores.length }, (_, place) => place);
  order.sort((a, b) => scores[a]! - scores[b]!);
  const steps: Step[] = [];
  for (const place of order) {
    const score = scores[place]!;
    const truth = truths[place]!;
    steps.push({ from: score, to: score, yes: truth ? 1 : 0, no: truth ? 0 : 1 });
    if (steps.length > 1 && steps.at(-2)!.to === score) pool(steps);
  }
  return pooled(steps);
}

/** yes / (yes + no). */
export function heightOf({ yes, no }: Step): number {
  return yes / (yes + no);
}

function pooled(ties: readonly Step[]): Step[] {
  const steps: Step[] = [];
  for (const tie of ties) {
    steps.push(tie);
    // By multiplication, because equal heights divided may differ in the last digit.
    while (steps.length > 1 && !rises(steps.at(-2)!, steps.at(-1)!)) pool(steps);
  }
  return steps;
}

const rises = (below: Step, above: Step): boolean => below.yes * above.no < above.yes * below.no;

function pool(steps: Step[]): void {
  const above = steps.pop()!;
  const below = steps.pop()!;
  steps.push({ from: below.from, to: above.to, yes: below.yes + above.yes, no: below.no + above.no });
}
