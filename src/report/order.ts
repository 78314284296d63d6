/** Orders in which a confusion matrix can be read. */

/**
 * The authors who are most often mistaken first, among equals in their order.
 *
 * @param matrix `matrix[truth][verdict]`, square
 */
export function byErrors(matrix: readonly (readonly number[])[]): number[] {
  const errors = matrix.map(
    (row, truth) =>
      row.reduce((sum, count) => sum + count, 0) -
      row[truth]! +
      matrix.reduce((sum, other, place) => sum + (place === truth ? 0 : other[truth]!), 0),
  );
  return [...matrix.keys()].sort((left, right) => errors[right]! - errors[left]! || left - right);
}

/**
 * Those who are mistaken for each other side by side: clusters are joined, the two with the highest mean confusion
 * first, and stand in the order in which they were joined (average linkage).
 *
 * The confusion of a and b is (n_ab / n_a + n_ba / n_b) / 2 with n_ab documents by a that were given to b.
 *
 * @param matrix `matrix[truth][verdict]`, square
 * @see Sokal & Michener 1958, "A Statistical Method for Evaluating Systematic Relationships"
 */
export function byLikeness(matrix: readonly (readonly number[])[]): number[] {
  const sums = matrix.map((row) =>
    Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    ),
  );
  const likeness = matrix.map((row, a) =>
    row.map((count, b) => (count / sums[a]! + matrix[b]![a]! / sums[b]!) / 2),
  );
  let clusters = [...matrix.keys()].map((author) => [author]);
  while (clusters.length > 1) {
    const [one, other] = nearest(clusters, likeness);
    const joined = joinedWhereNear(clusters[one]!, clusters[other]!, likeness);
    clusters = clusters.flatMap((cluster, place) =>
      place === one ? [joined] : place === other ? [] : [cluster],
    );
  }
  return clusters[0] ?? [];
}

type Likeness = readonly (readonly number[])[];

function nearest(clusters: readonly number[][], likeness: Likeness): [number, number] {
  let best: [number, number] = [0, 1];
  let most = -1;
  for (let one = 0; one < clusters.length; one++) {
    for (let other = one + 1; other < clusters.length; other++) {
      const mean = meanOf(clusters[one]!, clusters[other]!, likeness);
      if (mean > most) [best, most] = [[one, other], mean];
    }
  }
  return best;
}

function meanOf(one: readonly number[], other: readonly number[], likeness: Likeness): number {
  let sum = 0;
  for (const a of one) for (const b of other) sum += likeness[a]![b]!;
  return sum / (one.length * other.length);
}

/** Either may be turned round, so that the ends that meet are alike. */
function joinedWhereNear(one: readonly number[], other: readonly number[], likeness: Likeness): number[] {
  const turned = (cluster: readonly number[]): (readonly number[])[] => [cluster, [...cluster].reverse()];
  let best: number[] = [];
  let most = -1;
  for (const left of turned(one)) {
    for (const right of turned(other)) {
      const meeting = likeness[left.at(-1)!]![right[0]!]!;
      if (meeting > most) [best, most] = [[...left, ...right], meeting];
    }
  }
  return best;
}
