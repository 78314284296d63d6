/** Text in, ranked authors out, or none of them. */
import type { Warning } from "./document.ts";
import { ensembleClassifier, type EnsembleParts } from "./ensemble.ts";
import { PenprintError } from "./errors.ts";
import {
  type AnyVocabulary,
  type ExtractedRow,
  type Familiarity,
  FeatureSpace,
} from "./features/feature-space.ts";
import { HashedVocabulary } from "./features/hashed-vocabulary.ts";
import { scaledIn, type View } from "./features/view.ts";
import { Vocabulary } from "./features/vocabulary.ts";
import { WindowGains } from "./features/window-gains.ts";
import { type Calibration, probabilitiesOf } from "./model/calibration.ts";
import type { Classifier } from "./model/classifier.ts";
import { createClassifier } from "./model/create-classifier.ts";
import { nearnessOf, type Signs, type Trust, trustOf } from "./model/trust.ts";
import type { Recipe } from "./recipe.ts";
import type { CountMatrix } from "./sparse.ts";
import { putTogether } from "./text/misread-utf16.ts";
import { Reading } from "./text/reading.ts";
import { doubts } from "./doubts.ts";
import { verdictImbalance } from "./imbalance.ts";

export type { Warning } from "./document.ts";

/** Whatever JSON can say. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What the corpus holds of one author. */
export interface AuthorFacts {
  readonly author: string;
  readonly documents: number;
  readonly words: number;
}

/** What an identifier was trained on. */
export interface CorpusFacts {
  /** SHA-256 of the corpus' bytes in reading order, in hexadecimal; null when it was not read from files. */
  readonly sha256: string | null;
  readonly documents: number;
  readonly words: number;
  /** In the order of the identifier's authors. */
  readonly authors: readonly AuthorFacts[];
}

/** What is known of an identifier besides what it computes with. */
export interface Card {
  /** What it is called: as its file, or as its recipe where it came from none, unless it has a name of its own. */
  readonly name: string;
  /** Whether the name was given to it and stands in its file; left out where it is not. */
  readonly hasOwnName?: true;
  readonly corpus: CorpusFacts;
  /** How it did on texts it had not seen, in the form of `penprint evaluate --json`; null when not measured. */
  readonly evaluation: JsonValue;
  /** The corpus at a glance, in the form of explain/overview.ts; left out or null where it was not looked over. */
  readonly overview?: JsonValue;
}

/** An author and how likely it is that he or she wrote the text. */
export interface RankedAuthor {
  readonly author: string;
  /** From 0 to 1; all authors' probabilities add up to 1. */
  readonly probability: number;
  /** Natural-log score of the classifier. */
  readonly score: number;
}

/** The answer to "who wrote this?". */
export interface Prediction {
  /** The most likely author; null when the verdict is "none of these". */
  readonly author: string | null;
  /** The probability of the author ranked first. */
  readonly probability: number;
  /** Whether the verdict is "none of these": nothing in the text was ever seen in training. */
  readonly unknown: boolean;
  /** All authors, the most likely first. */
  readonly ranking: readonly RankedAuthor[];
  /** What makes the verdict doubtful. */
  readonly warnings: readonly Warning[];
}

/** When none of the authors is named, as learned in training (see evaluate/learn-rejection.ts). */
export interface Rejection {
  /** Nobody is named where the trust in the verdict is less; without it, where the author ranked first is less probable. */
  readonly threshold: number;
  /** How trust comes from probabilities (model/trust.ts); left out in models of versions before it. */
  readonly trust?: Trust;
  /** What it was learned for: the least precision, or the best F1. */
  readonly precision: number | "f1";
  /** From how many trials. */
  readonly trials: number;
  /** Of texts by known authors, the share that got a verdict there. */
  readonly kept: number;
  /** Of texts by unknown authors, the share that got none. */
  readonly rejected: number;
}

/**
 * When the verdict is "none of these": never; where nothing in the text was ever seen in training; there and below
 * the threshold that was learned; there and where the first author is less probable than a number from 0 to 1.
 */
export type UnknownRule = "never" | "unseen" | "auto" | number;

/** All that an identifier is made of, in plain data. */
export interface IdentifierParts {
  readonly recipe: Recipe;
  /** In code point order. */
  readonly authors: readonly string[];
  /** One a view; null for views whose n-grams are hashed. */
  readonly vocabularies: readonly (Vocabulary | null)[];
  /** Counts of the features of all views, side by side; without entries where an ensemble was learned. */
  readonly counts: CountMatrix;
  /** What an ensemble has learned; null for classifiers that learn counts. */
  readonly ensemble: EnsembleParts | null;
  /** How scores become probabilities; null where the recipe has none or there was too little to fit it on. */
  readonly calibration: Calibration | null;
  /** When nobody is named; left out or null where that was not learned. */
  readonly rejection?: Rejection | null;
  /** Hashes of the training texts (see text/fingerprints), rising; empty when not kept. */
  readonly knownTexts: BigUint64Array;
  readonly card: Card;
}

