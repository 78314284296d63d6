/**
 * The Gram matrix K of rows: K_ij = x_i · x_j. With it, everything that a linear classifier learns from its training
 * rows can be learned without looking at a feature again; for some thousands of rows that is by far the fastest way,
 * because all authors, all inner folds and all settings share it.
 *
 * Rare features, which are nearly all, are multiplied by way of the rows that have them:
 *
 *     row 7:  f3  f9  f40           rows with f9:  0 · 2 · 5 · 7 · 9    →    K_70 K_72 K_75 K_77 += x_7,9 · x_·,9
 *
 * Features that many rows have are written out with their zeros, strip by strip, and multiplied as whole tables.
 */
import { type RowMatrix, transposed } from "../sparse.ts";
import { createTileProducts, STRIP, type TileProducts } from "./tile-product.ts";

/**
 * Features in a larger share of the rows than this are multiplied with their zeros: a product in a strip costs about
 * a fiftieth of one that has to look for its place, and there are 1 / share² as many.
 */
const DENSE_SHARE = 1 / 7;
/** So many rows stay in the processor's nearest memory while all others pass by. */
const BAND = 64;

/**
 * All inner products of the rows of a matrix.
 *
 * @returns n × n numbers, row by row
 */
export function gram(matrix: RowMatrix): Float32Array {
  return mirrored(gramPart(matrix, 0, matrix.nRows), matrix.nRows);
}

/**
 * The inner products of rows `from` … `to − 1` with themselves and all rows before them: a part of the Gram matrix
 * that can be found apart from the others. The parts one behind the other are {@link mirrored} to the whole.
 *
 * @returns (to − from) × n numbers, row by row; those of later rows have no meaning
 */
export function gramPart(matrix: RowMatrix, from: number, to: number): Float32Array {
  const { nRows, starts, ids, values } = matrix;
  const columns = transposed(matrix);
  const products = new Float32Array((to - from) * nRows);
  const least = nRows * DENSE_SHARE;
  for (let row = from; row < to; row++) {
    const sums = products.subarray((row - from) * nRows, (row - from + 1) * nRows);
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const feature = ids[entry]!;
      if (!isFrequent(columns, feature, least)) addColumn(columns, feature, row, values[entry]!, sums);
    }
  }
  const frequent = frequentFeatures(columns, least);
  const height = Math.ceil(nRows / 4) * 4;
  const tiles = createTileProducts(height + 1);
  for (let strip = 0; strip < frequent.length; strip += STRIP) {
    tiles.numbers.fill(0);
    fillStrip(tiles, columns, frequent.subarray(strip, strip + STRIP), 0);
    for (let band = 0; band < to; band += BAND) {
      for (let row = Math.max(from, from + Math.floor((band - from) / 2) * 2); row < to; row += 2) {
        const end = Math.min(band + BAND, row + 2, nRows);
        addTiles(tiles, row, band, end, products.subarray((row - from) * nRows), nRows, to - row);
      }
    }
  }
  return products;
}

/** Writes the upper half of a symmetric matrix, of which the lower half is there, and returns it. */
export function mirrored(products: Float32Array, n: number): Float32Array {
  for (let row = 0; row < n; row++) {
    for (let other = 0; other < row; other++) products[other * n + row] = products[row * n + other]!;
  }
  return products;
}

/**
 * The inner products of some rows with all rows of a matrix.
 *
 * @param rows rows of the same features
 * @returns rows.nRows × matrix.nRows numbers, row by row
 */
export function crossGram(rows: RowMatrix, matrix: RowMatrix): Float32Array {
  const { nRows } = matrix;
  const columns = transposed(matrix);
  const ownColumns = transposed(rows);
  const products = new Float32Array(rows.nRows * nRows);
  const least = nRows * DENSE_SHARE;
  for (let row = 0; row < rows.nRows; row++) {
    const sums = products.subarray(row * nRows, (row + 1) * nRows);
    for (let entry = rows.starts[row]!; entry < rows.starts[row + 1]!; entry++) {
      const feature = rows.ids[entry]!;
      if (!isFrequent(columns, feature, least)) addColumn(columns, feature, nRows, rows.values[entry]!, sums);
    }
  }
  const frequent = frequentFeatures(columns, least);
  const height = Math.ceil(nRows / 4) * 4;
  const tiles = createTileProducts(height + rows.nRows + 1);
  for (let strip = 0; strip < frequent.length; strip += STRIP) {
    const features = frequent.subarray(strip, strip + STRIP);
    tiles.numbers.fill(0);
    fillStrip(tiles, columns, features, 0);
    fillStrip(tiles, ownColumns, features, height);
    for (let row = 0; row < rows.nRows; row += 2) {
      addTiles(tiles, height + row, 0, nRows, products.subarray(row * nRows), nRows, rows.nRows - row);
    }
  }
  return products;
}

function isFrequent({ starts }: RowMatrix, feature: number, least: number): boolean {
  return starts[feature + 1]! - starts[feature]! > least;
}

function frequentFeatures(columns: RowMatrix, least: number): Uint32Array {
  const features: number[] = [];
  for (let feature = 0; feature < columns.nRows; feature++) {
    if (isFrequent(columns, feature, least)) features.push(feature);
  }
  return Uint32Array.from(features);
}

/** Adds a feature's products with all rows up to `last` that have it. */
function addColumn(
  columns: RowMatrix,
  feature: number,
  last: number,
  value: number,
  sums: Float32Array,
): void {
  const { ids, values } = columns;
  const end = columns.starts[feature + 1]!;
  for (let place = columns.starts[feature]!; place < end; place++) {
    const row = ids[place]!;
    if (row > last) break;
    sums[row]! += value * values[place]!;
  }
}

function fillStrip(tiles: TileProducts, columns: RowMatrix, features: Uint32Array, first: number): void {
  features.forEach((feature, column) => {
    for (let place = columns.starts[feature]!; place < columns.starts[feature + 1]!; place++) {
      tiles.numbers[(first + columns.ids[place]!) * STRIP + column] = columns.values[place]!;
    }
  });
}

/** Adds the products of rows `left` and `left + 1` of a strip with rows `from` … `to − 1` of it. */
function addTiles(
  tiles: TileProducts,
  left: number,
  from: number,
  to: number,
  into: Float32Array,
  width: number,
  rows: number,
): void {
  for (let right = from; right < to; right += 4) {
    const products = tiles.multiply(left, right);
    const count = Math.min(4, width - right);
    for (let place = 0; place < count; place++) into[right + place]! += products[place]!;
    if (rows < 2) continue;
    for (let place = 0; place < count; place++) into[width + right + place]! += products[4 + place]!;
  }
}
