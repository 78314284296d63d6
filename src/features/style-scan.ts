/** Goes over a text once and notes its words, sentences and signs: what style-figures.ts makes figures of. */
import {
  ALONE,
  asciiProperties,
  CLASS_BITS,
  lowerOf,
  MARK,
  propertiesOf,
  SEPARATOR,
  WORD,
} from "../text/characters.ts";
import type { CharacterList } from "../text/code-points.ts";
import { maskOf, STAR } from "../text/mask.ts";

/** Kinds of signs, by their places in `signKinds`. */
const [COMMA, STOP, SEMICOLON, COLON, QUESTION, EXCLAMATION, ELLIPSIS] = [0, 1, 2, 3, 4, 5, 6];
const [DASH, HYPHEN, APOSTROPHE, QUOTE, BRACKET, OTHER, NUMBER] = [7, 8, 9, 10, 11, 12, 13];
const KINDS = 14;

/** The signs of each kind, in all scripts; what is in none of them is one of the other signs. */
const kindOfSign = new Map<number, number>(
  (
    [
      // Latin, Arabic, Chinese and Japanese, Armenian, Ethiopic …
      [COMMA, ",\u060c\u3001\uff0c\uff64\u055d\u1363"],
      [STOP, ".\u3002\uff0e\uff61\u0964\u0965\u06d4\u0589\u1362"],
      // The Greek raised dot; the Greek question mark is a semicolon in the normal form.
      [SEMICOLON, ";\uff1b\u061b\u00b7\u1364"],
      [COLON, ":\uff1a\u1365"],
      [QUESTION, "?\uff1f\u061f\u055e\u00bf\u1367"],
      [EXCLAMATION, "!\uff01\u00a1\u055c"],
      [ELLIPSIS, "\u2026\u22ef"],
      [DASH, "\u2012\u2013\u2014\u2015\u2500"],
      [HYPHEN, "-\u2010\u2011\u05be"],
      [APOSTROPHE, "'\u2019"],
      [
        QUOTE,
        '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2018\u201a\u201b\u300c\u300d\u300e\u300f\uff02',
      ],
      [BRACKET, "()[]{}\uff08\uff09\uff3b\uff3d\uff5b\uff5d\u3008\u3009\u300a\u300b\u3010\u3011\u3014\u3015"],
    ] as const
  ).flatMap(([kind, signs]) => [...signs].map((sign) => [sign.codePointAt(0)!, kind!] as const)),
);

/** What ends sentences wherever it stands, because no space follows it in its script. */
const FULL_WIDTH = /^[\u3002\uff0e\uff61\uff01\uff1f]$/u;
const upperCase = /\p{Lu}/u;
const lowerCase = /\p{Ll}/u;

function isUpper(point: number): boolean {
  return point < 0x80 ? point >= 0x41 && point <= 0x5a : upperCase.test(String.fromCodePoint(point));
}

function isLower(point: number): boolean {
  return point < 0x80 ? point >= 0x61 && point <= 0x7a : lowerCase.test(String.fromCodePoint(point));
}

const [CAPITAL_SIGMA, FINAL_SIGMA, SIGMA] = [0x3a3, 0x3c2, 0x3c3] as const;

function smallOf(point: number): number {
  return point === CAPITAL_SIGMA || point === FINAL_SIGMA ? SIGMA : lowerOf(point);
}

function isSame(points: Uint32Array, from: number, to: number, other: number, end: number): boolean {
  if (to - from !== end - other) return false;
  for (let at = from, place = other; at < to; at++, place++) if (points[at] !== points[place]) return false;
  return true;
}

/** The words, sentences and signs of one text; used again for the next text. */
export class StyleScan {
  /** How many words there are. */
  words = 0;
  /** Of each word its letters, and its characters from … up to. */
  lengths = new Uint32Array(256);
  froms = new Uint32Array(256);
  tos = new Uint32Array(256);
  /** Of each word 1 where it has a capital first, 2 where it has nothing but capitals, at least two; else 0. */
  cases = new Uint8Array(256);
  /** How many words each sentence has; those without words are none. */
  readonly sentences: number[] = [];
  /** How many signs of each kind there are, and each one's kind and characters from … up to. */
  readonly signs = new Uint32Array(KINDS);
  readonly signPlaces: number[] = [];
  /** How many capital letters, words that begin with one, and words of nothing but them. */
  capitals = 0;
  capitalised = 0;
  inCapitals = 0;
  readonly capitalPlaces: number[] = [];
  #characters: CharacterList = { points: new Uint32Array(0), starts: new Uint32Array(1), length: 0 };
  #small = new Uint32Array(1024);
  #slots = new Uint32Array(64);
  /** Words before the sentence at hand. */
  #before = 0;

  /** How many sentences there are. */
  get sentenceCount(): number {
    return this.sentences.length;
  }

  /** Reads a text, which must stay as it is until the next one. */
  read(characters: CharacterList): void {
    this.#characters = characters;
    this.words = this.capitals = this.capitalised = this.inCapitals = this.#before = 0;
    this.sentences.length = this.signPlaces.length = this.capitalPlaces.length = 0;
    this.signs.fill(0);
    for (let at = 0; at < characters.length;) {
      const kind = this.#classAt(at);
      if (kind === SEPARATOR) at++;
      else if (kind === ALONE) at = this.#addWord(at, this.#afterMarks(at + 1), 1);
      else if (kind === WORD || kind === MARK) at = this.#word(at);
      else at = this.#sign(at);
    }
    this.#endSentence();
  }

