import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { hashBytes, Tokens } from "../../src/text/words.ts";
import { countWordsOracle, normalFormOracle, tokensOracle } from "./oracle.ts";
import { tokensIn, tokensOf } from "./read.ts";
import { anyText, beginningsOf, everyCharacter, repetitiveText } from "./unicode.ts";
import { readingOf } from "./reading-of.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly tokens: readonly string[];
  /** How many words it has; by default as many as tokens. */
  readonly words?: number;
  /** What lower case makes of the tokens, where that is not what it makes of each by itself. */
  readonly lower?: readonly string[];
}

const english: readonly Case[] = [
  { name: "nothing", text: "", tokens: [] },
  { name: "white space only", text: " \t\r\n\u00a0\u2003\u3000 ", tokens: [] },
  { name: "words", text: "The quick brown fox", tokens: ["The", "quick", "brown", "fox"] },
  { name: "words of one letter", text: "I am a x", tokens: ["I", "am", "a", "x"] },
  { name: "n't", text: "We don't know", tokens: ["We", "do", "n't", "know"], words: 3 },
  { name: "n’t with a curly apostrophe", text: "don’t", tokens: ["do", "n’t"], words: 1 },
  { name: "can't, whose n is its own", text: "can't", tokens: ["ca", "n't"], words: 1 },
  { name: "upper case", text: "CAN'T", tokens: ["CA", "N'T"], words: 1 },
  { name: "upper case, curly", text: "I’LL", tokens: ["I", "’LL"], words: 1 },
  { name: "two clitics", text: "couldn't've", tokens: ["could", "n't", "'ve"], words: 1 },
  { name: "three clitics", text: "she'd've's", tokens: ["she", "'d", "'ve", "'s"], words: 1 },
  {
    name: "every clitic",
    text: "it's we're I've they'll he'd I'm",
    tokens: ["it", "'s", "we", "'re", "I", "'ve", "they", "'ll", "he", "'d", "I", "'m"],
    words: 6,
  },
  { name: "n't after nothing", text: "n't", tokens: ["n'", "t"] },
  { name: "'t after another letter", text: "it't", tokens: ["it'", "t"] },
  { name: "a clitic that goes on", text: "we'reborn o'dell", tokens: ["we'", "reborn", "o'", "dell"] },
  { name: "a clitic with a mark", text: "it's\u0308", tokens: ["it'", "s\u0308"] },
  {
    name: "a clitic before a sign",
    text: "it's, we're.",
    tokens: ["it", "'s", ",", "we", "'re", "."],
    words: 2,
  },
  { name: "n't twice", text: "don't't", tokens: ["do", "n't", "'", "t"], words: 2 },
  { name: "a possessive plural", text: "the dogs' bones", tokens: ["the", "dogs", "'", "bones"], words: 3 },
  { name: "an apostrophe in front", text: "'tis 'em", tokens: ["'", "tis", "'", "em"], words: 2 },
  { name: "a clitic in front", text: "'s and ’ll", tokens: ["'", "s", "and", "’", "ll"], words: 3 },
  { name: "two apostrophes", text: "it''s", tokens: ["it", "''", "s"], words: 2 },
  { name: "rock'n'roll", text: "rock'n'roll", tokens: ["rock'", "n'", "roll"] },
  { name: "O'Brien", text: "O'Brien's O’Brien", tokens: ["O'", "Brien", "'s", "O’", "Brien"], words: 4 },
  { name: "Ukrainian with a letter for an apostrophe", text: "обʼєкт", tokens: ["обʼєкт"] },
  { name: "a decade", text: "the 1990's", tokens: ["the", "1990", "'s"], words: 2 },
  { name: "a long s is no s", text: "it'ſ", tokens: ["it'", "ſ"] },
  {
    name: "other apostrophes",
    text: "it´s it`s itʼs",
    tokens: ["it", "´", "s", "it", "`", "s", "itʼs"],
    words: 5,
  },
  {
    name: "quotation marks",
    text: "“Don’t,” we're told… 'so'",
    tokens: ["“", "Do", "n’t", ",", "”", "we", "'re", "told", "…", "'", "so", "'"],
    words: 4,
  },
];

