import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { align } from "../../src/text/alignment.ts";
import { normalFormOracle } from "./oracle.ts";
import { anyText, repetitiveText } from "./unicode.ts";

const encoder = new TextEncoder();

/** The pieces of the text that the bytes of its normal form stem from, each piece once, with how many bytes it has. */
function piecesOf(text: string, lowerCase: boolean): [piece: string, bytes: number][] {
  const { starts, ends } = align(text, lowerCase);
  const pieces: [string, number][] = [];
  starts.forEach((start, byte) => {
    if (byte > 0 && starts[byte - 1] === start) pieces.at(-1)![1]++;
    else pieces.push([text.slice(start, ends[byte]), 1]);
  });
  return pieces;
}

const cases = [
  { name: "nothing", text: "", pieces: [] },
  { name: "ASCII", text: "A b", pieces: [["A", 1], [" ", 1], ["b", 1]] },
  { name: "two, three and four bytes", text: "é我😀", pieces: [["é", 2], ["我", 3], ["😀", 4]] },
  { name: "a letter in two parts", text: "xe\u0301x", pieces: [["x", 1], ["e\u0301", 2], ["x", 1]] },
  { name: "jamo", text: "\u1112\u1161\u11ab\u1100", pieces: [["\u1112\u1161\u11ab", 3], ["\u1100", 3]] },
  { name: "a vowel of Kirat Rai in parts", text: "a\u{16d63}\u{16d67}", pieces: [["a", 1], ["\u{16d63}\u{16d67}", 4]] },
  { name: "a vowel of Kirat Rai in two parts of three", text: "a\u{16d63}\u{16d68}", pieces: [["a", 1], ["\u{16d63}\u{16d68}", 4]] },
  { name: "a soft hyphen", text: "a\u00adb", pieces: [["a\u00ad", 1], ["b", 1]] },
  { name: "a soft hyphen before a mark", text: "e\u00ad\u0301b", pieces: [["e\u00ad\u0301", 2], ["b", 1]] },
  { name: "a byte-order mark in front", text: "\ufeffa", pieces: [["a", 1]] },
  { name: "nothing but what is left out", text: "\u00ad\u200f", pieces: [] },
  { name: "a mark in front", text: "\u0301a", pieces: [["\u0301", 2], ["a", 1]] },
  { name: "letters that grow", text: " İȺ", pieces: [[" ", 1], ["İ", 3], ["Ⱥ", 3]] },
  { name: "sigmas", text: " ΣΣ", pieces: [[" ", 1], ["Σ", 2], ["Σ", 2]] },
  { name: "the Ångström sign", text: " \u212bB", pieces: [[" ", 1], ["\u212b", 2], ["B", 1]] },
  { name: "half a pair", text: "a\ud83db", pieces: [["a", 1], ["\ud83d", 3], ["b", 1]] },
  { name: "halves that a soft hyphen parts", text: "\ud83d\u00ad\ude00", pieces: [["\ud83d\u00ad", 3], ["\ude00", 3]] },
]; // prettier-ignore

/** All sigmas alike, whether the last of their word or not. */
const anySigma = (text: string): string => text.replaceAll("ς", "σ");

describe("the alignment of a text with its normal form", () => {
  it.each(cases)("of $name", ({ text, pieces }) => {
    expect(piecesOf(text, true)).toEqual(pieces);
  });

  it.each([true, false])("leads each byte to the piece it stems from, lower case: %o", (lowerCase) => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const pieces = piecesOf(text, lowerCase);
        const forms = pieces.map(([piece]) => normalFormOracle(piece, lowerCase));
        // The normal forms of the pieces are the normal form of the whole, byte for byte but for final sigma.
        expect(anySigma(forms.join(""))).toBe(anySigma(normalFormOracle(text, lowerCase)));
        expect(pieces.map(([, bytes]) => bytes)).toEqual(forms.map((form) => encoder.encode(form).length));
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves out no piece that has a shape, and goes forward", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { starts, ends } = align(text, false);
        let covered = 0;
        starts.forEach((start, byte) => {
          const next = ends[byte]!;
          if (next === covered) return;
          expect(normalFormOracle(text.slice(covered, start), false)).toBe("");
          expect(start).toBeGreaterThanOrEqual(covered);
          expect(next).toBeGreaterThan(start);
          covered = next;
        });
        expect(normalFormOracle(text.slice(covered), false)).toBe("");
      }),
      { numRuns: 500 },
    );
  });

  it("parts a text wherever nothing can merge", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const merges =
          /^[\p{M}\u1160-\u11FF\u{16D67}\u{16D68}\u00AD\u061C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;
        for (const [piece] of piecesOf(text, true)) {
          const [, ...followers] = Array.from(piece);
          expect(followers.filter((follower) => !merges.test(follower))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