  /**
   * Numbers the words from 0 as they come, the same word the same whatever its case.
   *
   * @param into one number a word
   * @returns how many different ones there are
   */
  numberWords(into: Uint32Array): number {
    const { words, froms, tos } = this;
    const small = this.#smallLetters();
    let room = 64;
    while (room < 2 * words) room *= 2;
    if (this.#slots.length < room) this.#slots = new Uint32Array(room);
    // The first word of each kind, + 1, at its hash or the next free place.
    const slots = this.#slots.fill(0, 0, room);
    let kinds = 0;
    for (let word = 0; word < words; word++) {
      const [from, to] = [froms[word]!, tos[word]!];
      let hash = 0x811c9dc5;
      for (let at = from; at < to; at++) hash = Math.imul(hash ^ small[at]!, 0x01000193);
      let slot = (hash ^ (hash >>> 15)) & (room - 1);
      for (; slots[slot] !== 0; slot = (slot + 1) & (room - 1)) {
        const first = slots[slot]! - 1;
        if (isSame(small, froms[first]!, tos[first]!, from, to)) break;
      }
      if (slots[slot] === 0) {
        slots[slot] = word + 1;
        into[word] = kinds++;
      } else {
        into[word] = into[slots[slot]! - 1]!;
      }
    }
    return kinds;
  }

  /** The characters in small letters; the final sigma is like the other one. */
  #smallLetters(): Uint32Array {
    const { points, length } = this.#characters;
    if (this.#small.length < length) this.#small = new Uint32Array(2 * length);
    for (let at = 0; at < length; at++) {
      const point = points[at]!;
      this.#small[at] = point < 0x80 ? point | (isUpper(point) ? 0x20 : 0) : smallOf(point);
    }
    return this.#small;
  }

  #classAt(at: number): number {
    const { points, length } = this.#characters;
    if (at < 0 || at >= length) return SEPARATOR;
    const point = points[at]!;
    return (point < 0x80 ? asciiProperties[point]! : propertiesOf(point)) & CLASS_BITS;
  }

  #afterMarks(at: number): number {
    let end = at;
    while (this.#classAt(end) === MARK) end++;
    return end;
  }

  /** A run of letters, digits and marks, with apostrophes between letters; returns where it ends. */
  #word(start: number): number {
    const { points } = this.#characters;
    let at = start;
    let characters = 0;
    let hasLetter = false;
    for (;;) {
      const kind = this.#classAt(at);
      if (kind === WORD) {
        characters++;
        hasLetter ||= maskOf(points[at]!) === STAR;
      } else if (kind !== MARK) {
        const isApostrophe = at < this.#characters.length && kindOfSign.get(points[at]!) === APOSTROPHE;
        if (!isApostrophe || this.#classAt(at + 1) !== WORD) break;
        this.#addSign(APOSTROPHE!, at, at + 1);
      }
      at++;
    }
    if (hasLetter) this.#addWord(start, at, characters);
    else if (characters > 0) this.#addSign(NUMBER!, start, at);
    return at;
  }

  #addWord(from: number, to: number, letters: number): number {
    if (this.words === this.lengths.length) this.#grow();
    const word = this.words++;
    this.lengths[word] = letters;
    this.froms[word] = from;
    this.tos[word] = to;
    const { points } = this.#characters;
    const capitals = this.capitals;
    let small = false;
    let first = false;
    for (let at = from; at < to; at++) {
      const point = points[at]!;
      if (isUpper(point)) {
        first ||= at === from;
        this.capitals++;
        this.capitalPlaces.push(at);
      } else {
        small ||= isLower(point);
      }
    }
    if (first) this.capitalised++;
    const whole = first && !small && this.capitals - capitals >= 2;
    if (whole) this.inCapitals++;
    this.cases[word] = whole ? 2 : first ? 1 : 0;
    return to;
  }

  /** A sign, or a run of them that is one: `...`, `--`; returns where it ends. */
  #sign(start: number): number {
    const { points, length } = this.#characters;
    const point = points[start]!;
    let end = start + 1;
    let kind = kindOfSign.get(point) ?? OTHER!;
    if (kind === STOP || kind === HYPHEN || kind === DASH)
      while (end < length && points[end] === point) end++;
    const inWords = this.#inWord(start - 1) && this.#inWord(end);
    if (kind === STOP && end > start + 1) kind = ELLIPSIS!;
    else if (kind === HYPHEN && (end > start + 1 || !inWords)) kind = DASH!;
    else if (kind === APOSTROPHE) kind = QUOTE!;
    this.#addSign(kind, start, end);
    const ends = kind === STOP || kind === QUESTION || kind === EXCLAMATION || kind === ELLIPSIS;
    if (ends && (FULL_WIDTH.test(String.fromCodePoint(point)) || this.#gapAfter(end))) this.#endSentence();
    return end;
  }

  #inWord(at: number): boolean {
    const kind = this.#classAt(at);
    return kind === WORD || kind === MARK || kind === ALONE;
  }

  /** Whether white space or nothing follows, or quotes and brackets and then that. */
  #gapAfter(at: number): boolean {
    const { points } = this.#characters;
    let next = at;
    for (; this.#classAt(next) !== SEPARATOR; next++) {
      const kind = kindOfSign.get(points[next]!);
      if (kind !== QUOTE && kind !== APOSTROPHE && kind !== BRACKET) return false;
    }
    return true;
  }

  #endSentence(): void {
    if (this.words > this.#before) this.sentences.push(this.words - this.#before);
    this.#before = this.words;
  }

  #addSign(kind: number, from: number, to: number): void {
    this.signs[kind]!++;
    this.signPlaces.push(kind, from, to);
  }

  #grow(): void {
    const larger = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(2 * old.length);
      made.set(old);
      return made;
    };
    this.lengths = larger(this.lengths);
    this.froms = larger(this.froms);
    this.tos = larger(this.tos);
    const cases = new Uint8Array(2 * this.cases.length);
    cases.set(this.cases);
    this.cases = cases;
  }
}
