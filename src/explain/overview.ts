/**
 * A corpus at a glance: which words are telling of whom, and which works resemble each other. It looks at words alone,
 * whatever a recipe looks at, so that overviews of different models can be compared.
 *
 * The map of works is what stylometry draws first: the share of each of the most frequent words in each work, as z-scores
 * over all works, seen along its two first principal components.
 *
 * @see Binongo & Smith 1999, "The Application of Principal Component Analysis to Stylometry"
 */
import type { Document } from "../document.ts";
import type { Identifier } from "../identifier.ts";
import { principalComponents } from "../model/principal-components.ts";
import { recipeNamed } from "../recipe.ts";
import { Reading } from "../text/reading.ts";
import { trainIdentifier } from "../trainer.ts";
import { type AuthorKeyness, keyness } from "./keyness.ts";

/** A work on the map. */
export interface MappedWork {
  readonly author: string;
  /** What the corpus calls it; null for a document that belongs to no work. */
  readonly work: string | null;
  readonly words: number;
  readonly x: number;
  readonly y: number;
}

/** Works, the near ones alike. */
export interface WorksMap {
  readonly works: readonly MappedWork[];
  /** How many of the most frequent words were looked at. */
  readonly words: number;
  /** The share of all variance that each of the two axes shows. */
  readonly explained: readonly [number, number];
  /** How many works there are besides, which were left out because they are too many. */
  readonly left_out: number;
}

/** A corpus at a glance. */
export interface Overview {
  /** In the order of the authors' code points. */
  readonly keyness: readonly AuthorKeyness[];
  /** Null where there are fewer than three works. */
  readonly map: WorksMap | null;
}

/** How many words each author gets. */
const MOST_WORDS = 12;
/** How many of the most frequent words are looked at for the map. */
const MOST_FREQUENT = 500;
/** More would hide each other. */
const MOST_WORKS = 1000;

/**
 * Looks a corpus over.
 *
 * @returns null where there are no two authors to be told apart
 */
export function overviewOf(documents: readonly Document[]): Overview | null {
  const first = documents[0]?.author;
  if (documents.every(({ author }) => author === first)) return null;
  const identifier = trainIdentifier(documents, recipeNamed("naive-bayes"));
  const { authors, features, parts } = identifier;
  const nameOf = (feature: number): string => features.nameOf(feature)!;
  return {
    keyness: keyness(parts.counts, authors, nameOf, MOST_WORDS),
    map: worksMap(documents, identifier),
  };
}

interface Work {
  readonly author: string;
  readonly work: string | null;
  words: number;
  readonly counts: Float64Array;
}

function worksMap(documents: readonly Document[], identifier: Identifier): WorksMap | null {
  const frequent = mostFrequent(identifier);
  const works = new Map<string, Work>();
  const reading = new Reading();
  let leftOut = 0;
  for (const [place, { author, work, text }] of documents.entries()) {
    const key = work === undefined ? `\0${place}` : `${author}\0${work}`;
    let own = works.get(key);
    if (own === undefined && works.size === MOST_WORKS) {
      leftOut++;
      continue;
    }
    own ??= { author, work: work ?? null, words: 0, counts: new Float64Array(frequent.size) };
    works.set(key, own);
    const { ids, values, length } = identifier.features.extract(reading.readText(text));
    own.words += reading.words;
    for (let entry = 0; entry < length; entry++) {
      const place = frequent.get(ids[entry]!);
      if (place !== undefined) own.counts[place]! += values[entry]!;
    }
  }
  if (works.size < 3) return null;
  const all = [...works.values()];
  const { coordinates, explained } = principalComponents(zScores(all));
  return {
    works: all.map(({ author, work, words }, place) => {
      const [x, y] = coordinates[place]!;
      return { author, work, words, x: rounded(x!), y: rounded(y!) };
    }),
    words: frequent.size,
    explained: [rounded(explained[0]!), rounded(explained[1]!)],
    left_out: leftOut,
  };
}

/** The numbers of the most frequent words, each with its place among them. */
function mostFrequent({ parts: { counts } }: Identifier): Map<number, number> {
  const totals = Array.from({ length: counts.nFeatures }, (_, feature) => {
    let total = 0;
    for (let entry = counts.starts[feature]!; entry < counts.starts[feature + 1]!; entry++)
      total += counts.values[entry]!;
    return { feature, total };
  });
  const sorted = totals.sort((left, right) => right.total - left.total).slice(0, MOST_FREQUENT);
  return new Map(sorted.map(({ feature }, place) => [feature, place]));
}

/** z = (share of a word in a work − mean) / standard deviation over all works; 0 for words whose share never differs. */
function zScores(works: readonly Work[]): Float64Array[] {
  const rows = works.map(({ counts, words }) => counts.map((count) => count / Math.max(1, words)));
  const size = rows[0]!.length;
  for (let word = 0; word < size; word++) {
    const mean = rows.reduce((sum, row) => sum + row[word]!, 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + (row[word]! - mean) ** 2, 0) / rows.length;
    const deviation = Math.sqrt(variance);
    for (const row of rows) row[word] = deviation > 1e-12 ? (row[word]! - mean) / deviation : 0;
  }
  return rows;
}

/** To four places, which is finer than any dot. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
