import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CodePoints } from "../../src/text/code-points.ts";
import { charactersOracle, normalFormOracle } from "./oracle.ts";
import { charactersIn, charactersOf } from "./read.ts";
import { anyText, beginningsOf, everyCharacter, repetitiveText } from "./unicode.ts";

const cases = [
  { name: "nothing", text: "", characters: [] },
  { name: "letters and signs", text: "it's", characters: ["i", "t", "'", "s"] },
  { name: "a run of white space", text: " a \n\t\u00a0b  ", characters: [" ", "a", " ", "b", " "] },
  { name: "white space of other scripts", text: "a\u3000\u2003b", characters: ["a", " ", "b"] },
  { name: "NUL and other control characters", text: "a\u0000\u007f\u0085b", characters: ["a", " ", "b"] },
  { name: "a zero-width space", text: "a\u200bb", characters: ["a", " ", "b"] },
  { name: "white space around what is left out", text: "a \u00ad b", characters: ["a", " ", "b"] },
  { name: "a letter in two parts", text: "e\u0301", characters: ["é"] },
  { name: "a mark that composes with nothing", text: "q\u0307", characters: ["q", "\u0307"] },
  { name: "two, three and four bytes", text: "é我😀", characters: ["é", "我", "😀"] },
  { name: "an emoji with a joiner", text: "👩‍🚀", characters: ["👩", "\u200d", "🚀"] },
  { name: "half a pair", text: "a\ud83d", characters: ["a", "\ufffd"] },
];

describe("characters", () => {
  it.each(cases)("of $name", ({ text, characters }) => {
    expect(charactersOracle(normalFormOracle(text, false)), "oracle").toEqual(characters);
    expect(charactersOf(text, false).characters).toEqual(characters);
  });

  it.each([true, false])("are those of the oracle for any text, lower case: %o", (lowerCase) => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const normalForm = normalFormOracle(text, lowerCase);
        const { characters, pieces } = charactersOf(text, lowerCase);
        expect(characters).toEqual(charactersOracle(normalForm));
        // Together they take all bytes, and each takes its own.
        expect(pieces.join("")).toBe(normalForm);
        pieces.forEach((piece, place) => {
          if (characters[place] !== " ") expect(piece).toBe(characters[place]);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("end where the text ends, whatever stands in the buffer behind it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const normalForm = normalFormOracle(text, false);
        const bytes = Buffer.from(normalForm);
        for (const beginning of beginningsOf(normalForm)) {
          const { characters, pieces } = charactersIn(bytes, Buffer.byteLength(beginning));
          expect(characters).toEqual(charactersOracle(beginning));
          expect(pieces.join("")).toBe(beginning);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are those of the oracle for every character", () => {
    const wrong: string[] = [];
    for (const character of everyCharacter()) {
      const text = `${character} ${character}x`;
      const { characters } = charactersOf(text, false);
      if (characters.join("|") !== charactersOracle(normalFormOracle(text, false)).join("|"))
        wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });

  it("are found in a text that is just too long for the room there is", () => {
    for (let length = 1022; length <= 1028; length++) {
      const codePoints = new CodePoints();
      codePoints.find(Buffer.from("ab".repeat(length).slice(0, length)), length);
      expect([codePoints.length, codePoints.points[length - 1], codePoints.starts[length]]).toEqual([
        length,
        length % 2 === 0 ? 0x62 : 0x61,
        length,
      ]);
    }
  });

  it("are found in a text longer than any before", () => {
    expect(charactersOf("我 ".repeat(50_000), true).characters).toHaveLength(100_000);
    expect(charactersOf("a", true).characters).toEqual(["a"]);
  });
});
