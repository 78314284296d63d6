/**
 * Distorted text in which frequent words are left as they are (Stamatatos, EACL 2017): the k words that are most
 * frequent in training stay, of all others letters become `*` and digits `#`. How an author puts words together shows,
 * what the text is about hardly does.
 *
 *     the text             Of 1,915 cats, the old ones don't care.
 *     multiple-asterisks   Of #,### ****, the *** **** don't ****.         DV-MA; of, the, do, n't are frequent
 *     single-asterisks     Of #,# *, the * * don't *.                      DV-SA: one sign for each word and number
 *
 * Words are those of text/words.ts, so that `n't` stays where it is frequent, whatever stands before it. Numbers are
 * always masked, signs never.
 */
import type { CharacterList } from "../text/code-points.ts";
import { maskOf, STAR } from "../text/mask.ts";
import type { Utf8Text } from "../text/normal-form.ts";
import type { TokenList } from "../text/words.ts";
import { decodeCharacter, sizeOf } from "../text/utf8.ts";
import { NONE } from "./pair-table.ts";
import { SortedTokens } from "./sorted-tokens.ts";
import type { TokenTable } from "./token-table.ts";

const HASH = 0x23;

/** Words in the order of their bytes, as a model file keeps them. */
export interface WordList {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** Masks all but some words, one text after the other; is the latest text's characters. */
export class FrequentWordMask implements CharacterList {
  points = new Uint32Array(1024);
  starts = new Uint32Array(1025);
  length = 0;
  readonly #kept: SortedTokens;
  readonly #single: boolean;

  /**
   * @param kept the words that stay
   * @param single one sign for each run of masked letters or digits of a word, rather than one for each of them
   */
  constructor({ bytes, offsets }: WordList, single: boolean) {
    this.#kept = new SortedTokens(bytes, offsets);
    this.#single = single;
  }

  /**
   * Masks a text.
   *
   * @param utf8 its normal form
   * @param tokens its words and signs
   * @param characters its characters
   */
  mask({ bytes }: Utf8Text, tokens: TokenList, characters: CharacterList): void {
    const { points: own, starts: places, length } = characters;
    if (length > this.points.length) {
      this.points = new Uint32Array(Math.max(length, 2 * this.points.length));
      this.starts = new Uint32Array(this.points.length + 1);
    }
    const { points, starts } = this;
    let found = 0;
    let at = 0;
    const copyTo = (end: number): void => {
      for (; at < length && places[at]! < end; at++) {
        points[found] = own[at]!;
        starts[found++] = places[at]!;
      }
    };
    for (let token = 0; token < tokens.length; token++) {
      const [start, end] = [tokens.starts[token]!, tokens.ends[token]!];
      copyTo(start);
      if (this.#kept.find(bytes, start, end, tokens.hashes[token]!) !== NONE) {
        copyTo(end);
        continue;
      }
      let before = 0;
      for (; at < length && places[at]! < end; at++) {
        const mask = maskOf(own[at]!);
        const repeated = this.#single && mask !== 0 && mask === before;
        before = mask;
        if (repeated) continue;
        points[found] = mask === 0 ? own[at]! : mask === STAR ? STAR : HASH;
        starts[found++] = places[at]!;
      }
    }
    copyTo(Infinity);
    starts[found] = places[length]!;
    this.length = found;
  }
}

/**
 * The words that are more frequent than all but `most − 1` others. Of equally frequent ones all are among them or none,
 * so that it does not matter which came first. Numbers and signs are no words.
 *
 * @param counts how often each token of the table occurs
 */
export function mostFrequentWords(table: TokenTable, counts: ArrayLike<number>, most: number): WordList {
  const words = Array.from({ length: table.size }, (_, token) => token).filter((token) =>
    hasLetter(table.bytesOf(token)),
  );
  const totals = Float64Array.from(words, (token) => counts[token]!).sort();
  const border = totals[totals.length - most - 1] ?? 0;
  const kept = words
    .filter((token) => counts[token]! > border)
    .sort((left, right) => table.compare(left, right));
  const offsets = new Uint32Array(kept.length + 1);
  kept.forEach((token, place) => (offsets[place + 1] = offsets[place]! + table.lengthOf(token)));
  const bytes = new Uint8Array(offsets[kept.length]!);
  kept.forEach((token, place) => bytes.set(table.bytesOf(token), offsets[place]!));
  return { bytes, offsets };
}

function hasLetter(bytes: Uint8Array): boolean {
  for (let position = 0; position < bytes.length;) {
    const size = sizeOf(bytes[position]!);
    const point = size === 1 ? bytes[position]! : decodeCharacter(bytes, position, size);
    if (maskOf(point) === STAR) return true;
    position += size;
  }
  return false;
}
