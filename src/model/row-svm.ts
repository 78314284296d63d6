/**
 * Linear classifiers for many rows, one author against all others, by dual coordinate descent over sparse rows:
 *
 *     squared hinge   min ½ ‖w‖² + Σ_i C_i max (0, 1 − y_i w·x_i)²       Hsieh et al., ICML 2008
 *     logistic        min ½ ‖w‖² + Σ_i C_i log (1 + exp (−y_i w·x_i))    Yu, Huang & Lin, Machine Learning 85, 2011
 *
 * with the bias as the weight of one more feature that every row has with the value 1. Each row has a number α_i; w is
 * Σ α_i y_i x_i throughout, so that one step looks at the features of one row alone.
 */
import { type Random, shuffle } from "../random.ts";
import type { RowMatrix } from "../sparse.ts";

/** What an error costs. */
export type Loss = "squared-hinge" | "logistic";

/** Settings of {@link rowSvm}. */
export interface RowSvmSettings {
  readonly loss: Loss;
  /** C of each row, above 0. */
  readonly costs: ArrayLike<number>;
  /** It ends when no condition of the optimum is violated by more than this; above 0. */
  readonly tolerance: number;
  /** The most passes over all rows. */
  readonly passes: number;
}

/** One author's weights. */
export interface RowSolution {
  /** One a feature. */
  readonly weights: Float64Array;
  readonly bias: number;
  /** α_i of each row. */
  readonly alphas: Float64Array;
}

/**
 * Learns one author against all others.
 *
 * @param isAuthor for each row 1 if it is the author's, 0 if not
 * @param rows the rows to learn from
 * @param start a solution near to this one, to start from
 */
export function rowSvm(
  matrix: RowMatrix,
  isAuthor: ArrayLike<number>,
  rows: ArrayLike<number>,
  { loss, costs, tolerance, passes }: RowSvmSettings,
  random: Random,
  start?: RowSolution,
): RowSolution {
  const problem = new Problem(matrix, isAuthor, rows, costs, start);
  const all = Array.from(rows);
  if (loss === "logistic") {
    problem.beginLogistic(all);
    for (let pass = 0; pass < passes; pass++) {
      let worst = 0;
      for (const row of shuffle(all, random)) worst = Math.max(worst, problem.logisticStep(row));
      if (worst <= tolerance) break;
    }
    return problem.solution;
  }
  let active = all.slice();
  for (let pass = 0; pass < passes; pass++) {
    const whole = active.length === all.length;
    const kept: number[] = [];
    let worst = 0;
    for (const row of shuffle(active, random)) {
      const violation = problem.hingeStep(row);
      if (violation >= 0) kept.push(row);
      worst = Math.max(worst, violation);
    }
    // Rows that are far from being of use are looked at again at the end.
    if (worst > tolerance) active = kept;
    else if (whole) break;
    else active = all.slice();
  }
  return problem.solution;
}

/** A row on the right side by more than this is left out for the time being. */
const SHRINK = 0.5;
/** The α of the logistic loss are never quite 0. */
const LEAST_SHARE = 1e-8;
const MOST_INNER_STEPS = 50;

class Problem {
  readonly #matrix: RowMatrix;
  readonly #isAuthor: ArrayLike<number>;
  readonly #costs: ArrayLike<number>;
  /** x·x + 1 of each row. */
  readonly #squares: Float64Array;
  readonly #weights: Float64Array;
  readonly #alphas: Float64Array;
  #bias = 0;

  constructor(
    matrix: RowMatrix,
    isAuthor: ArrayLike<number>,
    rows: ArrayLike<number>,
    costs: ArrayLike<number>,
    start: RowSolution | undefined,
  ) {
    this.#matrix = matrix;
    this.#isAuthor = isAuthor;
    this.#costs = costs;
    this.#squares = squaresOf(matrix);
    this.#alphas = new Float64Array(matrix.nRows);
    this.#weights = new Float64Array(matrix.nFeatures);
    if (start === undefined) return;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      if (start.alphas[row]! > 0) this.#move(row, start.alphas[row]!);
    }
  }

  get solution(): RowSolution {
    return { weights: this.#weights, bias: this.#bias, alphas: this.#alphas };
  }

  /** @returns how far the row was from its optimum, below 0 when it can be left out for now */
  hingeStep(row: number): number {
    const alpha = this.#alphas[row]!;
    const ridge = 1 / (2 * this.#costs[row]!);
    const gradient = this.#margin(row) - 1 + alpha * ridge;
    if (alpha === 0 && gradient > 0) return gradient < SHRINK ? 0 : -1;
    this.#move(row, Math.max(0, alpha - gradient / (this.#squares[row]! + ridge)) - alpha);
    return Math.abs(gradient);
  }

  /** Gives every row an α to begin with. */
  beginLogistic(rows: readonly number[]): void {
    for (const row of rows) {
      if (this.#alphas[row] === 0) {
        this.#move(row, Math.min(0.001 * this.#costs[row]!, LEAST_SHARE));
      }
    }
  }

  /**
   * Minimises over z = α_i:   ½ a (z − α)² + b (z − α) + z log z + (C − z) log (C − z)      a = x·x, b = y w·x
   *
   * by Newton's method on z or C − z, whichever is smaller.
   */
  logisticStep(row: number): number {
    const cost = this.#costs[row]!;
    const alpha = this.#alphas[row]!;
    const a = this.#squares[row]!;
    const b = this.#margin(row);
    const gradient = b + Math.log(alpha / (cost - alpha));
    // The side on which the answer lies: below C/2 or above it.
    const upper = b + a * (cost / 2 - alpha) < 0;
    const from = upper ? cost - alpha : alpha;
    const sign = upper ? -1 : 1;
    let z = from > cost / 2 ? cost / 4 : from;
    for (let step = 0; step < MOST_INNER_STEPS; step++) {
      const slope = a * (z - from) + sign * b + Math.log(z / (cost - z));
      if (Math.abs(slope) < 1e-9) break;
      const next = z - slope / (a + cost / (z * (cost - z)));
      z = next <= 0 ? z / 10 : next;
    }
    this.#move(row, (upper ? cost - z : z) - alpha);
    return Math.abs(gradient);
  }

  /** y · (w·x + bias) */
  #margin(row: number): number {
    const { starts, ids, values } = this.#matrix;
    const weights = this.#weights;
    let score = this.#bias;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      score += weights[ids[entry]!]! * values[entry]!;
    }
    return this.#isAuthor[row] === 1 ? score : -score;
  }

  #move(row: number, step: number): void {
    if (step === 0) return;
    const { starts, ids, values } = this.#matrix;
    const weights = this.#weights;
    const signed = this.#isAuthor[row] === 1 ? step : -step;
    this.#alphas[row]! += step;
    this.#bias += signed;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      weights[ids[entry]!]! += signed * values[entry]!;
    }
  }
}

function squaresOf({ nRows, starts, values }: RowMatrix): Float64Array {
  const squares = new Float64Array(nRows).fill(1);
  for (let row = 0; row < nRows; row++) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) squares[row]! += values[entry]! ** 2;
  }
  return squares;
}
