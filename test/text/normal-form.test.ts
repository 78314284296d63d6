import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { normalForm } from "../../src/text/normal-form.ts";
import { normalFormOracle } from "./oracle.ts";
import { normalFormOf, normalFormOfBytes } from "./read.ts";
import { anyText, everyCharacter, repetitiveText } from "./unicode.ts";

const cases = [
  {
    name: "plain ASCII",
    text: "The Cat's 9 Lives!",
    kept: "The Cat's 9 Lives!",
    lower: "the cat's 9 lives!",
  },
  { name: "nothing", text: "", kept: "", lower: "" },
  { name: "a decomposed letter", text: "Cafe\u0301", kept: "Café", lower: "café" },
  { name: "marks in another order", text: "q\u0307\u0323", kept: "q\u0323\u0307", lower: "q\u0323\u0307" },
  { name: "the Ångström sign", text: "\u212b", kept: "\u00c5", lower: "\u00e5" },
  { name: "the Kelvin sign", text: "5 \u212a", kept: "5 K", lower: "5 k" },
  { name: "the Greek question mark", text: "τι\u037e", kept: "τι;", lower: "τι;" },
  { name: "final sigma", text: "ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ", kept: "ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ", lower: "οδυσσευς σοφος" },
  { name: "sigma alone", text: "Σ", kept: "Σ", lower: "σ" },
  { name: "final sigma before a sign", text: "ΣΟΦΟΣ, ΣΟΦΟΣ.", kept: "ΣΟΦΟΣ, ΣΟΦΟΣ.", lower: "σοφος, σοφος." },
  { name: "final sigma before a soft hyphen", text: "ΟΣ\u00adΑ ΟΣ\u00ad", kept: "ΟΣΑ ΟΣ", lower: "οσα ος" },
  { name: "Turkish İ and ı", text: "İIıi", kept: "İIıi", lower: "i\u0307iıi" },
  { name: "capital sharp s", text: "STRAẞE ß", kept: "STRAẞE ß", lower: "straße ß" },
  { name: "a letter that grows", text: "ȺȾ", kept: "ȺȾ", lower: "ⱥⱦ" },
  { name: "a letter beyond 16 bits", text: "\u{10400}", kept: "\u{10400}", lower: "\u{10428}" },
  { name: "Hangul in jamo", text: "\u1112\u1161\u11ab\u1100\u116e\u11a8", kept: "한국", lower: "한국" },
  {
    name: "a vowel of Kirat Rai in parts",
    text: "\u{16d63}\u{16d67}\u{16d67}",
    kept: "\u{16d6a}",
    lower: "\u{16d6a}",
  },
  { name: "a compatibility ideograph", text: "\uf900", kept: "\u8c48", lower: "\u8c48" },
  { name: "a ligature stays", text: "ﬁ №", kept: "ﬁ №", lower: "ﬁ №" },
  { name: "soft hyphens", text: "syl\u00adla\u00adble", kept: "syllable", lower: "syllable" },
  { name: "a byte-order mark", text: "\ufeffA\ufeff", kept: "A", lower: "a" },
  { name: "direction marks", text: "\u200fשלום\u200e\u202e!\u2066\u2069", kept: "שלום!", lower: "שלום!" },
  { name: "joiners stay", text: "می\u200cخواهم", kept: "می\u200cخواهم", lower: "می\u200cخواهم" },
  { name: "NUL stays for the tokeniser", text: "a\u0000B", kept: "a\u0000B", lower: "a\u0000b" },
  { name: "half a pair", text: "A\ud83d", kept: "A\ufffd", lower: "a\ufffd" },
  {
    name: "halves that a soft hyphen parts",
    text: "\ud83d\u00ad\ude00",
    kept: "\ufffd\ufffd",
    lower: "\ufffd\ufffd",
  },
  {
    name: "halves beside a mark",
    text: "\ud83de\u0301\ude00",
    kept: "\ufffdé\ufffd",
    lower: "\ufffdé\ufffd",
  },
];

describe("the normal form", () => {
  it.each(cases)("of $name", ({ text, kept, lower }) => {
    expect([normalFormOracle(text, false), normalFormOracle(text, true)], "oracle").toEqual([kept, lower]);
    expect([normalForm(text, false), normalForm(text, true)], "string").toEqual([kept, lower]);
    expect([normalFormOf(text, false), normalFormOf(text, true)], "writeText").toEqual([kept, lower]);
    const whole = text.toWellFormed();
    expect([normalFormOfBytes(whole, false), normalFormOfBytes(whole, true)], "writeBytes").toEqual([
      kept,
      lower,
    ]);
  });

  it.each([true, false])("is that of the oracle for any text, lower case: %o", (lowerCase) => {
    fc.assert(
      fc.property(fc.oneof(anyText, repetitiveText), (text) => {
        const expected = normalFormOracle(text, lowerCase);
        expect(normalForm(text, lowerCase)).toBe(expected);
        expect(normalFormOf(text, lowerCase)).toBe(expected);
        expect(normalFormOfBytes(text.toWellFormed(), lowerCase)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([true, false])(
    "is that of the oracle for every character between letters, lower case: %o",
    (lowerCase) => {
      const wrong: string[] = [];
      for (const character of everyCharacter()) {
        const text = `a${character}B`;
        if (normalFormOf(text, lowerCase) !== normalFormOracle(text, lowerCase)) wrong.push(text);
      }
      expect(wrong).toEqual([]);
    },
  );

  it("composes every character that can be composed, whatever its parts are", () => {
    const wrong: string[] = [];
    for (const character of everyCharacter()) {
      const parts = character.normalize("NFD");
      if (parts === character) continue;
      for (let cut = 0; cut < parts.length; cut++) {
        // The two parts may be made of parts themselves.
        const halves = [parts.slice(0, cut), parts.slice(cut)];
        for (const [left, right] of [halves, halves.map((half) => half.normalize("NFC"))]) {
          const text = `x${left}${right}y`;
          if (normalFormOf(text, false) !== text.normalize("NFC")) wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("is reached in one step", () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, lowerCase) => {
        const once = normalFormOf(text, lowerCase);
        expect(normalFormOf(once, lowerCase)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it("survives texts longer than any before, and shorter ones after", () => {
    for (const length of [10_000, 3, 100_000, 0, 7]) {
      for (const character of ["a", "Ⱥ", "ﷺ", "😀", "e\u0301", "\u{1d160}"]) {
        const text = character.repeat(length);
        expect(normalFormOf(text, true) === normalFormOracle(text, true)).toBe(true);
      }
    }
  });
});
