/**
 * Delta: how far a text is from an author's texts, in deviations of the most frequent words (Burrows 2002).
 *
 *     z_f = (r_f − μ_f) / σ_f          r_f = count / all counts of the view, μ and σ over the training texts
 *
 *     burrows     (1/n) Σ_f |z_f − z'_f|
 *     quadratic   (1/n) Σ_f (z_f − z'_f)²                                            Argamon 2008
 *     eder        (1/n) Σ_f |z_f − z'_f| · (n − k_f + 1) / n       k_f = 1 for the most frequent word … n
 *     cosine      1 − z·z' / (‖z‖ ‖z'‖)                              Smith & Aldridge 2011; Evert et al. 2017
 *
 * An author is as far as the middle of the author's texts, or as the nearest of them. The score is minus the distance (of
 * cosine, 1 − it: the cosine). It is a sum over features, those that a text does not have included; so every text has
 * evidence, word by word, and what the absent ones add stands in one number:
 *
 *     score(author) = Σ_row term (z_f, z'_f)  +  Σ_absent term (−μ_f / σ_f, z'_f)       z' the author's nearest point
 *
 * The middle of an author's texts by cosine, which is linear in z, has a form of its own (cosine-delta.ts).
 */
import type { RowMatrix, SparseRow } from "../sparse.ts";
import type { ScoreParts } from "./classifier.ts";
import { fitZScale, scaledValues, squaredShifts, type ZScale } from "./z-scores.ts";

/** Which distance. */
export type DeltaDistance = "burrows" | "quadratic" | "eder" | "cosine";

/** What a text is compared with: the middle of all texts by an author, or each of them. */
export type DeltaNearest = "author" | "document";

/** Which Delta. */
export interface DeltaSettings {
  readonly distance: DeltaDistance;
  readonly nearest: DeltaNearest;
}

/** All distances. */
export const deltaDistances: readonly DeltaDistance[] = ["burrows", "quadratic", "eder", "cosine"];
/** All that a text can be compared with. */
export const deltaNearests: readonly DeltaNearest[] = ["author", "document"];

/** What was learned: points in the space of z-scores. */
export interface DeltaPoints {
  /** Of eder's distance, each feature's times its factor. */
  readonly scale: ZScale;
  /** `coordinates[feature * owners.length + point]`; of cosine, points have length 1. */
  readonly coordinates: Float32Array;
  /** Whose each point is. */
  readonly owners: Uint32Array;
}

/**
 * Learns from some rows.
 *
 * @param counts a row a text
 * @param labels the author of each text, below nAuthors
 * @param rows which texts to learn from
 */
export function trainDelta(
  counts: RowMatrix,
  labels: Uint32Array,
  { distance, nearest }: DeltaSettings,
  rows: readonly number[],
): DeltaPoints {
  const { nFeatures, starts, ids } = counts;
  const shares = scaledValues(counts, "shares");
  const plain = fitZScale(counts, shares, rows);
  const scale = distance === "eder" ? weightedByRank(plain, counts, rows) : plain;
  const all = nearest === "document" ? rows.map((row) => [row]) : byAuthor(labels, rows);
  const owners = Uint32Array.from(all, ([first]) => labels[first!]!);
  const coordinates = new Float32Array(nFeatures * owners.length);
  const point = new Float64Array(nFeatures);
  all.forEach((own, place) => {
    for (let feature = 0; feature < nFeatures; feature++) point[feature] = -scale.shifts[feature]!;
    for (const row of own) {
      for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
        point[ids[entry]!]! += (shares[entry]! * scale.factors[ids[entry]!]!) / own.length;
      }
    }
    const length = distance === "cosine" ? Math.sqrt(point.reduce((sum, z) => sum + z * z, 0)) || 1 : 1;
    for (let feature = 0; feature < nFeatures; feature++) {
      coordinates[feature * owners.length + place] = point[feature]! / length;
    }
  });
  return { scale, coordinates, owners };
}

function byAuthor(labels: Uint32Array, rows: readonly number[]): number[][] {
  const own = Map.groupBy(rows, (row) => labels[row]!);
  return [...own].toSorted(([left], [right]) => left - right).map(([, found]) => found);
}

