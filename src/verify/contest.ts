/**
 * The known author against impostors: Bootstrap Distance Impostors (Nagy 2024), which keeps of each round not only
 * who won but by how much.
 *
 * In each round a third of the features is drawn, one of the known texts and one impostor; what is kept is
 *
 *     difference = d(questioned, impostor) − d(questioned, known)
 *
 * above 0 where the known text is nearer. Impostors are ranked: only those nearest to the questioned text take part,
 * as it is no feat to be nearer than somebody who writes quite differently. The known text's rank among all of them
 * is kept too: the mean of 1 / rank is the score of the ranked General Impostors (Potha & Stamatatos 2017).
 *
 * @see Koppel & Winter 2014, "Determining If Two Documents Are Written by the Same Author"
 * @see Nagy 2024, "Bootstrap Distance Imposters"
 */
import { createRandom } from "../random.ts";
import { Comparison, type DistanceName } from "./distances.ts";
import type { Family } from "./feature-index.ts";
import type { Profile } from "./profiles.ts";

/** How contests are held. */
export interface ContestSettings {
  readonly distance: DistanceName;
  /** How many impostors, the nearest ones, take part. */
  readonly nearest: number;
  readonly seed: number;
  /** For each family and round the features drawn: 1 or 0 for each. */
  readonly masks: Readonly<Record<Family, readonly Uint8Array[]>>;
}

/** What came of a contest in one family of features. */
export interface Outcome {
  /** For each round d(questioned, impostor) − d(questioned, known). */
  readonly differences: Float64Array;
  /** For each round the known text's rank among the nearest impostors, from 1; empty when not asked for. */
  readonly ranks: Uint32Array;
}

/**
 * Holds a contest.
 *
 * @param options `withRanks`: keep the ranks too, which takes longer; `mostRounds`: stop after so many
 */
export function contest(
  family: Family,
  questioned: Profile,
  known: readonly Profile[],
  impostors: readonly Profile[],
  settings: ContestSettings,
  { withRanks = false, mostRounds = Infinity }: { withRanks?: boolean; mostRounds?: number } = {},
): Outcome {
  const { distance, nearest, seed, masks } = settings;
  const rounds = masks[family].slice(0, mostRounds);
  const random = createRandom(seed);
  const comparison = new Comparison(questioned[family], rounds[0]!.length);
  const near = nearestOf(comparison, family, impostors, distance, nearest);
  const differences = new Float64Array(rounds.length);
  const ranks = new Uint32Array(withRanks ? rounds.length : 0);
  for (const [round, mask] of rounds.entries()) {
    comparison.choose(mask);
    const own = comparison.distance(known[random.below(known.length)]![family], distance);
    const drawn = random.below(near.length);
    differences[round] = comparison.distance(near[drawn]![family], distance) - own;
    if (!withRanks) continue;
    ranks[round] = 1 + near.filter((other) => comparison.distance(other[family], distance) < own).length;
  }
  return { differences, ranks };
}

/** What the differences say: their mean by their deviation, from −{@link MOST} to {@link MOST}. */
export function standardized(differences: Float64Array): number {
  const { mean, deviation } = momentsOf(differences);
  if (mean === 0) return 0;
  return Math.max(-MOST, Math.min(MOST, mean / deviation));
}

/** The score of a case: the mean over the families of what {@link standardized} makes of each. */
export function scoreOf(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { differences }) => sum + standardized(differences), 0) / outcomes.length;
}

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Equal texts are infinitely nearer than any other; a score has to end somewhere. */
const MOST = 20;

function nearestOf(
  comparison: Comparison,
  family: Family,
  impostors: readonly Profile[],
  distance: DistanceName,
  most: number,
): Profile[] {
  const ranked = impostors.map((profile) => ({
    profile,
    distance: comparison.distance(profile[family], distance),
  }));
  ranked.sort((a, b) => a.distance - b.distance);
  return ranked.slice(0, most).map(({ profile }) => profile);
}
