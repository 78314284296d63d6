/** Likelihood ratios in words, as forensic reports have them. */

/** What a likelihood ratio is called. */
export interface VerbalStrength {
  /** Which of the two the evidence speaks for; "neither" for a ratio of 1. */
  readonly supports: "same author" | "different authors" | "neither";
  readonly strength: "no" | "weak" | "moderate" | "strong" | "very strong" | "extremely strong";
}

/**
 * The scale goes by powers of ten: up to 10 weak, up to 100 moderate, up to 1,000 strong, up to 10,000 very strong,
 * above it extremely strong; for ratios below 1 the same with 1/LR.
 *
 * @param logRatio ln LR
 * Laboratories differ in these words, so the number belongs beside them.
 *
 * @see Nini 2023, "A Theory of Linguistic Individuality for Authorship Analysis", and the R package idiolect
 */
export function verbalStrength(logRatio: number): VerbalStrength {
  if (logRatio === 0) return { supports: "neither", strength: "no" };
  // Rounded, or a ratio of exactly 1,000 falls on either side by the last digit of its logarithm.
  const tens = Number((Math.abs(logRatio) / Math.LN10).toFixed(9));
  const strength = strengths.find(([upTo]) => tens <= upTo)![1];
  return { supports: logRatio > 0 ? "same author" : "different authors", strength };
}

const strengths: readonly (readonly [upTo: number, strength: VerbalStrength["strength"]])[] = [
  [1, "weak"],
  [2, "moderate"],
  [3, "strong"],
  [4, "very strong"],
  [Infinity, "extremely strong"],
];
