/**
 * Principal components: the directions in which rows of numbers differ most. With the columns' means taken out of the
 * rows X, they are the eigenvectors v of XᵀX, and a row's coordinates are x · v:
 *
 *     XᵀX v = λ v          λ / (rows) is the variance along v;   the sum of all λ is Σ x²
 *
 * XXᵀ has the same λ, and eigenvectors u = X v / √λ, so the smaller of the two is taken. An eigenvector is found by
 * multiplying one at random again and again, and the next one in what is left when it is taken out (power iteration
 * with deflation).
 *
 * @see Jolliffe 2002, "Principal Component Analysis"; Golub & Van Loan 2013, "Matrix Computations", section 8.2
 */
import { createRandom } from "../random.ts";

/** Rows seen from where they differ most. */
export interface PrincipalComponents {
  /** For each row as many numbers as components were asked for; 0 where the rows differ in fewer directions. */
  readonly coordinates: readonly Float64Array[];
  /** The share of all variance along each component, falling, from 0 to 1. */
  readonly explained: readonly number[];
}

/**
 * The first principal components. Their signs, which mean nothing, are such that the coordinate farthest from 0 is
 * above it.
 *
 * @param rows all of the same length; they are not changed
 * @param components how many are wanted, from 1
 */
export function principalComponents(
  rows: readonly Float64Array[],
  components: number = 2,
): PrincipalComponents {
  const centred = centredRows(rows);
  const columns = centred[0]?.length ?? 0;
  const byRows = rows.length <= columns;
  const products = byRows ? productsOf(centred) : productsOf(columnsOf(centred, columns));
  const size = products.length;
  const total = products.reduce((sum, row, place) => sum + row[place]!, 0);
  const coordinates = rows.map(() => new Float64Array(components));
  const explained: number[] = [];
  for (let component = 0; component < components; component++) {
    const { vector, value } = size === 0 ? nothing : largest(products);
    // Below it there is nothing but what rounding has left.
    const real = value > total * 1e-12;
    explained.push(real ? value / total : 0);
    if (!real) continue;
    const along = centred.map((row, place) =>
      byRows ? vector[place]! * Math.sqrt(value) : dot(row, vector),
    );
    const sign =
      along.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0) < 0 ? -1 : 1;
    along.forEach((each, place) => (coordinates[place]![component] = sign * each));
    takeOut(products, vector, value);
  }
  return { coordinates, explained };
}

const nothing = { vector: new Float64Array(0), value: 0 };

/** An eigenvector is good enough when multiplying it leaves so little besides, as a share of its eigenvalue. */
const TOLERANCE = 1e-9;
/** Where two eigenvalues are nearly the same, what is found after so many rounds lies between their vectors. */
const MOST_ROUNDS = 3000;

function largest(matrix: readonly Float64Array[]): { vector: Float64Array; value: number } {
  const random = createRandom(0);
  let vector = unit(Float64Array.from(matrix, () => random.next() - 0.5));
  let value = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = Float64Array.from(matrix, (row) => dot(row, vector));
    value = dot(next, vector);
    let rest = 0;
    for (let place = 0; place < next.length; place++) rest += (next[place]! - value * vector[place]!) ** 2;
    if (Math.sqrt(rest) <= TOLERANCE * value || value <= 0) break;
    vector = unit(next);
  }
  return { vector, value };
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((each) => each / length);
}

/** M − λ v vᵀ */
function takeOut(matrix: readonly Float64Array[], vector: Float64Array, value: number): void {
  matrix.forEach((row, at) => {
    const factor = value * vector[at]!;
    for (let place = 0; place < row.length; place++) row[place]! -= factor * vector[place]!;
  });
}

function centredRows(rows: readonly Float64Array[]): Float64Array[] {
  const means = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let place = 0; place < row.length; place++) means[place]! += row[place]!;
  return rows.map((row) => row.map((value, place) => value - means[place]! / rows.length));
}

function columnsOf(rows: readonly Float64Array[], columns: number): Float64Array[] {
  return Array.from({ length: columns }, (_, column) => Float64Array.from(rows, (row) => row[column]!));
}

/** All inner products of some vectors. */
function productsOf(vectors: readonly Float64Array[]): Float64Array[] {
  const products = vectors.map(() => new Float64Array(vectors.length));
  for (let one = 0; one < vectors.length; one++) {
    for (let other = 0; other <= one; other++) {
      const product = dot(vectors[one]!, vectors[other]!);
      products[one]![other] = product;
      products[other]![one] = product;
    }
  }
  return products;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < left.length; place++) sum += left[place]! * right[place]!;
  return sum;
}
