/**
 * Figures of style: how long words and sentences are, how rich the words, how often which signs. docs/views.md has each
 * with its formula and where it comes from. With N words, V different ones, V_i of them used i times:
 *
 *     letters per word             letters of all words / N                              Mendenhall 1887
 *     words of k letters           their share of N                                      Mendenhall 1887
 *     words per sentence           N / sentences                                         Yule 1939
 *     deviation of …               standard deviation, over n
 *     different words in 100       mean over all runs of 100 words of their V / 100      Covington & McFall 2010
 *     words used once, twice       V_1 / V, V_2 / V                                      Sichel 1975
 *     Yule's K                     10⁴ · (Σ i² · V_i − N) / N²                           Yule 1944
 *     commas, … per 100 words      100 · how many / N
 *
 * A word is a run of letters, digits and marks, with apostrophes between letters; in scripts without spaces each letter.
 * It has as many letters as it has characters that are neither marks nor apostrophes; a run of nothing but digits is a
 * number and no word. A sentence ends at a full stop, question or exclamation mark with a space or nothing behind it or
 * behind the quotes and brackets that follow; abbreviations end sentences, too.
 */
import type { CharacterList } from "../text/code-points.ts";
import { StyleScan } from "./style-scan.ts";

/** Words of so many letters, and more, are counted together. */
const LONGEST_WORD = 10;
/** How many words are looked at together for different ones. */
const WINDOW = 100;

/** The signs that are counted, in the order of their figures; see style-scan.ts for what is which. */
export const signKinds = [
  "commas",
  "full stops",
  "semicolons",
  "colons",
  "question marks",
  "exclamation marks",
  "ellipses",
  "dashes",
  "hyphens",
  "apostrophes",
  "quotation marks",
  "brackets",
  "other signs",
  "numbers",
] as const;

const wordsOf = (letters: number): string => {
  if (letters === LONGEST_WORD) return `words of ${letters} letters or more`;
  return `words of ${letters} ${letters === 1 ? "letter" : "letters"}`;
};

const LETTERS = 0;
const LENGTHS = 2;
const SENTENCES = LENGTHS + LONGEST_WORD;
const RICHNESS = SENTENCES + 2;
const SIGNS = RICHNESS + 4;
const CAPITALS = SIGNS + signKinds.length;

/** All figures, in their order. */
export const styleFigures: readonly string[] = [
  "letters per word",
  "deviation of letters per word",
  ...Array.from({ length: LONGEST_WORD }, (_, index) => wordsOf(index + 1)),
  "words per sentence",
  "deviation of words per sentence",
  "different words in 100",
  "words used once",
  "words used twice",
  "Yule's K",
  ...signKinds.map((name) => `${name} per 100 words`),
  "capitals per 100 letters",
  "words with a capital first",
  "words in capitals",
];

/** Where a figure stands: characters from … up to. */
export interface FigurePlace {
  readonly figure: number;
  readonly from: number;
  readonly to: number;
}

/** Finds the figures of one text after the other. */
export class StyleReader {
  /** One a figure; all 0 for a text without words. Valid until the next text. */
  readonly values = new Float64Array(styleFigures.length);
  readonly #scan = new StyleScan();
  /** Words of the latest text, numbered from 0 as they come. */
  #kinds = new Uint32Array(256);

  /** How many words the latest text has. */
  get words(): number {
    return this.#scan.words;
  }

  /** Finds the figures of a text. */
  read(characters: CharacterList): void {
    const { values } = this;
    const scan = this.#scan;
    values.fill(0);
    scan.read(characters);
    const { words, lengths } = scan;
    if (words === 0) return;
    const [mean, deviation] = spreadOf(lengths, words);
    values[LETTERS] = mean;
    values[LETTERS + 1] = deviation;
    for (let word = 0; word < words; word++) {
      values[LENGTHS + Math.min(lengths[word]!, LONGEST_WORD) - 1]! += 1 / words;
    }
    [values[SENTENCES], values[SENTENCES + 1]] = spreadOf(scan.sentences, scan.sentenceCount);
    this.#readRichness();
    for (let sign = 0; sign < signKinds.length; sign++) {
      values[SIGNS + sign] = (100 * scan.signs[sign]!) / words;
    }
    const letters = mean * words;
    values[CAPITALS] = (100 * scan.capitals) / letters;
    values[CAPITALS + 1] = scan.capitalised / words;
    values[CAPITALS + 2] = scan.inCapitals / words;
  }

  /** Where figures of the latest text stand; those of the whole text stand nowhere. */
  *places(): Generator<FigurePlace> {
    const scan = this.#scan;
    const uses = usesOf(this.#kinds, scan.words);
    for (let word = 0; word < scan.words; word++) {
      const [from, to] = [scan.froms[word]!, scan.tos[word]!];
      yield { figure: LENGTHS + Math.min(scan.lengths[word]!, LONGEST_WORD) - 1, from, to };
      const often = uses[this.#kinds[word]!]!;
      if (often <= 2) yield { figure: RICHNESS + often, from, to };
      if (scan.cases[word]! >= 1) yield { figure: CAPITALS + 1, from, to };
      if (scan.cases[word] === 2) yield { figure: CAPITALS + 2, from, to };
    }
    for (let sign = 0; sign < scan.signPlaces.length; sign += 3) {
      const [kind, from, to] = scan.signPlaces.slice(sign, sign + 3) as [number, number, number];
      yield { figure: SIGNS + kind, from, to };
    }
    for (const at of scan.capitalPlaces) yield { figure: CAPITALS, from: at, to: at + 1 };
  }

  #readRichness(): void {
    const { words } = this.#scan;
    const { values } = this;
    if (this.#kinds.length < words) this.#kinds = new Uint32Array(2 * words);
    const kinds = this.#kinds;
    const different = this.#scan.numberWords(kinds);
    values[RICHNESS] = differentWords(kinds, words, Math.min(WINDOW, words));
    let [once, twice, squares] = [0, 0, 0];
    for (const often of usesOf(kinds, words)) {
      if (often === 1) once++;
      else if (often === 2) twice++;
      squares += often * often;
    }
    values[RICHNESS + 1] = once / different;
    values[RICHNESS + 2] = twice / different;
    values[RICHNESS + 3] = (1e4 * (squares - words)) / (words * words);
  }
}

/** How often each kind of word is used. */
function usesOf(kinds: Uint32Array, words: number): Uint32Array {
  const uses = new Uint32Array(words);
  for (let word = 0; word < words; word++) uses[kinds[word]!]!++;
  let used = words;
  while (used > 0 && uses[used - 1] === 0) used--;
  return uses.subarray(0, used);
}

/** The mean, over all runs of so many words, of the share of different ones. */
function differentWords(kinds: Uint32Array, words: number, window: number): number {
  const uses = new Uint32Array(words);
  let [different, sum] = [0, 0];
  for (let word = 0; word < words; word++) {
    if (uses[kinds[word]!]!++ === 0) different++;
    if (word >= window && --uses[kinds[word - window]!]! === 0) different--;
    if (word >= window - 1) sum += different;
  }
  return sum / (window * (words - window + 1));
}

/** Mean and standard deviation of the first numbers. */
function spreadOf(numbers: ArrayLike<number>, length: number): [mean: number, deviation: number] {
  if (length === 0) return [0, 0];
  let sum = 0;
  for (let place = 0; place < length; place++) sum += numbers[place]!;
  const mean = sum / length;
  let squares = 0;
  for (let place = 0; place < length; place++) squares += (numbers[place]! - mean) ** 2;
  return [mean, Math.sqrt(squares / length)];
}
