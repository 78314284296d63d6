/** Figures of style: an example with its fractions, and the obvious version over strings. */
import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { explain } from "../../src/explain/explain.ts";
import { signKinds, styleFigures, StyleReader } from "../../src/features/style-figures.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { byTwo, repeatingText } from "../small-recipes.ts";
import { charactersOracle, normalFormOracle } from "../text/oracle.ts";
import { readingOf } from "../text/reading-of.ts";
import { anyText } from "../text/unicode.ts";

function figuresOf(text: string): Map<string, number> {
  const reader = new StyleReader();
  reader.read(readingOf(text).codePoints(false));
  return new Map(styleFigures.map((name, figure) => [name, reader.values[figure]!]));
}

const wordSign = String.raw`[[\p{L}\p{N}\p{M}\p{Cf}\p{EMod}]--[\u200B]]`;
const spaceless = String.raw`[[\p{L}&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Yiii}]]--[\u02B0-\u02FF]]`;
const mark = String.raw`[[\p{M}\p{Cf}\p{EMod}]--[\u200B]]`;
const letter = String.raw`[[\p{L}\p{N}]--${spaceless}]`;
const word = new RegExp(
  String.raw`${spaceless}${mark}*|[${letter}${mark}](?:[${letter}${mark}]|['’](?=${letter}))*`,
  "gv",
);
const oneWordSign = new RegExp(wordSign, "v");

interface Found {
  readonly text: string;
  readonly letters: number;
  readonly end: number;
}

/** Words with how many letters they have; numbers and lone marks left out. */
function wordsOracle(text: string): Found[] {
  return Array.from(text.matchAll(word), (match) => ({
    text: match[0],
    letters: Array.from(match[0]).filter((one) => new RegExp(`[${letter}${spaceless}]`, "v").test(one))
      .length,
    end: match.index + match[0].length,
  })).filter(({ text: own }) =>
    Array.from(own).some(
      (one) => oneWordSign.test(one) && !/[\p{Nd}\p{M}\p{Cf}\p{Emoji_Modifier}]/u.test(one),
    ),
  );
}

