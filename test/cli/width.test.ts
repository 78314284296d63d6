import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";

import { widthOf } from "../../src/cli/width.ts";

describe("widthOf", () => {
  it("is string-width's for every character that is not a control", () => {
    const wrong: string[] = [];
    for (let point = 0x20; point <= 0x10ffff; point++) {
      if ((point >= 0x7f && point < 0xa0) || (point >= 0xd800 && point < 0xe000)) continue;
      const text = `a${String.fromCodePoint(point)}b`;
      // A few thousand of them stand for the rest of the planes.
      if (point > 0x3000 && point % 97 !== 0) continue;
      if (widthOf(text) !== stringWidth(text)) wrong.push(point.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it("is string-width's for texts", () => {
    const character = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        "a",
        "é",
        "─",
        "█",
        "▏",
        "…",
        "–",
        "−",
        "→",
        "・",
        "漢",
        "\u0301",
        "\u200d",
        "👩",
        "\ufe0f",
        "‼",
      ),
    );
    const text = fc
      .array(character, { maxLength: 8 })
      .map((parts) => parts.join("").replaceAll(/\p{Cc}/gu, ""));
    fc.assert(
      fc.property(text, (given) => {
        expect(widthOf(given)).toBe(stringWidth(given));
      }),
    );
  });
});