/** So many bytes of texts are read before a kernel is worth its memory, where it keeps what it finds. */
const PATIENCE = 1 << 12;

/** What was found out about a text. */
interface Judged {
  /** The text as it was meant. */
  readonly meant: string;
  readonly reading: Reading;
  readonly row: Familiarity | ExtractedRow;
  /** All authors, the most likely first. */
  readonly ranking: RankedAuthor[];
}

/** Tells who wrote a text. It is frozen: nothing that it is asked changes it. */
export class Identifier {
  readonly parts: IdentifierParts;
  readonly features: FeatureSpace;
  readonly classifier: Classifier;
  /** By verdict; found when it is first given. */
  readonly #imbalances = new Map<string, readonly Warning[]>();
  readonly #reading: Reading;
  /** Null where scores need a row of features. */
  readonly #gains: WindowGains | null;

  /** @param parts what it is made of; the classifier's weights are derived from the counts */
  constructor(parts: IdentifierParts) {
    this.parts = parts;
    const { views } = parts.recipe;
    this.features = new FeatureSpace(views, withBuckets(views, parts.vocabularies, parts.counts));
    const { classifier } = parts.recipe;
    if (classifier.name === "ensemble") {
      const learned = this.features.vocabularies.map(({ size }, index) => ({
        size,
        scaled: scaledIn(views[index]!),
      }));
      this.classifier = ensembleClassifier(classifier, parts.ensemble!, learned);
    } else {
      this.classifier = createClassifier(classifier, {
        counts: parts.counts,
        authors: parts.authors,
        documents: parts.card.corpus.authors.map((facts) => facts.documents),
        links: () => {
          const [vocabulary] = this.features.vocabularies;
          if (vocabulary instanceof Vocabulary) return vocabulary.links();
          throw new TypeError("hashed n-grams do not hang together");
        },
      });
    }
    this.#gains = gainsFor(this.features, this.classifier);
    this.#reading = this.#gains === null ? new Reading() : new Reading(PATIENCE);
  }

  /** The recipe it was trained by. */
  get recipe(): Recipe {
    return this.parts.recipe;
  }

  /** The authors it tells apart, in code point order. */
  get authors(): readonly string[] {
    return this.parts.authors;
  }

  /** What is known of it besides. */
  get card(): Card {
    return this.parts.card;
  }

  /**
   * Ranks the authors of a text.
   *
   * @param text any text; half a surrogate pair counts as U+FFFD, NUL as white space
   * @param unknownRule when the verdict is "none of these"
   * @throws TEXT_EMPTY when there is nothing but white space and control characters; PARAMETER_INVALID for "auto"
   *   when no threshold was learned, and for a number that is no probability
   */
  predict(text: string, unknownRule: UnknownRule = "unseen"): Prediction {
    const isDoubted = this.#doubtFor(unknownRule);
    const judged = this.#judge(text);
    const { meant, reading, row, ranking } = judged;
    const first = ranking[0]!;
    const unknown = unknownRule !== "never" && (row.known === 0 || isDoubted?.(judged) === true);
    return {
      author: unknown ? null : first.author,
      probability: first.probability,
      unknown,
      ranking,
      warnings: [
        ...doubts({
          text: meant,
          misread: meant !== text,
          words: reading.words,
          row,
          vocabularies: this.features.readVocabularies,
        }),
        ...(unknown ? [] : this.#imbalanceFor(first.author)),
      ],
    };
  }

  /**
   * What the verdict on a text can be doubted by, as trust sees it (model/trust.ts).
   *
   * @throws TEXT_EMPTY
   */
  signsOf(text: string): Signs {
    return this.#signs(this.#judge(text));
  }

  #judge(text: string): Judged {
    const meant = putTogether(text);
    if (!/[^\s\p{Cc}]/u.test(meant)) throw new PenprintError("TEXT_EMPTY", {});
    const reading = this.#reading.readText(meant);
    const scores = new Float64Array(this.authors.length);
    const row = this.#scoreInto(scores, meant, reading);
    const probabilities = probabilitiesOf(scores, this.parts.calibration, row.known);
    return { meant, reading, row, ranking: ranked(this.authors, probabilities, scores) };
  }

