import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readable } from "../../src/text/readable-text.ts";

const text = fc.string({ unit: "binary", minLength: 0, maxLength: 40 }).map((middle) => `a${middle}`);
/** Any UTF-16 units, halves of pairs too. */
const units = fc
  .array(fc.oneof(fc.integer({ min: 0xd7ff, max: 0xe000 }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 40,
  })
  .map((codes) => `a${String.fromCharCode(...codes)}`);

test("characters are counted as the language counts code points", () => {
  fc.assert(
    fc.property(fc.oneof(text, units), (given) => {
      expect(readable(given, 100)).toEqual({ text: given, characters: [...given].length, truncated: false });
    }),
  );
});

test("what is cut off is the end, in whole code points", () => {
  fc.assert(
    fc.property(fc.oneof(text, units), fc.integer({ min: 1, max: 50 }), (given, limit) => {
      const points = [...given];
      expect(readable(given, limit, true)).toEqual({
        text: points.slice(0, limit).join(""),
        characters: Math.min(limit, points.length),
        truncated: points.length > limit,
      });
    }),
  );
});

describe("refused", () => {
  test.each([
    ["", "TEXT_EMPTY"],
    [" \t\r\n\u00A0\u3000", "TEXT_EMPTY"],
    ["\u200B\u200C\u200D\u2060\uFEFF\u00AD", "TEXT_EMPTY"],
    ["\u0000\u0007\u202E", "TEXT_EMPTY"],
    ["\uFE0F\u{E0100}", "TEXT_EMPTY"],
    ["123456", "TEXT_TOO_LONG"],
    ["😀😀😀😀😀😀", "TEXT_TOO_LONG"],
  ])("%j: %s", (given, code) => {
    expect(() => readable(given, 5)).toThrow(expect.objectContaining({ code }));
  });

  test("nothing to see before the cut is nothing at all", () => {
    expect(() => readable("     a", 5, true)).toThrow(expect.objectContaining({ code: "TEXT_EMPTY" }));
  });
});

test.each([".", "1", "é", "字", "\u0301", "😀😀😀😀😀", "\uE000"])("%j is a text", (given) => {
  expect(readable(given, 5).text).toBe(given);
});
