import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { NearDuplicates } from "../../src/collect/near-duplicates.ts";
import { passagesOf } from "../../src/collect/passages.ts";
import { plainWords, wordCount, wordStarts } from "../../src/collect/words.ts";
import { readingOf } from "../text/reading-of.ts";

describe("words", () => {
  const rows: [text: string, words: string[], plain: string[]][] = [
    ["", [], []],
    [" \n ", [], []],
    ["It's  a well-known\nfact — no?", ["It's", "a", "well-known", "fact", "—", "no?"], ["it", "s", "a", "well", "known", "fact", "no"]],
    ["港は静か。", ["港", "は", "静", "か。"], ["港", "は", "静", "か"]],
    ["「港は、OK です」と", ["「港", "は、", "OK", "で", "す」", "と"], ["港", "は", "ok", "で", "す", "と"]],
    ["ท่าเรือ เงียบ", ["ท่", "า", "เ", "รื", "อ", "เ", "งี", "ย", "บ"], ["ท่", "า", "เ", "รื", "อ", "เ", "งี", "ย", "บ"]],
    ["항구는 조용했다.", ["항구는", "조용했다."], ["항구는", "조용했다"]],
    ["हिन्दी में", ["हिन्दी", "में"], ["हिन्दी", "में"]],
  ]; // prettier-ignore
  for (const [text, words, plain] of rows) {
    it(JSON.stringify(text), () => {
      const starts = wordStarts(text);
      expect(starts.map((start, at) => text.slice(start, starts[at + 1]).trim())).toEqual(words);
      expect(wordCount(text)).toBe(words.length);
      expect(plainWords(text)).toEqual(plain);
    });
  }

  it("are as many as a model counts in scripts without spaces", () => {
    const letters = fc.stringMatching(/^[ぁ-んァ-ヶ一-龥ก-ฮ]{1,30}$/u);
    fc.assert(
      fc.property(letters, (text) => {
        expect(wordCount(text)).toBe(readingOf(text).words);
      }),
    );
  });

  it("are found in time that grows with the text, whatever stands in it", () => {
    for (const text of ["「".repeat(200_000), `${"(".repeat(200_000)}港`, "「」".repeat(100_000) + "港"]) {
      expect(wordCount(text)).toBeLessThan(4);
    }
  });
});

describe("texts without spaces", () => {
  const letters = (from: number, count: number): string =>
    String.fromCodePoint(...Array.from({ length: count }, (_, at) => 0x4e00 + from + at));

  it("are cut into passages", () => {
    expect(passagesOf(`${letters(0, 10)}。${letters(10, 10)}。${letters(20, 12)}`, 10)).toEqual([
      `${letters(0, 10)}。`,
      `${letters(10, 10)}。`,
      letters(20, 12),
    ]);
  });

  it("can be near duplicates", () => {
    const near = new NearDuplicates(0.8);
    near.add(letters(0, 100), 0, 0);
    near.add(`${letters(0, 98)}終。`, 1, 0);
    near.add(letters(200, 100), 2, 0);
    near.add(letters(0, 19), 3, 0);
    near.add(letters(0, 19), 4, 0);
    expect([...near.pairs().own.keys()]).toEqual([1]);
  });
});