/** Eder's factor belongs to the absolute difference; it may as well belong to both numbers. */
function weightedByRank(
  { factors, shifts }: ZScale,
  { nFeatures, starts, ids, values }: RowMatrix,
  rows: readonly number[],
): ZScale {
  const totals = new Float64Array(nFeatures);
  for (const row of rows) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) totals[ids[entry]!]! += values[entry]!;
  }
  const ranked = [...totals.keys()].sort((left, right) => totals[right]! - totals[left]! || left - right);
  const weights = new Float64Array(nFeatures);
  ranked.forEach((feature, before) => (weights[feature] = (nFeatures - before) / nFeatures));
  return {
    factors: factors.map((factor, feature) => factor * weights[feature]!),
    shifts: shifts.map((shift, feature) => shift * weights[feature]!),
  };
}

/** Scores texts by the points that were learned. */
export class DeltaScorer {
  readonly #points: DeltaPoints;
  readonly #distance: DeltaDistance;
  readonly #nAuthors: number;
  /** What each point adds up to with a text that has none of the features. */
  readonly #empty: Float64Array;
  readonly #constant: number;

  constructor(points: DeltaPoints, distance: DeltaDistance, nAuthors: number) {
    this.#points = points;
    this.#distance = distance;
    this.#nAuthors = nAuthors;
    this.#empty = new Float64Array(points.owners.length);
    this.#constant = squaredShifts(points.scale);
    points.scale.shifts.forEach((shift, feature) => this.#add(this.#empty, feature, -shift, 1));
  }

  /** The score of each author; −∞ for authors of whom nothing was learned. */
  scores(row: SparseRow): Float64Array {
    const { owners } = this.#points;
    const { sums, divisor } = this.#sums(row);
    const scores = new Float64Array(this.#nAuthors).fill(-Infinity);
    owners.forEach((owner, point) => (scores[owner] = Math.max(scores[owner]!, sums[point]! / divisor)));
    return scores;
  }

  /** The parts of an author's score: what each feature of the row adds, and what all absent ones do. */
  parts(row: SparseRow, author: number): ScoreParts {
    const { owners, coordinates } = this.#points;
    const { sums, divisor, z } = this.#sums(row);
    let nearest = -1;
    owners.forEach((owner, point) => {
      if (owner === author && (nearest === -1 || sums[point]! > sums[nearest]!)) nearest = point;
    });
    const shares = Float64Array.from({ length: row.length }, (_, place) => {
      const coordinate = coordinates[row.ids[place]! * owners.length + nearest]!;
      return term(this.#distance, z[place]!, coordinate) / divisor;
    });
    return { base: sums[nearest]! / divisor - shares.reduce((sum, share) => sum + share, 0), shares };
  }

  /** Sums over all features, a point each, and what they are divided by; z of the row's features. */
  #sums({ ids, values, length }: SparseRow): { sums: Float64Array; divisor: number; z: Float64Array } {
    const { factors, shifts } = this.#points.scale;
    const sums = this.#empty.slice();
    let total = 0;
    for (let place = 0; place < length; place++) total += values[place]!;
    const z = new Float64Array(length);
    let squares = this.#constant;
    for (let place = 0; place < length; place++) {
      const feature = ids[place]!;
      const shift = shifts[feature]!;
      z[place] = (values[place]! / (total || 1)) * factors[feature]! - shift;
      squares += z[place]! ** 2 - shift ** 2;
      this.#add(sums, feature, -shift, -1);
      this.#add(sums, feature, z[place]!, 1);
    }
    const divisor = this.#distance === "cosine" ? Math.sqrt(Math.max(squares, 0)) || 1 : factors.length || 1;
    return { sums, divisor, z };
  }

  /** Adds what a feature adds to each point's sum. */
  #add(sums: Float64Array, feature: number, z: number, times: 1 | -1): void {
    const { coordinates } = this.#points;
    const first = feature * sums.length;
    if (this.#distance === "cosine") {
      for (let point = 0; point < sums.length; point++)
        sums[point]! += times * z * coordinates[first + point]!;
    } else if (this.#distance === "quadratic") {
      for (let point = 0; point < sums.length; point++)
        sums[point]! -= times * (z - coordinates[first + point]!) ** 2;
    } else {
      for (let point = 0; point < sums.length; point++)
        sums[point]! -= times * Math.abs(z - coordinates[first + point]!);
    }
  }
}

/** What a feature adds to a sum: the product for cosine, or minus the difference. */
function term(distance: DeltaDistance, z: number, coordinate: number): number {
  if (distance === "cosine") return z * coordinate;
  return distance === "quadratic" ? -((z - coordinate) ** 2) : -Math.abs(z - coordinate);
}
