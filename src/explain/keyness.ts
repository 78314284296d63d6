/**
 * Keyness: the words by which an author differs from all the others taken together. For a word that the author has
 * O₁ times among N₁ words, and the others O₂ times among N₂,
 *
 *     E₁ = N₁ (O₁ + O₂) / (N₁ + N₂)        E₂ = N₂ (O₁ + O₂) / (N₁ + N₂)
 *     G² = 2 (O₁ ln (O₁ / E₁) + O₂ ln (O₂ / E₂))        how sure it is that they differ
 *     log₂ ((O₁ / N₁) / (O₂ / N₂))                      how much they differ; ½ stands in for O₂ = 0
 *
 * @see Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence"
 * @see Rayson & Garside 2000, "Comparing Corpora Using Frequency Profiling"
 */
import type { CountMatrix } from "../sparse.ts";

/** A word that an author has more often than the others. */
export interface KeyWord {
  readonly feature: string;
  /** How often the author has it. */
  readonly count: number;
  /** How often all others have it. */
  readonly others: number;
  /** G². */
  readonly log_likelihood: number;
  /** In powers of two. */
  readonly log_ratio: number;
}

/** An author's most telling words. */
export interface AuthorKeyness {
  readonly author: string;
  /** The surest first. */
  readonly words: readonly KeyWord[];
}

/**
 * Each author's most telling words: of those that he or she has more often than the others, the ones of which that is
 * surest.
 *
 * @param counts how often each author has each word
 * @param authors their names, in the order of the counts
 * @param nameOf a word by its number
 * @param most how many words an author gets, at most
 */
export function keyness(
  counts: CountMatrix,
  authors: readonly string[],
  nameOf: (feature: number) => string,
  most: number,
): AuthorKeyness[] {
  const sums = new Float64Array(authors.length);
  counts.values.forEach((count, entry) => (sums[counts.authors[entry]!]! += count));
  const all = sums.reduce((total, sum) => total + sum, 0);
  const best = authors.map(() => new Best(most));
  for (let feature = 0; feature < counts.nFeatures; feature++) {
    const [start, end] = [counts.starts[feature]!, counts.starts[feature + 1]!];
    let total = 0;
    for (let entry = start; entry < end; entry++) total += counts.values[entry]!;
    for (let entry = start; entry < end; entry++) {
      const author = counts.authors[entry]!;
      const count = counts.values[entry]!;
      const table = { count, others: total - count, size: sums[author]!, otherSize: all - sums[author]! };
      if (isOverused(table)) best[author]!.offer({ feature, table, sureness: logLikelihood(table) });
    }
  }
  return authors.map((author, place) => ({
    author,
    words: best[place]!.sorted.map(({ feature, table, sureness }) => ({
      feature: nameOf(feature),
      count: table.count,
      others: table.others,
      log_likelihood: rounded(sureness),
      log_ratio: rounded(logRatio(table)),
    })),
  }));
}

/** How often a word is here and there, and how many words there are. */
export interface Table {
  readonly count: number;
  readonly others: number;
  readonly size: number;
  readonly otherSize: number;
}

/** G², from 0. */
export function logLikelihood({ count, others, size, otherSize }: Table): number {
  const share = (count + others) / (size + otherSize);
  return 2 * (surprise(count, size * share) + surprise(others, otherSize * share));
}

/** How many times as frequent the word is here, as a power of two. */
export function logRatio({ count, others, size, otherSize }: Table): number {
  return Math.log2(count / size / (Math.max(others, 0.5) / otherSize));
}

const surprise = (observed: number, expected: number): number =>
  observed === 0 ? 0 : observed * Math.log(observed / expected);

const isOverused = ({ count, others, size, otherSize }: Table): boolean => count * otherSize > others * size;

/** To two places: nobody reads more of them, and a model file keeps them. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

interface Candidate {
  readonly feature: number;
  readonly table: Table;
  readonly sureness: number;
}

/** Keeps the surest of many candidates, the earlier of equals. */
class Best {
  readonly sorted: Candidate[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  offer(candidate: Candidate): void {
    const { sorted } = this;
    if (sorted.length === this.#most && candidate.sureness <= sorted.at(-1)!.sureness) return;
    let place = sorted.length;
    while (place > 0 && sorted[place - 1]!.sureness < candidate.sureness) place--;
    sorted.splice(place, 0, candidate);
    if (sorted.length > this.#most) sorted.pop();
  }
}
