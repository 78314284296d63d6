/**
 * Cosine Delta ("Würzburg", Smith & Aldridge 2011; Evert et al. 2017) on sparse rows, with held-out scores: a member of an
 * ensemble. An author is the middle of the author's texts; a text's score is the cosine of the angle between them, which
 * is 1 − the distance of delta.ts:
 *
 *     z_f = (r_f − μ_f) / σ_f          r_f = count / all counts of the view, μ and σ over the training texts
 *     score(author) = z · m / (‖z‖ ‖m‖)                   m = the mean of the author's z
 *
 * Features that a text does not have are not 0 but −μ / σ, the same for every text. So a score parts into what its
 * features add and one number an author, both divided by the text's own length:
 *
 *     score(author) = ( Σ_row r_f / σ_f · w_f  +  b ) / ‖z‖          w = m / ‖m‖          b = − Σ_f μ_f / σ_f · w_f
 */
import type { RowMatrix, SparseRow } from "../sparse.ts";

/** Where every feature's shares lie in training; plain arrays, as a model file keeps them. */
export interface ShareScale {
  /** 1 / σ_f; 0 for features that never vary. */
  readonly factors: Float32Array;
  /** μ_f / σ_f; 0 for features that never vary. */
  readonly shifts: Float32Array;
}

/** What was learned of all authors. */
export interface CosineDelta {
  readonly scale: ShareScale;
  /** `weights[feature * nAuthors + author]`: w. */
  readonly weights: Float32Array;
  /** b, one an author. */
  readonly base: Float64Array;
}

/** A text as Cosine Delta sees it. */
export interface DeltaRow {
  /** r_f / σ_f / ‖z‖ of its features. */
  readonly row: SparseRow;
  /** 1 / ‖z‖: how often the base counts. */
  readonly share: number;
}

/**
 * Learns from some rows.
 *
 * @param counts a row a text
 * @param labels the author of each text, below nAuthors
 * @param rows which texts to learn from; authors of whom there is none score 0
 */
export function trainCosineDelta(
  counts: RowMatrix,
  labels: Uint32Array,
  nAuthors: number,
  rows: readonly number[],
): CosineDelta {
  const { nFeatures } = counts;
  const shares = sharesOf(counts);
  const scale = fitScale(counts, shares, rows);
  const middles = new Float64Array(nFeatures * nAuthors);
  const documents = new Float64Array(nAuthors);
  for (const row of rows) documents[labels[row]!]!++;
  for (const row of rows) {
    const author = labels[row]!;
    for (let entry = counts.starts[row]!; entry < counts.starts[row + 1]!; entry++) {
      const feature = counts.ids[entry]!;
      middles[feature * nAuthors + author]! +=
        (shares[entry]! * scale.factors[feature]!) / documents[author]!;
    }
  }
  const squares = new Float64Array(nAuthors);
  for (let place = 0; place < middles.length; place++) {
    const author = place % nAuthors;
    middles[place]! -= scale.shifts[(place - author) / nAuthors]!;
    squares[author]! += middles[place]! ** 2;
  }
  const base = new Float64Array(nAuthors);
  const weights = Float32Array.from(middles, (value, place) => {
    const author = place % nAuthors;
    const known = documents[author]! > 0 && squares[author]! > 0;
    return known ? value / Math.sqrt(squares[author]!) : 0;
  });
  for (let place = 0; place < weights.length; place++) {
    const author = place % nAuthors;
    base[author]! -= scale.shifts[(place - author) / nAuthors]! * weights[place]!;
  }
  return { scale, weights, base };
}

/**
 * The scores of some rows by what was learned from others.
 *
 * @param heldOut filled at `heldOut[row * nAuthors + author]`
 */
export function scoreRows(
  learned: CosineDelta,
  counts: RowMatrix,
  rows: readonly number[],
  heldOut: Float64Array,
): void {
  const { weights, base, scale } = learned;
  const nAuthors = base.length;
  const constant = squaredShifts(scale);
  for (const place of rows) {
    const [start, end] = [counts.starts[place]!, counts.starts[place + 1]!];
    const own = {
      ids: counts.ids.subarray(start, end),
      values: Float64Array.from(counts.values.subarray(start, end)),
      length: end - start,
    };
    const { row, share } = deltaRow(scale, constant, own);
    for (let author = 0; author < nAuthors; author++) {
      let score = share * base[author]!;
      for (let entry = 0; entry < row.length; entry++) {
        score += row.values[entry]! * weights[row.ids[entry]! * nAuthors + author]!;
      }
      heldOut[place * nAuthors + author] = score;
    }
  }
}

/** ‖z‖² of a text that has none of the features. */
export function squaredShifts({ shifts }: ShareScale): number {
  return shifts.reduce((sum, shift) => sum + shift * shift, 0);
}

/**
 * A text as Cosine Delta sees it.
 *
 * @param constant {@link squaredShifts} of the scale
 */
export function deltaRow(
  { factors, shifts }: ShareScale,
  constant: number,
  { ids, values, length }: SparseRow,
): DeltaRow {
  let total = 0;
  for (let place = 0; place < length; place++) total += values[place]!;
  const found = new Float64Array(length);
  let squares = constant;
  for (let place = 0; place < length; place++) {
    const feature = ids[place]!;
    const value = total === 0 ? 0 : (values[place]! / total) * factors[feature]!;
    const shift = shifts[feature]!;
    found[place] = value;
    squares += value * (value - 2 * shift);
  }
  const share = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let place = 0; place < length; place++) found[place]! *= share;
  return { row: { ids, values: found, length }, share };
}

/** The share of each entry in its row. */
function sharesOf({ nRows, starts, values }: RowMatrix): Float64Array {
  const shares = new Float64Array(values.length);
  for (let row = 0; row < nRows; row++) {
    let total = 0;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) total += values[entry]!;
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) shares[entry] = values[entry]! / total;
  }
  return shares;
}

/** Mean and deviation (over n, not n − 1) of each feature's share over some rows. */
function fitScale(
  { nFeatures, starts, ids }: RowMatrix,
  shares: Float64Array,
  rows: readonly number[],
): ShareScale {
  const sums = new Float64Array(nFeatures);
  const squares = new Float64Array(nFeatures);
  for (const row of rows) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      sums[ids[entry]!]! += shares[entry]!;
      squares[ids[entry]!]! += shares[entry]! ** 2;
    }
  }
  const factors = Float32Array.from(sums, (sum, feature) => {
    const mean = sum / rows.length;
    const variance = squares[feature]! / rows.length - mean * mean;
    // What is left of a variance of 0 after rounding.
    return variance > 1e-12 * mean * mean ? 1 / Math.sqrt(variance) : 0;
  });
  return { factors, shifts: factors.map((factor, feature) => (sums[feature]! / rows.length) * factor) };
}
