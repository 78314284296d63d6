/**
 * Texts as profiles that can be compared: for each family of features their shares in the text, weighed by how few
 * of the corpus's texts have them (tf-idf).
 */
import type { SparseRow } from "../sparse.ts";
import { families, type Family, FeatureIndex } from "./feature-index.ts";

/** A text in numbers: one row a family. */
export type Profile = Readonly<Record<Family, SparseRow>>;

/** Who wrote a text, and the text. */
export interface AuthorText {
  readonly author: string;
  readonly text: string;
}

/** So many features are kept, those that most texts have. */
const MOST_FEATURES: Readonly<Record<Family, number>> = { characters: 20_000, words: 5_000 };
/**
 * A feature that fewer authors use is left out. It would be a name or a topic; and one that the author of the
 * questioned text alone uses can be in no corpus of others, so that trials made from the corpus would be easier
 * than the case they stand for.
 */
const FEWEST_AUTHORS = 3;

/** So many texts, spread over the authors, show which features are common; more would only take longer. */
const MOST_TEXTS = 500;
/** So much of each, in UTF-16 units. */
const MOST_LENGTH = 8000;

/** Not among the features that are kept. */
const LEFT_OUT = 0xffffffff;

interface Vocabulary {
  /** For each number of the index the feature's place, or LEFT_OUT. */
  readonly places: Uint32Array;
  /** For each place its weight. */
  readonly weights: Float64Array;
}

/** The features of a corpus and their weights. */
export class ProfileSpace {
  readonly #index = new FeatureIndex();
  readonly #vocabularies: Readonly<Record<Family, Vocabulary>>;

  /** @param all by at least three authors, or no feature is left */
  constructor(all: readonly AuthorText[]) {
    const texts = sample(all);
    this.#vocabularies = {
      characters: fitVocabulary(texts, "characters", this.#index),
      words: fitVocabulary(texts, "words", this.#index),
    };
  }

  /** How many features a family has. */
  size(family: Family): number {
    return this.#vocabularies[family].weights.length;
  }

  /** The profile of any text; features that the corpus does not have are left out. */
  profile(text: string): Profile {
    return { characters: this.#row(text, "characters"), words: this.#row(text, "words") };
  }

  #row(text: string, family: Family): SparseRow {
    const { places, weights } = this.#vocabularies[family];
    const { counts, total } = this.#index.count(text, family, false);
    const ids = new Uint32Array(counts.size);
    const values = new Float64Array(counts.size);
    let length = 0;
    for (const [feature, count] of counts) {
      const id = places[feature]!;
      if (id === LEFT_OUT) continue;
      ids[length] = id;
      values[length++] = count * weights[id]!;
    }
    for (let place = 0; place < length; place++) values[place]! /= total;
    return { ids, values, length };
  }
}

/** Whether a profile has nothing to compare. */
export function isEmpty(profile: Profile): boolean {
  return families.every((family) => profile[family].length === 0);
}

/** Each author's first text, then each one's second, and so on. */
function sample(all: readonly AuthorText[]): AuthorText[] {
  const taken = new Map<string, number>();
  const turns = all.map(({ author, text }) => {
    const turn = taken.get(author) ?? 0;
    taken.set(author, turn + 1);
    return { turn, author, text: text.slice(0, MOST_LENGTH) };
  });
  return turns.sort((a, b) => a.turn - b.turn).slice(0, MOST_TEXTS);
}

function fitVocabulary(texts: readonly AuthorText[], family: Family, index: FeatureIndex): Vocabulary {
  const rows = texts.map(({ author, text }) => ({ author, counts: index.count(text, family, true).counts }));
  const size = index.size(family);
  const having = new Uint32Array(size);
  const authors = new Uint32Array(size);
  const latest = new Uint32Array(size);
  // Author by author, so that the number of authors needs no set a feature.
  let author = 0;
  for (const [, own] of Map.groupBy(rows, (row) => row.author)) {
    author++;
    for (const { counts } of own) {
      for (const feature of counts.keys()) {
        having[feature]!++;
        if (latest[feature] !== author) authors[feature]!++;
        latest[feature] = author;
      }
    }
  }
  const all = Array.from({ length: size }, (_, feature) => feature);
  const kept = all.filter((feature) => authors[feature]! >= FEWEST_AUTHORS);
  kept.sort((a, b) => having[b]! - having[a]! || a - b);
  kept.length = Math.min(kept.length, MOST_FEATURES[family]);
  const places = new Uint32Array(size).fill(LEFT_OUT);
  for (const [place, feature] of kept.entries()) places[feature] = place;
  const weights = Float64Array.from(
    kept,
    (feature) => Math.log((1 + texts.length) / (1 + having[feature]!)) + 1,
  );
  return { places, weights };
}