const signs: readonly Case[] = [
  { name: "a hyphen", text: "well-known", tokens: ["well", "-", "known"], words: 2 },
  { name: "dashes", text: "so—no --- yes", tokens: ["so", "—", "no", "---", "yes"], words: 3 },
  {
    name: "runs of one sign",
    text: "What?! No!!! ....",
    tokens: ["What", "?", "!", "No", "!!!", "...."],
    words: 2,
  },
  { name: "a run at the end", text: "a!!", tokens: ["a", "!!"], words: 1 },
  { name: "a run of a wide sign", text: "……a——", tokens: ["……", "a", "——"], words: 1 },
  { name: "a run that white space parts", text: "! !", tokens: ["!", "!"], words: 0 },
  { name: "a sign with a mark", text: "!!\u0301!", tokens: ["!!\u0301", "!"], words: 0 },
  { name: "underscores", text: "snake_case", tokens: ["snake", "_", "case"], words: 2 },
  { name: "numbers", text: "3.14 ½ Ⅻ x²", tokens: ["3", ".", "14", "½", "Ⅻ", "x²"], words: 5 },
  { name: "money and per cent", text: "$5, 10 %", tokens: ["$", "5", ",", "10", "%"], words: 2 },
  { name: "an emoji", text: "ok👍", tokens: ["ok", "👍"], words: 1 },
  { name: "one emoji three times", text: "😀😀😀😁", tokens: ["😀😀😀", "😁"], words: 0 },
  { name: "an emoji with a skin tone", text: "👍🏽 👍🏿👍", tokens: ["👍🏽", "👍🏿", "👍"], words: 0 },
  { name: "an emoji with joiners", text: "👩‍🚀👨‍👩‍👧‍👦!", tokens: ["👩‍🚀", "👨‍👩‍👧‍👦", "!"], words: 0 },
  { name: "joiner and skin tone", text: "a👩🏽‍🚀b", tokens: ["a", "👩🏽‍🚀", "b"], words: 2 },
  { name: "an emoji with a selector", text: "❤️❤️‍🔥", tokens: ["❤️", "❤️‍🔥"], words: 0 },
  { name: "a joiner before a letter", text: "👩\u200da", tokens: ["👩\u200d", "a"], words: 1 },
  { name: "a joiner at the end", text: "👩\u200d", tokens: ["👩\u200d"], words: 0 },
  {
    name: "a sign whose bytes end like a joiner",
    text: "👩\u200d\u{5200d}!",
    tokens: ["👩\u200d\u{5200d}", "!"],
    words: 0,
  },
  { name: "a key cap", text: "1️⃣", tokens: ["1️⃣"] },
  {
    name: "a flag with tags",
    text: "🏴\u{e0067}\u{e0062}\u{e007f}",
    tokens: ["🏴\u{e0067}\u{e0062}\u{e007f}"],
    words: 0,
  },
];

