/**
 * Cosine Delta ("Würzburg", Smith & Aldridge 2011; Evert et al. 2017) on sparse rows, with held-out scores: a member of an
 * ensemble. An author is the middle of the author's texts; a text's score is the cosine of the angle between them, which
 * is 1 − the distance of delta.ts:
 *
 *     z_f = (r_f − μ_f) / σ_f          r_f = count / all counts of the view, μ and σ over the training texts
 *     score(author) = z · m / (‖z‖ ‖m‖)                   m = the mean of the author's z
 *
 * Its z-scores are those of z-scores.ts, so that a score parts into what a text's features add and one number an author:
 *
 *     score(author) = ( Σ_row r_f / σ_f · w_f  +  b ) / ‖z‖          w = m / ‖m‖          b = − Σ_f μ_f / σ_f · w_f
 */
import type { RowMatrix } from "../sparse.ts";
import { baseOf, fitZScale, scaledValues, squaredShifts, type ZScale, zRow } from "./z-scores.ts";

/** What was learned of all authors. */
export interface CosineDelta {
  readonly scale: ZScale;
  /** `weights[feature * nAuthors + author]`: w. */
  readonly weights: Float32Array;
  /** b, one an author. */
  readonly base: Float64Array;
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
  const shares = scaledValues(counts, "shares");
  const scale = fitZScale(counts, shares, rows);
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
  const weights = Float32Array.from(middles, (value, place) => {
    const author = place % nAuthors;
    const known = documents[author]! > 0 && squares[author]! > 0;
    return known ? value / Math.sqrt(squares[author]!) : 0;
  });
  return { scale, weights, base: baseOf(scale, weights, nAuthors) };
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
    const { row, share } = zRow(scale, constant, own, "shares");
    for (let author = 0; author < nAuthors; author++) {
      let score = share * base[author]!;
      for (let entry = 0; entry < row.length; entry++) {
        score += row.values[entry]! * weights[row.ids[entry]! * nAuthors + author]!;
      }
      heldOut[place * nAuthors + author] = score;
    }
  }
}
