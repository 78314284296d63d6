import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Reading } from "../../src/text/reading.ts";
import { anyText, everyCharacter, repetitiveText } from "./unicode.ts";

/** All that a reading knows of its text, copied. */
function everything(reading: Reading, lowerCase: boolean): Record<string, unknown> {
  const normal = reading.normalForm(lowerCase);
  const tokens = reading.tokens(lowerCase);
  const masked = reading.codePoints(lowerCase, true);
  const characters = reading.codePoints(lowerCase);
  return {
    bytes: normal.bytes.slice(0, normal.length),
    starts: tokens.starts.slice(0, tokens.length),
    ends: tokens.ends.slice(0, tokens.length),
    hashes: tokens.hashes.slice(0, tokens.length),
    tokenWords: tokens.words,
    points: characters.points.slice(0, characters.length),
    pointStarts: characters.starts.slice(0, characters.length + 1),
    masked: masked.points.slice(0, masked.length),
    words: reading.words,
    fingerprint: reading.fingerprint.hash,
  };
}

const plain = new Reading(Infinity);
const kernel = new Reading(0);

function expectAlike(text: string): void {
  for (const lowerCase of [true, false]) {
    const expected = everything(plain.readText(text), lowerCase);
    expect(everything(kernel.readText(text), lowerCase), JSON.stringify(text)).toEqual(expected);
    expect(kernel.kernelForm(lowerCase), "a kernel").not.toBeNull();
    const bytes = new TextEncoder().encode(`é${text}y`);
    kernel.readBytes(bytes, 2, bytes.length - 1);
    expect(everything(kernel, lowerCase), JSON.stringify(text)).toEqual(expected);
  }
}

describe("a text in the kernel", () => {
  it("has the forms that TypeScript gives it, whatever its characters", () => {
    fc.assert(fc.property(anyText, expectAlike), { numRuns: 1000 });
  });

  it("has them where characters come again and again", () => {
    fc.assert(fc.property(repetitiveText, expectAlike), { numRuns: 500 });
  });

  it("has them in plain text, wherever the blocks that it is taken in begin and end", () => {
    const piece = fc.constantFrom(
      ..."a I the of-- , ... ' don't it's !? é — 12 1st \n state supercalifragilisticexpialidocious".split(
        " ",
      ),
      "x".repeat(63),
      "Y".repeat(64),
      "z".repeat(200),
      "=".repeat(70),
      " ".repeat(64),
      "\u007f",
      "\u0000",
    );
    const text = fc.array(fc.tuple(piece, fc.constantFrom("", " ", "  ")), { maxLength: 80 });
    fc.assert(
      fc.property(text, (pieces) => expectAlike(pieces.flat().join(""))),
      { numRuns: 1000 },
    );
  });

  it("has them around every character of Unicode", () => {
    let text = "";
    for (const character of everyCharacter()) {
      text += `a${character}b ${character}${character}. `;
      if (text.length < 20_000) continue;
      expectAlike(text);
      text = "";
    }
    expectAlike(text);
    // A character with whose neighbours the normal form must reckon sends the whole text another way.
    for (const character of everyCharacter()) {
      const alone = everything(kernel.readText(`a${character}b`), true);
      expect(alone, JSON.stringify(character)).toEqual(everything(plain.readText(`a${character}b`), true));
    }
  });

  it("has them for texts of any length, the longest left to TypeScript", () => {
    const letters = "The quick, brown fox doesn't jump; Ærøskøbing… ";
    for (const length of [0, 1, 15, 16, 17, 1000, 20_000, 300_000, 15, 600_000]) {
      const text = letters.repeat(Math.ceil(length / letters.length)).slice(0, length);
      const expected = everything(plain.readText(text), true);
      expect(everything(kernel.readText(text), true)).toEqual(expected);
      expect(kernel.kernelForm(true) === null).toBe(length > 400_000);
    }
  });

  it("has them for a first text that is empty", () => {
    const first = everything(new Reading(0).readText(""), true);
    expect(first).toEqual(everything(plain.readText(""), true));
  });

  it("keeps what was asked for until the next text", () => {
    const text = "Straße 👩‍🚀 don't ";
    kernel.readText(text.repeat(5000));
    const { bytes, length } = kernel.normalForm(true);
    const before = bytes.slice(0, length);
    kernel.tokens(false);
    kernel.codePoints(false);
    kernel.tokens(true);
    kernel.codePoints(true);
    expect(bytes.subarray(0, length)).toEqual(before);
  });

  it("grows no longer in the kernel than there is room, and goes on", () => {
    // NFC takes these apart: three characters of one, in nine bytes of three.
    const growing = "\ufb2c".repeat(6000);
    expectAlike("ﬃ");
    const expected = everything(plain.readText(growing), true);
    const small = new Reading(0);
    expect(everything(small.readText(growing), true)).toEqual(expected);
    expect(everything(small.readText("a"), true)).toEqual(everything(plain.readText("a"), true));
  });
});