describe("figures of style", () => {
  const text = "“We can't stop,” he said... Why? WE can't; 12 well-known (odd) ones do!";
  // Words, with their letters: We 2, can't 4, stop 4, he 2, said 4, Why 3, WE 2, can't 4, well 4, known 5, odd 3, ones 4,
  // do 2: 13 words of 43 letters. Different ones: we, can't, stop, he, said, why, well, known, odd, ones, do: 11.
  const figures = figuresOf(text);

  it.each([
    ["letters per word", 43 / 13],
    ["deviation of letters per word", Math.sqrt((3 * 4 + 6 * 16 + 2 * 9 + 25 + 4) / 13 - (43 / 13) ** 2)],
    ["words of 1 letter", 0],
    ["words of 2 letters", 4 / 13],
    ["words of 3 letters", 2 / 13],
    ["words of 4 letters", 6 / 13],
    ["words of 5 letters", 1 / 13],
    ["words of 10 letters or more", 0],
    // 5, 1 and 7 words: the dots end a sentence, and so do the question mark and the end.
    ["words per sentence", 13 / 3],
    ["deviation of words per sentence", Math.sqrt((25 + 1 + 49) / 3 - (13 / 3) ** 2)],
    ["different words in 100", 11 / 13],
    ["words used once", 9 / 11],
    ["words used twice", 2 / 11],
    // Two words are used twice: Σ i² V_i = 9 + 2 · 4.
    ["Yule's K", (1e4 * (17 - 13)) / 13 ** 2],
    ["commas per 100 words", 100 / 13],
    ["full stops per 100 words", 0],
    ["semicolons per 100 words", 100 / 13],
    ["question marks per 100 words", 100 / 13],
    ["exclamation marks per 100 words", 100 / 13],
    ["ellipses per 100 words", 100 / 13],
    ["dashes per 100 words", 0],
    ["hyphens per 100 words", 100 / 13],
    ["apostrophes per 100 words", 200 / 13],
    ["quotation marks per 100 words", 200 / 13],
    ["brackets per 100 words", 200 / 13],
    ["other signs per 100 words", 0],
    ["numbers per 100 words", 100 / 13],
    // W, W, W and E.
    ["capitals per 100 letters", 400 / 43],
    ["words with a capital first", 3 / 13],
    ["words in capitals", 1 / 13],
  ])("%s", (name, value) => {
    expect(figures.get(name)).toBeCloseTo(value, 12);
  });

  it("look at runs of 100 words for different ones", () => {
    // 150 words, of which the first 50 come again at the end: every run of 100 has 100 different words but those with
    // both; a, b, c … in letters of their own.
    const names = Array.from({ length: 100 }, (_, place) => String.fromCodePoint(0x4e00 + place));
    const other = figuresOf([...names, ...names.slice(0, 50)].join(""));
    expect(other.get("different words in 100")).toBe(1);
    expect(figuresOf("a ".repeat(150)).get("different words in 100")).toBeCloseTo(1 / 100, 12);
    expect(figuresOf("a b ".repeat(75)).get("different words in 100")).toBeCloseTo(2 / 100, 12);
  });

  it.each([
    ["He came. “Did he?” Yes (he did.) So", [2, 2, 3, 1]],
    ["3.14 is pi. A.B. too", [2, 2, 1]],
    ["春眠不覺曉。處處聞啼鳥！", [5, 5]],
    ["Καλημέρα; Ναι. мир! हाँ। नहीं।", [2, 1, 1, 1]],
    ["!!! … ", []],
  ])("part %j into sentences", (text, lengths) => {
    const sum = lengths.reduce((all, one) => all + one, 0);
    expect(figuresOf(text).get("words per sentence")).toBeCloseTo(
      lengths.length === 0 ? 0 : sum / lengths.length,
      12,
    );
  });

  it("tell dashes from hyphens and apostrophes from quotes, in any script", () => {
    const signs = figuresOf("a - b -- c — d e-f 'g' h'i ،؟。、 «»「」 ⟨☂");
    const counts = signKinds.map((kind) => Math.round((signs.get(`${kind} per 100 words`)! * 8) / 100));
    expect(
      Object.fromEntries(
        signKinds.map((kind, place) => [kind, counts[place]]).filter(([, count]) => count !== 0),
      ),
    ).toEqual({
      commas: 2,
      "full stops": 1,
      "question marks": 1,
      dashes: 3,
      hyphens: 1,
      apostrophes: 1,
      "quotation marks": 6,
      "other signs": 2,
    });
  });

  it("are finite for any text, and those of the obvious version over strings", () => {
    fc.assert(
      fc.property(fc.oneof(repeatingText, anyText), (text) => {
        const found = figuresOf(text);
        for (const value of found.values()) expect(Number.isFinite(value) && value >= 0).toBe(true);
        const normal = charactersOracle(normalFormOracle(text, false)).join("");
        const words = wordsOracle(normal);
        const n = words.length;
        if (n === 0) {
          expect([...found.values()].every((value) => value === 0)).toBe(true);
          return;
        }
        const mean = words.reduce((sum, { letters }) => sum + letters, 0) / n;
        expect(found.get("letters per word")).toBeCloseTo(mean, 9);
        for (const [name, low, high] of [
          ["words of 1 letter", 0, 1],
          ["words of 4 letters", 4, 4],
          ["words of 10 letters or more", 10, Infinity],
        ] as const) {
          const share = words.filter(({ letters }) => letters >= low && letters <= high).length / n;
          expect(found.get(name)).toBeCloseTo(share, 9);
        }
        const uses = new Map<string, number>();
        for (const { text: own } of words) {
          const key = own.toLowerCase().replaceAll("ς", "σ");
          uses.set(key, (uses.get(key) ?? 0) + 1);
        }
        const often = [...uses.values()];
        expect(found.get("words used once")).toBeCloseTo(
          often.filter((one) => one === 1).length / uses.size,
          9,
        );
        const squares = often.reduce((sum, one) => sum + one * one, 0);
        expect(found.get("Yule's K")).toBeCloseTo((1e4 * (squares - n)) / n ** 2, 6);
        if (n <= 100) expect(found.get("different words in 100")).toBeCloseTo(uses.size / n, 9);
      }),
      { numRuns: 300 },
    );
  });

  it("are all explained", () => {
    const page = readFileSync(new URL("../../docs/views.md", import.meta.url), "utf8");
    for (const name of styleFigures) {
      const said = name.replace(/ of \d+ letters?( or more)?$/u, " of k letters");
      expect(page, name).toContain(said.replace(/ per 100 words$/u, ""));
    }
  });
});

describe("a view of figures", () => {
  const texts = Array.from({ length: 24 }, (_, place) =>
    place % 2 === 0
      ? `A cat, a dog, an owl; no ${"x".repeat(place)} more...`
      : `Nevertheless WE considered alternatives ${place}!`,
  );

  it("says where its figures stand, and adds up", () => {
    const identifier = trainIdentifier(byTwo(...texts), recipeNamed("linear", { views: ["style"] }));
    const text = "Well, WE considered, a  cat!";
    const { evidence, base, log_odds } = explain(identifier, text);
    expect(evidence.reduce((sum, each) => sum + each.log_odds, base)).toBeCloseTo(log_odds, 9);
    const at = (name: string): string[] =>
      evidence.find(({ feature }) => feature === name)!.spans.map(([start, end]) => text.slice(start, end));
    expect(at("words of 3 letters")).toEqual(["cat"]);
    expect(at("commas per 100 words")).toEqual([",", ","]);
    expect(at("words in capitals")).toEqual(["WE"]);
    expect(at("capitals per 100 letters")).toEqual(["W", "W", "E"]);
    expect(at("letters per word")).toEqual([]);
    expect(evidence.find(({ feature }) => feature === "letters per word")!.count).toBeCloseTo(20 / 5, 12);
    expect(identifier.predict("…").unknown).toBe(true);
    expect(identifier.predict(text).warnings.map(({ code }) => code)).not.toContain("nothing_known");
  });
});
