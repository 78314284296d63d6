/**
 * Delta, slowly and plainly, over whole tables: how far a text is from an author's texts, in deviations of the most frequent words (Burrows 2002).
 *
 *     z_f = (relative frequency of f in the text − its mean) / its deviation          mean and deviation over training
 *
 *     burrows    (1/n) Σ_f |z_f − z'_f|
 *     quadratic  (1/n) Σ_f (z_f − z'_f)²                                             Argamon 2008
 *     eder       (1/n) Σ_f |z_f − z'_f| · (n − r_f + 1) / n         r_f = 1 for the most frequent word … n
 *     cosine     1 − z·z' / (‖z‖ ‖z'‖)                                               Smith & Aldridge 2011; Evert et al. 2017
 *
 * An author is as far as the middle of the author's texts (centroid) or as the nearest of them (document).
 */
/** Which distance. */
export type DeltaKind = "burrows" | "quadratic" | "eder" | "cosine";

/** What a text is compared with. */
export type DeltaNearest = "centroid" | "document";

/** Settings of Delta. */
export interface DeltaSettings {
  readonly kind: DeltaKind;
  readonly nearest: DeltaNearest;
}

/** Where every feature's frequencies lie in training; plain arrays, as a model file keeps them. */
export interface ZScale {
  readonly means: Float64Array;
  /** Standard deviations; features that never vary have 0 and take no part. */
  readonly deviations: Float64Array;
}

/** What Delta has learned: points to be near to. */
export interface DeltaPoints {
  readonly scale: ZScale;
  /** One row of z-scores a point. */
  readonly points: readonly Float64Array[];
  /** Whose each point is. */
  readonly authors: Uint32Array;
  readonly nAuthors: number;
}

/** A training text: counts of the n features, most frequent feature first, and how many tokens it has in all. */
export interface CountedText {
  readonly counts: Float64Array;
  readonly tokens: number;
}

/**
 * Learns.
 *
 * @param texts the training texts, at least one of each author
 * @param labels the author of each text
 */
export function trainDelta(
  texts: readonly CountedText[],
  labels: ArrayLike<number>,
  nAuthors: number,
  nearest: DeltaNearest,
): DeltaPoints {
  const frequencies = texts.map(relative);
  const scale = fitZScale(frequencies);
  const rows = frequencies.map((row) => zScores(row, scale));
  if (nearest === "document") return { scale, points: rows, authors: Uint32Array.from(labels), nAuthors };
  const points = Array.from({ length: nAuthors }, (_, author) =>
    meanOf(rows.filter((_, text) => labels[text] === author)),
  );
  return { scale, points, authors: Uint32Array.from(points.keys()), nAuthors };
}

/** The distance of a text to each author, in the order of authors. */
export function deltaDistances(points: DeltaPoints, text: CountedText, kind: DeltaKind): Float64Array {
  const row = zScores(relative(text), points.scale);
  const distances = new Float64Array(points.nAuthors).fill(Infinity);
  points.points.forEach((point, index) => {
    const author = points.authors[index]!;
    distances[author] = Math.min(distances[author]!, distanceOf[kind](row, point));
  });
  return distances;
}

/** Mean and standard deviation (over n, not n − 1) of each column. */
export function fitZScale(rows: readonly Float64Array[]): ZScale {
  const means = meanOf(rows);
  const deviations = means.map((mean, feature) => {
    const squares = rows.reduce((sum, row) => sum + (row[feature]! - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / rows.length);
    // What rounding leaves of a column in which all numbers are the same.
    return deviation > 1e-12 * Math.abs(mean) ? deviation : 0;
  });
  return { means, deviations };
}

function zScores(row: Float64Array, { means, deviations }: ZScale): Float64Array {
  return row.map((value, feature) =>
    deviations[feature] === 0 ? 0 : (value - means[feature]!) / deviations[feature]!,
  );
}

function relative({ counts, tokens }: CountedText): Float64Array {
  return counts.map((count) => count / Math.max(tokens, 1));
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((value, feature) => (mean[feature]! += value / rows.length));
  return mean;
}

const distanceOf: Readonly<Record<DeltaKind, (row: Float64Array, point: Float64Array) => number>> = {
  burrows: (row, point) => sumOver(row, (z, feature) => Math.abs(z - point[feature]!)) / row.length,
  quadratic: (row, point) => sumOver(row, (z, feature) => (z - point[feature]!) ** 2) / row.length,
  eder(row, point) {
    const n = row.length;
    return sumOver(row, (z, feature) => (Math.abs(z - point[feature]!) * (n - feature)) / n) / n;
  },
  cosine(row, point) {
    const lengths = Math.sqrt(sumOver(row, (z) => z * z) * sumOver(point, (z) => z * z));
    return lengths === 0 ? 1 : 1 - sumOver(row, (z, feature) => z * point[feature]!) / lengths;
  },
};

function sumOver(row: Float64Array, of: (z: number, feature: number) => number): number {
  return row.reduce((sum, z, feature) => sum + of(z, feature), 0);
}
