/**
 * Multinomial logistic regression: all authors at once, by dual coordinate descent over sparse rows (after Yu, Huang &
 * Lin, Machine Learning 85, 2011):
 *
 *     min ½ Σ_k ‖w_k‖² + Σ_i C_i ( log Σ_k exp (w_k·x_i) − w_y·x_i )          y the author of row i
 *
 * with each author's bias as the weight of one more feature that every row has with the value 1. Each row has a number
 * α_ik ≥ 0 for each author, C_i together; w_k = Σ_i (C_i [k = y_i] − α_ik) x_i throughout. A step finds the best numbers of
 * one row, those of the others given. With a = x_i·x_i and s_k = w_k·x_i they are the z that satisfy
 *
 *     a z_k + log z_k = s_k + a α_ik − λ,  Σ_k z_k = C_i      so  z_k = ω (s_k + a α_ik + log a − λ) / a
 *
 * where ω (v), the Wright omega function, is the u with u + log u = v. λ is found by Newton's method: the sum falls with
 * it and is convex, so that from the left nothing is overshot.
 */
import { type Random, shuffle } from "../random.ts";
import type { RowMatrix } from "../sparse.ts";

/** Settings of {@link multinomialLogistic}. */
export interface MultinomialSettings {
  /** C of each row, above 0. */
  readonly costs: ArrayLike<number>;
  /** It ends when no row's α / C is farther than this from the probabilities that the weights give; above 0. */
  readonly tolerance: number;
  /** The most passes over all rows. */
  readonly passes: number;
}

/** All authors' weights. */
export interface MultinomialSolution {
  /** `weights[feature * nAuthors + author]`. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** `alphas[row * nAuthors + author]`. */
  readonly alphas: Float64Array;
}

/**
 * Learns all authors.
 *
 * @param labels the author of each row, below nAuthors
 * @param rows the rows to learn from
 * @param start a solution near to this one, to start from
 */
export function multinomialLogistic(
  matrix: RowMatrix,
  labels: ArrayLike<number>,
  nAuthors: number,
  rows: ArrayLike<number>,
  { costs, tolerance, passes }: MultinomialSettings,
  random: Random,
  start?: MultinomialSolution,
): MultinomialSolution {
  const problem = new Problem(matrix, labels, nAuthors, costs);
  const all = Array.from(rows);
  for (const row of all) problem.begin(row, start);
  for (let pass = 0; pass < passes; pass++) {
    let worst = 0;
    for (const row of shuffle(all, random)) worst = Math.max(worst, problem.step(row));
    if (worst <= tolerance) break;
  }
  return problem.solution;
}

const MOST_STEPS = 60;

class Problem {
  readonly #matrix: RowMatrix;
  readonly #labels: ArrayLike<number>;
  readonly #nAuthors: number;
  readonly #costs: ArrayLike<number>;
  readonly #weights: Float64Array;
  readonly #bias: Float64Array;
  readonly #alphas: Float64Array;
  /** s, then s + a α + log a, of the row at hand. */
  readonly #scores: Float64Array;
  /** a z of the row at hand. */
  readonly #scaled: Float64Array;

  constructor(matrix: RowMatrix, labels: ArrayLike<number>, nAuthors: number, costs: ArrayLike<number>) {
    this.#matrix = matrix;
    this.#labels = labels;
    this.#nAuthors = nAuthors;
    this.#costs = costs;
    this.#weights = new Float64Array(matrix.nFeatures * nAuthors);
    this.#bias = new Float64Array(nAuthors);
    this.#alphas = new Float64Array(matrix.nRows * nAuthors);
    this.#scores = new Float64Array(nAuthors);
    this.#scaled = new Float64Array(nAuthors);
  }

  get solution(): MultinomialSolution {
    return { weights: this.#weights, bias: this.#bias, alphas: this.#alphas };
  }

  /** Gives a row its numbers to begin with: all to its author, which weighs nothing, or those of another solution. */
  begin(row: number, start: MultinomialSolution | undefined): void {
    const first = row * this.#nAuthors;
    const label = this.#labels[row]!;
    this.#alphas[first + label] = this.#costs[row]!;
    if (start === undefined) return;
    const moved = this.#scaled;
    for (let author = 0; author < this.#nAuthors; author++) {
      moved[author] = start.alphas[first + author]! - this.#alphas[first + author]!;
    }
    this.#move(row, moved);
  }

  /** @returns how far a row's α / C were from the probabilities of its authors */
  step(row: number): number {
    const nAuthors = this.#nAuthors;
    const first = row * nAuthors;
    const cost = this.#costs[row]!;
    const square = this.#score(row);
    const scores = this.#scores;
    const violation = this.#violation(first, cost);
    for (let author = 0; author < nAuthors; author++) {
      scores[author]! += square * this.#alphas[first + author]! + Math.log(square);
    }
    const scaled = this.#scaled;
    const wanted = square * cost;
    // Here the largest alone comes to what all are to come to together: the root is not to the left.
    let shift = scores.reduce((most, score) => Math.max(most, score), -Infinity) - wanted - Math.log(wanted);
    for (let time = 0; time < MOST_STEPS; time++) {
      let sum = 0;
      let slope = 0;
      for (let author = 0; author < nAuthors; author++) {
        const value = omega(scores[author]! - shift);
        scaled[author] = value;
        sum += value;
        slope += value / (1 + value);
      }
      const step = (sum - wanted) / slope;
      if (!(Math.abs(sum - wanted) > 1e-12 * wanted)) break;
      shift += step;
    }
    for (let author = 0; author < nAuthors; author++) {
      scaled[author] = scaled[author]! / square - this.#alphas[first + author]!;
    }
    this.#move(row, scaled);
    return violation;
  }

  #violation(first: number, cost: number): number {
    const scores = this.#scores;
    const most = scores.reduce((best, score) => Math.max(best, score), -Infinity);
    const whole = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
    let worst = 0;
    scores.forEach((score, author) => {
      const probability = Math.exp(score - most) / whole;
      worst = Math.max(worst, Math.abs(this.#alphas[first + author]! / cost - probability));
    });
    return worst;
  }

  /** Fills in s. @returns a */
  #score(row: number): number {
    const { starts, ids, values } = this.#matrix;
    const [nAuthors, weights, scores] = [this.#nAuthors, this.#weights, this.#scores];
    scores.set(this.#bias);
    let square = 1;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const value = values[entry]!;
      const from = ids[entry]! * nAuthors;
      square += value * value;
      for (let author = 0; author < nAuthors; author++) scores[author]! += value * weights[from + author]!;
    }
    return square;
  }

  /** Adds to a row's α. */
  #move(row: number, moved: Float64Array): void {
    const { starts, ids, values } = this.#matrix;
    const [nAuthors, weights] = [this.#nAuthors, this.#weights];
    for (let author = 0; author < nAuthors; author++) {
      this.#alphas[row * nAuthors + author]! += moved[author]!;
      this.#bias[author]! -= moved[author]!;
    }
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const value = values[entry]!;
      const from = ids[entry]! * nAuthors;
      for (let author = 0; author < nAuthors; author++) weights[from + author]! -= value * moved[author]!;
    }
  }
}

/** The u with u + log u = v, by Newton's method. */
export function omega(v: number): number {
  // Further down u is exp v to the last bit.
  if (v < -40) return Math.exp(v);
  let u = v > 1 ? v : Math.exp(v) / (1 + Math.exp(v));
  for (let step = 0; step < 20; step++) {
    const next = (u * (1 + v - Math.log(u))) / (1 + u);
    if (!(Math.abs(next - u) > 1e-15 * u)) return next;
    u = next;
  }
  return u;
}
