import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { countScripts, scriptOf } from "../../src/text/scripts.ts";
import { anyText } from "./unicode.ts";

describe("scripts", () => {
  it.each([
    ["English", "Don't! 42", { Latin: 4 }],
    ["nothing", "", {}],
    ["signs, digits, emoji", "12 — 👍🏽", {}],
    ["Greek and Latin", "λόγος and more", { Greek: 5, Latin: 7 }],
    ["Russian", "Привет", { Cyrillic: 6 }],
    ["Japanese", "東京タワーへ", { Han: 2, Katakana: 3, Hiragana: 1 }],
    ["Korean", "한국", { Hangul: 2 }],
    ["Arabic with marks", "السَّلامُ", { Arabic: 6 }],
    ["Hindi with vowel signs", "हिन्दी", { Devanagari: 3 }],
    ["Thai", "ที่นี่", { Thai: 2 }],
    ["a rare one", "𐐀", { Other: 1 }],
    ["letters beyond 16 bits", "𠀀𠀁a", { Han: 2, Latin: 1 }],
    ["half surrogate pairs", "\ud83da\ude00", { Latin: 1 }],
  ])("of %s", (_, text, scripts) => {
    // The long mark of Katakana is common to several scripts.
    const expected = "Katakana" in scripts ? { ...scripts, Katakana: 2, Other: 1 } : scripts;
    expect(Object.fromEntries(countScripts(text))).toEqual(expected);
  });

  it("count every letter once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const letters = Array.from(text).filter((character) => /\p{L}/u.test(character));
        const scripts = letters.map((character) => scriptOf(character.codePointAt(0)!)!);
        const expected = new Map<string, number>();
        for (const script of scripts) expected.set(script, (expected.get(script) ?? 0) + 1);
        expect(new Map([...countScripts(text)].sort())).toEqual(new Map([...expected].sort()));
        for (const [place, script] of scripts.entries()) {
          if (script !== "Other") expect(letters[place]).toMatch(new RegExp(`\\p{Script=${script}}`, "u"));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("have no place for what is no letter", () => {
    expect([..."1!\u0301 👍\u0000"].map((character) => scriptOf(character.codePointAt(0)!))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });
});
