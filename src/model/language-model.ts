/**
 * Authors by their language models: whoever's model finds a text least surprising most likely wrote it. A text's
 * score is the sum over its characters of the natural logarithm of their probability, so that each character has
 * its share in what tells two authors apart.
 */
import { KneserNey, type LanguageModelSettings } from "./kneser-ney.ts";

/** Contexts of five characters; longer ones gain little and cost memory. */
export const languageModelDefaults = { order: 6 } as const;

/** A model for each author. */
export class LanguageModels {
  readonly #models: readonly KneserNey[];

  /**
   * Learns.
   *
   * @param sequences by author: the author's texts as symbols, whole numbers below the alphabet
   * @throws PARAMETER_INVALID
   */
  constructor(sequences: readonly Iterable<ArrayLike<number>>[], settings: LanguageModelSettings) {
    this.#models = sequences.map((own) => new KneserNey(own, settings));
  }

  /** How many authors there are. */
  get nAuthors(): number {
    return this.#models.length;
  }

  /** How many runs of symbols are held for all authors together. */
  get size(): number {
    return this.#models.reduce((sum, model) => sum + model.size, 0);
  }

  /** ln P(text | author) for each author; 0 for an empty text. */
  scores(sequence: ArrayLike<number>): Float64Array {
    const logs = new Float64Array(sequence.length);
    return Float64Array.from(this.#models, (model) => total(model.logProbabilities(sequence, logs)));
  }

  /**
   * Bits a symbol for each author: how surprising the text is, whatever its length.
   *
   * @returns NaN for an empty text
   */
  crossEntropies(sequence: ArrayLike<number>): Float64Array {
    return this.scores(sequence).map((score) => -score / sequence.length / Math.LN2);
  }

  /**
   * Each symbol's share: ln P(symbol | author) − ln P(symbol | against). They add up to the difference of the two
   * scores.
   */
  shares(sequence: ArrayLike<number>, author: number, against: number): Float64Array {
    const own = this.#models[author]!.logProbabilities(sequence);
    const others = this.#models[against]!.logProbabilities(sequence);
    return own.map((log, place) => log - others[place]!);
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += values[place]!;
  return sum;
}
