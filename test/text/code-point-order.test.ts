import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { byCodePoints } from "../../src/text/code-point-order.ts";
import { anyText } from "./unicode.ts";

/** The order of two texts as arrays of numbers. */
function compareNaively(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const place = a!.findIndex((codePoint, index) => codePoint !== b![index]);
  if (place === -1) return a!.length === b!.length ? 0 : -1;
  return place === b!.length ? 1 : a![place]! - b![place]!;
}

/** Two texts that often begin alike, so that the end of one or a single character decides. */
const twoTexts = fc
  .tuple(anyText, anyText, anyText)
  .chain(([shared, left, right]) =>
    fc.constantFrom(
      [left, right] as const,
      [shared + left, shared + right] as const,
      [shared, shared + right] as const,
    ),
  );

describe("the order of code points", () => {
  it.each([
    ["the empty text", "", "a"],
    ["a beginning", "Anna", "Anna B."],
    ["upper case", "Zoë", "anna"],
    ["one character above U+FFFF", "\uffee", "\u{1f600}"],
    ["the second half of a pair", "\u{1f600}", "\u{1f601}"],
    ["what follows a pair", "\u{1f600}a", "\u{1f600}b"],
    ["a half surrogate pair", "\ud83d", "\ud83d\ude00"],
    ["a composed letter", "e\u0301", "\u00e9"],
    ["a name of the language's own", "__proto__", "constructor"],
  ])("puts %s first", (_, first, second) => {
    expect(Math.sign(byCodePoints(first, second))).toBe(-1);
    expect(Math.sign(byCodePoints(second, first))).toBe(1);
    expect([byCodePoints(first, first), byCodePoints(second, second)]).toEqual([0, 0]);
  });

  it("is that of arrays of numbers, for any texts", () => {
    fc.assert(
      fc.property(twoTexts, ([left, right]) => {
        expect(Math.sign(byCodePoints(left, right))).toBe(Math.sign(compareNaively(left, right)));
      }),
      { numRuns: 2000 },
    );
  });

  it("is that of UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 12 }), (texts) => {
        const names = texts.map((text) => text.toWellFormed());
        const byBytes = names.toSorted((left, right) =>
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        );
        expect(names.toSorted(byCodePoints)).toEqual(byBytes);
      }),
      { numRuns: 300 },
    );
  });
});