  #signs({ row, ranking }: Pick<Judged, "row" | "ranking">): Signs {
    const first = this.authors.indexOf(ranking[0]!.author);
    return {
      nearness: nearnessOf(ranking.map(({ probability }) => probability)),
      closeness: "ids" in row ? (this.classifier.closeness?.(row, first) ?? 0) : 0,
    };
  }

  /** What is doubtful about every verdict for an author. */
  #imbalanceFor(author: string): readonly Warning[] {
    let found = this.#imbalances.get(author);
    if (found === undefined) {
      const warning = verdictImbalance(this.card.corpus.authors, author);
      found = warning === null ? [] : [warning];
      this.#imbalances.set(author, found);
    }
    return found;
  }

  /** Scores a text; returns how much of it is known. */
  #scoreInto(scores: Float64Array, text: string, reading: Reading): Familiarity | ExtractedRow {
    const gains = this.#gains;
    const { byOccurrence } = this.classifier;
    if (gains === null || byOccurrence === undefined || !gains.takes(text)) {
      const row = this.features.extract(reading);
      this.classifier.scores(row, scores);
      return row;
    }
    gains.sum(reading, scores);
    byOccurrence.complete(scores, gains.known);
    return gains;
  }

  /** Which verdicts a rule does not give; null where it gives all. */
  #doubtFor(rule: UnknownRule): ((judged: Judged) => boolean) | null {
    if (rule === "never" || rule === "unseen") return null;
    const refuse = (allowed: string): never => {
      throw new PenprintError("PARAMETER_INVALID", { parameter: "unknown", allowed, received: String(rule) });
    };
    if (rule === "auto") {
      const { threshold, trust } =
        this.parts.rejection ?? refuse("never or a probability: this model has learned no threshold");
      return (judged) =>
        (trust === undefined ? judged.ranking[0]!.probability : trustOf(trust, this.#signs(judged))) <
        threshold;
    }
    if (!(rule >= 0 && rule <= 1)) refuse("never, auto, or a number from 0 to 1");
    return ({ ranking }) => ranking[0]!.probability < rule;
  }

  /**
   * Whether probabilities were wished to mean what they say, and there were too few documents to fit that on: they are
   * the classifier's own then, or, of an ensemble, a guess.
   */
  get isUncalibrated(): boolean {
    const { calibration, ensemble } = this.parts;
    if (ensemble !== null) return ensemble.stackedOn === 0;
    return this.recipe.calibration !== "none" && calibration === null;
  }

  /** The same identifier with another card. */
  describe(changes: Partial<Card>): Identifier {
    const own = changes.name === undefined ? {} : { hasOwnName: true as const };
    return new Identifier({ ...this.parts, card: { ...this.card, ...own, ...changes } });
  }
}

/** The authors of a text, the most likely first; equal scores keep the order of authors. */
function ranked(
  authors: readonly string[],
  probabilities: Float64Array,
  scores: Float64Array,
): RankedAuthor[] {
  const ranking: RankedAuthor[] = [];
  for (let index = 0; index < authors.length; index++) {
    ranking.push({ author: authors[index]!, probability: probabilities[index]!, score: scores[index]! });
  }
  if (ranking.length > FEW_AUTHORS) return ranking.sort((left, right) => right.score - left.score);
  // Few are sorted in less time one by one.
  for (let next = 1; next < ranking.length; next++) {
    const moved = ranking[next]!;
    let place = next;
    for (; place > 0 && ranking[place - 1]!.score < moved.score; place--)
      ranking[place] = ranking[place - 1]!;
    ranking[place] = moved;
  }
  return ranking;
}

const FEW_AUTHORS = 64;

/** The gains of one view whose n-grams are kept, where every occurrence counts the same. */
function gainsFor({ views, vocabularies }: FeatureSpace, classifier: Classifier): WindowGains | null {
  const { byOccurrence, nAuthors } = classifier;
  const [vocabulary] = vocabularies;
  if (views.length !== 1 || byOccurrence === undefined || !(vocabulary instanceof Vocabulary)) return null;
  return WindowGains.of(views[0]!, vocabulary, nAuthors, byOccurrence.addGains);
}

/** The vocabularies, those of hashed views made from the counts. */
function withBuckets(
  views: readonly View[],
  vocabularies: readonly (Vocabulary | null)[],
  { starts }: CountMatrix,
): AnyVocabulary[] {
  let first = 0;
  return views.map((view, index) => {
    const vocabulary = vocabularies[index] ?? new HashedVocabulary(view, starts, first);
    first += vocabulary.size;
    return vocabulary;
  });
}
