/**
 * The same classifiers as least-squares.ts finds, for rows so many that their inner products have no room: conjugate
 * gradients (Hestenes & Stiefel 1952) on
 *
 *     (K + 1 + Λ) β = y
 *
 * in which K times a vector is found feature by feature, for many authors and folds side by side:
 *
 *     K β = Σ over features f:   x_f · (x_f · β)        x_f: the values of f in all rows
 *
 * A fold's rows are held out by taking them out of the equations.
 */
import { type RowMatrix, transposed } from "../sparse.ts";
import type { LeastSquares } from "./least-squares.ts";
import { addRows } from "./linear-weights.ts";

/** Settings of {@link rowLeastSquares}. */
export interface RowLeastSquaresSettings {
  /** C of each row, above 0. */
  readonly costs: ArrayLike<number>;
  /** It ends when no row's equation is off by more than this; above 0. */
  readonly tolerance: number;
  readonly steps: number;
}

/** So many numbers a row at most, but at least those of one author: they are to stay in near memory. */
const MOST_COLUMNS = 64;

/**
 * Learns each author against all others.
 *
 * @param labels the author of each row, below nAuthors
 * @param folds the rows of each fold, for held-out scores
 */
export function rowLeastSquares(
  matrix: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  settings: RowLeastSquaresSettings,
  folds: readonly (readonly number[])[] | null,
): LeastSquares {
  const n = matrix.nRows;
  const columns = transposed(matrix);
  const systems = 1 + (folds?.length ?? 0);
  const together = Math.max(1, Math.floor(MOST_COLUMNS / systems));
  const betas: Float64Array[] = [];
  const heldOut = folds === null ? null : new Float64Array(n * nAuthors);
  for (let first = 0; first < nAuthors; first += together) {
    const count = Math.min(together, nAuthors - first);
    const width = systems * count;
    const targets = new Float64Array(n * width);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < width; column++) {
        targets[row * width + column] = labels[row] === first + (column % count) ? 1 : -1;
      }
    }
    const hide = (numbers: Float64Array): void => {
      folds?.forEach((rows, fold) => {
        for (const row of rows) {
          const start = row * width + (fold + 1) * count;
          numbers.fill(0, start, start + count);
        }
      });
    };
    hide(targets);
    const found = solve(columns, matrix, targets, width, settings, hide);
    for (let place = 0; place < count; place++) {
      betas.push(Float64Array.from({ length: n }, (_, row) => found[row * width + place]!));
    }
    if (heldOut === null) continue;
    const scores = multiply(columns, found, width);
    folds!.forEach((rows, fold) => {
      for (const row of rows) {
        const start = row * width + (fold + 1) * count;
        heldOut.set(scores.subarray(start, start + count), row * nAuthors + first);
      }
    });
  }
  const bias = Float64Array.from(betas, (ofAuthor) => ofAuthor.reduce((sum, beta) => sum + beta, 0));
  return { betas, bias, heldOut };
}

/** Solves the equations of all columns, each with steps of its own, scaled by the diagonal. */
function solve(
  columns: RowMatrix,
  matrix: RowMatrix,
  targets: Float64Array,
  width: number,
  { costs, tolerance, steps }: RowLeastSquaresSettings,
  hide: (numbers: Float64Array) => void,
): Float64Array {
  const n = matrix.nRows;
  const ridges = Float64Array.from({ length: n }, (_, row) => 1 / (2 * costs[row]!));
  const scales = ridges.map((ridge, row) => 1 / (squareOf(matrix, row) + 1 + ridge));
  const found = new Float64Array(targets.length);
  const errors = targets.slice();
  const direction = targets.map((number, place) => number * scales[Math.floor(place / width)]!);
  let sizes = columnProducts(errors, direction, width);
  for (let step = 0; step < steps && largest(errors) > tolerance; step++) {
    const moved = multiply(columns, direction, width);
    for (let row = 0, place = 0; row < n; row++) {
      for (let column = 0; column < width; column++, place++) {
        moved[place]! += ridges[row]! * direction[place]!;
      }
    }
    hide(moved);
    const curvatures = columnProducts(direction, moved, width);
    const lengths = sizes.map((size, column) => (curvatures[column]! > 0 ? size / curvatures[column]! : 0));
    const nextSizes = new Float64Array(width);
    for (let row = 0, place = 0; row < n; row++) {
      for (let column = 0; column < width; column++, place++) {
        found[place]! += lengths[column]! * direction[place]!;
        const error = errors[place]! - lengths[column]! * moved[place]!;
        errors[place] = error;
        nextSizes[column]! += error * error * scales[row]!;
      }
    }
    const turns = nextSizes.map((size, column) => (sizes[column]! > 0 ? size / sizes[column]! : 0));
    for (let row = 0, place = 0; row < n; row++) {
      for (let column = 0; column < width; column++, place++) {
        direction[place] = errors[place]! * scales[row]! + turns[column]! * direction[place]!;
      }
    }
    sizes = nextSizes;
  }
  return found;
}

/** (K + 1) times each column. */
function multiply(columns: RowMatrix, numbers: Float64Array, width: number): Float64Array {
  const { starts, ids, values } = columns;
  const products = new Float64Array(numbers.length);
  const sums = new Float64Array(width);
  for (let start = 0; start < numbers.length; start += width) {
    for (let column = 0; column < width; column++) sums[column]! += numbers[start + column]!;
  }
  for (let start = 0; start < numbers.length; start += width) products.set(sums, start);
  for (let feature = 0; feature < columns.nRows; feature++) {
    const end = starts[feature + 1]!;
    sums.fill(0);
    addRows(sums, numbers, ids, values, starts[feature]!, end);
    for (let entry = starts[feature]!; entry < end; entry++) {
      const value = values[entry]!;
      const start = ids[entry]! * width;
      for (let column = 0; column < width; column++) products[start + column]! += value * sums[column]!;
    }
  }
  return products;
}

/** For each column Σ over rows of left · right. */
function columnProducts(left: Float64Array, right: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let start = 0; start < left.length; start += width) {
    for (let column = 0; column < width; column++) {
      sums[column]! += left[start + column]! * right[start + column]!;
    }
  }
  return sums;
}

function squareOf({ starts, values }: RowMatrix, row: number): number {
  let sum = 0;
  for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) sum += values[entry]! ** 2;
  return sum;
}

function largest(numbers: Float64Array): number {
  let most = 0;
  for (const number of numbers) if (Math.abs(number) > most) most = Math.abs(number);
  return most;
}
