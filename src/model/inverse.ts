/**
 * The inverse of a symmetric positive definite matrix of some thousands of rows, strip by strip (the sweep operator,
 * Goodnight, The American Statistician 33, 1979, with blocks of columns in place of single ones):
 *
 *     strip p with P = A_pp⁻¹:      A_ij ← A_ij − A_ip P A_pj      A_ip ← A_ip P      A_pp ← −P
 *
 * When every strip had its turn, −A⁻¹ is left. Nearly all of the work is inner products of rows, which
 * tile-product.ts does in numbers of 32 bits; the small P are found in 64 bits.
 */
import { createTileProducts, STRIP, type TileProducts } from "./tile-product.ts";

/** So many rows stay in the processor's nearest memory while all others pass by. */
const BAND = 64;

/**
 * Turns a matrix into its inverse, in place.
 *
 * @param matrix n × n numbers, row by row, symmetric, of which only those up to the diagonal are looked at
 * @returns the same array, all of it filled
 */
export function invert(matrix: Float32Array, n: number): Float32Array {
  const height = Math.ceil(n / 4) * 4;
  const tiles = createTileProducts(2 * height + STRIP);
  const places = { left: 0, right: height, pivot: 2 * height };
  for (let from = 0; from < n; from += STRIP) {
    const to = Math.min(from + STRIP, n);
    const pivot = invertPivot(matrix, n, from, to);
    tiles.numbers.fill(0);
    fillColumns(tiles, places.right, matrix, n, from, to);
    fillPivot(tiles, places.pivot, pivot, to - from);
    multiplyByPivot(tiles, places, n, to - from);
    subtractProducts(tiles, places, matrix, n);
    writeColumns(tiles, places.left, matrix, n, from, to);
    for (let row = from; row < to; row++) {
      for (let column = from; column <= row; column++) {
        matrix[row * n + column] = -pivot[(row - from) * (to - from) + column - from]!;
      }
    }
  }
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      matrix[row * n + column] = -matrix[row * n + column]!;
      matrix[column * n + row] = matrix[row * n + column]!;
    }
  }
  return matrix;
}

/** Where in the table of rows each part begins: A_ip P, A_ip and P. */
interface Places {
  readonly left: number;
  readonly right: number;
  readonly pivot: number;
}

/** The inverse of the square from `from` to `to`, by the same way with single columns. */
function invertPivot(matrix: Float32Array, n: number, from: number, to: number): Float64Array {
  const size = to - from;
  // The lower triangle alone is kept up while single columns have their turn.
  const square = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const start = (from + row) * n + from;
    square.set(matrix.subarray(start, start + row + 1), row * size);
  }
  const column = new Float64Array(size);
  for (let pivot = 0; pivot < size; pivot++) {
    const factor = 1 / square[pivot * size + pivot]!;
    for (let row = 0; row < size; row++) {
      column[row] = row < pivot ? square[pivot * size + row]! : square[row * size + pivot]!;
    }
    column[pivot] = 0;
    for (let row = 0; row < size; row++) {
      const share = column[row]! * factor;
      const start = row * size;
      for (let other = 0; other <= row; other++) square[start + other]! -= share * column[other]!;
    }
    for (let row = 0; row < size; row++) {
      const place = row < pivot ? pivot * size + row : row * size + pivot;
      square[place] = column[row]! * factor;
    }
    square[pivot * size + pivot] = -factor;
  }
  for (let row = 0; row < size; row++) {
    for (let other = 0; other <= row; other++) {
      const number = -square[row * size + other]!;
      square[row * size + other] = number;
      square[other * size + row] = number;
    }
  }
  return square;
}

/** Writes the columns of a strip as rows of the table, all but those of the square, which stay 0. */
function fillColumns(
  { numbers }: TileProducts,
  place: number,
  matrix: Float32Array,
  n: number,
  from: number,
  to: number,
): void {
  for (let column = from; column < to; column++) {
    for (let row = 0; row < from; row++) {
      numbers[(place + row) * STRIP + column - from] = matrix[column * n + row]!;
    }
  }
  for (let row = to; row < n; row++) {
    numbers.set(matrix.subarray(row * n + from, row * n + to), (place + row) * STRIP);
  }
}

function fillPivot({ numbers }: TileProducts, place: number, pivot: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    numbers.set(pivot.subarray(row * size, (row + 1) * size), (place + row) * STRIP);
  }
}

/** A_ip P, row by row. */
function multiplyByPivot(tiles: TileProducts, { left, right, pivot }: Places, n: number, size: number): void {
  const { numbers } = tiles;
  for (let band = 0; band < size; band += BAND) {
    const end = Math.min(band + BAND, size);
    for (let row = 0; row < n; row += 2) {
      for (let column = band; column < end; column += 4) {
        const products = tiles.multiply(right + row, pivot + column);
        const start = (left + row) * STRIP + column;
        for (let place = 0; place < 4; place++) {
          numbers[start + place] = products[place]!;
          numbers[start + STRIP + place] = products[4 + place]!;
        }
      }
    }
  }
}

/** Takes A_ip P · A_jp from A_ij, up to the diagonal and little beyond it. */
function subtractProducts(
  tiles: TileProducts,
  { left, right }: Places,
  matrix: Float32Array,
  n: number,
): void {
  for (let band = 0; band < n; band += BAND) {
    for (let row = band; row < n; row += 2) {
      const end = Math.min(band + BAND, row + 2, n);
      const start = row * n;
      const next = row + 1 < n;
      for (let column = band; column < end; column += 4) {
        const products = tiles.multiply(left + row, right + column);
        const count = Math.min(4, n - column);
        for (let place = 0; place < count; place++) {
          matrix[start + column + place]! -= products[place]!;
          if (next) matrix[start + n + column + place]! -= products[4 + place]!;
        }
      }
    }
  }
}

/** The way back of {@link fillColumns}. */
function writeColumns(
  { numbers }: TileProducts,
  place: number,
  matrix: Float32Array,
  n: number,
  from: number,
  to: number,
): void {
  for (let column = from; column < to; column++) {
    for (let row = 0; row < from; row++) {
      matrix[column * n + row] = numbers[(place + row) * STRIP + column - from]!;
    }
  }
  for (let row = to; row < n; row++) {
    const start = (place + row) * STRIP;
    matrix.set(numbers.subarray(start, start + to - from), row * n + from);
  }
}