const scripts: readonly Case[] = [
  {
    name: "French elisions",
    text: "L'homme qu'il n’a vu d'abord",
    tokens: ["L'", "homme", "qu'", "il", "n’", "a", "vu", "d'", "abord"],
  },
  { name: "Italian", text: "dell'arte, c'è", tokens: ["dell'", "arte", ",", "c'", "è"], words: 4 },
  { name: "a decomposed accent", text: "cafe\u0301 noir", tokens: ["café", "noir"] },
  { name: "a mark that composes with nothing", text: "q\u0307x", tokens: ["q\u0307x"] },
  { name: "a mark alone", text: " \u0301 a", tokens: ["\u0301", "a"] },
  { name: "German", text: "Straße, STRAẞE", tokens: ["Straße", ",", "STRAẞE"], words: 2 },
  {
    name: "Greek with final sigma",
    text: "Ο ΛΟΓΟΣ· σοφός;",
    tokens: ["Ο", "ΛΟΓΟΣ", "·", "σοφός", ";"],
    words: 3,
    lower: ["ο", "λογος", "·", "σοφός", ";"],
  },
  {
    name: "Greek elision",
    text: "ἀλλ’ ΑΛΛΟΣ’Α",
    tokens: ["ἀλλ", "’", "ΑΛΛΟΣ’", "Α"],
    words: 3,
    // Unicode takes the apostrophe for a part of the word, so that this sigma is not its last.
    lower: ["ἀλλ", "’", "αλλοσ’", "α"],
  },
  {
    name: "Turkish İ",
    text: "İSTANBUL'da ılık",
    tokens: ["İSTANBUL'", "da", "ılık"],
    lower: ["i\u0307stanbul'", "da", "ılık"],
  },
  { name: "Cyrillic", text: "Да, ёлка и об'єкт", tokens: ["Да", ",", "ёлка", "и", "об'", "єкт"], words: 5 },
  { name: "Arabic", text: "السَّلامُ عليكم، أهلاً؟", tokens: ["السَّلامُ", "عليكم", "،", "أهلاً", "؟"], words: 3 },
  { name: "Persian with a joiner", text: "می\u200cخواهم", tokens: ["می\u200cخواهم"] },
  { name: "Hebrew", text: "שָׁלוֹם, צה״ל", tokens: ["שָׁלוֹם".normalize("NFC"), ",", "צה", "״", "ל"], words: 3 },
  { name: "Hindi", text: "क्षत्रिय हिन्दी है।", tokens: ["क्षत्रिय", "हिन्दी", "है", "।"], words: 3 },
  { name: "Bengali in parts", text: "ক\u09c7\u09beন", tokens: ["ক\u09cbন"] },
  { name: "Thai", text: "ที่นี่ ครับ", tokens: ["ที่", "นี่", "ค", "รั", "บ"] },
  { name: "Chinese", text: "我不知道，對。", tokens: ["我", "不", "知", "道", "，", "對", "。"], words: 5 },
  { name: "Chinese and Latin", text: "用TypeScript寫3行", tokens: ["用", "TypeScript", "寫", "3", "行"] },
  {
    name: "an apostrophe before Chinese",
    text: "it's我 d'我",
    tokens: ["it", "'s", "我", "d", "'", "我"],
    words: 4,
  },
  {
    name: "Japanese",
    text: "東京はコーヒー。",
    tokens: ["東", "京", "は", "コ", "ー", "ヒ", "ー", "。"],
    words: 7,
  },
  { name: "Kana in parts", text: "は\u309aん", tokens: ["ぱ", "ん"] },
  { name: "Korean", text: "한국어는 재미있다.", tokens: ["한국어는", "재미있다", "."], words: 2 },
  { name: "Korean in jamo", text: "\u1112\u1161\u11ab\u1100\u116e\u11a8", tokens: ["한국"] },
  { name: "Armenian and Georgian", text: "Բարև ყველას", tokens: ["Բարև", "ყველას"] },
  { name: "letters beyond 16 bits", text: "𐐀𐐁 𠀀𠀁", tokens: ["𐐀𐐁", "𠀀", "𠀁"] },
];

const oddities: readonly Case[] = [
  { name: "NUL", text: "a\u0000b\u0000\u0000", tokens: ["a", "b"] },
  { name: "control characters", text: "a\u001bb\u007fc\u0085d", tokens: ["a", "b", "c", "d"] },
  { name: "right-to-left marks", text: "a\u200fb \u202e!\u202c!", tokens: ["ab", "!!"], words: 1 },
  { name: "a soft hyphen", text: "syl\u00adla\u00adble", tokens: ["syllable"] },
  { name: "a soft hyphen in a clitic", text: "do\u00adn\u00ad'\u00adt", tokens: ["do", "n't"], words: 1 },
  { name: "a zero-width space", text: "zero\u200bwidth\u200b", tokens: ["zero", "width"] },
  { name: "a byte-order mark", text: "\ufefftext", tokens: ["text"] },
  { name: "half a pair", text: "a\ud83db \ude00", tokens: ["a", "\ufffd", "b", "\ufffd"], words: 2 },
  { name: "two halves in the wrong order", text: "\ude00\ud83d", tokens: ["\ufffd\ufffd"], words: 0 },
  {
    name: "private use and unassigned",
    text: "a\ue000\u0378b",
    tokens: ["a", "\ue000", "\u0378", "b"],
    words: 2,
  },
];

