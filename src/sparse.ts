/** Sparse rows in typed arrays, and the arithmetic that scores need. */

/**
 * The features of one document that are not zero, each once, in any order:
 *
 *     feature   17   3  90        ids    [17, 3, 90]
 *     value      2   1   5        values [ 2, 1,  5]     length 3
 *
 * The arrays may be longer than `length`; what lies beyond it has no meaning.
 */
export interface SparseRow {
  readonly ids: Uint32Array;
  readonly values: Float64Array;
  readonly length: number;
}

/**
 * log Σ exp(xᵢ), computed as m + log Σ exp(xᵢ − m) with m the largest x, so that nothing overflows.
 *
 * @returns −∞ when all values are −∞ or there are none
 */
export function logSumExp(values: Float64Array): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  if (most === -Infinity) return -Infinity;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}

/**
 * Probabilities from log scores: pᵢ = exp(xᵢ − logSumExp(x)).
 *
 * @returns a new array with a sum of 1
 */
export function softmax(scores: Float64Array): Float64Array {
  const total = logSumExp(scores);
  return scores.map((score) => Math.exp(score - total));
}
