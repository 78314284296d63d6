/** Systems of linear equations with a symmetric positive definite matrix (Cholesky). */

/** What a pivot of a positive matrix is at least, when rounding has left nothing of it. */
const LEAST_PIVOT = 1e-9;

/**
 * The lower triangle L of L Lᵀ = the matrix; rows of it, one longer than the other.
 *
 * @param at the matrix, asked for up to its diagonal
 */
export function choleskyOf(
  size: number,
  at: (row: number, column: number) => number,
): readonly Float64Array[] {
  const factor: Float64Array[] = [];
  for (let row = 0; row < size; row++) {
    const own = new Float64Array(row + 1);
    factor.push(own);
    for (let column = 0; column <= row; column++) {
      const other = factor[column]!;
      let sum = at(row, column);
      for (let inner = 0; inner < column; inner++) sum -= own[inner]! * other[inner]!;
      own[column] = column === row ? Math.sqrt(Math.max(sum, LEAST_PIVOT)) : sum / other[column]!;
    }
  }
  return factor;
}

/** x of L Lᵀ x = numbers. */
export function solve(factor: readonly Float64Array[], numbers: ArrayLike<number>): Float64Array {
  const found = Float64Array.from(numbers);
  factor.forEach((row, place) => {
    let sum = found[place]!;
    for (let inner = 0; inner < place; inner++) sum -= row[inner]! * found[inner]!;
    found[place] = sum / row[place]!;
  });
  for (let place = found.length - 1; place >= 0; place--) {
    const row = factor[place]!;
    const number = found[place]! / row[place]!;
    found[place] = number;
    for (let inner = 0; inner < place; inner++) found[inner]! -= number * row[inner]!;
  }
  return found;
}