describe.each([
  ["English", english],
  ["signs", signs],
  ["scripts", scripts],
  ["oddities", oddities],
])("words: %s", (_, cases) => {
  it.each(cases)("$name", ({ text, tokens, words = tokens.length, lower }) => {
    const lowered = lower ?? tokens.map((token) => token.toLowerCase());
    expect(tokensOracle(normalFormOracle(text, false)), "oracle").toEqual(tokens);
    expect(tokensOracle(normalFormOracle(text, true)), "oracle, lower case").toEqual(lowered);
    expect(countWordsOracle(normalFormOracle(text, true)), "oracle, words").toBe(words);
    expect(tokensOf(text, false)).toEqual({ pieces: tokens, words, hashesRight: true });
    expect(tokensOf(text, true)).toEqual({ pieces: lowered, words, hashesRight: true });
    expect(readingOf(text).words).toBe(words);
  });
});

describe("the words of any text", () => {
  it.each([true, false])("are those of the oracle, lower case: %o", (lowerCase) => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const normalForm = normalFormOracle(text, lowerCase);
        const words = countWordsOracle(normalForm);
        expect(tokensOf(text, lowerCase)).toEqual({
          pieces: tokensOracle(normalForm),
          words,
          hashesRight: true,
        });
        expect(readingOf(text).words).toBe(words);
      }),
      { numRuns: 4000 },
    );
  });

  it("end where the text ends, whatever stands in the buffer behind it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const normalForm = normalFormOracle(text, false);
        const bytes = Buffer.from(normalForm);
        for (const beginning of beginningsOf(normalForm)) {
          expect(tokensIn(bytes, Buffer.byteLength(beginning))).toEqual({
            pieces: tokensOracle(beginning),
            words: countWordsOracle(beginning),
            hashesRight: true,
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are those of the oracle for every character", () => {
    const wrong: string[] = [];
    for (const character of everyCharacter()) {
      const text = `a${character}'s ${character}${character}`;
      const { pieces } = tokensOf(text, false);
      if (pieces.join("|") !== tokensOracle(normalFormOracle(text, false)).join("|")) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  it("leave nothing out but white space", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = normalFormOracle(text, false).replaceAll(/[\p{Z}\p{Cc}\u200B]/gu, "");
        expect(tokensOf(text, false).pieces.join("")).toBe(kept);
      }),
      { numRuns: 500 },
    );
  });

  it("are found in a text that is just too long for the room there is", () => {
    for (const words of [255, 256, 257, 511, 512, 513, 1024, 1025]) {
      const tokens = new Tokens();
      const bytes = Buffer.from("ab ".repeat(words));
      tokens.find(bytes, bytes.length);
      expect([tokens.length, tokens.words]).toEqual([words, words]);
      const last = { start: tokens.starts[words - 1], end: tokens.ends[words - 1] };
      expect(last).toEqual({ start: bytes.length - 3, end: bytes.length - 1 });
      expect(tokens.hashes[words - 1]).toBe(hashBytes(bytes, 0, 2));
    }
  });

  it("are found in a text of many more words than any before", () => {
    const text = "so it's — 我 ".repeat(20_000);
    expect(tokensOf(text, true).pieces).toHaveLength(100_000);
    expect(tokensOf("so", true).pieces).toEqual(["so"]);
  });

  it("are found in a single word of a million letters", () => {
    expect(tokensOf(`${"é".repeat(1_000_000)}n't`, true).pieces.map((piece) => piece.length)).toEqual([
      1_000_000, 3,
    ]);
  });
});
