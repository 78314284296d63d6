/** Distorted text in which frequent words stay, against the obvious version over strings. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { FrequentWordMask, mostFrequentWords, type WordList } from "../../src/features/frequent-words.ts";
import { RowCounter } from "../../src/features/row-counter.ts";
import { TokenTable } from "../../src/features/token-table.ts";
import type { View } from "../../src/features/view.ts";
import { hashBytes } from "../../src/text/words.ts";
import { plainWords, repeatingText } from "../small-recipes.ts";
import { charactersOracle, normalFormOracle, tokensOracle } from "../text/oracle.ts";
import { readingOf } from "../text/reading-of.ts";
import { anyText } from "../text/unicode.ts";
import { countOracle } from "./oracle.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function listOf(words: readonly string[]): WordList {
  const table = new TokenTable();
  for (const word of words) {
    const bytes = encoder.encode(word);
    table.add(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
  }
  return mostFrequentWords(
    table,
    Array.from({ length: table.size }, () => 1),
    Infinity,
  );
}

function wordsIn({ bytes, offsets }: WordList): string[] {
  return Array.from({ length: offsets.length - 1 }, (_, word) =>
    decoder.decode(bytes.subarray(offsets[word]!, offsets[word + 1]!)),
  );
}

function masked(text: string, kept: readonly string[], single: boolean): { text: string; pieces: string[] } {
  const mask = new FrequentWordMask(listOf(kept), single);
  const reading = readingOf(text);
  mask.mask(reading.normalForm(true), reading.tokens(true), reading.codePoints(true));
  const { bytes } = reading.normalForm(true);
  const places = [...mask.starts.subarray(0, mask.length + 1)];
  return {
    text: String.fromCodePoint(...mask.points.subarray(0, mask.length)),
    pieces: places.slice(1).map((end, place) => decoder.decode(bytes.subarray(places[place]!, end))),
  };
}

const isLetter = new RegExp(String.raw`[[\p{L}\p{N}\p{M}\p{Cf}\p{EMod}]--[\p{Nd}\u200B]]`, "v");
const isDigit = /\p{Nd}/u;

function maskedOracle(normalForm: string, kept: readonly string[], single: boolean): string {
  let rest = normalForm;
  let done = "";
  for (const token of tokensOracle(normalForm)) {
    const start = rest.indexOf(token);
    const stays = kept.includes(token) && isLetter.test(token);
    const signs = Array.from(token, (one) => {
      const mask = isLetter.test(one) ? "*" : isDigit.test(one) ? "#" : null;
      return { mask, shown: mask ?? one };
    });
    // A star or a hash of the text's own is a sign, and signs stay.
    const isRepeated = (place: number): boolean =>
      single && signs[place]!.mask !== null && signs[place]!.mask === signs[place - 1]?.mask;
    const short = signs.filter((_, place) => !isRepeated(place)).map(({ shown }) => shown);
    done += rest.slice(0, start) + (stays ? token : short.join(""));
    rest = rest.slice(start + token.length);
  }
  return charactersOracle(done + rest).join("");
}

describe("text with frequent words left", () => {
  const text = "Of 1,915 cats, the old ones don't care.";

  it("is that of the paper's views", () => {
    const kept = ["of", "the", "do", "n't"];
    expect(masked(text, kept, false).text).toBe("of #,### ****, the *** **** don't ****.");
    expect(masked(text, kept, true).text).toBe("of #,# *, the * * don't *.");
    expect(masked(text, [], false).text).toBe("** #,### ****, *** *** **** ***'* ****.");
  });

  it("says for what each character stands", () => {
    expect(masked("the  old, 12 cats", ["the"], true).pieces).toEqual([
      "t", "h", "e", "  ", "old", ",", " ", "12", " ", "cats",
    ]); // prettier-ignore
  });

  it("never keeps numbers, and treats words of letters and digits part by part", () => {
    expect(masked("12 2nd b2b", ["12", "2nd"], false).text).toBe("## 2nd *#*");
    expect(masked("22nd bb22", [], true).text).toBe("#* *#");
  });

  it("is what the obvious version makes of any text", () => {
    const text = fc.oneof(repeatingText, anyText);
    const kept = fc.subarray(["the", "cat", "do", "n't", "我", "é", "x", "!", "12"]);
    fc.assert(
      fc.property(text, kept, fc.boolean(), (any, words, single) => {
        const { text: found, pieces } = masked(any, words, single);
        const normalForm = normalFormOracle(any, true);
        expect(found).toBe(maskedOracle(normalForm, words, single));
        // Nothing of the text is stood for twice, and nothing is left out.
        expect(normalForm.endsWith(pieces.join(""))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the most frequent words", () => {
  it("are those of a list of words with their counts", () => {
    const words = fc.uniqueArray(
      fc.constantFrom("a", "b", "cat", "é", "我", "n't", "'s", "!", "…", "7", "٣", "b2"),
    );
    fc.assert(
      fc.property(
        words,
        fc.infiniteStream(fc.nat(5)),
        fc.integer({ min: 1, max: 12 }),
        (list, stream, most) => {
          const table = new TokenTable();
          const counts: number[] = [];
          for (const word of list) {
            const bytes = encoder.encode(word);
            table.add(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
            counts.push(stream.next().value + 1);
          }
          const real = list
            .map((word, place) => ({ word, count: counts[place]! }))
            .filter(({ word }) => isLetter.test(word));
          const expected = real.filter(
            ({ count }) => real.filter((other) => other.count >= count).length <= most,
          );
          const sorted = expected
            .map(({ word }) => word)
            .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
          expect(wordsIn(mostFrequentWords(table, counts, most))).toEqual(sorted);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a view that keeps frequent words", () => {
  const view: View = {
    ...plainWords,
    tokens: "characters",
    ngrams: [1, 3],
    mask: "multiple-asterisks",
    frequent_words: 2,
  };
  const texts = ["the cat and the dog", "a cat and the 7 owls", "the end"];

  it("finds them in all documents together, and counts what is then left", () => {
    const counter = new RowCounter(view);
    for (const text of texts) counter.add(readingOf(text));
    // the 4 times, cat and `and` twice: as neither of the two is more frequent, one word stays.
    const { vocabulary, counts } = counter.finish([0, 1, 2]);
    expect(wordsIn(vocabulary.frequentWords!)).toEqual(["the"]);
    const distorted = ["the *** *** the ***", "* *** *** the # ****", "the ***"];
    const plain: View = { ...plainWords, tokens: "characters", ngrams: [1, 3] };
    const expected = countOracle(
      distorted.map((text, row) => ({ author: String(row), text })),
      plain,
    );
    const found = Array.from({ length: vocabulary.size }, (_, feature) => vocabulary.nameOf(feature));
    expect(found).toEqual(expected.map(({ name }) => name));
    const sums = new Float64Array(vocabulary.size);
    counts.ids.forEach((id, entry) => (sums[id]! += counts.values[entry]!));
    expect([...sums]).toEqual(expected.map(({ uses }) => [...uses.values()].reduce((sum, one) => sum + one)));
  });

  it("takes no look at words of documents it has not learned from, and can learn on", () => {
    const counter = new RowCounter(view);
    counter.add(readingOf(texts[0]!));
    const first = counter.finish([0]);
    expect(wordsIn(first.vocabulary.frequentWords!)).toEqual(["the"]);
    for (let more = 0; more < 3; more++) counter.add(readingOf("owls owls"));
    const { vocabulary, counts } = counter.finish([0, 1, 2, 3]);
    expect(wordsIn(vocabulary.frequentWords!)).toEqual(["owls", "the"]);
    expect(counts.nRows).toBe(4);
    const names = Array.from({ length: vocabulary.size }, (_, feature) => vocabulary.nameOf(feature));
    expect(names).toContain("owl");
    expect(names).not.toContain("cat");
  });
});
