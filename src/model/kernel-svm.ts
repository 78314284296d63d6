/**
 * The linear support vector machine with squared hinge loss, learned from inner products alone (dual coordinate
 * descent: Hsieh, Chang, Lin, Keerthi & Sundararajan, ICML 2008; the same optimum as LIBLINEAR's L2R_L2LOSS_SVC_DUAL).
 *
 *     min over w:  ½ ‖w‖² + Σ_i C_i max (0, 1 − y_i w·x_i)²        y_i = 1 for the author's texts, −1 for the others'
 *
 * The bias is the weight of one more feature that every row has with the value 1. In the dual each row has a number
 * α_i ≥ 0, and w = Σ α_i y_i x_i. One step brings one α_i to its best value while the others stay:
 *
 *     G = y_i · Σ_j α_j y_j (K_ij + 1) − 1 + α_i / (2C_i)          α_i ← max (0, α_i − G / (K_ii + 1 + 1 / (2C_i)))
 */
import type { Random } from "../random.ts";
import { shuffle } from "../random.ts";

/** Settings of {@link kernelSvm}. */
export interface KernelSvmSettings {
  /** C of each row, above 0: how much it costs that the row is on the wrong side. */
  readonly costs: ArrayLike<number>;
  /** When no step would gain more than this (the largest violation of the optimum's conditions) it ends; above 0. */
  readonly tolerance: number;
  /** The most passes over all rows. */
  readonly passes: number;
}

/** What was learned about one author. */
export interface KernelSolution {
  /** β_i = α_i y_i of each row, so that w = Σ β_i x_i. */
  readonly betas: Float64Array;
  /** w·x_i + bias of each row, the rows that took no part too. */
  readonly scores: Float64Array;
  /** Σ β_i. */
  readonly bias: number;
}

/**
 * Learns one author against all others.
 *
 * @param products K, n × n
 * @param isAuthor for each row 1 if it is the author's, 0 if not
 * @param rows the rows to learn from
 * @param start a solution near to this one, to start from
 */
export function kernelSvm(
  products: Float32Array,
  isAuthor: ArrayLike<number>,
  rows: ArrayLike<number>,
  { costs, tolerance, passes }: KernelSvmSettings,
  random: Random,
  start?: KernelSolution,
): KernelSolution {
  const n = isAuthor.length;
  const betas = new Float64Array(n);
  const scores = new Float64Array(n);
  if (start !== undefined) warmStart(products, rows, start, betas, scores);
  let bias = 0;
  for (let row = 0; row < n; row++) bias += betas[row]!;

  // Scores are kept without the bias, which is one number for all.
  const all = Array.from(rows);
  let active = all.slice();
  for (let pass = 0; pass < passes; pass++) {
    const whole = active.length === all.length;
    shuffle(active, random);
    let worst = 0;
    const kept: number[] = [];
    for (const row of active) {
      const sign = isAuthor[row] === 1 ? 1 : -1;
      const beta = betas[row]!;
      const alpha = sign * beta;
      const ridge = 1 / (2 * costs[row]!);
      const gradient = sign * (scores[row]! + bias) - 1 + alpha * ridge;
      if (alpha === 0 && gradient > 0) {
        // Far from being of use: looked at again at the end.
        if (gradient < SHRINK) kept.push(row);
        continue;
      }
      kept.push(row);
      const violation = Math.abs(gradient);
      if (violation > worst) worst = violation;
      if (violation < tolerance * 0.1) continue;
      const better = Math.max(0, alpha - gradient / (products[row * n + row]! + 1 + ridge));
      const step = sign * better - beta;
      if (step === 0) continue;
      betas[row] = sign * better;
      bias += step;
      addRow(scores, step, products, row * n, n);
    }
    if (worst > tolerance) active = kept;
    else if (whole) break;
    else active = all.slice();
  }
  for (let row = 0; row < n; row++) scores[row]! += bias;
  return { betas, scores, bias };
}

const SHRINK = 0.5;

function addRow(scores: Float64Array, step: number, products: Float32Array, start: number, n: number): void {
  for (let other = 0; other < n; other++) scores[other]! += step * products[start + other]!;
}

/** Starts from another solution, of which the rows that take no part now are taken out. */
function warmStart(
  products: Float32Array,
  rows: ArrayLike<number>,
  start: KernelSolution,
  betas: Float64Array,
  scores: Float64Array,
): void {
  const n = betas.length;
  const taken = new Uint8Array(n);
  for (let place = 0; place < rows.length; place++) taken[rows[place]!] = 1;
  for (let row = 0; row < n; row++) {
    scores[row]! += start.scores[row]! - start.bias;
    betas[row] = taken[row] === 1 ? start.betas[row]! : 0;
    if (taken[row] === 0 && start.betas[row] !== 0) addRow(scores, -start.betas[row]!, products, row * n, n);
  }
}
